"""Rows by model, numbered by us and written many at a time."""

import itertools
from collections import defaultdict
from typing import Any

from sqlalchemy import func, insert, select, text

from hrcn_community.accounts.models import Membership, Person
from hrcn_community.conversations.models import (
    Conversation,
    ConversationDay,
    Follow,
    Post,
    ReadState,
    Revision,
)
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.discussions.models import Thread
from hrcn_community.spaces.models import Space

MODELS: tuple[Any, ...] = (
    Person,
    Space,
    Membership,
    Conversation,
    ConversationDay,
    Thread,
    Post,
    Revision,
    Follow,
    ReadState,
    Entry,
)
COUNTED = (Person, Space, Conversation, Thread, Post, Entry)


class Rows:
    """What is to be written, until there is enough of it."""

    def __init__(self) -> None:
        self.rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        self.ids = {
            model: itertools.count((db.session.scalar(select(func.max(model.id))) or 0) + 1)
            for model in COUNTED
        }

    def count(self, model: Any) -> int:
        return len(self.rows[model])

    def add(self, model: Any, **values: Any) -> int:
        id_ = next(self.ids[model]) if model in self.ids else 0
        self.rows[model].append(({"id": id_} if id_ else {}) | values)
        return id_

    def write(self) -> None:
        for model in MODELS:
            if rows := self.rows.pop(model, []):
                db.session.execute(insert(model.__table__), rows)
        if db.engine.dialect.name == "postgresql":
            for model in self.ids:
                self._go_on_counting(model.__tablename__)
        db.session.commit()

    def _go_on_counting(self, table: str) -> None:
        """PostgreSQL numbers new rows from a sequence, which must pass the numbers that we gave."""
        last = f"(SELECT max(id) FROM {table})"  # noqa: S608 - our own table's name
        db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})"))
