"""Counting what a request asks of the database, and what else costs time."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event


@contextmanager
def count_queries(app: Flask) -> Iterator[list[str]]:
    """Within, collect every statement that is sent to the database of `app`."""
    from hrcn_community.core.db import db

    statements: list[str] = []

    def note(_connection, _cursor, statement: str, *_: object) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
