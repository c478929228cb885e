"""Copies of answers for the public, who agreed to which text, and the shelf where they stand"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ALIVE = sa.text("state <> 'withdrawn'")

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    wish = sa.Column("publication_wish", sa.String(40), server_default="ask", nullable=False)
    op.add_column("cases", wish)
    _add_copies()
    _add_what_belongs_to_a_copy()
    op.create_table(
        "published_answers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("taken_down_at", MOMENT, nullable=True),
        _to("published_answers", "conversation_id", "conversations", None),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_answers")),
        sa.UniqueConstraint("slug", name=op.f("uq_published_answers_slug")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_published_answers_conversation_id")),
    )
    op.create_index("ix_published_answers_published", "published_answers", ["published_at", "id"])
    op.create_table(
        "published_answer_authors",
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        _to("published_answer_authors", "answer_id", "published_answers", "CASCADE"),
        _to("published_answer_authors", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("answer_id", "person_id", name=op.f("pk_published_answer_authors")),
    )
    op.create_index(
        op.f("ix_published_answer_authors_person_id"), "published_answer_authors", ["person_id"]
    )


def downgrade() -> None:
    for table in (
        "published_answer_authors",
        "published_answers",
        "case_publication_kept",
        "case_consents",
        "case_publication_editors",
        "case_publication_terms",
        "case_publications",
    ):
        op.drop_table(table)
    op.drop_column("cases", "publication_wish")


def _add_copies() -> None:
    name = "case_publications"
    op.create_table(
        name,
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("print", sa.String(length=64), nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", BIG, nullable=True),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("signed_by_id", BIG, nullable=True),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("signed_print", sa.String(length=64), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("conversation_id", BIG, nullable=True),
        _to(name, "case_id", "cases", "CASCADE"),
        _to(name, "proposed_by_id", "people", None),
        _to(name, "signed_by_id", "people", None),
        _to(name, "conversation_id", "conversations", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in ("case_id", "conversation_id"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])
    only = {"unique": True, "sqlite_where": ALIVE, "postgresql_where": ALIVE}
    op.create_index("uq_case_publications_alive", name, ["case_id"], **only)


def _add_what_belongs_to_a_copy() -> None:
    name = "case_publication_terms"
    _below(name, sa.Column("term_id", BIG, nullable=False), _to(name, "term_id", "terms", None))
    name = "case_publication_editors"
    _below(
        name,
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        _to(name, "person_id", "people", None),
        has_id=True,
    )
    op.create_index(op.f(f"ix_{name}_person_id"), name, ["person_id"])
    name = "case_consents"
    _below(
        name,
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("print", sa.String(length=64), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("lapsed_at", MOMENT, nullable=True),
        _to(name, "person_id", "people", None),
        has_id=True,
    )
    op.create_index(op.f(f"ix_{name}_person_id"), name, ["person_id"])
    name = "case_publication_kept"
    _below(
        name,
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        _to(name, "decided_by_id", "people", None),
        has_id=True,
    )


def _below(table: str, *columns: sa.schema.SchemaItem, has_id: bool = False) -> None:
    """Add a table whose rows belong to a copy, and go with it."""
    keys = ["id"] if has_id else ["publication_id", "term_id"]
    first = [sa.Column("id", BIG, nullable=False)] if has_id else []
    op.create_table(
        table,
        *first,
        sa.Column("publication_id", BIG, nullable=False),
        *columns,
        _to(table, "publication_id", "case_publications", "CASCADE"),
        sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{table}")),
    )
    if has_id:
        op.create_index(op.f(f"ix_{table}_publication_id"), table, ["publication_id"])


def _to(table: str, column: str, other: str, gone: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)
