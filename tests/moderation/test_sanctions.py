"""A warning, a silence, a suspension: what they stop, where, and that they end by themselves."""

from datetime import timedelta

import pytest

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Draft, Post
from hrcn_community.core import clock
from hrcn_community.moderation.models import LogEntry, key_of
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.factories import PUBLIC
from tests.moderation.noticing import (
    address_of,
    ask_appeal,
    decide,
    give_notice,
    the_decision,
    the_matter,
)


@pytest.fixture
def thread(world, cast):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    return world.thread(space, cast.amina, replies=[(cast.ben, "She lives in Elm Street.")])


@pytest.fixture
def matter(world, cast, thread):
    give_notice(cast.omar.browser, address_of(world, thread, 2))
    return the_matter(world)


def test_whoever_is_silenced_writes_nothing_for_others_and_loses_no_word(
    world, cast, thread, matter
):
    own = world.thread(world.space(), cast.ben)
    decide(cast.cleo, matter, sanction="silence", days="30")
    browser, ref = cast.ben.browser, post_of(world, thread, 2).ref
    answer = browser.post(f"{thread.address}/replies", body="What I had to say.")
    assert answer.status_code == 409
    assert "you cannot write here until" in answer.text
    assert "What I had to say." in answer.text
    opening = post_of(world, thread, 1).ref
    for path, form in (
        (f"/posts/{ref}/edit", {"body": "Other words.", "revision": 1, "language": "en"}),
        (f"/posts/{opening}/reactions/thanks", {}),
        ("/settings", {"name": "Ben the second", "timezone": "UTC"}),
        (f"{own.address}/edit", {"title": "What I say", "kind": "discussion", "language": "en"}),
    ):
        answer = browser.post(path, form)
        assert answer.status_code == 409, f"{path}: {answer.status_code}"
    assert len(world.rows(Post)) == 3
    draft = {"place": f"reply:{thread.ref}", "body": "For later."}
    assert browser.post("/drafts", draft).status_code in (200, 204, 303)
    assert world.rows(Draft)[0].person_id == cast.ben.id
    assert browser.sees(thread.address) == 200


def test_a_facilitator_silences_in_their_own_space_and_it_ends_by_itself(
    app, world, cast, worker, thread, matter
):
    decide(cast.chandra, matter, sanction="silence", days="30")
    elsewhere = world.thread(world.space(PUBLIC), cast.amina)
    browser = cast.ben.browser
    assert browser.post(f"{thread.address}/replies", body="Here.").status_code == 409
    assert browser.post(f"{elsewhere.address}/replies", body="There.").status_code == 303
    with clock.at(clock.now() + timedelta(days=30, minutes=1)):
        worker()
    assert browser.post(f"{thread.address}/replies", body="Again.").status_code == 303
    assert world.rows(Person, id=cast.ben.id)[0].silences == {}
    assert world.rows(LogEntry)[-1].entered == "ended"


def test_a_warning_stops_nothing_and_says_why(world, cast, worker, thread, matter):
    decide(cast.chandra, matter, sanction="warn")
    worker()
    assert world.rows(Notice, kind="moderation.decided")[0].person_id == cast.ben.id
    assert "A warning" in cast.ben.browser.page(f"/moderation/statements/{the_decision(world).ref}")
    assert cast.ben.browser.post(f"{thread.address}/replies", body="Noted.").status_code == 303


def test_whoever_is_suspended_is_out_at_once_reads_why_by_mail_and_comes_back_in_time(
    world, cast, public, worker, mailbox, thread, matter
):
    assert cast.ben.browser.sees("/settings") == 200
    decide(cast.cleo, matter, sanction="suspend", days="10")
    assert cast.ben.browser.sees("/settings") == 401
    assert public.sign_in(cast.ben.email).status_code != 303
    worker()
    mails = [each.replace("=\n", "") for each in mailbox() if "To: ben@example.org" in each]
    # That they are suspended is a mail of its own; this one leads to the reasons.
    [mail] = [each for each in mails if "/moderation/statements/" in each]
    decision = the_decision(world)
    key = world.ask(lambda: key_of(decision.ref))
    where = f"/moderation/statements/{decision.ref}/{key}"
    assert where in mail
    page = public.page(where)
    assert "She can be found by it." in page
    assert "Elm Street" not in page
    assert public.sees(where[:-1] + ("0" if where[-1] != "0" else "1")) == 404
    page = follow(public, ask_appeal(public, decision.ref, key=key))
    assert "Your appeal has come in" in page
    with clock.at(clock.now() + timedelta(days=10, minutes=1)):
        worker()
    [ben] = world.rows(Person, id=cast.ben.id)
    assert ben.standing == Standing.MEMBER


def test_the_silence_of_a_viewer_costs_no_question(world, cast, matter):
    decide(cast.cleo, matter, sanction="silence", days="30")
    assert "*" in world.ask(lambda: viewer_of(cast.ben.id)).silences
