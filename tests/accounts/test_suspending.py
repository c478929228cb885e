"""Suspending somebody and letting them in again."""

from datetime import timedelta

import pytest

from hrcn_community.accounts.models import Person, Suspension
from hrcn_community.accounts.suspending import StandsByTwo, reinstate, suspend
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.core import clock
from tests.browsing import Browser, follow
from tests.factories import CONFIDENTIAL
from tests.letterbox import read

OUT = {"lasts": "7", "reason": "Three warnings went before."}


def standing(world, somebody) -> str:
    return world.rows(Person, id=somebody.id)[0].standing


def test_a_suspended_person_is_out_at_once_and_is_told_why(world, cast, worker, mailbox, app):
    space = world.space()
    world.thread(space, cast.ben, title="What Ben began")
    assert cast.ben.browser.sees("/notifications") == 200
    page = follow(cast.cleo.browser, cast.cleo.browser.post("/admin/people/ben/suspension", OUT))
    assert "told by mail" in page
    assert OUT["reason"] in page
    assert cast.ben.browser.sees("/notifications") == 401
    assert Browser(app).sign_in(cast.ben.email).status_code == 422
    worker()
    (mail,) = read(mailbox(), cast.ben.email)
    assert OUT["reason"] in mail.text
    eve = cast.eve.browser
    assert "Ben" not in eve.page("/people").split("<main", 1)[1]
    assert eve.sees("/people/ben") == 404
    assert '"@ben"' not in eve.page(f"/mentions?space={space.slug}&q=be")
    assert "What Ben began" in eve.page("/threads")


def test_it_ends_by_itself_when_its_time_is_over(world, cast, worker, mailbox):
    cast.cleo.browser.post(f"/admin/people/{cast.ben.handle}/suspension", OUT)
    worker()
    with clock.at(clock.now() + timedelta(days=6)):
        worker()
        assert standing(world, cast.ben) == "suspended"
    with clock.at(clock.now() + timedelta(days=7, hours=1)):
        worker()
        assert standing(world, cast.ben) == "member"
    assert "open again" in read(mailbox(), cast.ben.email)[-1].text


def test_the_core_team_ends_it_and_an_older_one_does_not_end_a_newer(world, cast, worker):
    cast.cleo.browser.post(f"/admin/people/{cast.ben.handle}/suspension", OUT)
    cast.tomas.browser.post("/admin/people/ben/suspension/end")
    assert standing(world, cast.ben) == "member"
    assert cast.tomas.browser.post("/admin/people/ben/suspension/end").status_code == 409
    cast.cleo.browser.post("/admin/people/ben/suspension", {**OUT, "lasts": ""})
    with clock.at(clock.now() + timedelta(days=8)):
        worker()
    assert standing(world, cast.ben) == "suspended"
    assert len(world.rows(Suspension)) == 2


def test_without_a_reason_nothing_happens(world, cast):
    deed = f"/admin/people/{cast.ben.handle}/suspension"
    answer = cast.cleo.browser.post(deed, {"lasts": "30", "reason": " "})
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert standing(world, cast.ben) == "member"


def test_nobody_else_suspends_and_nobody_the_core_team_or_themselves(world, cast, public):
    cast.ben  # noqa: B018 - whom they would suspend
    for somebody in (cast.eve, cast.dalia, cast.omar, cast.adam):
        assert somebody.browser.post("/admin/people/ben/suspension", OUT).status_code == 404
        assert somebody.browser.sees("/admin/people/ben") == 404
        assert somebody.browser.sees("/admin/people") == 403
    assert public.post("/admin/people/ben/suspension", OUT).status_code == 401
    for handle in (cast.tomas.handle, cast.cleo.handle):
        assert cast.cleo.browser.post(f"/admin/people/{handle}/suspension", OUT).status_code == 409
    with pytest.raises(StandsByTwo):
        world.do(lambda: suspend(cast.tomas.id, until=None, by=None))


def test_where_a_decision_suspends_its_own_statement_says_so_and_no_second_mail(
    world, cast, worker, mailbox
):
    until = clock.now() + timedelta(days=3)
    world.do(lambda: suspend(cast.ben.id, until=until, by=viewer_of(cast.chandra.id)) and None)
    worker()
    assert read(mailbox(), cast.ben.email) == []
    world.do(lambda: reinstate(cast.ben.id, by=viewer_of(cast.chandra.id)))
    assert standing(world, cast.ben) == "member"


def test_an_account_shows_open_spaces_alone_and_no_hidden_part(world, cast):
    world.space(name="The market", member=cast.ben)
    world.space(CONFIDENTIAL, name="The quiet room", member=[cast.ben, cast.cleo])
    page = cast.cleo.browser.page("/admin/people/ben")
    assert "The market" in page
    assert "The quiet room" not in page
    listed = cast.cleo.browser.page(f"/admin/people?q={cast.ben.email}&standing=member")
    assert "/admin/people/ben" in listed
