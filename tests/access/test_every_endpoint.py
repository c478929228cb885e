"""Every endpoint, method and role: who is let in at the address is whom the matrix in words names.

The house is that of the demonstration community. What somebody is to a thing is read from its tables
here, and looked up in the matrix of test_matrix.py; the product's own table is not asked. That what is
out of sight is out of sight is the canary's to show: here a thing that its finder does not find is 404.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from hrcn_community.accounts.models import Membership, Person
from hrcn_community.accounts.viewer import PUBLIC, AnyViewer, viewer_of
from hrcn_community.core.db import db
from tests.access.test_matrix import ANYWHERE, BY_ROLE, CLOSED, OPEN, SPACES
from tests.addresses import filled, rules
from tests.browsing import Browser
from tests.demonstration import house_in, put_demonstration

METHODS = ("GET", "POST")
TRIED = 2  # addresses of each endpoint; some of them nobody but one finds
WHO = ("", "amina", "chandra", "omar", "dalia", "cleo")
SITE_ROLES = {"practitioner": "P", "official": "O", "advisor": "A", "core": "C"}
OWNED = {
    "asking": "asking_space_id",
    "working": "working_space_id",
    "papers": "papers_space_id",
    "room": "room_space_id",
    "notes": "notes_space_id",
}
# what whoever satisfies the second may also do with a thing that says so of itself
OPEN_TO = {"workshops.read_notes": "workshops.read", "posts.edit": "posts.react"}
NOT_SET_UP = "provider."  # there is none here that people sign in by
REFUSED = {401, 403, 404}
# Exports, grants, holds, and whatever an account is kept by.
STEPS_UP = {
    *("two_step." + each for each in "app add_app end_app renew_codes".split()),
    *("two_step." + each for each in "new_passkey ask_for_new add_passkey end_passkey".split()),
    *("own_address.show", "own_address.ask"),
    *("provider.begin_link", "provider.link", "provider.unlink"),
    *("taking_along.ask", "taking_along.fetch", "taking_along.erase"),
    *("keeping.hold", "keeping.end_hold"),
    *("admin_people.propose", "admin_roles.confirm", "admin_roles.decline", "admin_log.taken"),
    *("admin_people.set_role", "running.make_facilitator"),
    *("unmasking.confirm", "unmasking.open_"),
}


@dataclass(frozen=True)
class Somebody:
    """One of the cast, as the tables know them."""

    browser: Browser
    viewer: AnyViewer
    site_role: str
    places: dict[int, set[str]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("every_endpoint")
    put_demonstration(folder, tmp_path_factory)
    app = house_in(folder)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def people(house: Flask) -> dict[str, Somebody]:
    return {who: _somebody(house, who) for who in WHO}


@pytest.fixture(scope="module")
def unproved(house: Flask) -> Somebody:
    """Somebody of the core team who has only signed in."""
    return _somebody(house, "cleo", steps_up=False)


@pytest.fixture
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no deed change what the next one meets."""
    monkeypatch.setattr(db.session, "commit", db.session.rollback)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "public")
def test_who_is_let_in(house, people, nothing_is_kept, who, method):
    wrong = []
    for rule in rules(house, method):
        view: Any = house.view_functions[rule.endpoint]
        if getattr(view, "permission", None) is None or rule.endpoint.startswith(NOT_SET_UP):
            continue
        for address in _some(house, rule):
            expected = _expected(house, rule, address, people[who], method)
            found = _status(people[who].browser, method, address)
            if not _fits(found, expected):
                wrong.append(f"{method} {address} ({view.permission}): {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_what_needs_one_more_proof_is_as_it_is_written_down(house):
    views = house.view_functions.items()
    assert {name for name, view in views if getattr(view, "steps_up", False)} == STEPS_UP


def test_nobody_gets_there_without_it(house, unproved, nothing_is_kept):
    """But a step-up is asked for after the permission, so that it tells nobody that something is there."""
    asked = 0
    for rule in [*rules(house, "GET"), *rules(house, "POST")]:
        if rule.endpoint not in STEPS_UP or rule.endpoint.startswith(NOT_SET_UP):
            continue
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        for address in _some(house, rule):
            expected = _expected(house, rule, address, unproved, method)
            answer = getattr(unproved.browser, method.lower())(address)
            if expected != 200:
                assert answer.status_code == expected, address
                continue
            asked += 1
            assert answer.status_code == (303 if method == "GET" else 401), address
            assert "/settings/step-up" in (answer.headers.get("Location") or answer.text), address
    assert asked > 10


def _fits(found: int, expected: int) -> bool:
    return found not in REFUSED if expected == 200 else found == expected


def _somebody(house: Flask, who: str, *, steps_up: bool = True) -> Somebody:
    browser = Browser(house)
    if not who:
        return Somebody(browser, PUBLIC, "G", {})
    with house.app_context():
        person = db.session.scalars(select(Person).where(Person.handle.startswith(who))).first()
        assert person, who
        rows = db.session.execute(
            select(Membership.space_id, Membership.role).where(Membership.person_id == person.id)
        ).all()
        viewer, role, id_ = viewer_of(person.id), SITE_ROLES[person.site_role], person.id
    browser.let_in(id_)
    if steps_up:
        browser.step_up()
    browser.form_token()
    places: dict[int, set[str]] = {}
    for space_id, space_role in rows:
        places.setdefault(space_id, set()).add(space_role)
    return Somebody(browser, viewer, role, places)


def _some(house: Flask, rule: Rule) -> list[str]:
    with house.app_context():
        found = list(filled(rule))
    return found[:: max(len(found) // TRIED, 1)][:TRIED]


def _status(browser: Browser, method: str, address: str) -> int:
    """Return how somebody is answered; their browser is afterwards as it was, though they signed out."""
    name = browser.app.config["SESSION_COOKIE_NAME"]
    kept = browser.client.get_cookie(name)
    answer = browser.get(address) if method == "GET" else browser.post(address)
    answer.close()
    if kept:
        browser.client.set_cookie(name, kept.value)
    return answer.status_code


def _expected(house: Flask, rule: Rule, address: str, somebody: Somebody, method: str) -> int:
    """Return 200 for whom the matrix lets in, else how they are turned away."""
    view: Any = house.view_functions[rule.endpoint]
    is_public = somebody.site_role == "G"
    if method != "GET" and is_public:
        return 401
    subject = _subject(house, view.find, method, address, somebody.viewer) if view.find else None
    if view.find and subject is None:
        return 404
    if _is_named(view.permission, subject, somebody):
        return 200
    return 401 if is_public else 403


def _subject(
    house: Flask, find: Callable[..., Any], method: str, address: str, viewer: AnyViewer
) -> "_Facts | None":
    """Return what stands at an address for whoever looks, with what the matrix asks about it."""
    _, parts = house.url_map.bind("localhost").match(address, method)
    with house.test_request_context(address):
        subject = find(**parts, viewer=viewer)
        return _Facts.of(subject) if subject is not None else None


@dataclass(frozen=True)
class _Facts:
    """What the matrix asks about a thing."""

    space_id: int | None
    visibility: str
    author_id: int | None
    invited_id: int | None
    is_open: bool  # to whoever reads: notes without the Chatham House Rule, a text shared for all to edit
    owned: dict[str, int | None]

    @classmethod
    def of(cls, subject: Any) -> "_Facts":
        space = getattr(subject, "space", None)
        return cls(
            space.id if space is not None else None,
            space.visibility if space is not None else "",
            getattr(subject, "author_id", None),
            getattr(subject, "invited_id", None),
            not getattr(subject, "is_chatham", True) or getattr(subject, "is_wiki", False),
            {name: getattr(subject, column, None) for name, column in OWNED.items()},
        )


def _is_named(permission: str, facts: _Facts | None, somebody: Somebody) -> bool:
    letters = _letters(facts, somebody)
    if permission in ANYWHERE:
        return bool(letters & set(ANYWHERE[permission].split()))
    assert facts is not None, permission
    if permission == "consultations.declare":
        return facts.invited_id == somebody.viewer.id
    if facts.is_open and permission in OPEN_TO:
        permission = OPEN_TO[permission]
    if permission in BY_ROLE:
        return any(
            somebody.places.get(facts.owned[name] or 0, set()) & set(roles.split())
            for name, roles in BY_ROLE[permission].items()
        )
    place = (*OPEN, *CLOSED).index(facts.visibility)
    return bool(letters & set(SPACES[permission][place].split()))


def _letters(facts: _Facts | None, somebody: Somebody) -> set[str]:
    """Return what somebody is to a thing, in the letters of the matrix."""
    letters = {somebody.site_role}
    if somebody.site_role == "G":
        return letters
    if any("facilitator" in roles for roles in somebody.places.values()):
        letters.add("X")
    if facts is None or facts.space_id is None:
        return letters
    here = somebody.places.get(facts.space_id, set())
    letters |= {"M"} if here else set()
    letters |= {"F"} if "facilitator" in here else set()
    wrote = facts.author_id in somebody.viewer.selves and (here or facts.visibility in OPEN)
    return letters | ({"W"} if wrote else set())
