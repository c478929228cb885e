"""Running the house: workers and chores, settings, words that are retired or merged, mail that is held"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workers",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workers")),
    )
    op.create_table(
        "chore_runs",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("ran_at", MOMENT, nullable=False),
        sa.Column("took_ms", BIG, nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("well_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chore_runs")),
    )
    op.create_table(
        "house_settings",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_house_settings")),
    )
    op.add_column("mails", sa.Column("held_at", MOMENT, nullable=True))
    for table in ("events", "mails"):
        failure = sa.Column("failure", sa.String(length=100), server_default="", nullable=False)
        op.add_column(table, failure)
    op.add_column("terms", sa.Column("retired_at", MOMENT, nullable=True))
    op.add_column("terms", sa.Column("version", BIG, server_default="1", nullable=False))
    # By hand: to make the table anew, as SQLite wants it of Alembic, others point at it too much.
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE terms ADD COLUMN merged_into_id {number}"
        " CONSTRAINT fk_terms_merged_into_id_terms REFERENCES terms (id)"
    )
    op.create_index("ix_events_name", "events", ["name", "id"])
    op.create_index("ix_events_actor", "events", ["actor_id", "id"])
    parked = sa.text("handled_at IS NULL AND parked_at IS NOT NULL")
    op.create_index(
        "ix_events_parked", "events", ["parked_at"], sqlite_where=parked, postgresql_where=parked
    )


def downgrade() -> None:
    op.drop_index("ix_events_parked", table_name="events")
    op.drop_index("ix_events_actor", table_name="events")
    op.drop_index("ix_events_name", table_name="events")
    for column in ("merged_into_id", "version", "retired_at"):
        op.execute(f"ALTER TABLE terms DROP COLUMN {column}")
    for table in ("mails", "events"):
        op.drop_column(table, "failure")
    op.drop_column("mails", "held_at")
    for table in ("house_settings", "chore_runs", "workers"):
        op.drop_table(table)
