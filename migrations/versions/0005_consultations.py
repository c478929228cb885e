"""cases: their spaces, their state, who wrote what, and who was thought of as an expert"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "read_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_read_log_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["spaces.id"],
            name=op.f("fk_read_log_space_id_spaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_log")),
    )
    with op.batch_alter_table("read_log", schema=None) as batch_op:
        batch_op.create_index("ix_read_log_space", ["space_id", "id"], unique=False)

    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("shows_requester_as", sa.String(length=40), nullable=False),
        sa.Column(
            "asking_space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "working_space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "papers_space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("work_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("city_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decision_due", sa.Date(), nullable=True),
        sa.Column("wanted_form", sa.String(length=40), nullable=False),
        sa.Column("answer_language", sa.String(length=40), nullable=False),
        sa.Column("persons_identifiable", sa.Boolean(), nullable=False),
        sa.Column(
            "draft_post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "reviewed_revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "signed_revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "answer_post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "answer_revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_post_id"], ["posts.id"], name=op.f("fk_cases_answer_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["asking_space_id"], ["spaces.id"], name=op.f("fk_cases_asking_space_id_spaces")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("fk_cases_city_id_cities")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_cases_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_post_id"], ["posts.id"], name=op.f("fk_cases_draft_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["papers_space_id"], ["spaces.id"], name=op.f("fk_cases_papers_space_id_spaces")
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["conversations.id"], name=op.f("fk_cases_work_id_conversations")
        ),
        sa.ForeignKeyConstraint(
            ["working_space_id"], ["spaces.id"], name=op.f("fk_cases_working_space_id_spaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("asking_space_id", name=op.f("uq_cases_asking_space_id")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_cases_conversation_id")),
        sa.UniqueConstraint("papers_space_id", name=op.f("uq_cases_papers_space_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_cases_ref")),
        sa.UniqueConstraint("work_id", name=op.f("uq_cases_work_id")),
        sa.UniqueConstraint("working_space_id", name=op.f("uq_cases_working_space_id")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_moved", ["moved_at", "id"], unique=False)
        batch_op.create_index("ix_cases_state", ["state", "moved_at", "id"], unique=False)

    op.create_table(
        "case_exclusions",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_case_exclusions_case_id_cases"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_case_exclusions_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_exclusions")),
    )
    op.create_table(
        "case_intervals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_case_intervals_case_id_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_intervals")),
    )
    with op.batch_alter_table("case_intervals", schema=None) as batch_op:
        batch_op.create_index("ix_case_intervals_case", ["case_id", "id"], unique=False)

    op.create_table(
        "case_invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("stand", sa.String(length=40), nullable=False),
        sa.Column(
            "proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_case_invitations_case_id_cases"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["people.id"],
            name=op.f("fk_case_invitations_confirmed_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_case_invitations_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["people.id"],
            name=op.f("fk_case_invitations_proposed_by_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_invitations")),
        sa.UniqueConstraint(
            "case_id", "person_id", name=op.f("uq_case_invitations_case_id_person_id")
        ),
    )
    with op.batch_alter_table("case_invitations", schema=None) as batch_op:
        batch_op.create_index("ix_case_invitations_person", ["person_id", "stand"], unique=False)

    op.create_table(
        "case_words",
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_words_case_id_cases"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_case_words_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_case_words_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_case_words")),
    )
    with op.batch_alter_table("case_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_words_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_words_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("case_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_words_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_words_case_id"))

    op.drop_table("case_words")
    with op.batch_alter_table("case_invitations", schema=None) as batch_op:
        batch_op.drop_index("ix_case_invitations_person")

    op.drop_table("case_invitations")
    with op.batch_alter_table("case_intervals", schema=None) as batch_op:
        batch_op.drop_index("ix_case_intervals_case")

    op.drop_table("case_intervals")
    op.drop_table("case_exclusions")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_state")
        batch_op.drop_index("ix_cases_moved")

    op.drop_table("cases")
    with op.batch_alter_table("read_log", schema=None) as batch_op:
        batch_op.drop_index("ix_read_log_space")

    op.drop_table("read_log")
