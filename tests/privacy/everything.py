"""Hanging somebody at everything: a row of theirs in every table that knows people, found by reflection.

A table that comes later is filled like all others; where its rows mean something that no rule can
guess, MEANING says it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table, Text, insert, select
from sqlalchemy.exc import IntegrityError

from hrcn_community.accounts.ties import Tie
from hrcn_community.core.db import Base, Moment, db
from hrcn_community.core.sealed_columns import words_type
from hrcn_community.core.sealing import seal

NOW = datetime.now(UTC)
FAR = NOW + timedelta(days=900)
MINE, BY_OTHERS = (Tie.OWN, Tie.WROTE), (Tie.ACTED,)
# What stands in a column that is no words: a key, a print, a code, something sealed.
CODES = {"ref", "slug", "digest", "token_hash", "device_hash", "code_hash", "old_hash", "new_hash"}
CODES |= {"print", "lookup", "sealed", "credential_id", "public_key", "voter", "uid", "message_id"}
CODES |= {"failure", "stored", "media_type", "key", "password_hash", "name_key", "subject_key"}
CODES |= {"handle_skeleton", "name_skeleton", "dated", "country", "terms", "title_terms"}
# The house's own, in which nobody writes, and what the erasure itself keeps.
WORDLESS = {"chore_runs", "workers", "erasures", "namings", "stored_files", "events", "exports"}
WORDLESS |= {
    "moderation_log",
    "import_sources",
    "page_texts",
    "terms",
    "wrong_tries",
    "watched_words",
}
WORDLESS |= {
    "desk_holidays",
    "people",
    "spaces",
    "cities",
    "organisations",
    "city_facts",
    "retention_warnings",
}
# What a rule cannot guess: a state in which the row may stand, a moment that is still to come.
MEANING: dict[str, dict[str, Any]] = {
    "affiliations": {"organisation_id": None},
    "network_memberships": {"organisation_id": None},
    "conversations": {"room": "threads", "address": "/threads/x{n}"},
    "drafts": {"fields": "words", "place": "x{n}"},
    "case_drafts": {"sealed": "sealed"},
    "trail_entries": {"facts": "words"},
    "answers": {"given": "words"},
    "desk_holidays": {"name": "A holiday"},
    "events": {"name": "SignedIn", "facts": {}, "handled_at": NOW, "due_at": NOW},
    "exports": {"asked_at": NOW - timedelta(days=1)},
    "fadings": {"due_at": FAR},
    "holds": {"ended_at": NOW - timedelta(days=1)},
    "house_settings": {"value": "x"},
    "mails": {"due_at": FAR},
    "memberships": {"role": "member"},
    "moderation_log": {"facts": {"code": "x"}},
    "namings": {"fate": "left", "decided_at": NOW},
    "notices": {"kind": "space.admitted"},
    "poll_votes": {"person_id": "who"},
    "posts": {"state": "published", "number": "{n}", "rendered_with": 0},
    "practices": {"verified_summary": None, "verified_details": None},
    "spaces": {"visibility": "network", "slug": "x{n}"},
    "stored_files": {"name": "fileofx{n}"},
    "sign_ins": {"last_seen_at": NOW, "ended_at": NOW},
}

WORDS_OF_JSON = {
    f"{table}.{name}"
    for table, columns in MEANING.items()
    for name, value in columns.items()
    if value == "words"
}


class Filler:
    """Puts rows into tables for one person. `other` is who has the other side of what two have to do with.

    `words` says what stands in a column of words; `meaning` adds to MEANING.
    """

    def __init__(
        self,
        person_id: int,
        other_id: int,
        words: Callable[[Column[Any]], str],
        meaning: dict[str, dict[str, Any]] | None = None,
    ) -> None:
        self.person_id, self.other_id, self.words = person_id, other_id, words
        self.meaning = {**MEANING, **(meaning or {})}
        self.shared: dict[str, dict[str, Any]] = {}
        self.number = count(1000)

    def fill(self) -> None:
        """Give every table a row of theirs: one that is their own, and one in which they did something."""
        for table in Base.metadata.sorted_tables:
            kinds = {column.info.get("tie") for column in table.columns}
            for side in (MINE, BY_OTHERS):
                if kinds & set(side):
                    self._put(table, side)
            if not kinds & set(Tie) and table.name != "people":
                self._put(table, MINE)

    def missing(self) -> list[str]:
        """Return the columns that point at people and not once at this one."""
        return [
            str(column)
            for table in Base.metadata.sorted_tables
            for column in table.columns
            if column.info.get("tie") in set(Tie)
            if not db.session.execute(select(column).where(column == self.person_id)).first()
        ]

    def _put(self, table: Table, side: tuple[Tie, ...], *, anew: bool = False) -> dict[str, Any]:
        """Add a row; where it may hang only once at what is there already, at something new."""
        number = next(self.number)
        given = [column for column in table.columns if self._is_needed(column)]
        values = {c.key: self._value(c, side, number, anew) for c in given}
        meant = self.meaning.get(table.name, {})
        values |= {name: self._meant(table.c[name], value, number) for name, value in meant.items()}
        try:
            with db.session.begin_nested():
                made = insert(table).values(values).returning(*table.columns)
                row = dict(db.session.execute(made).mappings().one())
        except IntegrityError as error:
            if not anew:
                return self._put(table, side, anew=True)
            raise AssertionError(f"{table.name} takes no such row: {error.orig}") from error
        self.shared.setdefault(table.name, row)
        return row

    def _is_needed(self, column: Column[Any]) -> bool:
        """Is a value given? Numbers that count up, and what is good by default, come by themselves."""
        counts_up = column.primary_key and not column.foreign_keys
        counts_up = (
            counts_up and isinstance(column.type, Integer) and column.autoincrement is not False
        )
        has_default = column.default is not None or column.server_default is not None
        return not (counts_up and len(column.table.primary_key) == 1) and (
            bool(column.foreign_keys)
            or self.is_words(column)
            or not (column.nullable or has_default)
        )

    def _value(self, column: Column[Any], side: tuple[Tie, ...], number: int, anew: bool) -> Any:
        for foreign in column.foreign_keys:
            if foreign.column.table.name == "people":
                return self.person_id if column.info.get("tie") in side else self.other_id
            return self._parent(column, foreign.column, anew)
        if self.is_words(column):
            return self.words(column)[: getattr(column.type, "length", None) or 10_000]
        return _plain(column, number)

    def _parent(self, column: Column[Any], other: Column[Any], anew: bool) -> Any:
        if other.table is column.table:
            return None
        row = None if anew else self.shared.get(other.table.name)
        return (row or self._put(other.table, MINE, anew=anew))[other.key]

    def is_words(self, column: Column[Any]) -> bool:
        """Do people's words stand in that column, as far as its type and its name tell?"""
        if column.table.name in WORDLESS or column.key in CODES or column.primary_key:
            return False
        length = getattr(column.type, "length", None)
        return isinstance(words_type(column), (String, Text)) and (length is None or length >= 120)

    def _meant(self, column: Column[Any], value: Any, number: int) -> Any:
        if value == "words":
            return {"text": self.words(column)}
        if value == "sealed":
            return seal('{"title": ["sealed"]}')
        if value == "who":
            return self.person_id
        if isinstance(value, str) and "{n}" in value:
            return number if value == "{n}" else value.replace("{n}", str(number))
        return value


def _plain(column: Column[Any], number: int) -> Any:
    """Return something that fits into a column."""
    kind = column.type.python_type if not isinstance(words_type(column), JSON) else dict
    if isinstance(column.type, Boolean):
        return False
    if kind is str:
        return f"x{number}"[: getattr(column.type, "length", None) or 50]
    if isinstance(column.type, Moment):
        return NOW
    if kind is date and column.primary_key:
        return NOW.date() + timedelta(days=number)
    known = {date: NOW.date(), time: NOW.time(), dict: {}, float: 0.0}
    return known.get(kind, number)
