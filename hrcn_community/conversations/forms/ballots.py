"""The shape of a ballot, as the form of each kind of poll sends it."""

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from hrcn_community.conversations.models import PollKind
from hrcn_community.core.words import _l

NOTHING = _l("Choose first. To take your vote back, withdraw it.")
ONLY_ONE = _l("Choose one only.")
SAME_PLACE = _l("Two choices have the same place. Give each place once; you need not give all.")
Places = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ballot:
    """What somebody sent: each choice with its place; in order, if it can be counted; else why not."""

    places: Places = ()
    wishes: tuple[int, ...] = ()
    error: object = ""


def read_ballot(kind: str, values: Iterable[str], sent: MultiDict[str, str]) -> Ballot:
    """Return the ballot in `sent` for a poll of that kind with choices of these values."""
    return _ranked(values, sent) if kind == PollKind.RANKED else _ticked(kind, values, sent)


def _ticked(kind: str, values: Iterable[str], sent: MultiDict[str, str]) -> Ballot:
    known, chosen = set(values), dict.fromkeys(sent.getlist("answer"))
    places = tuple((value, "1") for value in chosen if value in known)
    if kind == PollKind.SINGLE and len(chosen) > 1:
        return Ballot(places, error=ONLY_ONE)
    return _counted(places)


def _ranked(values: Iterable[str], sent: MultiDict[str, str]) -> Ballot:
    """Places may have gaps: the order counts."""
    given = [(value, sent.get(f"position-{value}", "")) for value in values]
    places = tuple((value, place) for value, place in given if place.isdecimal() and len(place) < 3)
    if len({int(place) for _, place in places}) < len(places):
        return Ballot(places, error=SAME_PLACE)
    return _counted(tuple(sorted(places, key=lambda each: int(each[1]))))


def _counted(places: Places) -> Ballot:
    wishes = tuple(int(value) for value, _ in places)
    return Ballot(places, wishes, "" if wishes else NOTHING)
