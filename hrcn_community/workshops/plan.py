"""What hosts write down for a workshop, and the agenda as lines of text that people can type."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hrcn_community.conversations.actions.attaching import ChosenFile
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l

DAY = re.compile(r"\D{0,12}(\d{1,2})\s*:?", re.I)
ITEM = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})\s+(\S.*)")
LONGEST = 60
LONGEST_WORDS = 150


@dataclass(frozen=True)
class PlannedItem:
    """A line of the agenda: the day counts from 1, times are the wall clock's."""

    day: int
    starts: dt.time
    ends: dt.time
    title: str
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """Everything about a workshop that its hosts may change."""

    title: str
    summary: str
    description: str
    method: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    voting_ends_at: datetime
    place: str
    capacity: int
    items: tuple[PlannedItem, ...] = ()
    files: Sequence[ChosenFile] = ()
    dropped_files: Sequence[int] = ()


class AgendaUnclear(ValueError):
    """A line of an agenda that cannot be read; the message quotes it."""

    def __init__(self, line: str) -> None:
        self.message = _l(
            "“%(line)s” could not be read. Write “Day 2”, or “14:00-14:30 Title | who | note”.",
            line=one_line(line)[:80],
        )
        super().__init__(line)


def read_agenda(text: str) -> tuple[PlannedItem, ...]:
    """Return the items of an agenda written line by line; raise AgendaUnclear where one is not."""
    day, items = 1, []
    for line in filter(None, (one_line(each) for each in text.splitlines())):
        if found := DAY.fullmatch(line):
            day = int(found[1])
        else:
            items.append(_item(day, line))
    if len(items) > LONGEST:
        raise AgendaUnclear(text.splitlines()[-1])
    return tuple(items)


def write_agenda(items: Iterable[PlannedItem]) -> str:
    """Return the text that `read_agenda` reads as `items`."""
    lines, day = [], 1
    for item in items:
        if item.day != day:
            lines.append(f"Day {item.day}")
            day = item.day
        words = " | ".join([item.title, item.who, item.note]).rstrip(" |")
        lines.append(f"{item.starts:%H:%M}-{item.ends:%H:%M} {words}")
    return "\n".join(lines)


def _item(day: int, line: str) -> PlannedItem:
    found = ITEM.fullmatch(line)
    if not found or not 1 <= day <= LONGEST:
        raise AgendaUnclear(line)
    title, who, note, *_ = [*(part.strip() for part in found[5].split("|", 2)), "", ""]
    try:
        starts = dt.time(int(found[1]), int(found[2]))
        ends = dt.time(int(found[3]), int(found[4]))
    except ValueError as error:
        raise AgendaUnclear(line) from error
    if ends <= starts or max(map(len, (title, who, note))) > LONGEST_WORDS:
        raise AgendaUnclear(line)
    return PlannedItem(day, starts, ends, title, who, note)
