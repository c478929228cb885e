"""Keys of sealed spaces, and columns wide enough for encrypted words"""

import json

import sqlalchemy as sa
from alembic import op

from hrcn_community.core.sealing import open_piece, unsealer

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Encrypted words are longer than what they say. SQLite keeps any text in any of these columns.
WIDENED = {
    "conversations": {"title": 200},
    "posts": {"label_words": 200},
    "revisions": {"reason": 200},
    "attachments": {"name": 200, "description": 500},
    "let_go_files": {"name": 200, "description": 500},
    "bookmarks": {"note": 200},
    "watch_findings": {"phrase": 80},
    "content_notices": {"law": 200},
    "moderation_decisions": {"law": 200, "shown_reason": 200},
    "cases": {"wanted_form": 40},
}
SEALED = {
    "conversations": ("title",),
    "trail_entries": ("facts",),
    "posts": ("source", "html", "heading", "taken_back_reason", "label_words"),
    "revisions": ("source", "html", "reason"),
    "attachments": ("name", "description"),
    "let_go_files": ("name", "description"),
    "bookmarks": ("note",),
    "drafts": ("fields",),
    "notes": ("text",),
    "watch_findings": ("phrase",),
    "content_notices": ("noticed_text", "passage", "law", "explanation"),
    "moderation_decisions": ("shown_reason", "law", "facts", "reason"),
    "moderation_appeals": ("reason", "answer"),
    "cases": ("decision_due", "wanted_form"),
    "case_prolongations": ("reason",),
}
MARK = "\x02"


def upgrade() -> None:
    op.create_table(
        "space_keys",
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_space_keys")),
    )
    op.add_column("spaces", sa.Column("key_ref", sa.String(40), nullable=True))
    op.create_index(op.f("ix_spaces_key_ref"), "spaces", ["key_ref"])
    op.add_column("stored_files", sa.Column("key_ref", sa.String(40), nullable=True))
    op.create_index(op.f("ix_stored_files_key_ref"), "stored_files", ["key_ref"])
    op.add_column("cases", sa.Column("kept_apart", sa.JSON(), server_default="{}", nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in WIDENED.items():
            for name in columns:
                op.alter_column(table, name, type_=sa.Text())
    _retype_day(sa.Text(), "TEXT")


def downgrade() -> None:
    """Write in words again what was encrypted: the older schema knows no key. Files cannot be opened here."""
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT count(*) FROM stored_files WHERE key_ref IS NOT NULL")):
        raise RuntimeError("Files are sealed here; the older schema could not open them.")
    _open_all(connection)
    _retype_day(sa.Date(), "DATE")
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in WIDENED.items():
            for name, size in columns.items():
                op.alter_column(table, name, type_=sa.String(size))
    op.drop_column("cases", "kept_apart")
    op.drop_index(op.f("ix_stored_files_key_ref"), "stored_files")
    op.drop_column("stored_files", "key_ref")
    op.drop_index(op.f("ix_spaces_key_ref"), "spaces")
    op.drop_column("spaces", "key_ref")
    op.drop_table("space_keys")


def _retype_day(kind: sa.types.TypeEngine, name: str) -> None:
    """Keep the day on which a decision is due in a column of another type, under the same name.

    SQLite writes days as words, and describes to a backup what the column holds.
    """
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    written = "decision_due" if on_sqlite else f"CAST(decision_due AS {name})"
    op.add_column("cases", sa.Column("other_due", kind, nullable=True))
    op.execute(f"UPDATE cases SET other_due = {written}")
    op.drop_column("cases", "decision_due")
    op.execute("ALTER TABLE cases RENAME COLUMN other_due TO decision_due")


def _open_all(connection: sa.Connection) -> None:
    wrapped = connection.execute(sa.text("SELECT ref, wrapped FROM space_keys")).all()
    if not wrapped:
        return
    keys = {row.ref: unsealer()(row.wrapped.encode()) for row in wrapped}
    for table, columns in SEALED.items():
        for name in columns:
            _open_column(connection, table, name, keys)


def _open_column(connection: sa.Connection, table: str, name: str, keys: dict[str, bytes]) -> None:
    """Open each distinct value: of the same encrypted words there are never two."""
    is_json = name in ("facts", "fields") and table in ("trail_entries", "drafts")
    column = sa.column(name, sa.JSON() if is_json else sa.Text())
    there = sa.table(table, column)
    found = sa.cast(column, sa.Text())
    begins = '"\\u0002' if is_json else MARK
    for raw in connection.scalars(sa.select(found).where(found.startswith(begins))).all():
        ref, _, piece = (json.loads(raw) if is_json else raw)[len(MARK) :].partition(":")
        words = open_piece(piece, keys[ref])
        plain = json.loads(words) if is_json else words
        connection.execute(there.update().where(found == raw).values({name: plain}))
