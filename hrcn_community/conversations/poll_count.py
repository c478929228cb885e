"""Counting a poll: what each choice was given, and the instant run-off of ranked wishes. No I/O.

The rule of the run-off: every ballot stands with the first of its wishes that is still there. A choice
with more than half of the ballots that stand somewhere has won. Otherwise the one with the fewest
leaves, and its ballots go to their next wish, or nowhere. Of several with the fewest leaves the one
with fewest points (of n choices a first wish brings n, a second n - 1, and so on), and of those the one
that stands last in the list.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Wishes = tuple[int, ...]  # choices, the first wish first
Counts = tuple[tuple[int, int], ...]  # of each choice, how many


@dataclass(frozen=True)
class Round:
    """With which choice how many ballots stand, how many with none; which leaves, or has won (0: none)."""

    counts: Counts
    exhausted: int
    leaves: int = 0
    wins: int = 0


@dataclass(frozen=True)
class Tally:
    """What a poll came to: of ranked wishes `counts` are the first ones."""

    voters: int
    counts: Counts = ()
    rounds: tuple[Round, ...] = ()

    @property
    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def tally_from(kept: Mapping[str, Any]) -> Tally:
    """Return the tally that was kept as JSON."""
    rounds = tuple(
        Round(**{**each, "counts": tuple(map(tuple, each["counts"]))}) for each in kept["rounds"]
    )
    return Tally(kept["voters"], tuple(map(tuple, kept["counts"])), rounds)


def ranked_tally(ballots: Mapping[Wishes, int], choices: Sequence[int]) -> Tally:
    """Return the tally of ballots (each, and how often it was given) over `choices` in their order."""
    wished = {choice for wishes in ballots for choice in wishes}
    rounds = run_off(ballots, [choice for choice in choices if choice in wished])
    first = dict(rounds[0].counts) if rounds else {}
    counts = tuple((choice, first.get(choice, 0)) for choice in choices)
    return Tally(sum(ballots.values()), counts, rounds)


def run_off(ballots: Mapping[Wishes, int], choices: Sequence[int]) -> tuple[Round, ...]:
    """Return the rounds of the run-off, the last with who has won; none where nobody wished anything."""
    order = _leaving_order(ballots, choices)
    piles: dict[int, list[tuple[Wishes, int]]] = {choice: [] for choice in choices}
    exhausted, rounds = _deal(ballots.items(), piles), []
    while any(piles.values()):
        counts = {choice: sum(often for _, often in pile) for choice, pile in piles.items()}
        first = max(counts, key=lambda choice: counts[choice])
        if counts[first] * 2 > sum(counts.values()):
            return (*rounds, Round(tuple(counts.items()), exhausted, wins=first))
        last = min(counts, key=lambda choice: (counts[choice], *order(choice)))
        rounds.append(Round(tuple(counts.items()), exhausted, leaves=last))
        exhausted += _deal(piles.pop(last), piles)
    return tuple(rounds)


def _deal(
    ballots: Iterable[tuple[Wishes, int]], piles: Mapping[int, list[tuple[Wishes, int]]]
) -> int:
    """Put each ballot on the pile of its first wish that has one; return how many have none."""
    nowhere = 0
    for wishes, often in ballots:
        choice = next((wish for wish in wishes if wish in piles), None)
        if choice is None:
            nowhere += often
        else:
            piles[choice].append((wishes, often))
    return nowhere


def _leaving_order(
    ballots: Mapping[Wishes, int], choices: Sequence[int]
) -> Callable[[int], tuple[int, int]]:
    """Return what decides between choices that are alike in wishes: fewer points, then a later place."""
    points = dict.fromkeys(choices, 0)
    for wishes, often in ballots.items():
        for place, choice in enumerate(wishes):
            points[choice] += (len(choices) - place) * often
    places = {choice: place for place, choice in enumerate(choices)}
    return lambda choice: (points[choice], -places[choice])
