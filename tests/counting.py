"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine


@contextmanager
def count_queries(app: Flask) -> Iterator[list[str]]:
    """Within, collect every statement that is sent to the database."""
    statements: list[str] = []

    def note(_connection, _cursor, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
