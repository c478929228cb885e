"""Legal holds: set by one of the core team, told to the others and to whom it concerns.

Nothing of what is held goes, and nobody reads more than before.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hrcn_community.accounts.models import SignIn
from hrcn_community.conversations.models import Draft, LetGoFile, Post, StoredFile
from hrcn_community.core import clock
from hrcn_community.notifications.models import Notice
from hrcn_community.privacy.holds import held
from hrcn_community.privacy.keeping_models import Hold
from hrcn_community.privacy.retention_chore import keep_periods
from hrcn_community.worker import clear_away_what_is_free
from tests.attachments.sending import add, picture, reply_with
from tests.browsing import Browser, follow
from tests.discussions.masks import a_masking_space, people_named_in, persona_in, reply_masked
from tests.factories import CONFIDENTIAL
from tests.racing import at_once

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


def test_what_is_taken_out_of_posts_stays_for_the_law_and_nobody_is_shown_it(
    app, world, cast, worker
):
    """Of the held person, under a pseudonym as well; of others it goes."""
    space = a_masking_space(world, cast.amina, cast.ben, facilitator=cast.chandra)
    thread, other = world.thread(space, cast.ben), world.thread(world.space(), cast.ben)
    set_one(cast.cleo.browser, person="amina", silent_because="Section 9 of the act.")
    worker()
    masked, plain, others = (
        _taken_out(world, who, where, colour, **more)
        for who, where, colour, more in (
            (cast.amina, thread, "red", {"mask": "1"}),
            (cast.amina, other, "green", {}),
            (cast.ben, other, "blue", {}),
        )
    )
    for days in (0, 40):
        with app.app_context(), clock.at(NOW + timedelta(days=days, hours=2)):
            clear_away_what_is_free()
    kept = {row.owner_id for row in world.rows(LetGoFile)}
    assert kept == {cast.amina.id, persona_in(world, space).id}
    assert len(world.rows(StoredFile)) == 2
    for somebody in (cast.amina, cast.ben, cast.chandra, cast.cleo):
        for ref in (masked, plain, others):
            assert somebody.browser.sees(f"/files/{ref}") == 404
    [hold] = world.rows(Hold)
    shown = cast.cleo.browser.page(f"/admin/holds/{hold.ref}") + cast.cleo.browser.page("/admin")
    assert persona_in(world, space).name not in shown


def test_nothing_in_the_database_says_whose_pseudonym_a_hold_met(world, cast, worker):
    """A hold on her and one on him leave the same rows, but for whom they name."""
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    mask = persona_in(world, space)
    worker()
    before = people_named_in(world)
    set_one(cast.cleo.browser, person="amina")
    world.ask(clear_away_what_is_free)
    worker()
    together = [
        (table, named)
        for table, named in people_named_in(world)
        if mask.id in named and (table, named) not in before
    ]
    assert together == []
    met = world.ask(lambda: (held(mask.id), held(cast.ben.id)))
    assert met == (True, False)


def test_a_space_that_is_held_keeps_what_is_taken_out_of_its_posts(world, cast, worker):
    space = world.space(CONFIDENTIAL, "Kanari", facilitator=cast.chandra, member=cast.amina)
    thread = world.thread(space, cast.chandra)
    set_one(cast.cleo.browser, address=f"/spaces/{space.slug}")
    _taken_out(world, cast.amina, thread, "red")
    world.ask(clear_away_what_is_free)
    assert [row.owner_id for row in world.rows(LetGoFile)] == [cast.amina.id]
    cast.cleo.browser.post(f"/admin/holds/{world.rows(Hold)[0].ref}/end", reason="Over.")
    world.ask(clear_away_what_is_free)
    assert world.rows(LetGoFile) == []


def _taken_out(world, who, thread, colour: str, **more: str) -> str:
    """Reply with a file, take it out again, and return what it was called in addresses."""
    ref = add(who.browser, picture(colour))
    answer = reply_with(who, thread, ref, body=f"The {colour} plan.", **more)
    assert answer.status_code == 303, answer.text[:3000]
    post = world.rows(Post)[-1]
    form = {"body": f"The {colour} plan.", "revision": post.revision, "language": "en"}
    form |= {"files": [ref], "drop": [ref]}
    follow(who.browser, who.browser.post(f"/posts/{post.ref}/edit", form))
    return ref
