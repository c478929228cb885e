"""Who looks after the machine: signed in, and for all reading like the public."""

import re

import pytest

from hrcn_community.accounts.events import PersonJoined
from hrcn_community.accounts.models import Membership, RoleProposal
from hrcn_community.accounts.places import ReadsNothing, put_inside
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.spaces.models import Space
from tests.browsing import Browser
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED


def test_an_administrator_reads_what_the_public_reads_and_no_more(world, cast, app):
    public, adam = Browser(app), cast.adam.browser
    seen = {}
    for visibility in (PUBLIC, NETWORK, RESTRICTED, CONFIDENTIAL):
        space = world.space(visibility, f"The {visibility} room", member=cast.amina)
        thread = world.thread(space, cast.amina, f"A {visibility} thread")
        for address in (thread.address, f"/spaces/{space.slug}"):
            assert adam.sees(address) == public.sees(address), address
        seen[visibility] = thread.address
    for address in ("/threads", "/spaces", "/search?q=thread", "/consultations", "/knowledge", "/"):
        page = adam.page(address)
        assert not any(f"{v} thread" in page for v in (NETWORK, RESTRICTED, CONFIDENTIAL)), address
    assert "A public thread" in adam.page("/threads")
    assert adam.post(f"{seen[PUBLIC]}/replies", body="Me too.").status_code == 403


def test_an_administrator_looks_after_the_machine_and_after_nobody(world, cast):
    cast.amina  # noqa: B018 - somebody is there
    adam = cast.adam.browser
    page = adam.page("/admin")
    assert "Events to be handled" in page
    assert "Applications that wait" not in page
    for address in ("/settings", "/settings/password", "/notifications", "/settings/role"):
        assert adam.sees(address) == 200, address
    refused = ("/people", "/bookmarks", "/drafts", "/admin/people", "/admin/invitations")
    for address in (*refused, "/admin/roles", "/threads/new", "/settings/invitations"):
        assert adam.sees(address) in {403, 404}, address
    assert adam.sees("/people/amina") == 404


def test_no_page_of_an_administrator_leads_them_where_they_may_not_go(world, cast):
    world.do(lambda: record(PersonJoined(person_id=cast.amina.id), by=cast.cleo.id))
    adam = cast.adam.browser
    for page in ("/", "/settings", "/settings/role", "/admin", "/admin/log", "/admin/worker"):
        main = adam.page(page).split("<main")[1].split("</main>")[0]
        for address in set(re.findall(r'<a [^>]*href="(/[^"#?]*)', main)):
            assert adam.get(address).status_code in {200, 303}, f"{page}: {address}"
    assert "Ask to join" not in adam.page("/")


def test_an_administrator_is_in_no_list_of_people_and_nobody_names_them(world, cast):
    space, adam = world.space(), cast.adam
    eve = cast.eve.browser
    assert "Adam" not in eve.page("/people").split("<main", 1)[1]
    assert eve.sees(f"/people/{adam.handle}") == 404
    assert "adam" not in eve.page(f"/mentions?space={space.slug}&q=ada").replace("q=ada", "")


def test_nobody_puts_an_administrator_inside_nor_makes_one_of_somebody_inside(world, cast, proved):
    space = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=cast.ben)
    adam_id = cast.adam.id
    with pytest.raises(ReadsNothing):
        world.do(lambda: put_inside(db.session.get_one(Space, space.id), adam_id))
    form = {"who": f"@{cast.adam.handle}", "role": "member"}
    answer = cast.chandra.browser.post(f"/spaces/{space.slug}/invitations", form)
    assert answer.status_code == 422
    assert world.rows(Membership, person_id=cast.adam.id) == []
    deed = f"/admin/people/{cast.ben.handle}/proposals"
    cast.cleo.browser.post(deed, role="administrator", reason="Runs the server.")
    (row,) = world.rows(RoleProposal)
    answer = cast.tomas.browser.post(f"/admin/roles/{row.ref}/confirmation")
    assert answer.status_code == 409
    assert "inside no space" in answer.text
