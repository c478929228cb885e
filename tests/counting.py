"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from hrcn_community.core.db import db


@contextmanager
def count_queries(app: Flask) -> Iterator[list[str]]:
    """Within, every statement is added to the list that this gives."""
    asked: list[str] = []

    def note(_c, _cursor, statement: str, *_: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
