"""A note of what a source holds, in a database that has no name and is gone with its process.

It lies on the disk, so that what it knows of hundreds of thousands of messages takes little memory,
and whoever kills the import leaves nothing behind.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db, reading
from hrcn_community.importing.models import ImportedItem

CACHE_KIB = 16_000
DONE = """
    CREATE TABLE done (external TEXT PRIMARY KEY, post_id INT, conversation_id INT, number INT, space_id INT)
    WITHOUT ROWID
"""
LANGUAGES = "CREATE TABLE languages (conversation_id INTEGER PRIMARY KEY, language TEXT)"
AT_ONCE = 2_000


class Index:
    """What is written already, by the name that it has in the source; rooms add tables of their own."""

    def __init__(self, *tables: str) -> None:
        self.rows = sqlite3.connect("", isolation_level=None)
        for setting in (f"cache_size=-{CACHE_KIB}", "journal_mode=OFF", "synchronous=OFF"):
            self.rows.execute(f"PRAGMA {setting}")
        for table in (DONE, LANGUAGES, *tables):
            self.rows.execute(table)
        self.rows.execute("BEGIN")

    def learn(self, source_id: int) -> None:
        """Read what of the source is written already."""
        for *row, language in _written(source_id):
            self.set_done(*row)
            if language:
                known = "INSERT OR IGNORE INTO languages VALUES (?, ?)"
                self.rows.execute(known, (row[2], language))

    def set_done(
        self, external: str, post_id: int | None, conversation_id: Any, number: Any, space_id: Any
    ) -> None:
        row = external, post_id, conversation_id, number, space_id
        self.rows.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?)", row)

    def done(self, external: str) -> Any:
        """Return (post id, conversation id, number, space id) of what is written, or None."""
        return self.one(
            "SELECT post_id, conversation_id, number, space_id FROM done WHERE external = ?",
            external,
        )

    def language_of(self, conversation_id: int) -> str:
        """Return the language of a conversation that stood before we began, or ''."""
        query = "SELECT language FROM languages WHERE conversation_id = ?"
        return (self.one(query, conversation_id) or ("",))[0]

    def one(self, query: str, *values: Any) -> Any:
        return self.rows.execute(query, values).fetchone()

    def close(self) -> None:
        self.rows.close()


def _written(source_id: int) -> Iterator[Any]:
    """Yield the first part of each item: what others refer to; and in which space it stands now."""
    talk_id = func.coalesce(Post.conversation_id, ImportedItem.conversation_id)
    after = ""
    while True:
        with reading():
            found = db.session.execute(
                select(
                    ImportedItem.external,
                    ImportedItem.post_id,
                    talk_id,
                    Post.number,
                    Conversation.space_id,
                    Conversation.language,
                )
                .outerjoin(Post, Post.id == ImportedItem.post_id)
                .outerjoin(Conversation, Conversation.id == talk_id)
                .where(ImportedItem.source_id == source_id, ImportedItem.external > after)
                .where(ImportedItem.part == 0)
                .order_by(ImportedItem.external)
                .limit(AT_ONCE)
            ).all()
            db.session.rollback()
        yield from found
        if len(found) < AT_ONCE:
            return
        after = found[-1].external
