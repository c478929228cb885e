"""The house with everything planted, and who asks for what in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import cycle, islice

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from hrcn_community.accounts.places import put_outside
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.digests import gather_digests
from hrcn_community.notifications.mailer import send_due_mail
from hrcn_community.spaces.models import Space
from hrcn_community.worker import work_off
from tests.addresses import (
    MOST,
    WHOLE,
    filled,
    names_in_the_database,
    refs_of_unlike_posts,
    rules,
    some,
)
from tests.browsing import Browser
from tests.canary.planters import COMPANION, QUERIES, House, open_house
from tests.canary.rooms import OPEN_PLANTERS, PLANTERS
from tests.conftest import ON_POSTGRESQL
from tests.factories import Cast, World
from tests.papers import readable

LISTS = (
    *(f"/threads?view={view}" for view in ("unread", "mine", "unanswered", "top&period=year")),
    f"/threads/similar?title={COMPANION}",
)
FINDING = tuple(
    f"/search?{asked}"
    for asked in (
        f"q={COMPANION}",
        f"q={COMPANION[:8]}&typing=1",
        f"q={COMPANION[:6]}*+-zzz&lang=en",
        f"q=%22{COMPANION}%22+after:2020&in=threads",
        "q=by:ben&typing=1",
        "by=ruth&is=open",
        "q=-by:nobody+lang:en+before:9999",
    )
)
# Pages that bear no word of their own, of which these many are enough.
ALIKE = (
    "bookmark",
    "distance",
    "poll/new",
    "quotation",
    "reactions",
    "removal",
    "translations/new",
    "versions/<int:number>",
    "words/<ref>",
)
# Pages below a post: of posts of which the same tables speak, a few are enough.
BELOW_A_POST = (
    "as-mailed",
    "edit",
    "hiding",
    "notes",
    "poll",
    "poll/edit",
    "poll/voters",
    "quotes",
    "translations/<language>",
    "unmasking",
)
OF_A_KIND = 30
OF_A_KIND_CLOSED = 12  # that nobody inside can open either
# The walk tries the rules, which are the same on both databases; whether PostgreSQL follows them
# shows where each kind of page is asked for, however few of them.
ASKED_BY_ALL = 1 if ON_POSTGRESQL else 2  # pages of each kind
TRIED = 4 if ON_POSTGRESQL else 8  # things on which each deed is tried
NAMES = ("ref", "slug", "code", "token")  # what an address calls a thing by
DIFFER = {"X-Request-Id", "Date", "Set-Cookie"}
Told = tuple[int, int, dict[str, str]]  # status, length, headers
Ask = Callable[[str], TestResponse]
Asked = tuple[str, Browser, str]  # who asks, with which browser, for which address


@dataclass
class Planted:
    """The house with everything planted, and the names that nobody else may know."""

    house: House
    hidden: set[str]
    said: dict[tuple[str, str], Told] = field(default_factory=dict)

    @cached_property
    def browsers(self) -> dict[str, Browser]:
        """One of every kind of those outside."""
        found = {who: somebody.browser for who, somebody in self.house.others.items()}
        return {"the public": Browser(self.house.world.app)} | found

    @cached_property
    def kinds(self) -> list[Sequence[str]]:
        """Addresses of every kind of page."""
        app = self.house.world.app
        with app.app_context():
            unlike = refs_of_unlike_posts()
            return [_some_of(rule, unlike) for rule in rules(app, "GET")]

    @cached_property
    def pages(self) -> set[str]:
        return {page for kind in self.kinds for page in kind}

    @cached_property
    def open_inside(self) -> dict[str, str]:
        """The pages that anybody inside can open, with what the first of them reads there.

        Whoever cannot open a thing is not asked for the pages below it.
        """
        found, closed = {}, set()
        for page in sorted(self.pages, key=len):
            things = [page[: page.index(name) + len(name)] for name in self._names_in(page)]
            for insider in self.house.insiders:
                if any((insider.handle, thing) in closed for thing in things):
                    continue
                answer = insider.browser.get(page)
                if answer.status_code < 400:
                    found[page] = readable(answer)
                    break
                closed.add((insider.handle, page))
        return found

    def asked(self) -> Iterator[Asked]:
        """Let those outside ask for whatever stands in the house.

        Of each kind of page everybody asks for some that somebody inside can open, hidden ones if
        there are any; for every other ask the public and one or two of the others in turn. With
        WALK=whole, as in `make prove`, everybody asks for all that can be opened.
        """
        turns = cycle(list(self.browsers)[1:])
        for kind in self.kinds:
            opened = [page for page in kind if page in self.open_inside]
            hidden = [page for page in opened if self.is_hidden(page)] or opened
            by_all = opened if WHOLE else some(hidden, ASKED_BY_ALL)
            closed = [page for page in kind if page not in self.open_inside]
            for page in [*opened, *some(closed, OF_A_KIND_CLOSED)]:
                in_turn = {"the public", *islice(turns, 2 if page in self.open_inside else 1)}
                yield from self._by(self.browsers if page in by_all else in_turn, page)
        for page in [*self._queries(), *LISTS, *FINDING]:
            yield from self._by(self.browsers, page)

    def deeds(self) -> Iterator[Asked]:
        """Let the public and two others in turn (or everybody) do every deed to what is hidden."""
        turns, app = cycle(list(self.browsers)[1:]), self.house.world.app
        with app.app_context():
            found = [
                address
                for rule in rules(app, "POST")
                for address in some(list(self._deeds_of(rule)), TRIED)
            ]
        for address in found:
            in_turn = {"the public", *islice(turns, 2)}
            yield from self._by(self.browsers if WHOLE else in_turn, address)

    def is_hidden(self, address: str) -> bool:
        """Tell whether somebody inside can open this, and nobody else may know that it is there."""
        return (
            address in self.open_inside and bool(self._names_in(address))
        ) or "space=" in address

    def is_told_apart(self, who: str, ask: Ask, there: str, first: TestResponse) -> bool:
        """Tell whether somebody learns from an answer that something is there.

        It is compared with that for something that never existed, at an address as long. What was
        heard of that is kept: a counter in the frame may have changed since, so both are asked again
        before they are held to be different.
        """
        nowhere = there
        for name in sorted(self.hidden, key=len, reverse=True):
            nowhere = nowhere.replace(name, "0" * len(name))
        if (who, nowhere) not in self.said:
            self.said[who, nowhere] = told(ask(nowhere))
        if told(first) == self.said[who, nowhere]:
            return False
        self.said[who, nowhere] = told(ask(nowhere))
        return told(ask(there)) != self.said[who, nowhere]

    def _by(self, who: Iterable[str], address: str) -> list[Asked]:
        return [(each, self.browsers[each], address) for each in who]

    def _deeds_of(self, rule: Rule) -> Iterator[str]:
        """Return one address of `rule` for each hidden name."""
        missing = set(self.hidden)
        for address in filled(rule):
            if names := self._names_in(address) & missing:
                missing -= names
                yield address

    def _names_in(self, address: str) -> set[str]:
        return set(re.split(r"[/.]", address)) & self.hidden

    def _queries(self) -> list[str]:
        spaces = self.house.world.ask(lambda: set(db.session.scalars(select(Space.slug))))
        hidden = sorted(spaces & self.hidden)
        return [query.format(name=name) for query in QUERIES for name in hidden]


def _some_of(rule: Rule, unlike: set[str]) -> Sequence[str]:
    """Return the addresses of a kind of page that are asked for."""
    found = sorted(set(filled(rule)))
    if not WHOLE and rule.rule.startswith("/posts/<ref>/") and rule.rule.endswith(BELOW_A_POST):
        return [page for page in found if page.split("/")[2] in unlike]
    return some(found, OF_A_KIND if rule.rule.endswith(ALIKE) else MOST)


def plant_everything(app: Flask) -> Planted:
    """Return the house of `app` when everything has been planted and some have left."""
    world = World(app)
    house = open_house(world, Cast(world))
    for plant in OPEN_PLANTERS:
        plant(house)
    before = _names(house) - {house.space.slug}
    for plant in PLANTERS:
        plant(house)
    work_off(app)
    _send_digests(app)
    world.do(lambda: put_outside(db.session.get_one(Space, house.space.id), house.cast.tomas.id))
    for leave in house.leaving:
        world.do(leave)
    return Planted(house, _names(house) - before - house.known)


def _send_digests(app: Flask) -> None:
    """Let all go out that waits for a digest; nothing else that time brings."""
    with clock.at(clock.now() + timedelta(days=8)), app.app_context():
        gather_digests()
        while send_due_mail():
            pass


def told(answer: TestResponse) -> Told:
    """Return what can be told from an answer without reading it."""
    headers = {name: value for name, value in answer.headers.items() if name not in DIFFER}
    return answer.status_code, len(answer.data), headers


def _names(house: House) -> set[str]:
    return house.world.ask(
        lambda: {name for part in NAMES for name in names_in_the_database(part)} - {"1"}
    )
