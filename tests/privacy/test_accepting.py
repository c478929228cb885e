"""Accepting: at joining what holds then, and anew what has changed, after two weeks of being reminded."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Acceptance, Application, Person
from hrcn_community.conversations.models import Post
from hrcn_community.core.cache import lately
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Notice
from hrcn_community.privacy.keeping_models import PageVersion
from tests.browsing import Browser, follow
from tests.counting import count_queries
from tests.privacy.forms import fields_in
from tests.racing import at_once

NEW = "Whoever leaves hands the key on."


def publish(cast, *, demands: str = "anew", page: str = "terms", body: str = NEW) -> None:
    cleo = cast.cleo.browser
    if asked := fields_in(cleo.page("/accept"), "/accept"):
        cleo.post("/accept", {**asked, "agreed": "y"})
    form = fields_in(cleo.page(f"/admin/pages/{page}"), "/admin/pages/")
    form |= {"body_en": body, "changed_en": "Keys are handed on.", "demands": demands}
    assert cleo.post(f"/admin/pages/{page}", form).status_code == 303


def two_weeks_later(world) -> None:
    """Let what was published have been published fifteen days ago."""
    before = datetime.now(UTC) - timedelta(days=15)

    def age() -> None:
        db.session.execute(update(PageVersion).values(published_at=before))

    world.do(age)
    lately.forget()


@pytest.fixture
def demanded(world, cast):
    """A new version of the terms that is due."""
    publish(cast)
    two_weeks_later(world)


def accept(browser: Browser, page: str, **changes: str):
    form = {**fields_in(page, "/accept"), "agreed": "y", **changes}
    return browser.post("/accept", {k: v for k, v in form.items() if v != "-"})


def test_for_two_weeks_everybody_is_reminded_and_goes_on(world, cast, worker):
    amina = cast.amina.browser
    publish(cast)
    worker()
    assert "Please read and accept them by" in amina.page("/spaces")
    [notice] = world.rows(Notice, person_id=cast.amina.id)
    assert notice.kind == "page.terms_anew"
    page = amina.page("/accept?next=/spaces")
    assert "Keys are handed on." in page
    assert "<ins>" in page
    follow(amina, accept(amina, page))
    assert "Please read and accept them by" not in amina.page("/spaces")
    [row] = world.rows(Acceptance, person_id=cast.amina.id)
    assert (row.page, row.version) == ("terms", 2)


def test_after_that_the_next_page_leads_there_and_back(world, cast, demanded):
    amina = cast.amina.browser
    answer = amina.get("/spaces?a=1&b=2")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (303, "no-store")
    page = amina.page(answer.headers["Location"])
    assert NEW in page
    gone_on = accept(amina, page)
    assert gone_on.headers["Location"] == "/spaces?a=1&b=2"
    assert amina.sees("/spaces") == 200


def test_what_was_being_written_is_not_lost(world, cast):
    thread = world.thread(world.space(), cast.ben)
    amina = cast.amina.browser
    amina.form_token()
    publish(cast)
    two_weeks_later(world)
    refused = amina.post(f"{thread.address}/replies", body="Nobody shall retype this.")
    assert refused.status_code == 409
    assert len(world.rows(Post)) == 1
    answer = accept(amina, refused.text)
    assert answer.status_code == 200
    assert "Nobody shall retype this." in answer.text
    kept = fields_in(answer.text, f"{thread.address}/replies")
    assert amina.post(f"{thread.address}/replies", kept).status_code == 303
    assert len(world.rows(Post)) == 2


def test_without_the_tick_or_with_an_older_text_nothing_is_accepted(world, cast, demanded):
    amina = cast.amina.browser
    page = amina.page("/accept")
    assert accept(amina, page, agreed="-").status_code == 422
    publish(cast, body=f"{NEW} Or the spare one.")
    late = accept(amina, page)
    assert late.status_code == 409
    assert "changed once more while you were reading" in late.text
    assert world.rows(Acceptance, person_id=cast.amina.id) == []
    assert accept(amina, late.text).status_code == 303
    assert [row.version for row in world.rows(Acceptance, person_id=cast.amina.id)] == [3]


def test_made_up_numbers_are_not_accepted(world, cast, demanded):
    amina = cast.amina.browser
    for changes in (
        {"terms": "99"},
        {"terms": "1"},
        {"terms": "x"},
        {"privacy": "1"},
        {"terms": "-"},
    ):
        assert accept(amina, amina.page("/accept"), **changes).status_code == 409
    assert world.rows(Acceptance, person_id=cast.amina.id) == []


def test_whoever_does_not_accept_may_read_leave_and_nothing_else(world, cast, demanded):
    space = world.space()
    amina = cast.amina.browser
    for page in ("/terms", "/privacy", "/terms/versions", "/contact", "/imprint"):
        assert amina.sees(page) == 200, page
    assert amina.sees(f"/spaces/{space.slug}") == 303
    assert amina.post("/settings/password", current="x").status_code == 409
    assert amina.post("/sign-out").headers["Location"] == "/"
    assert amina.sees("/spaces") == 200


def test_what_a_page_asks_by_itself_leads_nobody_away(cast, demanded):
    answer = cast.amina.browser.get("/notifications/count", headers={"HX-Request": "true"})
    assert answer.status_code == 200


def test_the_public_is_never_asked(public, cast, demanded):
    assert public.sees("/spaces") == 200
    assert public.sees("/accept") == 401
    assert public.post("/accept", agreed="y").status_code == 401


def test_to_be_told_is_not_to_be_asked(world, cast, worker):
    amina = cast.amina.browser
    publish(cast, demands="told")
    two_weeks_later(world)
    worker()
    assert amina.sees("/spaces") == 200
    assert "The terms of this house have changed" in amina.page("/notifications")


def test_accepting_twice_at_once_is_accepting_once(world, cast, demanded):
    amina = cast.amina.browser
    form = {**fields_in(amina.page("/accept"), "/accept"), "agreed": "y"}
    token = {"csrf_token": amina.form_token()}
    answers = at_once([lambda: amina.client.post("/accept", data=form | token)] * 4)
    assert {answer.status_code for answer in answers} == {303}
    assert len(world.rows(Acceptance, person_id=cast.amina.id)) == 1


def test_joining_accepts_what_stood_beside_the_form(world, cast, public):
    form = {
        "name": "Nora",
        "email": "nora@example.org",
        "password": "a sentence of my own",
        "statement": "Why.",
        "role": "practitioner",
        "privacy": "y",
    }
    seen = fields_in(public.page("/join"), "/join")["seen"]
    assert seen == "terms:1 privacy:1"
    publish(cast)
    late = public.post("/join", {**form, "seen": seen})
    assert late.status_code == 422
    assert "changed just now" in late.text
    seen = fields_in(late.text, "/join")["seen"]
    assert public.post("/join", {**form, "seen": seen}).status_code == 303
    [nora] = world.rows(Person, email="nora@example.org")
    assert (nora.accepted_terms, nora.accepted_privacy) == (2, 1)
    assert len(world.rows(Acceptance, person_id=nora.id)) == 2
    assert world.rows(Application)


def test_no_page_asks_the_database_for_it(app, world, cast):
    amina = cast.amina.browser
    amina.page("/help")
    with count_queries(app) as before:
        amina.page("/spaces")
    publish(cast)
    amina.page("/help")
    with count_queries(app) as after:
        amina.page("/spaces")
    assert len(after) == len(before)
