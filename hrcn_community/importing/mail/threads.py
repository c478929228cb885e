"""Which message belongs to which thread: by what they answer, and by their subject where that is safe."""

import hashlib
import json
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hrcn_community.importing.index import Index

MESSAGES = """
    CREATE TABLE messages (n INTEGER PRIMARY KEY, start INT, stop INT, print TEXT, external TEXT UNIQUE,
        ident TEXT, refs TEXT, subject TEXT, at REAL, node INT, talk INT)
"""
IDENTS = "CREATE TABLE idents (ident TEXT PRIMARY KEY, node INT) WITHOUT ROWID"
BY_SUBJECT = "CREATE INDEX by_subject ON messages (subject, at)"
BY_TALK = "CREATE INDEX by_talk ON messages (talk, n)"
AGAIN = re.compile(
    r"^\s*(?:(?:re|aw|antw|sv|vs|réf|ref|wg|fwd?|tr|doorst)(?:\[\d+\])?\s*:\s*)+", re.I
)
OF_A_LIST = re.compile(r"^\s*\[[^\]\n]{1,60}\]\s*")
SHORTEST, FEWEST_WORDS = 12, 2  # a subject shorter than that is anybody's
WITHIN_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True)
class Message:
    """One message as the index knows it."""

    n: int
    start: int
    stop: int
    external: str
    ident: str
    refs: list[str]
    at: datetime


def base_of(subject: str) -> tuple[str, bool]:
    """Return what a subject is about, and whether it says that it answers."""
    bare, before, is_reply = subject, "", False
    while bare != before:
        before = bare
        bare = OF_A_LIST.sub("", bare)
        shorter = AGAIN.sub("", bare)
        is_reply, bare = is_reply or shorter != bare, shorter
    return " ".join(bare.split()), is_reply


def external_of(*parts: str) -> str:
    """Return the name under which a message is remembered: a print, as its id may hold an address."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:40]


class Threads(Index):
    """What is known of every message, and which are joined; of each only two numbers lie in memory."""

    def __init__(self) -> None:
        super().__init__(MESSAGES, IDENTS)
        self.up = array("q")

    def add(self, message: Message, print_: str, subject: str) -> None:
        """Note a message; what answers, and what is answered, is one thread from now on."""
        node = self.join([message.ident or message.external, *message.refs])
        base, is_reply = base_of(subject)
        looks_safe = len(base) >= SHORTEST and len(base.split()) >= FEWEST_WORDS
        loose = is_reply and not message.refs and looks_safe
        self.rows.execute(
            "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                message.n,
                message.start,
                message.stop,
                print_,
                message.external,
                message.ident,
                json.dumps(message.refs),
                base.lower(),
                message.at.timestamp(),
                node,
                -1 if loose else None,
            ),
        )

    def print_of(self, external: str) -> str:
        found = self.one("SELECT print FROM messages WHERE external = ?", external)
        return found[0] if found else ""

    def join(self, idents: list[str]) -> int:
        """Make one thread of all these, whether their messages are here or not."""
        nodes = [self._node(ident) for ident in idents]
        for other in nodes[1:]:
            self._unite(nodes[0], other)
        return nodes[0]

    def settle(self) -> Iterator[int]:
        """Join by subject what nothing else joins, then number the threads by their first messages."""
        self.rows.execute(BY_SUBJECT)
        loose = self.rows.execute("SELECT n, node, subject, at FROM messages WHERE talk = -1")
        for n, node, subject, at in loose.fetchall():
            if (other := self._only_thread(n, subject, at)) is not None:
                self._unite(other, node)
                yield n
        first = array("q", [0]) * len(self.up)
        for n, node in self.rows.execute("SELECT n, node FROM messages ORDER BY n"):
            root = self._root(node)
            first[root] = first[root] or n
            self.rows.execute("UPDATE messages SET talk = ? WHERE n = ?", (first[root], n))
        self.rows.execute(BY_TALK)

    def talks(self) -> Iterator[list[Message]]:
        """Yield the messages of each thread, in the order of the mailbox."""
        talk, some = 0, list[Message]()
        rows = self.rows.execute(
            "SELECT talk, n, start, stop, external, ident, refs, at FROM messages ORDER BY talk, n"
        )
        for row in rows:
            if row[0] != talk and some:
                yield some
                some = []
            talk = row[0]
            some.append(_message(*row[1:]))
        if some:
            yield some

    def _only_thread(self, n: int, subject: str, at: float) -> int | None:
        """Return the one thread that bore this subject in the weeks before; None where there are two."""
        near = self.rows.execute(
            "SELECT node FROM messages WHERE subject = ? AND at BETWEEN ? AND ? AND n != ? LIMIT 200",
            (subject, at - WITHIN_SECONDS, at, n),
        )
        found = {self._root(node) for (node,) in near}
        return found.pop() if len(found) == 1 else None

    def _node(self, ident: str) -> int:
        found = self.one("SELECT node FROM idents WHERE ident = ?", ident)
        if found:
            return found[0]
        node = len(self.up)
        self.up.append(node)
        self.rows.execute("INSERT INTO idents VALUES (?, ?)", (ident, node))
        return node

    def _root(self, node: int) -> int:
        while self.up[node] != node:
            self.up[node] = self.up[self.up[node]]
            node = self.up[node]
        return node

    def _unite(self, one: int, other: int) -> None:
        a, b = self._root(one), self._root(other)
        self.up[max(a, b)] = min(a, b)


def _message(*row: Any) -> Message:
    n, start, stop, external, ident, refs, at = row
    moment = datetime.fromtimestamp(at, UTC)
    return Message(n, start, stop, external, ident, json.loads(refs), moment)
