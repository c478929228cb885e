"""What changes for a person holds from the next request of every browser that they have open."""

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Person, SiteRole
from hrcn_community.accounts.places import put_outside
from hrcn_community.accounts.suspending import suspend
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space
from tests.browsing import Browser
from tests.factories import CONFIDENTIAL


@pytest.fixture
def two_browsers(app, cast):
    """Ben at home and at work, both signed in."""
    browsers = [Browser(app), Browser(app)]
    for browser in browsers:
        browser.let_in(cast.ben.id)
    return browsers


@pytest.fixture
def inside(world, cast):
    """A confidential space with Ben inside, and the addresses of everything that he reads there."""
    space = world.space(CONFIDENTIAL, "The quiet room", facilitator=cast.chandra, member=cast.ben)
    thread = world.thread(space, cast.chandra, replies=[(cast.chandra, "A word.")])
    pages = [thread.address, f"/spaces/{space.slug}", f"/spaces/{space.slug}/people"]
    pages += [f"{thread.address}.md", f"/mentions?space={space.slug}&q=c"]
    return space, thread, pages


def test_a_suspension_ends_pages_fragments_the_bell_and_drafts(world, cast, two_browsers, inside):
    _space, thread, pages = inside
    asked = [*pages, "/notifications", "/settings", "/people"]
    for browser in two_browsers:
        assert {browser.sees(page) for page in asked} == {200}
        browser.form_token()
    world.do(lambda: suspend(cast.ben.id, until=None, by=None) and None)
    for browser in two_browsers:
        assert {browser.sees(page) for page in asked} <= {401, 404}
        draft = {"place": thread.address, "body": "Still here."}
        assert browser.post("/drafts", draft).status_code in {401, 404}
        assert browser.fragment(f"{thread.address}/replies", body="Still.").status_code == 401


def test_a_membership_that_was_taken_ends_what_was_read_by_it(world, cast, two_browsers, inside):
    space, thread, pages = inside
    assert {browser.sees(page) for browser in two_browsers for page in pages} == {200}
    world.do(lambda: put_outside(db.session.get_one(Space, space.id), cast.ben.id))
    for browser in two_browsers:
        assert {browser.sees(page) for page in pages} == {404}
        assert browser.fragment(f"{thread.address}/replies", body="Still.").status_code == 404
        assert browser.sees("/notifications") == 200


def test_a_role_that_was_given_shows_more_at_once_and_ends_no_sign_in(world, cast, two_browsers):
    assert {browser.sees("/admin") for browser in two_browsers} == {403}
    core = update(Person).where(Person.id == cast.ben.id).values(site_role=SiteRole.CORE)
    world.do(lambda: db.session.execute(core))
    assert {browser.sees("/admin") for browser in two_browsers} == {200}


def test_whoever_is_put_out_is_told_the_reason_and_nobody_else(world, cast, worker, inside):
    space, _thread, _pages = inside
    deed = f"/spaces/{space.slug}/people/ben/removal"
    chandra = cast.chandra.browser
    assert chandra.post(deed, reason=" ").status_code == 422
    assert chandra.post(deed, reason="You quoted us outside.").status_code == 303
    worker()
    page = cast.ben.browser.page("/notifications")
    address = page.split('href="/settings/removals/', 1)[1].split('"', 1)[0]
    told = cast.ben.browser.page(f"/settings/removals/{address}")
    assert "You quoted us outside." in told
    assert "The quiet room" in told
    assert cast.chandra.browser.sees(f"/settings/removals/{address}") == 404
    assert chandra.post(deed, reason="Again.").status_code == 404


def test_only_who_facilitates_puts_out_and_never_the_last_facilitator(world, cast, public, inside):
    space, _thread, _pages = inside
    deed = f"/spaces/{space.slug}/people/{{}}/removal"
    assert cast.ben.browser.post(deed.format("chandra"), reason="Mine.").status_code == 403
    assert cast.cleo.browser.post(deed.format("ben"), reason="Mine.").status_code == 404
    assert public.post(deed.format("ben"), reason="Mine.").status_code == 401
    assert cast.chandra.browser.post(deed.format("chandra"), reason="Me.").status_code == 409
