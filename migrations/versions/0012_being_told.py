"""How much somebody wants to be told, and by which way"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FOR_DIGEST = sa.text("for_digest AND digest_id IS NULL")
NOTICE_COLUMNS = ("digest_id", "for_digest", "in_app", "post_id")


def upgrade() -> None:
    op.add_column(
        "follows",
        sa.Column("level", sa.String(length=40), server_default="following", nullable=False),
    )
    op.create_table(
        "space_follows",
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _to("space_follows", "space_id", "spaces"),
        _to("space_follows", "person_id", "people"),
        sa.PrimaryKeyConstraint("space_id", "person_id", name=op.f("pk_space_follows")),
    )
    op.create_index("ix_space_follows_person_id", "space_follows", ["person_id"])
    op.create_table(
        "notice_choices",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("by_mail", sa.String(length=40), nullable=False),
        _to("notice_choices", "person_id", "people"),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_notice_choices")),
    )
    op.create_table(
        "mail_paces",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("rhythm", sa.String(length=40), nullable=False),
        sa.Column("hour", BIG, nullable=False),
        sa.Column("weekday", BIG, nullable=False),
        sa.Column("quiet_from", BIG, nullable=True),
        sa.Column("quiet_to", BIG, nullable=True),
        sa.Column("digest_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hard_bounces", BIG, nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        _to("mail_paces", "person_id", "people"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_paces")),
    )
    op.create_index("ix_mail_paces_digest_due_at", "mail_paces", ["digest_due_at"])
    _alter_mails()
    _alter_notices()


def downgrade() -> None:
    op.drop_index("ix_notices_for_digest", table_name="notices")
    op.drop_index("ix_notices_digest_id", table_name="notices")
    op.drop_index("ix_notices_post_id", table_name="notices")
    op.execute("DELETE FROM notices WHERE NOT in_app")
    with op.batch_alter_table("notices") as batch:
        batch.drop_constraint("fk_notices_post_id_posts", type_="foreignkey")
        batch.drop_constraint("fk_notices_digest_id_mails", type_="foreignkey")
        for column in NOTICE_COLUMNS:
            batch.drop_column(column)
    # What was not sent yet has no words that an older version could send; what was sent stays.
    op.execute("DELETE FROM mails WHERE sort <> 'letter' AND (sent_at IS NULL OR event_id IS NULL)")
    # What came back for good would go out again.
    op.execute(
        "UPDATE mails SET parked_at = bounced_at WHERE sent_at IS NULL AND bounced_at IS NOT NULL"
    )
    op.drop_index("ix_mails_waiting", table_name="mails")
    op.drop_index("ix_mails_person_id", table_name="mails")
    with op.batch_alter_table("mails") as batch:
        batch.drop_constraint("fk_mails_person_id_people", type_="foreignkey")
        batch.drop_column("bounced_at")
        batch.drop_column("person_id")
        batch.drop_column("sort")
        batch.alter_column("event_id", existing_type=BIG, nullable=False)
    op.drop_table("mail_paces")
    op.drop_table("notice_choices")
    op.drop_table("space_follows")
    op.execute("DELETE FROM follows WHERE level = 'muted'")
    op.drop_column("follows", "level")


def _alter_mails() -> None:
    with op.batch_alter_table("mails") as batch:
        batch.add_column(
            sa.Column("sort", sa.String(length=40), server_default="letter", nullable=False)
        )
        batch.add_column(sa.Column("person_id", BIG, nullable=True))
        batch.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        batch.alter_column("event_id", existing_type=BIG, nullable=True)
        batch.create_foreign_key(
            op.f("fk_mails_person_id_people"), "people", ["person_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index("ix_mails_person_id", "mails", ["person_id"])
    where = sa.text("sent_at IS NULL AND parked_at IS NULL AND bounced_at IS NULL")
    op.create_index(
        "ix_mails_waiting", "mails", ["due_at"], sqlite_where=where, postgresql_where=where
    )


def _alter_notices() -> None:
    with op.batch_alter_table("notices") as batch:
        batch.add_column(sa.Column("post_id", BIG, nullable=True))
        batch.add_column(
            sa.Column("in_app", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch.add_column(
            sa.Column("for_digest", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.add_column(sa.Column("digest_id", BIG, nullable=True))
        batch.create_foreign_key(
            op.f("fk_notices_post_id_posts"), "posts", ["post_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_foreign_key(
            op.f("fk_notices_digest_id_mails"), "mails", ["digest_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_notices_post_id", "notices", ["post_id"])
    op.create_index("ix_notices_digest_id", "notices", ["digest_id"])
    op.create_index(
        "ix_notices_for_digest",
        "notices",
        ["person_id"],
        sqlite_where=FOR_DIGEST,
        postgresql_where=FOR_DIGEST,
    )


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
