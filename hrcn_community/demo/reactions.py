"""What people of the demonstration community say of posts without a word.

Nobody wrote this down: a rule draws it from the thread and the post, the same at every loading.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.reacting import react
from hrcn_community.conversations.models import ReactionKind
from hrcn_community.core import clock
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import all_written, post_of
from hrcn_community.demo.written import read

HOW_MANY = (0, 0, 0, 0, 1, 1, 2)  # of a reply
OF_AN_OPENING = (1, 1, 2, 2, 3)
OF_AN_ANSWER = (4, 5, 6)
KINDS = {
    ReactionKind.THANKS: 44,
    ReactionKind.AGREE: 32,
    ReactionKind.INSIGHT: 21,
    ReactionKind.TRIED: 3,
}
SPREAD = 3.0  # days after a post within which most react


@dataclass(frozen=True)
class _Said:
    """Who says what of one post, and where to find them."""

    by: list[tuple[str, ReactionKind]]
    person: Callable[[str], Viewer]


def reaction_deeds() -> Iterator[Deed]:
    """Return what readers said of every post, in one go for each."""
    readers = {
        space["slug"]: sorted({*space["members"], *space["facilitators"]})
        for space in read("spaces")["space"]
    }
    known = cache(person)  # as often as they react, and as they are: nobody here becomes another
    for key, written in all_written().items():
        for number, post in enumerate(written["post"], start=1):
            chance = random.Random(f"{key} {number}")  # noqa: S311 - not for secrets
            others = [each for each in readers[written["space"]] if each != post["author"]]
            said = _drawn(chance, others, _how_many(written, number))
            if said and not post.get("waits"):
                yield _deed(key, number, post["days_ago"], _Said(said, known), chance)


def _how_many(written: dict[str, Any], number: int) -> tuple[int, ...]:
    if number == written.get("accepted"):
        return OF_AN_ANSWER
    return OF_AN_OPENING if number == 1 else HOW_MANY


def _drawn(
    chance: random.Random, others: list[str], how_many: tuple[int, ...]
) -> list[tuple[str, ReactionKind]]:
    """Return who says what: everybody one thing."""
    count = min(chance.choice(how_many), len(others))
    who = chance.sample(others, count)
    what = chance.choices(list(KINDS), list(KINDS.values()), k=count)
    return list(zip(who, what, strict=True))


def _deed(key: str, number: int, days_ago: float, said: _Said, chance: random.Random) -> Deed:
    """Return the reactions to a post as one deed, at the moment of the last of them."""
    span = min(SPREAD, days_ago * 0.9)
    delays = sorted(chance.uniform(0.05, 1) * span for _ in said.by)
    return Deed(
        days_ago - delays[-1],
        lambda: _react(key, number, [delays[-1] - delay for delay in delays], said),
    )


def _react(key: str, number: int, earlier: list[float], said: _Said) -> None:
    post, now = post_of(key, number), clock.now()
    for days, (who, kind) in zip(earlier, said.by, strict=True):
        with clock.at(now - timedelta(days=days)):
            react(post, kind, by=said.person(who))
