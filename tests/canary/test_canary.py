"""A secret word in every confidential field, and everybody else looking for it everywhere."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import cycle

import pytest
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from hrcn_community.accounts.places import put_outside
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space
from tests.addresses import addresses, names_in_the_database
from tests.browsing import Browser
from tests.canary.planters import COMPANION, MARK, MEMBERS_MARK, NEVER, QUERIES, House, open_house
from tests.canary.rooms import OPEN_PLANTERS, PLANTERS
from tests.conftest import ON_POSTGRESQL

pytestmark = pytest.mark.timeout(600)  # every address, as everybody, on a busy machine too
LISTS = (
    *(f"/threads?view={view}" for view in ("unread", "mine", "unanswered", "top&period=year")),
    f"/threads/similar?title={COMPANION}",
)
NAMES = ("ref", "slug", "code", "token")  # what an address calls a thing by
# The rules of who sees what are the same statements on both databases: on one every address is walked.
STEP = 3 if ON_POSTGRESQL else 1
TURNS = 2  # where an answer is compared with that for nothing, each address is asked by every other of them
DIFFER = {"X-Request-Id", "Date", "Set-Cookie"}
Told = tuple[int, int, dict[str, str]]  # status, length, headers


@dataclass
class Planted:
    """The house with everything planted, and the names that nobody else may know."""

    house: House
    hidden: set[str]
    said: dict[str, Told] = field(default_factory=dict)

    def addresses(self, method: str) -> Iterator[str]:
        """Return every address of something hidden that those inside can open, and of deeds below it."""
        for address in addresses(self.house.world.app, method):
            for name in self._names_in(address):
                page = address[: address.index(name) + len(name)]
                if self.pages.get(address) or self.pages.get(page, True):
                    yield address

    @cached_property
    def pages(self) -> dict[str, bool]:
        """Return every address of a page with a hidden name, and whether anybody inside can open it."""
        insiders = [insider.browser for insider in self.house.insiders]
        return {
            address: any(browser.sees(address) < 400 for browser in insiders)
            for address in addresses(self.house.world.app, "GET")
            if self._names_in(address)
        }

    def _names_in(self, address: str) -> set[str]:
        return set(re.split(r"[/.]", address)) & self.hidden

    def queries(self) -> list[str]:
        return [query.format(name=name) for query in QUERIES for name in sorted(self.hidden)]

    def browsers(self) -> dict[str, Browser]:
        found = {who: somebody.browser for who, somebody in self.house.others.items()}
        return {"the public": Browser(self.house.world.app)} | found

    def told(self, ask: Callable[[str], TestResponse], there: str) -> list[Told]:
        """Return what is told of something hidden, and of what never existed (asked only once)."""
        nowhere = self.nowhere(there)
        if nowhere not in self.said:
            self.said[nowhere] = _told(ask(nowhere))
        return [_told(ask(there)), self.said[nowhere]]

    def nowhere(self, address: str) -> str:
        """Return an address as long, of something that never existed."""
        for name in sorted(self.hidden, key=len, reverse=True):
            address = address.replace(name, "0" * len(name))
        return address


@pytest.fixture
def planted(world, cast, worker) -> Planted:
    house = open_house(world, cast)
    for plant in OPEN_PLANTERS:
        plant(house)
    before = _names(house) - {house.space.slug}
    for plant in PLANTERS:
        plant(house)
    worker()
    world.do(lambda: put_outside(db.session.get_one(Space, house.space.id), house.cast.tomas.id))
    for leave in house.leaving:
        world.do(leave)
    return Planted(house, _names(house) - before - house.known)


def test_those_inside_meet_every_secret_word(planted):
    """Else the silence of the others would prove nothing."""
    missing = {*planted.house.secrets.values(), *planted.house.inner.values()}
    met: set[str] = set()
    for insider in planted.house.insiders:
        for address in addresses(planted.house.world.app):
            if not missing - met:
                break
            answer = insider.browser.get(address, follow_redirects=True)
            met |= set(re.findall(rf"(?:{MARK}|{MEMBERS_MARK})[a-z]+", answer.text))
    assert missing - met == set()
    assert {word for word in met if word.startswith(MARK + NEVER)} == set()


def test_nobody_else_meets_one_on_any_page(planted):
    pages = [*addresses(planted.house.world.app)[::STEP], *planted.queries(), *LISTS]
    pages.append(f"/search?q={COMPANION}")
    found = []
    for who, browser in planted.browsers().items():
        for address in pages:
            answer = browser.get(address)
            if MARK in answer.text.lower() or MARK in str(answer.headers).lower():
                found.append(f"{who} at {address}: {_secrets_in(answer.text)}")
    assert found == []


def test_the_public_meets_nothing_that_is_for_the_network(planted):
    public, found = Browser(planted.house.world.app), []
    words = [f"/search?q={word}" for word in (COMPANION, *planted.house.inner.values())]
    for address in [*addresses(planted.house.world.app), *words]:
        asked = address.rpartition("q=")[2]
        text = public.get(address).text.lower().replace(asked, "")
        if MEMBERS_MARK in text:
            found.append(f"{address}: {re.findall(rf'{MEMBERS_MARK}[a-z]*', text)}")
    assert found == []


def test_searching_for_a_secret_word_is_as_searching_for_none(planted):
    for browser in planted.browsers().values():
        for word in planted.house.secrets.values():
            answers = [browser.get(f"/search?q={each}") for each in (word, "x" * len(word))]
            assert len(answers[0].data) == len(answers[1].data), word


def test_what_is_hidden_and_what_never_existed_are_answered_the_same(planted):
    pages, different = [*list(planted.addresses("GET"))[::STEP], *planted.queries()], []
    assert pages
    for turn, (who, browser) in enumerate(planted.browsers().items()):
        planted.said.clear()
        for there in pages[turn % TURNS :: TURNS]:
            told = planted.told(browser.get, there)
            if told[0] != told[1]:
                different.append(f"{who} at {there}: {told}")
    assert different == []


def test_nobody_else_does_anything_to_what_is_hidden(planted):
    deeds, different = list(planted.addresses("POST"))[::STEP], []
    assert deeds
    for turn, who in enumerate(
        ("the core team", "a facilitator of another space", "somebody who left", "the public")
    ):
        browser = planted.browsers()[who]
        token = browser.token("/")
        planted.said.clear()
        form = {"csrf_token": token, "body": "Words.", "reason": "A reason.", "revision": "1"}
        for there in deeds[turn % TURNS :: TURNS]:
            told = planted.told(partial(browser.client.post, data=form), there)
            if told[0][0] != (401 if who == "the public" else 404) or told[0] != told[1]:
                different.append(f"{who} at {there}: {told}")
    assert different == []


def test_nobody_else_starts_anything_in_a_space_that_is_hidden(planted):
    slug = planted.house.space.slug
    for who, browser in planted.browsers().items():
        form = {"title": "Let me in", "body": "Words.", "kind": "discussion", "language": "en"}
        answers = [browser.post("/threads", form, space=name) for name in (slug, "0" * len(slug))]
        assert answers[0].status_code == (401 if who == "the public" else 404)
        # The kept form bears the name that was sent, so only its length may be the same.
        assert _told(answers[0]) == _told(answers[1]), who


def test_no_mail_and_no_log_holds_a_secret_word(planted, worker, mailbox, caplog):
    pages = list(planted.addresses("GET"))
    caplog.set_level(0)
    with capture_logs() as lines:
        insiders = [insider.browser for insider in planted.house.insiders]
        for people in (list(planted.browsers().values()), insiders):
            for address, browser in zip([*pages, "/nowhere"], cycle(people), strict=False):
                browser.get(
                    address
                )  # one of them each: what a page logs does not hang on who it is
        worker()
    assert lines
    assert MARK not in str(lines).lower()
    assert MARK not in caplog.text.lower()
    assert [mail for mail in mailbox() if MARK in mail.lower()] == []


def test_notices_name_nothing_hidden_to_those_outside(planted):
    for who, somebody in planted.house.others.items():
        page = somebody.browser.page("/notifications")
        assert MARK not in page.lower(), who
        assert not any(name in page for name in planted.hidden), who


def test_people_outside_are_not_offered_to_be_named_inside(planted):
    page = planted.house.cast.ben.browser.page(f"/mentions?space={planted.house.space.slug}&q=")
    offered = set(re.findall(r'data-value="@([a-z0-9-]+)"', page))
    assert offered == {"ben", "ruth", "ines"}


def _names(house: House) -> set[str]:
    return house.world.ask(
        lambda: {name for part in NAMES for name in names_in_the_database(part)} - {"1"}
    )


def _told(answer: TestResponse) -> Told:
    headers = {name: value for name, value in answer.headers.items() if name not in DIFFER}
    return answer.status_code, len(answer.data), headers


def _secrets_in(text: str) -> list[str]:
    return sorted(set(re.findall(rf"{MARK}[a-z]*", text.lower())))
