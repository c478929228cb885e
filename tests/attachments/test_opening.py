"""Opening files: asked again at every request, by an address that is nobody else's."""

import re
from dataclasses import replace

import pytest

from hrcn_community.accounts.models import SignIn
from hrcn_community.accounts.viewer import PUBLIC as PUBLIC_VIEWER
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.attachments.links import file_token
from hrcn_community.audit.models import ReadEntry
from hrcn_community.conversations.models import Attachment
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space
from tests.attachments.sending import add, links_in, picture, reply_with, send
from tests.browsing import Browser, follow
from tests.counting import count_queries
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED


@pytest.fixture
def hung(world, cast):
    """Ben hangs a picture and a paper into a thread of a space of that kind, with Amina and Chandra inside."""

    def hang(visibility, **inside):
        inside = inside or {"member": [cast.amina, cast.ben], "facilitator": cast.chandra}
        space = world.space(visibility, **inside)
        thread = world.thread(space, cast.amina)
        refs = [add(cast.ben.browser), add(cast.ben.browser, b"Words", "words.txt")]
        follow(cast.ben.browser, reply_with(cast.ben, thread, *refs))
        return space, thread

    return hang


def opened(browser: Browser, links: list[str]) -> list[int]:
    """Return the statuses of files and of the small picture of the first."""
    return [browser.sees(each) for each in (*links, f"{links[0]}/small")]


def test_in_a_public_space_a_link_can_be_passed_on(world, cast, public, hung):
    _space, thread = hung(PUBLIC)
    of_public, of_eve = (
        links_in(browser.page(thread.address)) for browser in (public, cast.eve.browser)
    )
    assert len(of_public) == len(of_eve) == 2
    assert of_public == of_eve
    assert opened(public, of_public) == opened(cast.eve.browser, of_eve) == [200, 200, 200]


def test_what_waits_in_a_public_space_has_an_address_for_its_writer_alone(world, cast, public):
    space = world.space(PUBLIC, member=cast.ben)
    thread = world.thread(space, cast.amina)
    world.do(lambda: setattr(db.session.get_one(Space, space.id), "first_posts", "held"))
    follow(cast.ben.browser, reply_with(cast.ben, thread, add(cast.ben.browser)))
    [link] = links_in(cast.ben.browser.page(thread.address))
    assert cast.ben.browser.sees(link) == 200
    assert public.sees(link) == cast.eve.browser.sees(link) == 404


@pytest.mark.parametrize("visibility", [NETWORK, RESTRICTED, CONFIDENTIAL])
def test_an_address_is_of_no_use_to_anybody_else(world, cast, public, hung, visibility):
    _space, thread = hung(visibility)
    links = links_in(cast.amina.browser.page(thread.address))
    assert opened(cast.amina.browser, links) == [200, 200, 200]
    for other in (public, cast.eve.browser, cast.ben.browser, cast.cleo.browser):
        assert opened(other, links) == [404, 404, 404]


def test_signing_in_anew_makes_new_addresses_and_ends_the_old(world, cast, hung):
    _space, thread = hung(NETWORK)
    links = links_in(cast.amina.browser.page(thread.address))
    cast.amina.browser.post("/sign-out")
    assert opened(cast.amina.browser, links) == [404, 404, 404]
    cast.amina.browser.sign_in(cast.amina.email)
    assert opened(cast.amina.browser, links) == [404, 404, 404]
    assert opened(cast.amina.browser, links_in(cast.amina.browser.page(thread.address)))[0] == 200


def test_a_token_that_was_made_up_is_answered_as_one_that_never_was(world, cast, hung):
    _space, thread = hung(CONFIDENTIAL)
    [link, _] = links_in(cast.amina.browser.page(thread.address))
    made_up = link[:-1] + ("0" if link[-1] != "0" else "1")
    answers = [
        cast.eve.browser.get(each)
        for each in (link, made_up, "/files/" + "0" * 36, "/files/x", f"{link}/small")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({len(answer.data) for answer in answers[:3]}) == 1


def test_whoever_leaves_opens_nothing_more(world, cast, hung):
    space, thread = hung(CONFIDENTIAL)
    links = links_in(cast.amina.browser.page(thread.address))
    cast.amina.browser.post(f"/spaces/{space.slug}/membership/end")
    assert opened(cast.amina.browser, links) == [404, 404, 404]


def test_what_is_taken_back_or_hidden_is_opened_by_nobody_until_it_comes_back(world, cast, hung):
    _space, thread = hung(NETWORK)
    ref = post_of(world, thread, 2).ref
    links = links_in(cast.amina.browser.page(thread.address))
    own = links_in(cast.ben.browser.page(thread.address))
    cast.ben.browser.post(f"/posts/{ref}/deletion")
    assert opened(cast.amina.browser, links) == opened(cast.ben.browser, own) == [404, 404, 404]
    assert links_in(cast.amina.browser.page(thread.address)) == []
    cast.ben.browser.post(f"/posts/{ref}/deletion/end")
    assert opened(cast.amina.browser, links) == [200, 200, 200]
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="Names a child.")
    assert opened(cast.amina.browser, links) == opened(cast.ben.browser, own) == [404, 404, 404]


def test_a_file_goes_where_its_thread_goes(world, cast, hung):
    _space, thread = hung(NETWORK)
    links = links_in(cast.eve.browser.page(thread.address))
    closed = world.space(CONFIDENTIAL, member=cast.amina, facilitator=cast.chandra)
    moved = cast.chandra.browser.post(
        f"{thread.address}/move", space=closed.slug, reason="Quietly."
    )
    assert moved.status_code == 303, moved.text
    assert opened(cast.eve.browser, links) == [404, 404, 404]
    assert len(links_in(cast.amina.browser.page(thread.address))) == 2


def test_before_it_is_sent_only_who_added_it_sees_it(world, cast, public):
    sent = send(cast.ben.browser, picture())
    [small] = re.findall(r'src="(/files/\w+)/small"', sent.text)
    assert opened(cast.ben.browser, [small]) == [200, 200]
    [attachment] = world.rows(Attachment)
    for who in (cast.amina, cast.chandra):
        token = token_for(world, who, attachment.ref)
        assert who.browser.sees(f"/files/{token}") == 404
    assert (
        public.sees(f"/files/{world.ask(lambda: file_token(attachment.ref, PUBLIC_VIEWER))}") == 404
    )


def token_for(world, who, ref: str) -> str:
    """Return the token that the house would make for somebody's browser."""
    assert who.browser
    [row] = world.rows(SignIn, person_id=who.id)
    return world.ask(lambda: file_token(ref, replace(viewer_of(who.id), sign_in_id=row.id)))


def test_only_a_picture_that_we_made_shows_itself(world, cast, public, hung):
    _space, thread = hung(PUBLIC)
    image, paper = links_in(public.page(thread.address))
    shown, kept = public.get(image), public.get(paper)
    assert shown.headers["Content-Disposition"].startswith("inline;")
    assert kept.headers["Content-Disposition"] == (
        "attachment; filename=\"words.txt\"; filename*=UTF-8''words.txt"
    )
    assert kept.headers["Content-Type"] == "text/plain; charset=utf-8"
    for answer in (shown, kept):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert kept.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert kept.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("visibility", "caching"),
    [
        (PUBLIC, "private, max-age=0, must-revalidate"),
        (NETWORK, "private, max-age=0, must-revalidate"),
        (RESTRICTED, "no-store"),
        (CONFIDENTIAL, "no-store"),
    ],
)
def test_pictures_of_closed_spaces_stay_in_no_browser(world, cast, hung, visibility, caching):
    _space, thread = hung(visibility)
    image, _paper = links_in(cast.amina.browser.page(thread.address))
    answer = cast.amina.browser.get(image)
    assert answer.headers["Cache-Control"] == caching
    if "ETag" not in answer.headers:
        assert caching == "no-store"
        return
    again = {"If-None-Match": answer.headers["ETag"]}
    assert cast.amina.browser.get(image, headers=again).status_code == 304
    cast.ben.browser.post(f"/posts/{post_of(world, thread, 2).ref}/deletion")
    assert cast.amina.browser.get(image, headers=again).status_code == 404


def test_opening_a_file_of_a_confidential_space_is_written_down_and_its_small_picture_is_not(
    world, cast, hung
):
    space, thread = hung(CONFIDENTIAL)
    links = links_in(cast.amina.browser.page(thread.address))
    before = len(world.rows(ReadEntry, space_id=space.id, person_id=cast.amina.id))
    cast.amina.browser.get(f"{links[0]}/small")
    assert len(world.rows(ReadEntry, space_id=space.id, person_id=cast.amina.id)) == before
    cast.amina.browser.get(links[0])
    assert len(world.rows(ReadEntry, space_id=space.id, person_id=cast.amina.id)) == before + 1


def test_a_thread_with_many_files_asks_the_database_once_for_them(world, cast, app):
    thread = world.thread(world.space(), cast.amina)
    cast.amina.browser.page(thread.address)
    world.reply(thread, cast.ben)
    cast.amina.browser.page(thread.address)
    with count_queries(app) as plain:
        cast.amina.browser.page(thread.address)
    for n in range(4):
        refs = [add(cast.ben.browser, picture(size=(n + 5, m + 5))) for m in range(3)]
        follow(cast.ben.browser, reply_with(cast.ben, thread, *refs))
    cast.amina.browser.page(thread.address)
    with count_queries(app) as with_files:
        page = cast.amina.browser.page(thread.address)
    assert len(links_in(page)) == 12
    assert len(with_files) == len(plain) + 1
