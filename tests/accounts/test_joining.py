"""Asking to join, confirming the address, being let in or declined."""

import re
from datetime import timedelta

import pytest

from hrcn_community.accounts.models import Application, Person, Standing
from hrcn_community.core import clock
from hrcn_community.notifications.models import Notice
from tests.browsing import PASSWORD, Browser, follow
from tests.letterbox import read

NORA = {
    "name": "Nora Lind",
    "email": "Nora@Example.org",
    "password": "a sentence of my own",
    "role": "practitioner",
    "statement": "I look after a night shelter\nand have questions.",
    "privacy": "y",
}


@pytest.fixture
def applied(public, worker, mailbox):
    """Apply as Nora, or otherwise, and return the link to confirm with."""

    def apply(**other: str) -> str:
        answer = public.post("/join", {**NORA, **other})
        assert "Please look into your mailbox" in follow(public, answer)
        worker()
        return read(mailbox())[-1].link

    return apply


@pytest.fixture
def waiting(world, public, applied):
    """Have Nora applied and confirmed; return the ref of her application."""

    def wait(**other: str) -> str:
        link = applied(**other)
        assert public.post(link, password=NORA["password"]).status_code == 303
        return world.rows(Application)[-1].ref

    return wait


def test_somebody_applies_confirms_is_let_in_and_signs_in(
    cast, public, worker, mailbox, world, waiting
):
    ref = waiting()
    assert "Nora Lind" in cast.cleo.browser.page("/admin/applications")
    page = cast.cleo.browser.page(f"/admin/applications/{ref}")
    assert "I look after a night shelter" in page
    assert public.sign_in(NORA["email"], NORA["password"]).status_code == 422
    cast.cleo.browser.post(f"/admin/applications/{ref}/approval", reason="Good to have you.")
    worker()
    mail = read(mailbox(), "nora@example.org")[-1]
    assert mail.subject == "Welcome to HRCN Community"
    assert "Good to have you." in mail.text
    assert public.sign_in(NORA["email"], NORA["password"]).status_code == 303
    assert "@nora-lind" in public.page("/people/nora-lind")


def test_the_core_team_sees_an_application_only_when_its_address_is_confirmed(
    cast, worker, world, public, applied
):
    assert cast.cleo.browser.sees("/admin") == 200
    link = applied()
    assert "Nora Lind" not in cast.cleo.browser.page("/admin/applications")
    ref = world.rows(Application)[0].ref
    assert cast.cleo.browser.sees(f"/admin/applications/{ref}") == 404
    public.post(link, password=NORA["password"])
    worker()
    assert [notice.person_id for notice in world.rows(Notice)] == [cast.cleo.id]
    assert "Nora Lind asks to join" in cast.cleo.browser.page("/notifications")


def test_declining_needs_a_reason_which_is_mailed(cast, public, worker, mailbox, world, waiting):
    ref = waiting()
    browser = cast.cleo.browser
    answer = browser.post(f"/admin/applications/{ref}/refusal", reason="")
    assert answer.status_code == 422
    assert "Say why; they will read it." in answer.text
    browser.post(f"/admin/applications/{ref}/refusal", reason="You wrote for a company.")
    worker()
    assert "You wrote for a company." in read(mailbox(), "nora@example.org")[-1].text
    assert world.rows(Person, handle="nora-lind")[0].standing == Standing.DECLINED
    assert public.sign_in(NORA["email"], NORA["password"]).status_code == 422
    assert browser.sees("/people/nora-lind") == 404


def test_an_application_is_decided_once(cast, world, waiting):
    ref = waiting()
    first = cast.cleo.browser.post(f"/admin/applications/{ref}/approval", reason="")
    second = cast.tomas.browser.post(f"/admin/applications/{ref}/refusal", reason="Too late.")
    assert (first.status_code, second.status_code) == (303, 409)
    assert world.rows(Person, handle="nora-lind")[0].standing == Standing.MEMBER


@pytest.mark.parametrize("who", ["amina", "dalia", "omar"])
def test_only_the_core_team_sees_and_decides(cast, world, waiting, who):
    ref, browser = waiting(), getattr(cast, who).browser
    assert browser.sees("/admin") == 403
    assert browser.sees("/admin/applications") == 403
    nowhere = browser.get("/admin/applications/0000000000")
    there = browser.get(f"/admin/applications/{ref}")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)
    assert browser.post(f"/admin/applications/{ref}/approval").status_code == 404
    assert world.rows(Person, handle="nora-lind")[0].standing == Standing.APPLYING


def test_a_known_address_gets_the_same_answer_and_only_its_owner_learns_of_it(
    world, cast, public, worker, mailbox
):
    known = public.post("/join", {**NORA, "email": cast.amina.email})
    unknown = public.post("/join", NORA)
    assert known.headers["Location"] == unknown.headers["Location"]
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    worker()
    (mail,) = read(mailbox(), cast.amina.email)
    assert "We know it already" in mail.text
    assert public.sign_in(cast.amina.email, NORA["password"]).status_code == 422
    assert public.sign_in(cast.amina.email, PASSWORD).status_code == 303
    assert world.rows(Person, email=cast.amina.email)[0].name == "Amina"


def test_nobody_confirms_an_application_that_a_stranger_made_with_their_address(
    world, public, applied
):
    link = applied(password="the stranger knows this one")
    answer = public.post(link, password=NORA["password"])
    assert answer.status_code == 422
    assert world.rows(Person)[0].email_confirmed_at is None


def test_a_stranger_cannot_keep_an_address_from_its_owner(world, public, applied):
    older = applied(name="Somebody Else", password="the stranger knows this one")
    with clock.at(clock.now() + timedelta(minutes=2)):
        newer = applied()
        assert public.post(older, password="the stranger knows this one").status_code == 409
        assert public.post(newer, password=NORA["password"]).status_code == 303
    (person,) = world.rows(Person)
    assert person.name == "Nora Lind"


def test_the_confirming_link_is_good_once_and_for_an_hour(public, applied):
    link = applied()
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert public.post(link, password=NORA["password"]).status_code == 409
    assert public.sees(link) == 200
    assert public.post(link, password=NORA["password"]).status_code == 303
    assert public.post(link, password=NORA["password"]).status_code == 409


def test_the_form_sent_twice_is_one_application_and_one_mail(world, public, worker, mailbox):
    for _ in range(2):
        public.post("/join", NORA)
    worker()
    assert len(world.rows(Application)) == 1
    assert len(mailbox()) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "  ", "Give your name."),
        ("email", "nora", "This does not look like"),
        ("email", "nora@example.org, eve@example.org", "This does not look like"),
        ("email", "nora@example.org\r\nBcc: eve@example.org", "This does not look like"),
        ("password", "short", "Use at least 8 characters"),
        ("password", "humanrights1", "among the first"),
        ("password", "Nora Lind", "among the first"),
        ("password", "nora2026", "among the first"),
        ("role", "core", "Not a valid choice"),
        ("role", "advisor", "Not a valid choice"),
        ("statement", "", "Say it in a sentence or two."),
        ("city", "999999", "Not a valid choice"),
        ("privacy", "", "We can only take you in if you accept them."),
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_message_beside_it(
    world, public, field, value, words
):
    answer = public.post("/join", {**NORA, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    if field != "statement":
        assert "I look after a night shelter" in answer.text
    assert NORA["password"] not in answer.text
    assert world.rows(Person) == []


def test_fields_that_nobody_offered_change_nothing(world, public):
    extra = {"standing": "member", "site_role": "core", "email_confirmed_at": "2020-01-01"}
    assert public.post("/join", {**NORA, **extra}).status_code == 303
    (person,) = world.rows(Person)
    assert (person.standing, person.site_role) == (Standing.APPLYING, "practitioner")
    assert person.email_confirmed_at is None


def test_two_of_one_name_get_two_handles(world, public):
    for number in range(3):
        public.post("/join", {**NORA, "email": f"nora{number}@example.org"})
    handles = {person.handle for person in world.rows(Person)}
    assert len(handles) == 3
    assert all(re.fullmatch(r"nora-lind(-[a-z0-9]{4})?", handle) for handle in handles)


def test_a_name_is_shown_without_what_could_turn_it_around(world, public):
    public.post("/join", {**NORA, "name": "Nora\u202e dniL\n"})
    assert world.rows(Person)[0].name == "Nora dniL"


def test_one_address_sends_twenty_applications_an_hour_at_most(world, public):
    answers = [
        public.post("/join", {**NORA, "email": f"nora{number}@example.org"}).status_code
        for number in range(21)
    ]
    assert answers == [303] * 20 + [429]
    assert len(world.rows(Person)) == 20


def test_whoever_is_signed_in_needs_no_form(cast):
    assert cast.amina.browser.get("/join").headers["Location"] == "/"


def test_an_applicant_is_told_nothing_and_shown_nowhere(app, cast, waiting):
    waiting()
    assert "Nora" not in cast.amina.browser.page("/people?q=nora")
    assert Browser(app).sees("/people/nora-lind") == 404


def test_nobodys_mailbox_is_filled_by_asking_in_their_name(app, cast, worker, mailbox):
    """Five an hour, wherever they come from; alike for a member's address and for any other."""
    for email in ("zoe@example.org", cast.amina.email):
        statuses = []
        for number in range(6):
            browser = Browser(app)
            browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
            statuses.append(browser.post("/join", {**NORA, "email": email}).status_code)
        assert statuses == [303] * 5 + [429]
    worker()
    assert len(read(mailbox(), "zoe@example.org")) <= 5
