"""Pages in versions and who accepted them, how long things are kept, holds, handing over"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _accepting()
    _pages()
    _retention()
    _holds()
    _handovers()
    _cases()


def downgrade() -> None:
    op.drop_table("removed_cases")
    op.drop_table("case_prolongations")
    op.drop_table("handovers")
    op.drop_table("holds")
    op.drop_table("retention_warnings")
    op.drop_table("retention_periods")
    op.drop_table("page_texts")
    op.drop_table("page_versions")
    op.drop_table("acceptances")
    op.drop_column("people", "accepted_privacy")
    op.drop_column("people", "accepted_terms")


def _accepting() -> None:
    """Whoever joined by asking accepted the notice of then; it is version 1 now."""
    for column in ("accepted_terms", "accepted_privacy"):
        op.add_column("people", sa.Column(column, BIG, server_default="0", nullable=False))
    op.create_table(
        "acceptances",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("accepted_at", WHEN, nullable=False),
        _to("acceptances", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "page", "version", name=op.f("pk_acceptances")),
    )
    op.execute(
        "INSERT INTO acceptances (person_id, page, version, accepted_at) "
        "SELECT person_id, 'privacy', 1, privacy_accepted_at FROM applications"
    )
    op.execute(
        "UPDATE people SET accepted_privacy = 1 WHERE id IN (SELECT person_id FROM applications)"
    )


def _pages() -> None:
    op.create_table(
        "page_versions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("demands", sa.String(length=40), nullable=False),
        sa.Column("published_at", WHEN, nullable=False),
        sa.Column("published_by_id", BIG, nullable=True),
        _to("page_versions", "published_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_versions")),
        sa.UniqueConstraint("page", "number", name=op.f("uq_page_versions_page_number")),
    )
    op.create_table(
        "page_texts",
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        _to("page_texts", "version_id", "page_versions", "CASCADE"),
        sa.PrimaryKeyConstraint("version_id", "language", name=op.f("pk_page_texts")),
    )


def _retention() -> None:
    op.create_table(
        "retention_periods",
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("days", BIG, nullable=False),
        sa.Column("changed_at", WHEN, nullable=False),
        sa.Column("changed_by_id", BIG, nullable=True),
        _to("retention_periods", "changed_by_id", "people"),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_retention_periods")),
    )
    op.create_table(
        "retention_warnings",
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=120), nullable=False),
        sa.Column("warned_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("rule", "mark", name=op.f("pk_retention_warnings")),
    )


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("silent_because", sa.Text(), nullable=False),
        sa.Column("begins_at", WHEN, nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", BIG, nullable=True),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.Column("ended_by_id", BIG, nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        _to("holds", "person_id", "people"),
        _to("holds", "set_by_id", "people"),
        _to("holds", "ended_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("ref", name=op.f("uq_holds_ref")),
    )
    op.create_index("ix_holds_person_id", "holds", ["person_id"])
    op.create_index("ix_holds_address", "holds", ["address"])


def _handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", BIG, nullable=False),
        sa.Column("from_id", BIG, nullable=True),
        sa.Column("to_id", BIG, nullable=False),
        sa.Column("offered_at", WHEN, nullable=False),
        sa.Column("answered_at", WHEN, nullable=True),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        _to("handovers", "from_id", "people", "CASCADE"),
        _to("handovers", "to_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("ref", name=op.f("uq_handovers_ref")),
    )
    op.create_index("ix_handovers_from_id", "handovers", ["from_id"])
    op.create_index("ix_handovers_to", "handovers", ["to_id", "answered_at"])


def _cases() -> None:
    op.create_table(
        "case_prolongations",
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("prolonged_at", WHEN, nullable=False),
        _to("case_prolongations", "case_id", "cases", "CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_prolongations")),
    )
    op.create_table(
        "removed_cases",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", WHEN, nullable=True),
        sa.Column("ended_at", WHEN, nullable=False),
        sa.Column("removed_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_removed_cases")),
    )


def _to(table: str, column: str, target: str, then: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=then)
