"""A right that is withdrawn ends with the next request; one in another space never began."""

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.places import put_outside
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space
from tests.factories import CONFIDENTIAL, NETWORK, RESTRICTED


def test_a_facilitator_of_one_space_closes_no_thread_of_another(world, cast):
    world.space(facilitator=cast.chandra)
    thread = world.thread(world.space(NETWORK, member=cast.amina), cast.amina)
    answer = cast.chandra.browser.post(f"{thread.address}/closure", reason="I say so.")
    assert answer.status_code == 403
    assert "This thread is closed" not in cast.amina.browser.page(thread.address)


def test_a_facilitator_of_one_space_admits_nobody_to_another(world, cast):
    world.space(RESTRICTED, facilitator=cast.chandra)
    other = world.space(RESTRICTED, facilitator=cast.cleo)
    cast.eve.browser.post(f"/spaces/{other.slug}/requests", reason="I work on it.")
    answer = cast.chandra.browser.post(f"/spaces/{other.slug}/requests/eve/admission", admit="1")
    assert answer.status_code == 404
    assert cast.eve.browser.sees(f"/spaces/{other.slug}") == 200
    assert "Ask to be let in" not in cast.eve.browser.page(f"/spaces/{other.slug}")


def test_a_thread_of_one_space_is_not_reached_through_a_reply_of_another(world, cast):
    ours = world.thread(world.space(facilitator=cast.chandra), cast.amina, kind="question")
    theirs = world.thread(world.space(), cast.ben, replies=[(cast.omar, "A reply.")])
    answer = cast.chandra.browser.post(f"{ours.address}/replies/2/acceptance")
    assert answer.status_code == 404
    answer = cast.chandra.browser.post(f"{theirs.address}/replies/2/acceptance")
    assert answer.status_code == 403


def test_whoever_is_moved_out_reads_nothing_from_the_next_request_on(world, cast):
    space = world.space(CONFIDENTIAL, "The quiet room", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina)
    assert cast.ben.browser.sees(thread.address) == 200
    world.do(lambda: put_outside(db.session.get_one(Space, space.id), cast.ben.id))
    for address in (thread.address, f"/spaces/{space.slug}", f"/threads/new?space={space.slug}"):
        assert cast.ben.browser.sees(address) == 404
    assert "The quiet room" not in cast.ben.browser.page("/spaces")
    assert "The quiet room" not in cast.ben.browser.page("/threads")


def test_whoever_no_longer_facilitates_moderates_nothing_from_the_next_request_on(world, cast):
    space = world.space(facilitator=cast.chandra)
    thread = world.thread(space, cast.amina)
    assert "Close this thread" in cast.chandra.browser.page(thread.address)
    world.do(lambda: put_outside(db.session.get_one(Space, space.id), cast.chandra.id))
    assert "Close this thread" not in cast.chandra.browser.page(thread.address)
    answer = cast.chandra.browser.post(f"{thread.address}/closure", reason="Still me.")
    assert answer.status_code == 403


def test_a_suspended_person_is_signed_out_by_their_next_request(world, cast):
    assert cast.ben.browser.sees("/notifications") == 200

    def suspend() -> None:
        db.session.get_one(Person, cast.ben.id).standing = Standing.SUSPENDED

    world.do(suspend)
    assert cast.ben.browser.sees("/notifications") == 401


def test_a_cookie_that_was_copied_before_signing_out_is_dead_after_it(world, cast):
    browser = cast.ben.browser
    cookie = browser.client.get_cookie("hrcn")
    assert cookie is not None
    browser.post("/sign-out")
    browser.client.set_cookie("hrcn", cookie.value)
    assert browser.sees("/notifications") == 401
