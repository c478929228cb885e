"""Counting what a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from hrcn_community.core.db import db


@contextmanager
def count_queries(app: Flask) -> Iterator[list[str]]:
    """Within, collect the statements that are sent to the database."""
    with app.app_context():
        engine = db.engine
    asked: list[str] = []

    def note(_c, _cursor, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
