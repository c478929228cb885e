"""Requests being written, on whose behalf, after what, and how it went"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(40)

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_drafts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", WORD, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        _to("case_drafts", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_drafts")),
        sa.UniqueConstraint("ref", name=op.f("uq_case_drafts_ref")),
    )
    op.create_index("ix_case_drafts_person", "case_drafts", ["person_id", "saved_at"])
    op.create_table(
        "reuses_before_asking",
        sa.Column("id", BIG, nullable=False),
        sa.Column("room", WORD, nullable=False),
        sa.Column("reused_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reuses_before_asking")),
    )
    op.create_index(
        op.f("ix_reuses_before_asking_reused_on"), "reuses_before_asking", ["reused_on"]
    )
    _of_a_case("cases_on_behalf", sa.Column("sealed_whom", sa.Text(), nullable=False))
    _of_a_case(
        "case_links",
        sa.Column("follows_id", BIG, nullable=False),
        _to("case_links", "follows_id", "cases", "CASCADE"),
    )
    op.create_index(op.f("ix_case_links_follows_id"), "case_links", ["follows_id"])
    _of_a_case(
        "case_ratings",
        sa.Column("useful", WORD, nullable=False),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("rated_at", MOMENT, nullable=False),
        _to("case_ratings", "post_id", "posts", "SET NULL"),
    )
    _of_a_case(
        "case_outcomes",
        sa.Column("used", WORD, nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "case_outcomes",
        "case_ratings",
        "case_links",
        "cases_on_behalf",
        "reuses_before_asking",
        "case_drafts",
    ):
        op.drop_table(table)


def _of_a_case(table: str, *parts: sa.schema.SchemaItem) -> None:
    """Create a table of at most one row for each case, which goes with it."""
    op.create_table(
        table,
        sa.Column("case_id", BIG, nullable=False),
        *parts,
        _to(table, "case_id", "cases", "CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name=op.f(f"pk_{table}")),
    )


def _to(table: str, column: str, other: str, gone: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)
