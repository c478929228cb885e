"""Looking for somebody in every place where this house keeps anything."""

import re
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import JSON, select, text

from hrcn_community.accounts.ties import Tie
from hrcn_community.core.db import Base, db
from hrcn_community.core.sealed_columns import words_type

ON_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def columns_that_hold(app: Flask, *words: str) -> dict[str, list[str]]:
    """Return, for each column of any table (the index and its shadows too), where one of `words` stands."""
    found: dict[str, list[str]] = {}
    with app.app_context():
        for table in _tables():
            rows = db.session.execute(text(f'SELECT * FROM "{table}"'))
            for row in rows.mappings():
                for column, value in row.items():
                    if hit := _held(value, _in_index(words) if "index" in table else words):
                        found.setdefault(f"{table}.{column}", []).append(hit)
    return found


def ties_to(app: Flask, person_id: int) -> list[str]:
    """Return the columns with a tie that still point at somebody."""
    with app.app_context():
        return [
            str(column)
            for table in Base.metadata.sorted_tables
            for column in table.columns
            if column.info.get("tie") in set(Tie)
            if db.session.execute(select(column).where(column == person_id).limit(1)).first()
        ]


def numbers_in_json(app: Flask, person_id: int) -> list[str]:
    """Return the columns of JSON in which a person's number stands under a name that says so."""
    pattern = re.compile(rf'"[a-z_]*(?:person|by|author|actor|owner)[a-z_]*": ?{person_id}\b')
    found = []
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(words_type(column), JSON):
                    rows = db.session.execute(
                        text(f'SELECT CAST("{column.name}" AS TEXT) FROM "{table.name}"')
                    ).scalars()
                    found += [str(column) for value in rows if value and pattern.search(value)]
    return found


def files_that_hold(folder: Path, *words: str) -> list[str]:
    """Return the files in a folder in which one of `words` stands."""
    return [
        str(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _held(path.read_bytes(), words)
    ]


def _in_index(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return `words` as the index may hold them: what a word has in common with the last one is left out."""
    return (*words, *(word[3:] for word in words if len(word) > 8))


def _tables() -> list[str]:
    if db.engine.dialect.name == "sqlite":
        return list(db.session.execute(text(ON_SQLITE)).scalars())
    return [*Base.metadata.tables, "post_index"]


def _held(value: Any, words: tuple[str, ...]) -> str:
    if isinstance(value, (bytes, memoryview)):
        value = bytes(value).decode("utf-8", "replace")
    said = str(value).casefold() if value is not None else ""
    for word in words:
        at = said.find(word.casefold())
        if at >= 0:
            return said[max(0, at - 40) : at + 60]
    return ""
