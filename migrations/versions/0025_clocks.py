"""Absences, load limits, the calendar of the consultation desk, reminders that were sent"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_absences_in_order")),
        _to("absences", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sa.UniqueConstraint("ref", name=op.f("uq_absences_ref")),
    )
    op.create_index("ix_absences_person", "absences", ["person_id", "last_day"])
    op.create_table(
        "load_limits",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("most_open", BIG, nullable=False),
        _to("load_limits", "person_id", "people"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_load_limits")),
    )
    op.create_table(
        "desk_holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_desk_holidays")),
    )
    op.create_table(
        "desk_settings",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_desk_settings")),
    )
    op.create_table(
        "case_reminders",
        sa.Column("id", BIG, nullable=False),
        sa.Column("interval_id", BIG, nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        _to("case_reminders", "interval_id", "case_intervals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reminders")),
        sa.UniqueConstraint(
            "interval_id", "stage", name=op.f("uq_case_reminders_interval_id_stage")
        ),
    )


def downgrade() -> None:
    for table in (
        "case_reminders",
        "desk_settings",
        "desk_holidays",
        "load_limits",
        "absences",
    ):
        op.drop_table(table)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")
