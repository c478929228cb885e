"""Muting and blocking: what it changes for the two, what it never changes, and that nobody learns of it."""

import re

import pytest

from hrcn_community.accounts.distances import keep_distance
from hrcn_community.accounts.models import Distance, DistanceKind, Person
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Post
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.counting import count_queries
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.factories import CONFIDENTIAL, NETWORK
from tests.racing import meanwhile, on_postgresql, sent_at_once

TOKEN = re.compile(r'value="[^"]{60,}"')  # of a form; it bears the second
FOLDED = "is by somebody whom you muted"


@pytest.fixture
def space(world, cast):
    """A space of the network that Chandra facilitates."""
    return world.space(NETWORK, facilitator=cast.chandra)


@pytest.fixture
def thread(world, cast, space):
    """A thread that Amina began and Ben replied in."""
    return world.thread(space, cast.amina, "Warm homes", replies=[(cast.ben, "Insulate first.")])


def _ref(world, number: int = 2) -> str:
    return next(post.ref for post in world.rows(Post) if post.number == number)


def _mute(somebody, other) -> None:
    somebody.browser.post(f"/people/{other.handle}/distance", kind="mute")


def _block(somebody, other):
    return somebody.browser.post(f"/people/{other.handle}/distance", kind="block")


def test_muting_from_a_post_folds_what_its_author_writes_for_me_alone(world, cast, public, thread):
    ref = _ref(world)
    assert f"/posts/{ref}/distance" in cast.amina.browser.page(thread.address)
    assert "Mute or block Ben" in cast.amina.browser.page(f"/posts/{ref}/distance")
    answer = cast.amina.browser.post(f"/posts/{ref}/distance", kind="mute")
    page = follow(cast.amina.browser, answer)
    assert "They are not told." in page
    assert page.count(FOLDED) == 1
    assert "Insulate first." in page
    assert "</mark> first." in cast.amina.browser.page("/search?q=insulate")
    for somebody in (cast.ben, cast.eve):
        assert FOLDED not in somebody.browser.page(thread.address)


def test_of_what_they_do_whoever_muted_them_is_not_told_and_others_are(world, cast, worker, thread):
    _ = cast.eve
    _mute(cast.amina, cast.ben)
    world.reply(thread, cast.ben, "And @amina and @eve, look at the windows.")
    cast.ben.browser.post(f"/posts/{_ref(world, 1)}/reactions/thanks")
    worker()
    assert world.rows(Notice, person_id=cast.amina.id) == []
    assert [n.kind for n in world.rows(Notice, person_id=cast.eve.id)] == ["thread.mentioned"]
    world.reply(thread, cast.amina, "Thank you, @ben.")
    worker()
    assert [n.kind for n in world.rows(Notice, person_id=cast.ben.id)] == ["thread.mentioned"]


def test_a_mail_that_was_on_its_way_when_they_were_muted_says_nothing_of_them(
    world, cast, worker, mailbox, thread
):
    _ = cast.amina.browser
    world.reply(thread, cast.ben, "Ask @amina.")
    _mute(cast.amina, cast.ben)
    worker()
    assert mailbox() == []
    world.reply(thread, cast.eve, "Ask @amina.")
    worker()
    assert len(mailbox()) == 1


def test_what_is_decided_by_office_reaches_whoever_muted_or_blocked_who_decides(
    world, cast, worker, thread
):
    for kind in ("mute", "block"):
        cast.ben.browser.post(f"/people/{cast.chandra.handle}/distance", kind=kind)
    cast.chandra.browser.post(f"/posts/{_ref(world)}/hiding", reason="It names a tenant.")
    worker()
    assert [n.kind for n in world.rows(Notice, person_id=cast.ben.id)] == ["post.hidden"]


def test_blocking_hides_each_from_the_other_everywhere_but_where_both_read(
    world, cast, worker, space, thread
):
    nobody = cast.ben.browser.get("/people/nobody-at-all")
    _ = cast.eve
    before = cast.ben.browser.page("/people")
    assert "Amina" in before
    page = follow(cast.amina.browser, _block(cast.amina, cast.ben))
    assert "Ben" in page
    for somebody, other in ((cast.amina, cast.ben), (cast.ben, cast.amina)):
        for address in (f"/people/{other.handle}", f"/people/{other.handle}/distance"):
            answer = somebody.browser.get(address)
            assert answer.status_code == 404
        for listed in ("/people", f"/people?q={other.name}", f"/people?letter={other.name[0]}"):
            assert f'href="/people/{other.handle}"' not in somebody.browser.page(listed), listed
        offered = f"/mentions?space={space.slug}&q={other.handle}"
        assert f"@{other.handle}" not in somebody.browser.page(offered)
        assert FOLDED not in somebody.browser.page(thread.address)
        assert "Insulate first." in somebody.browser.page(thread.address)
    told = cast.ben.browser.get("/people/amina").text.replace("amina", "nobody-at-all")
    assert TOKEN.sub("", told) == TOKEN.sub("", nobody.text)
    assert cast.eve.browser.sees("/people/ben") == cast.eve.browser.sees("/people/amina") == 200
    world.reply(thread, cast.ben, "What does @amina say? And @eve?")
    world.reply(thread, cast.amina, "Nothing to @ben.")
    worker()
    assert [n.person_id for n in world.rows(Notice)] == [cast.eve.id]
    assert world.rows(Post)[0].reactions == {}
    cast.ben.browser.post(f"/posts/{_ref(world, 1)}/reactions/thanks")
    assert world.rows(Post)[0].reactions == {"thanks": 1}


def test_the_public_nobody_and_oneself_are_no_one_to_keep_a_distance_from(
    world, cast, public, thread
):
    mine = f"/posts/{_ref(world, 1)}/distance"
    for address in (mine, "/people/amina/distance", "/posts/0000000000/distance"):
        assert cast.amina.browser.post(address, kind="mute").status_code == 404, address
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.dalia), cast.dalia)
    assert (
        cast.amina.browser.post(
            f"/posts/{_ref_of(world, hidden)}/distance", kind="mute"
        ).status_code
        == 404
    )
    assert public.post(mine, kind="mute").status_code == 401
    answer = cast.amina.browser.post("/people/ben/distance", kind="follow")
    assert answer.status_code == 422
    assert world.rows(Distance) == []


def test_the_list_is_ones_own_and_what_stands_in_it_can_be_undone(world, cast, app, thread):
    _mute(cast.amina, cast.ben)
    _mute(cast.amina, cast.ben)
    _block(cast.amina, cast.ben)
    assert [row.kind for row in world.rows(Distance)] == ["mute", "block"]
    page = cast.amina.browser.page("/settings/people")
    assert "Mute no longer" in page
    assert "Block no longer" in page
    assert "@ben" in page
    assert "amina" not in cast.ben.browser.page("/settings/people").lower()
    for row in world.rows(Distance):
        assert cast.ben.browser.post(f"/settings/people/{row.ref}/end").status_code == 404
        cast.amina.browser.post(f"/settings/people/{row.ref}/end")
    assert world.rows(Distance) == []
    assert FOLDED not in cast.amina.browser.page(thread.address)
    assert cast.ben.browser.sees("/people/amina") == 200
    assert not world.rows(Person, handle="amina")[0].keeps_distance


def test_ended_in_two_tabs_at_once_or_again_it_is_once_and_nothing_else_is(
    world, cast, public, thread
):
    amina = cast.amina.browser
    _mute(cast.amina, cast.ben)
    _mute(cast.amina, cast.eve)
    _mute(cast.amina, cast.dalia)
    first, row, other = world.rows(Distance)
    told = follow(amina, amina.post(f"/settings/people/{first.ref}/end"))
    assert "You read them like everybody again." in told
    here = f"/settings/people/{row.ref}/end"
    assert public.post(here).status_code == 401
    for browser, address in ((cast.ben.browser, here), (amina, "/settings/people/none/end")):
        assert browser.post(address).status_code == 404
    done, late = sent_at_once((amina, here), (amina, here))
    assert done.status_code == 303
    assert late.status_code in {303, 404}  # the other tab had found it already, or finds nothing
    assert amina.post(here).status_code == 404
    assert [each.id for each in world.rows(Distance)] == [other.id]
    assert world.rows(Person, handle="amina")[0].keeps_distance


@on_postgresql
def test_a_mute_that_begins_while_another_ends_is_not_forgotten(app, world, cast, thread):
    amina = cast.amina.browser
    _mute(cast.amina, cast.eve)
    [row] = world.rows(Distance)
    data = {"csrf_token": amina.form_token()}

    def mute() -> None:
        keep_distance(cast.ben.id, DistanceKind.MUTE, by=viewer_of(cast.amina.id))

    def end() -> None:
        amina.client.post(f"/settings/people/{row.ref}/end", data=data)

    assert meanwhile(app, mute, end) is None
    assert [each.other_id for each in world.rows(Distance)] == [cast.ben.id]
    assert FOLDED in amina.page(thread.address)


def test_only_who_mutes_somebody_is_asked_whom(app, world, cast, thread):
    def asked(somebody) -> int:
        somebody.browser.page(thread.address)
        with count_queries(app) as statements:
            somebody.browser.page(thread.address)
        return len(statements)

    before = asked(cast.amina)
    _block(cast.amina, cast.eve)
    assert asked(cast.amina) == asked(cast.ben) == before
    _mute(cast.amina, cast.ben)
    assert (asked(cast.amina), asked(cast.ben)) == (before + 1, before)


def test_a_pseudonym_and_the_person_behind_it_are_two(world, cast, worker):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.amina, "Warm homes", replies=[(cast.ben, "By name.")])
    reply_masked(cast.ben, thread, "Under a pseudonym, and @amina.", despite="1")
    page = follow(
        cast.amina.browser,
        cast.amina.browser.post(f"/posts/{_ref(world, 3)}/distance", kind="mute"),
    )
    assert page.count(FOLDED) == 1
    assert page.index(FOLDED) > page.index("By name.")
    persona = persona_in(world, space)
    cast.amina.browser.post(f"/posts/{_ref(world, 3)}/distance", kind="block")
    assert {row.other_id for row in world.rows(Distance)} == {persona.id}
    assert cast.amina.browser.sees("/people/ben") == cast.ben.browser.sees("/people/amina") == 200
    listed = cast.amina.browser.page("/settings/people")
    assert persona.name in listed
    assert persona.handle not in listed
    world.reply(thread, cast.ben, "By name again: @amina.")
    worker()
    told = world.rows(Notice, person_id=cast.amina.id)
    assert [(n.kind, n.actor_id) for n in told] == [
        ("thread.replied", cast.ben.id),
        ("thread.mentioned", cast.ben.id),
    ]
    assert (
        cast.ben.browser.post(f"/posts/{_ref(world, 3)}/distance", kind="mute").status_code == 404
    )


def test_whom_others_block_the_core_team_still_sees(world, cast):
    _block(cast.ben, cast.cleo)
    assert cast.cleo.browser.sees("/people/ben") == 200
    assert cast.ben.browser.sees(f"/people/{cast.cleo.handle}") == 404
    assert 'href="/people/ben"' in cast.cleo.browser.page("/people")


def _ref_of(world, thread) -> str:
    return world.rows(Post, conversation_id=thread.conversation_id)[0].ref
