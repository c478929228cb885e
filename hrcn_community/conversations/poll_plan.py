"""What people write down for a poll: plain values, and the lines that its choices are typed in."""

from dataclasses import dataclass
from datetime import datetime

from hrcn_community.conversations.models import PollKind, ResultsShown
from hrcn_community.core.text import fold, is_blank, one_line

FEWEST_CHOICES = 2
MOST_CHOICES = 20  # that can be voted for
MOST_EVER = 40  # with those that were put aside
LONGEST_LINE = 200


@dataclass(frozen=True)
class PollRules:
    """What is settled once somebody has voted, because they relied on it."""

    kind: PollKind = PollKind.SINGLE
    results: ResultsShown = ResultsShown.ALWAYS
    is_anonymous: bool = False


@dataclass(frozen=True)
class PlannedPoll:
    """A poll that is to be added to a post."""

    question: str
    choices: tuple[str, ...]
    rules: PollRules = PollRules()
    closes_at: datetime | None = None


@dataclass(frozen=True)
class PollChange:
    """What a poll is to be: its choices in their order, each with whether it is put aside, and new ones.

    `rules` are None where they were settled already.
    """

    question: str
    choices: tuple[tuple[str, bool], ...]
    added: tuple[str, ...] = ()
    closes_at: datetime | None = None
    rules: PollRules | None = None


def choice_lines(text: str) -> tuple[str, ...]:
    """Return the choices that were typed one a line; lines that say nothing are none."""
    return tuple(line for line in map(one_line, text.splitlines()) if says_something(line))


def says_something(text: str) -> bool:
    """Is there anything to be seen, and not only spaces and marks without a shape?"""
    return not is_blank(text)


def twice(choices: tuple[str, ...]) -> str:
    """Return a choice that stands there a second time, in whatever spelling; empty where none does."""
    met: set[str] = set()
    for choice in choices:
        if fold(choice) in met:
            return choice
        met.add(fold(choice))
    return ""
