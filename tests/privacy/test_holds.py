"""Legal holds: set by one of the core team, told to the others and to whom it concerns.

Nothing of what is held goes, and nobody reads more than before.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hrcn_community.accounts.models import Person, SignIn
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Draft, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Notice
from hrcn_community.privacy.holds import Wanted, held, set_hold
from hrcn_community.privacy.keeping_models import Hold
from hrcn_community.privacy.models import Erasure, Fading
from hrcn_community.privacy.retention_chore import keep_periods
from hrcn_community.privacy.upkeep import let_pseudonyms_fade
from hrcn_community.worker import handle_next
from tests.browsing import Browser, follow
from tests.discussions.masks import a_masking_space, reply_masked
from tests.factories import CONFIDENTIAL
from tests.privacy.leaving import AFTER, ask_to_go, let_days_pass
from tests.racing import at_once, meanwhile, on_postgresql

NOW = datetime.now(UTC)
REVIEW = (NOW + timedelta(days=90)).date().isoformat()


def form(**changes: str) -> dict[str, Any]:
    return {"reason": "A court asks for it.", "review_on": REVIEW, **changes}


def set_one(browser: Browser, **changes: str) -> str:
    browser.step_up()
    return follow(browser, browser.post("/admin/holds", form(**changes)))


def test_what_is_held_of_a_person_stays_until_it_is_free(app, world, cast, worker):
    amina, ben = cast.amina, cast.ben
    space = world.space()
    for person in (amina, ben):
        person.browser.post("/drafts", place=f"thread:{space.slug}", title="T", body="Half")
    assert "Amina" in set_one(cast.cleo.browser, person="@amina")
    worker()
    assert world.ask(lambda: (held(amina.id), held(ben.id))) == (True, False)
    for days in (340, 371):
        with app.app_context(), clock.at(NOW + timedelta(days=days)):
            keep_periods()
    assert [row.person_id for row in world.rows(Draft)] == [amina.id]
    assert amina.id in {row.person_id for row in world.rows(SignIn)}
    [hold] = world.rows(Hold)
    cleo = Browser(app)  # the sign-ins of then are gone
    cleo.let_in(cast.cleo.id)
    cleo.step_up()
    assert cleo.post(f"/admin/holds/{hold.ref}/end", reason="").status_code == 422
    follow(cleo, cleo.post(f"/admin/holds/{hold.ref}/end", reason="The court has ruled."))
    assert "The court has ruled." in cleo.page(f"/admin/holds/{hold.ref}")
    assert cleo.post(f"/admin/holds/{hold.ref}/end", reason="Again.").status_code == 409
    assert world.ask(lambda: held(amina.id)) is False


def test_the_others_are_told_and_whom_it_concerns_unless_a_law_forbids_it(world, cast, worker):
    amina, ben, tomas = cast.amina, cast.ben, cast.tomas
    set_one(cast.cleo.browser, person="amina")
    set_one(cast.cleo.browser, person="ben", silent_because="Section 9 of the act.")
    worker()
    told = {(row.person_id, row.kind) for row in world.rows(Notice)}
    assert told == {(tomas.id, "hold.core"), (amina.id, "hold.set")}
    assert "set a legal hold" in tomas.browser.page("/notifications")
    assert "Section 9" not in ben.browser.page("/notifications")


def test_a_hold_on_an_address_tells_nothing_and_opens_nothing(world, cast, worker):
    """The same answer, whether something stands there or not; whoever is inside is told."""
    space = world.space(CONFIDENTIAL, "Kanari space", facilitator=cast.chandra)
    world.thread(space, cast.chandra, body="kanari words")
    cleo = cast.cleo.browser
    pages = [set_one(cleo, address=f"/spaces/{slug}") for slug in (space.slug, "nothing-here")]
    worker()
    assert all("kanari" not in page.lower() for page in pages)
    assert cleo.sees(f"/spaces/{space.slug}") == cleo.sees("/spaces/nothing-here") == 404
    for hold in world.rows(Hold):
        assert "kanari" not in cleo.page(f"/admin/holds/{hold.ref}").lower()
    assert {r.person_id for r in world.rows(Notice, kind="hold.set")} == {cast.chandra.id}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"person": "nobody-knows"}, "There is no member of this name."),
        ({}, "Give either a person or an address."),
        ({"person": "amina", "address": "/spaces/x"}, "Give either a person or an address."),
        ({"address": "spaces"}, "An address here begins with a slash."),
        ({"person": "amina", "reason": " "}, "Say why it must be kept."),
        ({"person": "amina", "review_on": "2001-01-01"}, "Choose a day within a year"),
        ({"person": "amina", "review_on": ""}, "Give a day."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_held(world, cast, changes, said):
    cast.amina  # noqa: B018 - she is there
    cleo = cast.cleo.browser
    cleo.step_up()
    answer = cleo.post("/admin/holds", form(**changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert world.rows(Hold) == []


def test_nobody_else_sees_or_sets_one(world, cast, public):
    cast.amina  # noqa: B018 - she is there
    set_one(cast.cleo.browser, person="amina", silent_because="An act.")
    [hold] = world.rows(Hold)
    for person in (cast.amina, cast.dalia, cast.omar, cast.chandra):
        person.browser.step_up()
        assert person.browser.sees("/admin/holds") == 403
        assert person.browser.sees(f"/admin/holds/{hold.ref}") == 403
        assert person.browser.post("/admin/holds", form(person="ben")).status_code == 403
        gone = person.browser.post(f"/admin/holds/{hold.ref}/end", reason="No.")
        assert gone.status_code == 403
    assert public.post("/admin/holds", form(person="ben")).status_code == 401
    assert cast.cleo.browser.sees("/admin/holds/0000") == 404


def test_ended_by_two_at_once_it_is_ended_by_one(world, cast):
    cast.amina  # noqa: B018 - she is there
    set_one(cast.cleo.browser, person="amina")
    [hold] = world.rows(Hold)
    browsers = [cast.cleo.browser, cast.tomas.browser]
    sent = []
    for browser in browsers:
        browser.step_up()
        token = {"csrf_token": browser.form_token(), "reason": "Over."}
        where = f"/admin/holds/{hold.ref}/end"
        sent.append(lambda b=browser, t=token, w=where: b.client.post(w, data=t))
    assert sorted(answer.status_code for answer in at_once(sent)) == [303, 409]


def test_a_hold_that_its_person_must_not_be_told_of_shows_nowhere_to_them(world, cast, worker):
    """Not in the core team's list, not in a notice, and not by what is refused to them."""
    cast.amina, cast.ines  # noqa: B018 - they are there
    tomas, silent = cast.tomas, {"silent_because": "Section 9 of the act."}
    set_one(cast.cleo.browser, person="tomas", **silent)
    set_one(cast.cleo.browser, person="amina", **silent)
    worker()
    on_tomas, on_amina = world.rows(Hold)
    assert on_tomas.ref not in tomas.browser.page("/admin/holds")
    assert on_amina.ref in tomas.browser.page("/admin/holds")
    tomas.browser.step_up()
    assert tomas.browser.sees(f"/admin/holds/{on_tomas.ref}") == 404
    ended = tomas.browser.post(f"/admin/holds/{on_tomas.ref}/end", reason="Enough of it.")
    assert ended.status_code == 404
    assert on_tomas.ref not in "".join(
        row.address for row in world.rows(Notice, person_id=tomas.id)
    )
    assert "Tomas" in cast.cleo.browser.page("/admin/holds")
    assert ask_to_go(cast.amina).status_code == 303  # and it waits: nothing of it goes
    let_days_pass(cast.amina.app, timedelta(days=40))
    assert world.rows(Person, id=cast.amina.id)[0].standing == "leaving"


def test_what_stands_in_a_held_place_keeps_its_words_and_its_author(app, world, cast, worker):
    """Nobody is told that anything is held: they ask as anybody does, and it waits for the hold to end."""
    held_space, ben = world.space(name="Held"), cast.ben
    thread = world.thread(held_space, cast.amina, replies=[(ben, "What a court asks for.")])
    set_one(cast.cleo.browser, address=f"/spaces/{held_space.slug}")
    assert ask_to_go(ben, "empty").status_code == 303
    let_days_pass(app)
    [post] = world.rows(Post, author_id=ben.id)
    assert post.source == "What a court asks for."
    assert world.rows(Person, id=ben.id)[0].standing == "leaving"
    [hold] = world.rows(Hold)
    cleo = Browser(app)
    cleo.let_in(cast.cleo.id)
    cleo.step_up()
    follow(cleo, cleo.post(f"/admin/holds/{hold.ref}/end", reason="The court has ruled."))
    let_days_pass(app, timedelta(days=12))
    assert "What a court" not in Browser(app).get(thread.address).text
    assert world.rows(Person, id=ben.id)[0].standing == "erased"


def test_a_hold_that_is_set_in_the_middle_of_an_erasure_stops_it_there(app, world, cast):
    space, ben = world.space(), cast.ben
    world.thread(space, ben, body="What a court asks for.")
    assert ask_to_go(ben, "empty").status_code == 303
    with app.app_context(), clock.at(clock.now() + AFTER):
        while not db.session.scalar(select(Erasure.step)):
            db.session.rollback()
            assert handle_next()
    set_one(cast.cleo.browser, address=f"/spaces/{space.slug}")
    let_days_pass(app, timedelta(days=20))
    assert world.rows(Post, author_id=ben.id)[0].source == "What a court asks for."


def test_words_under_a_pseudonym_in_a_held_place_do_not_fade(app, world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.amina)
    reply_masked(cast.ben, thread, "Asked for, too.")
    set_one(cast.cleo.browser, address=f"/spaces/{space.slug}")
    [masked] = world.rows(Person, standing="persona")
    fading = {"person_id": masked.id, "keeps_texts": False, "due_at": clock.now()}
    world.do(lambda: db.session.add(Fading(**fading)))
    with app.app_context():
        let_pseudonyms_fade()
    assert world.rows(Post, author_id=masked.id)[0].source == "Asked for, too."
    assert len(world.rows(Fading)) == 1


@on_postgresql
def test_what_is_held_while_a_period_ends_stays(app, world, cast):
    cast.amina.browser.sees("/settings")
    wanted = Wanted(cast.amina.id, "", "A court asks.", NOW.date() + timedelta(days=9))

    def end_period() -> None:
        with clock.at(NOW + timedelta(days=400)):
            keep_periods()

    cleo = world.ask(lambda: viewer_of(cast.cleo.id))
    assert meanwhile(app, lambda: set_hold(wanted, by=cleo), end_period) is None
    assert cast.amina.id in {row.person_id for row in world.rows(SignIn)}
