"""Newcomers, watched words, whom people keep their distance from, notes of facilitators"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("is_settled", "keeps_distance"):
        column = sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
        op.add_column("people", column)
    op.execute(  # whoever wrote three posts that stand is no newcomer
        "UPDATE people SET is_settled = true WHERE id IN (SELECT author_id FROM posts"
        " WHERE state = 'published' AND author_id IS NOT NULL GROUP BY author_id HAVING COUNT(*) > 2)"
    )
    _create_distances()
    _create_watching()
    op.create_table(
        "notes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _to("notes", "post_id", "posts"),
        _to("notes", "space_id", "spaces"),
        _to("notes", "author_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("ref", name=op.f("uq_notes_ref")),
    )
    op.create_index("ix_notes_post", "notes", ["post_id", "id"])
    op.create_index("ix_notes_author_id", "notes", ["author_id"])


def downgrade() -> None:
    for table in ("notes", "watch_findings", "watched_words", "distances"):
        op.drop_table(table)
    op.drop_column("people", "keeps_distance")
    op.drop_column("people", "is_settled")


def _create_distances() -> None:
    op.create_table(
        "distances",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("other_id", BIG, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _to("distances", "person_id", "people"),
        _to("distances", "other_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distances")),
        sa.UniqueConstraint("ref", name=op.f("uq_distances_ref")),
        sa.UniqueConstraint(
            "person_id", "other_id", "kind", name=op.f("uq_distances_person_id_other_id_kind")
        ),
    )
    op.create_index("ix_distances_other_id", "distances", ["other_id"])


def _create_watching() -> None:
    op.create_table(
        "watched_words",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("space_id", BIG, nullable=True),
        sa.Column("phrase", sa.String(length=80), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("added_by_id", BIG, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _to("watched_words", "space_id", "spaces"),
        _to("watched_words", "added_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_words")),
        sa.UniqueConstraint("ref", name=op.f("uq_watched_words_ref")),
    )
    op.create_index("ix_watched_words_space_id", "watched_words", ["space_id"])
    op.create_table(
        "watch_findings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("phrase", sa.String(length=80), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        _to("watch_findings", "post_id", "posts"),
        _to("watch_findings", "space_id", "spaces"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_findings")),
    )
    op.create_index("ix_watch_findings_post_id", "watch_findings", ["post_id"])


def _to(table: str, column: str, target: str, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=gone)
