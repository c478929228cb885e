"""Where a persona appears, and where it must not: every channel, for everybody but its owner."""

import re

import pytest

from hrcn_community.accounts.models import Persona
from hrcn_community.conversations.models import Post
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.notifications.posting import post_mail
from hrcn_community.spaces.models import Space
from tests.addresses import addresses
from tests.browsing import Browser, follow
from tests.counting import count_queries
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.papers import readable

FOLLOWING = 'value="following" aria-current="true"'

MEMBERS = re.compile(
    r"/people|/admin/people|/mentions|/spaces/[^/]+(/people)?$|/styleguide"
)  # who is a member, not who wrote


@pytest.fixture
def masked(world, cast):
    """A space with a thread of Ben's in which Amina replied under a pseudonym."""
    space = a_masking_space(world, cast.amina, cast.ben, cast.chandra)
    thread = world.thread(space, cast.ben, "Warm homes")
    assert reply_masked(cast.amina, thread, "Isolierung helps.").status_code == 303
    return space, thread


def test_a_persona_has_no_profile_and_the_same_nothing_as_nobody(app, world, cast, masked):
    handle = persona_in(world, masked[0]).handle
    cast.ben.browser.sees("/")
    told = []
    for name in (handle, "0" * len(handle)):
        with count_queries(app) as statements:
            answer = cast.ben.browser.get(f"/people/{name}")
        told.append((answer.status_code, len(answer.data), len(statements)))
    assert told[0] == told[1]
    assert told[0][0] == 404


def test_a_persona_is_counted_and_listed_nowhere_as_a_member(world, cast, masked, public):
    space, thread = masked
    name = persona_in(world, space).name
    word = name.split()[0]
    assert world.rows(Space, id=space.id)[0].member_count == 3
    browser = cast.ben.browser
    for page in ("/people", f"/people?q={word}", "/cities"):
        assert name not in browser.page(page), page
    people = re.findall(r'href="/people/([^"]+)"', browser.page(f"/spaces/{space.slug}"))
    assert set(people) == {"amina", "ben", "chandra"}
    for q in (word, "persona"):
        assert "data-value" not in browser.page(f"/mentions?space={space.slug}&q={q}")
    assert "All 3 members of the network" in browser.page(thread.address)


def test_lists_search_history_and_notices_name_the_pseudonym_alone(world, cast, masked, worker):
    space, _thread = masked
    name = persona_in(world, space).name
    worker()
    browser = cast.ben.browser
    assert f"{name} replied in" in browser.page("/notifications")
    ref = world.rows(Post)[-1].ref
    form = {"body": "Isolierung helps a lot.", "revision": "1", "reason": "Clearer"}
    follow(cast.amina.browser, cast.amina.browser.post(f"/posts/{ref}/edit", form))
    for page in (f"/posts/{ref}/history", "/search?q=isolierung", "/threads"):
        assert name in browser.page(page), page
        assert "Amina" not in browser.page(page), page
    assert "Isolierung" not in browser.page("/search?q=amina")
    assert "Warm homes" not in browser.page("/people/amina")


def test_no_page_but_those_of_members_names_the_writer_to_anybody(app, world, cast, masked, worker):
    space, _ = masked
    form = {"title": "Another", "kind": "question", "language": "en", "body": "So?", "mask": "1"}
    follow(cast.amina.browser, cast.amina.browser.post("/threads", form, space=space.slug))
    worker()
    handle = persona_in(world, space).handle
    for who in (cast.ben, cast.cleo):
        for address in addresses(app):
            answer = who.browser.get(address)
            text = readable(answer)
            # A page that says no repeats what was asked for, as it would of any name.
            assert handle not in text or (handle in address and answer.status_code >= 400), address
            if not MEMBERS.match(address):
                assert "Amina" not in text, (who.name, address)


def test_what_was_started_masked_stands_on_no_profile(world, cast, masked):
    space, _ = masked
    form = {"title": "Not mine", "kind": "question", "language": "en", "body": "So?", "mask": "1"}
    cast.amina.browser.post("/threads", form, space=space.slug)
    for who in (cast.ben, cast.amina):
        assert "Not mine" not in who.browser.page("/people/amina")


def test_the_persona_follows_and_its_owner_is_told_and_nobody_else(world, cast, masked, worker):
    space, thread = masked
    cast.ben.browser.post(f"{thread.address}/replies", body="Tell me more.")
    worker()
    [notice] = world.rows(Notice, person_id=persona_in(world, space).id)
    assert notice.kind == "thread.replied"
    assert "Ben replied in" in cast.amina.browser.page("/notifications")
    assert "1 unread" in cast.amina.browser.page("/notifications")
    assert "Ben replied in" not in cast.chandra.browser.page("/notifications")


def test_whoever_follows_as_both_selves_is_told_once_and_of_oneself_never(
    world, cast, masked, worker
):
    _, thread = masked
    cast.amina.browser.post(f"{thread.address}/level", data={"level": "following"})
    reply_masked(cast.amina, thread, "And another.")
    worker()
    assert world.rows(Notice, person_id=cast.amina.id) != []  # written as for every follower
    assert "replied in" not in cast.amina.browser.page("/notifications")
    cast.ben.browser.post(f"{thread.address}/replies", body="Tell me more.")
    worker()
    assert cast.amina.browser.page("/notifications").count("Ben replied in") == 1


def test_to_stop_following_is_for_both_selves(world, cast, masked, worker):
    _, thread = masked
    assert FOLLOWING in cast.amina.browser.page(thread.address)
    cast.amina.browser.post(f"{thread.address}/level", data={"level": "normal"})
    cast.ben.browser.post(f"{thread.address}/replies", body="Tell me more.")
    worker()
    assert "Ben replied in" not in cast.amina.browser.page("/notifications")


def test_who_has_left_a_closed_space_is_told_nothing_of_it_masked_either(world, cast, worker):
    space = world.space(CONFIDENTIAL, pseudonyms="allowed", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.ben, "Unmistakable title")
    reply_masked(cast.amina, thread)
    cast.ben.browser.post(f"{thread.address}/replies", body="Tell me more.")
    worker()
    assert "Unmistakable title" in cast.amina.browser.page("/notifications")
    cast.amina.browser.post(f"/spaces/{space.slug}/membership/end")
    assert "Unmistakable title" not in cast.amina.browser.page("/notifications")
    own = cast.amina.browser.page("/settings/pseudonyms")
    assert space.name not in own
    assert "In a space that you have left" in own


def test_a_hidden_masked_post_tells_its_author(world, cast, masked, worker):
    _space, _thread = masked
    ref = world.rows(Post)[-1].ref
    cast.cleo.browser.post(f"/posts/{ref}/hiding", reason="Off the point.")
    worker()
    assert "hid your post" in cast.amina.browser.page("/notifications")
    assert world.rows(Notice, person_id=cast.amina.id) == []


def test_nobody_names_a_persona_by_its_handle(world, cast, masked, worker):
    space, thread = masked
    handle = persona_in(world, space).handle
    cast.ben.browser.post(f"{thread.address}/level", data={"level": "normal"})
    cast.chandra.browser.post(f"{thread.address}/replies", body=f"What says @{handle}?")
    worker()
    persona = persona_in(world, space).id
    assert [notice.kind for notice in world.rows(Notice, person_id=persona)] == ["thread.replied"]


def test_no_mail_ever_goes_to_a_persona(world, cast, masked):
    address = persona_in(world, masked[0]).email
    entry = world.rows(Entry)[0]

    def send() -> None:
        post_mail(address, "Hello", "Words", entry)

    world.do(send)
    assert world.rows(Mail) == []
    answer = Browser(world.app).post("/sign-in/reset", email=address)
    assert answer.status_code in {200, 303}
    assert world.rows(Mail) == []


def test_the_owner_alone_edits_takes_back_and_brings_back(world, cast, masked):
    _, thread = masked
    ref = world.rows(Post)[-1].ref
    for who in (cast.ben, cast.chandra, cast.cleo):
        assert who.browser.sees(f"/posts/{ref}/edit") == 403
        assert who.browser.post(f"/posts/{ref}/deletion").status_code == 403
    assert f"/posts/{ref}/edit" in cast.amina.browser.page(thread.address)
    page = follow(cast.amina.browser, cast.amina.browser.post(f"/posts/{ref}/deletion"))
    assert "was taken back by its author" in page
    assert "Bring it back" in page
    assert cast.ben.browser.post(f"/posts/{ref}/deletion/end").status_code == 404
    page = follow(cast.amina.browser, cast.amina.browser.post(f"/posts/{ref}/deletion/end"))
    assert "Isolierung helps." in page


def test_editing_masked_warns_of_ones_own_name_too(world, cast, masked):
    ref = world.rows(Post)[-1].ref
    form = {"body": "Signed, Amina.", "revision": "1"}
    answer = cast.amina.browser.post(f"/posts/{ref}/edit", form)
    assert answer.status_code == 422
    assert "that may tell who you are" in answer.text
    assert cast.amina.browser.post(f"/posts/{ref}/edit", form, despite="y").status_code == 303


def test_two_replies_of_one_persona_bear_the_same_name(world, cast, masked):
    space, thread = masked
    reply_masked(cast.amina, thread, "And more.")
    page = cast.ben.browser.page(thread.address)
    assert len(re.findall(rf'post__author"[^>]*>{persona_in(world, space).name}<', page)) == 2


def test_the_page_of_the_public_is_the_same_for_masked_and_other_authors(world, cast, public):
    space = world.space(PUBLIC, pseudonyms="allowed", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    first = public.get(thread.address)
    again = public.get(thread.address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_ones_own_pseudonyms_are_shown_to_oneself_alone(world, cast, masked):
    space, _ = masked
    name = persona_in(world, space).name
    page = cast.amina.browser.page("/settings/pseudonyms")
    assert name in page
    assert space.name in page
    for who in (cast.ben, cast.cleo):
        assert "You have no pseudonym" in who.browser.page("/settings/pseudonyms")
    assert Browser(world.app).sees("/settings/pseudonyms") == 401


def test_a_page_asks_the_same_of_the_database_however_many_pseudonyms_there_are(
    app, world, cast, masked
):
    space, thread = masked
    counts = []
    for people in (0, 6):
        for _ in range(people):
            other = world.person()
            cast.chandra.browser.sees("/")
            other.browser.post(f"/spaces/{space.slug}/membership")
            reply_masked(other, thread)
        for _ in range(2):
            cast.amina.browser.page(thread.address)
        with count_queries(app) as statements:
            cast.amina.browser.page(thread.address)
        counts.append(len([each for each in statements if not each.startswith("BEGIN")]))
    assert len(world.rows(Persona)) == 7
    assert counts[0] == counts[1] <= 11
