"""Columns whose words lie encrypted in the rows of whatever is sealed, and as they are in all others.

A sealed value bears a mark and the ref of its key; whoever selects the column gets it opened. Which row
is sealed with which key is said by who owns the keys (spaces.sealing); here nobody knows.
"""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import JSON, ColumnElement, Text, cast, false
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from hrcn_community.core.sealing import WrongKey, open_piece, seal, seal_piece, unseal

MARK = "\x02"  # no text of a person begins with it: it is taken away where one does


@dataclass(frozen=True)
class Sealed:
    """A value that shall be written encrypted, with the key of this ref."""

    value: Any
    ref: str


class Keyring:
    """Where keys are found by their ref; who owns them sets `find`."""

    find: Callable[[str], bytes]


KEYRING = Keyring()


class SealedText(TypeDecorator[Any]):
    """Words."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return _seal(value.value, value.ref) if isinstance(value, Sealed) else _unmarked(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return _open(value) if _is_marked(value) else value


class HouseText(TypeDecorator[Any]):
    """Words that lie encrypted in every row, with the house's own keys: whoever selects them gets them opened."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return seal(value) if value else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return unseal(value) if value else value


class SealedDate(TypeDecorator[Any]):
    """A day, kept as it is written in ISO 8601: as words they stand in the same order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if isinstance(value, Sealed):
            return _seal(value.value.isoformat(), value.ref)
        return value.isoformat() if isinstance(value, dt.date) else _unmarked(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        plain = _open(value) if _is_marked(value) else value
        return dt.date.fromisoformat(plain) if plain else None


class SealedJSON(TypeDecorator[Any]):
    """Lists and mappings; a sealed one lies there as one string."""

    impl = JSON
    cache_ok = True

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return self.impl_instance.coerce_compared_value(op, value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return _seal(json.dumps(value.value), value.ref) if isinstance(value, Sealed) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return json.loads(_open(value)) if _is_marked(value) else value


SEALABLE = (SealedText, SealedDate, SealedJSON)


def words_type(column: Any) -> Any:
    """Return of what type the words of a column are, once they are opened."""
    kind = column.type
    return kind.impl_instance if isinstance(kind, (SealedText, SealedJSON, HouseText)) else kind


def is_shut(column: Any) -> ColumnElement[bool]:
    """Return the condition that a column is encrypted in a row: what it says only Python can tell."""
    if isinstance(column.type, HouseText):
        return column != ""
    begins = '"\\u0002' if isinstance(column.type, SealedJSON) else MARK
    sealable = isinstance(column.type, SEALABLE)
    return cast(column, Text).startswith(begins) if sealable else false()


def _seal(words: str, ref: str) -> str:
    return f"{MARK}{ref}:{seal_piece(words, KEYRING.find(ref))}"


def _open(marked: str) -> str:
    ref, _, piece = marked[len(MARK) :].partition(":")
    try:
        return open_piece(piece, KEYRING.find(ref))
    except (InvalidTag, ValueError) as error:
        raise WrongKey from error


def _is_marked(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(MARK)


def _unmarked(value: Any) -> Any:
    return value.lstrip(MARK) if _is_marked(value) else value
