"""A right that is withdrawn is gone at the next request, in the session that was open already."""

import pytest

from hrcn_community.accounts.joining import Newcomer, apply_to_join, confirm_address
from hrcn_community.accounts.models import Application, Person, Purpose, SiteRole, Standing
from hrcn_community.accounts.passwords import new_link
from hrcn_community.accounts.places import put_outside
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space
from tests.attachments.sending import add, links_in, reply_with
from tests.factories import CONFIDENTIAL, PUBLIC, RESTRICTED
from tests.workshops.making import a_workshop


@pytest.fixture
def inside(world, cast):
    """A confidential space that Eve is in, follows, has begun to read and is named in."""
    space = world.space(CONFIDENTIAL, "Zaunkoenig", member=[cast.ben, cast.eve])
    thread = world.thread(space, cast.ben, "Zaunkoenig opening", "For @eve.")
    cast.eve.browser.post(f"{thread.address}/level", data={"level": "following"})
    cast.eve.browser.page(thread.address)
    return space, thread


def test_somebody_who_leaves_meets_the_space_nowhere_any_more(world, cast, worker, inside):
    space, thread = inside
    mine = cast.eve.browser.post(f"{thread.address}/replies", body="Zaunkoenig, I say.")
    assert mine.status_code == 303
    cast.eve.browser.post(f"/spaces/{space.slug}/membership/end")
    world.reply(thread, cast.ben, "Zaunkoenig again, @eve.")
    worker()
    refs = [post.ref for post in world.rows(Post)]
    eve = cast.eve.browser
    for page in ("/", "/threads", "/spaces", "/notifications", "/people/ben", "/people/eve"):
        assert "Zaunkoenig" not in eve.page(page), page
    assert "opening" not in eve.page("/search?q=Zaunkoenig")
    for page in (
        f"{thread.address}.md",
        f"{thread.address}.pdf",
        f"/spaces/{space.slug}/feed.atom",
    ):
        assert eve.sees(page) == 404, page
    for ref in refs:
        for page in (f"/posts/{ref}", f"/posts/{ref}/history", f"/posts/{ref}/edit"):
            assert eve.sees(page) == 404, page
        for deed in ("edit", "deletion", "deletion/end", "hiding"):
            answer = eve.post(f"/posts/{ref}/{deed}", body="x", revision=1, reason="x")
            assert answer.status_code == 404, deed


def test_a_file_opens_no_more_for_whoever_left_whatever_its_address(world, cast, inside):
    space, thread = inside
    ref = add(cast.ben.browser, b"Zaunkoenig", "zaunkoenig.txt")
    assert reply_with(cast.ben, thread, ref).status_code == 303
    [link] = links_in(cast.eve.browser.page(thread.address))
    assert cast.eve.browser.get(link).data == b"Zaunkoenig"
    cast.eve.browser.post(f"/spaces/{space.slug}/membership/end")
    cast.eve.browser.page("/spaces")  # and what was said of leaving
    never = cast.eve.browser.get("/files/" + "0" * 36)
    gone = cast.eve.browser.get(link)
    assert (gone.status_code, len(gone.data)) == (404, len(never.data))


def test_a_space_that_is_closed_is_in_no_feed_at_the_next_request(world, cast, public):
    space = world.space(PUBLIC, "Zaunkoenig", member=cast.ben)
    thread = world.thread(space, cast.ben, "Zaunkoenig opening")
    feeds = ("/threads/feed.atom", f"/spaces/{space.slug}/feed.atom")
    held = [public.get(feed) for feed in feeds]
    assert all("opening" in answer.text for answer in held)
    world.do(lambda: _close(space.id))
    for browser in (public, cast.ben.browser, cast.cleo.browser):
        for feed, before in zip(feeds, held, strict=True):
            answer = browser.get(feed, headers={"If-None-Match": before.headers["ETag"]})
            assert answer.status_code == (404 if feed.startswith("/spaces") else 200)
            assert "Zaunkoenig" not in answer.text
        nowhere = browser.get(f"/spaces/{'0' * len(space.slug)}/feed.atom")
        assert len(browser.get(feeds[1]).data) == len(nowhere.data)
    assert public.sees(f"{thread.address}.md") == public.sees(f"{thread.address}.pdf") == 404


def test_the_bell_counts_nothing_that_is_closed_by_now(world, cast, worker, inside):
    space, thread = inside
    world.reply(thread, cast.ben, "Once more, @eve.")
    worker()
    with_bell = cast.eve.browser.page("/spaces")
    world.do(lambda: put_outside(db.session.get_one(Space, space.id), cast.eve.id))
    without = cast.eve.browser.page("/spaces")
    nobody = world.person().browser.page("/spaces")
    assert "unread" in with_bell or with_bell != without
    assert without.count("notifications") == nobody.count("notifications")


def test_whoever_is_of_the_core_team_no_more_reads_no_name_of_an_applicant(world, cast, worker):
    _ = cast.cleo.browser, cast.tomas

    def apply() -> None:
        apply_to_join(
            Newcomer("Nora Zaunkoenig", "n@example.org", "practitioner"), "a long sentence", "Why."
        )
        row = db.session.query(Application).one()
        confirm_address(new_link(db.session.get_one(Person, row.person_id), Purpose.CONFIRM))

    world.do(apply)
    worker()
    assert "Zaunkoenig" in cast.cleo.browser.page("/notifications")
    world.do(lambda: _become(cast.cleo.id, SiteRole.PRACTITIONER))
    assert "Zaunkoenig" not in cast.cleo.browser.page("/notifications")
    ref = world.rows(Application)[0].ref
    for page in ("/admin", "/admin/applications", f"/admin/applications/{ref}", "/admin/letters"):
        assert cast.cleo.browser.sees(page) in {403, 404}, page
    assert "Zaunkoenig" in cast.tomas.browser.page("/notifications")


def test_a_suspended_person_is_signed_out_at_once(world, cast, inside):
    _space, thread = inside
    world.do(lambda: _suspend(cast.eve.id))
    assert cast.eve.browser.sees(thread.address) == 404
    assert cast.eve.browser.sees("/settings") == 401
    answer = cast.eve.browser.post(f"{thread.address}/replies", body="Still here.")
    assert answer.status_code == 401


def test_members_do_not_learn_who_asks_to_be_let_in(world, cast):
    space = world.space(RESTRICTED, facilitator=cast.chandra, member=cast.omar)
    cast.eve.browser.post(f"/spaces/{space.slug}/requests", reason="I audit them.")
    answers = [
        cast.omar.browser.post(f"/spaces/{space.slug}/requests/{handle}/admission", admit="1")
        for handle in ("eve", "ben", "000")
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert len({len(answer.data) for answer in answers}) == 1


def test_how_many_are_in_a_restricted_space_is_for_those_inside(world, cast):
    people = [world.person() for _ in range(7)]
    world.space(RESTRICTED, "The counted", member=[cast.ben, *people])
    assert "8 members" in cast.ben.browser.page("/spaces")
    assert "The counted" in cast.eve.browser.page("/spaces")
    assert "8 members" not in cast.eve.browser.page("/spaces")


def test_a_seat_that_is_given_back_closes_the_room(world, cast):
    called = a_workshop(world, cast.chandra, chatham=True, seated=[cast.ben, cast.eve])
    called.state(cast.ben, "Zaunkoenig for all.")
    ref = world.rows(Post)[-1].ref
    assert "Zaunkoenig" in cast.eve.browser.page(f"{called.address}/statements")
    cast.eve.browser.post(f"{called.address}/registration/end")
    for page in ("statements", "results"):
        assert cast.eve.browser.sees(f"{called.address}/{page}") == 403
    assert cast.eve.browser.sees(f"/posts/{ref}") == 404
    assert "Ben" not in cast.eve.browser.page(called.address)


def test_the_description_of_a_workshop_that_is_hidden_is_not_shown(world, cast):
    called = a_workshop(world, cast.chandra, description="Zaunkoenig comes.")
    ref = world.rows(Post)[0].ref
    assert "Zaunkoenig" in cast.eve.browser.page(called.address)
    answer = cast.cleo.browser.post(f"/posts/{ref}/hiding", reason="It names somebody.")
    assert answer.status_code == 303
    for page in (called.address, f"{called.address}.ics", "/workshops", "/search?q=Zaunkoenig"):
        assert "Zaunkoenig comes" not in cast.eve.browser.page(page), page


def _become(person_id: int, role: SiteRole) -> None:
    db.session.get_one(Person, person_id).site_role = role


def _close(space_id: int) -> None:
    db.session.get_one(Space, space_id).visibility = CONFIDENTIAL


def _suspend(person_id: int) -> None:
    db.session.get_one(Person, person_id).standing = Standing.SUSPENDED
