"""Each time that an expert was invited, group answers, yearly declarations, countries that advisors know"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _times()
    op.create_table(
        "case_groups",
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("rapporteur_id", BIG, nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        _to("case_groups", "case_id", "cases", "CASCADE"),
        _to("case_groups", "rapporteur_id", "people", None),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_groups")),
    )
    op.create_table(
        "general_declarations",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        _to("general_declarations", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_general_declarations")),
    )
    name = op.f("ix_general_declarations_person_id")
    op.create_index(name, "general_declarations", ["person_id"])
    op.create_table(
        "advisor_countries",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        _to("advisor_countries", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "country", name=op.f("pk_advisor_countries")),
    )


def downgrade() -> None:
    for table in ("advisor_countries", "general_declarations", "case_groups", "invitation_times"):
        op.drop_table(table)


def _times() -> None:
    """Whoever is invited at this moment has a week from now on to answer."""
    op.create_table(
        "invitation_times",
        sa.Column("id", BIG, nullable=False),
        sa.Column("invitation_id", BIG, nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        _to("invitation_times", "invitation_id", "case_invitations", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_times")),
    )
    name = op.f("ix_invitation_times_invitation_id")
    op.create_index(name, "invitation_times", ["invitation_id"])
    only = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_invitation_times_due",
        "invitation_times",
        ["due_at"],
        sqlite_where=only,
        postgresql_where=only,
    )
    insert = sa.text(
        "INSERT INTO invitation_times (invitation_id, invited_at, due_at, outcome) "
        "SELECT id, COALESCE(confirmed_at, proposed_at), :due, '' FROM case_invitations "
        "WHERE stand = 'invited'"
    ).bindparams(sa.bindparam("due", datetime.now(UTC) + timedelta(days=7), type_=MOMENT))
    op.get_bind().execute(insert)


def _to(table: str, column: str, other: str, gone: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)
