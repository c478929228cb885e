"""Notices as their reader meets them: in lines, page by page, with a figure at the bell."""

import re
from datetime import timedelta

import pytest

from hrcn_community.accounts.models import SignIn
from hrcn_community.core import clock
from hrcn_community.notifications.models import Notice
from hrcn_community.notifications.queries import PAGE
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, NETWORK
from tests.notifications.wanting import wants

COUNT = "/notifications/count"


@pytest.fixture
def thread(world, cast, worker):
    thread = world.thread(world.space(NETWORK, name="Housing"), cast.amina, "Warm homes")
    worker()
    return thread


def lines(person, address: str = "/notifications") -> list[tuple[str, str]]:
    """The lines of a page of notices: where each leads, and its words."""
    found = re.findall(
        r'<p class="notice__words"><a href="([^"]+)">(.*?)</a>', person.browser.page(address)
    )
    return [(href.replace("&amp;", "&"), words) for href, words in found]


def test_several_replies_are_one_line_that_leads_to_the_first_of_them(world, cast, thread, worker):
    for n in range(4):
        world.reply(thread, (cast.ben, cast.omar)[n % 2], f"Reply {n}.")
    worker()
    assert lines(cast.amina) == [
        (f"{thread.address}?post=2#p2", "4 replies in “Warm homes”"),
    ]
    assert "Housing" in cast.amina.browser.page("/notifications")


def test_one_reply_names_who_wrote_it(world, cast, thread, worker):
    world.reply(thread, cast.ben)
    worker()
    assert lines(cast.amina) == [(f"{thread.address}?post=2#p2", "Ben replied in “Warm homes”")]


def test_what_was_seen_stands_apart_from_what_is_new(world, cast, thread, worker):
    world.reply(thread, cast.ben, "One.")
    world.reply(thread, cast.ben, "Two.")
    worker()
    [newest] = world.rows(Notice, person_id=cast.amina.id)[-1:]
    page = cast.amina.browser
    follow(page, page.post("/notifications/seen", up_to=str(newest.id)))
    world.reply(thread, cast.ben, "Three.")
    worker()
    assert [words for _href, words in lines(cast.amina)] == [
        "Ben replied in “Warm homes”",
        "2 replies in “Warm homes”",
    ]
    assert lines(cast.amina)[0][0] == f"{thread.address}?post=4#p4"


def test_a_mention_is_never_lost_among_replies(world, cast, thread, worker):
    world.reply(thread, cast.ben, "Reply.")
    world.reply(thread, cast.ben, "Does @amina agree?")
    world.reply(thread, cast.ben, "Reply again.")
    worker()
    assert [words for _href, words in lines(cast.amina)] == [
        "2 replies in “Warm homes”",
        "Ben mentioned you in “Warm homes”",
    ]


def test_page_by_page_every_notice_stands_in_one_line(world, cast, worker):
    space = world.space(NETWORK)
    threads = [world.thread(space, cast.amina, f"Thread {n}") for n in range(PAGE - 20)]
    worker()
    for _ in range(2):
        for thread in threads:
            world.reply(thread, cast.ben)
    worker()
    first = lines(cast.amina)
    page = cast.amina.browser.page("/notifications")
    assert ">Older<" in re.sub(r"\s+", "", page)
    [older] = set(re.findall(r'href="(/notifications\?before=\d+)"', page))
    rest = lines(cast.amina, older)
    assert ">Older<" not in re.sub(r"\s+", "", cast.amina.browser.page(older))
    assert len(first) == len(threads)
    counts = [int(words[0]) if words[0].isdigit() else 1 for _href, words in first + rest]
    assert sum(counts) == 2 * len(threads)


def test_no_line_names_what_is_closed_to_its_reader_by_now(world, cast, worker):
    space = world.space(CONFIDENTIAL, member=(cast.amina, cast.ben))
    thread = world.thread(space, cast.amina, "Behind closed doors")
    worker()
    wants(cast.ben, thread, "watching")
    world.reply(thread, cast.amina, "Words.")
    worker()
    assert 'data-unread="1"' in cast.ben.browser.page(COUNT)
    assert "Behind closed doors" in cast.ben.browser.page("/notifications")
    cast.ben.browser.post(f"/spaces/{space.slug}/membership/end")
    assert 'data-unread="0"' in cast.ben.browser.page(COUNT)
    assert "Behind closed doors" not in cast.ben.browser.page("/notifications")


def test_the_bell_is_asked_for_cheaply_and_answers_only_news(world, cast, thread, worker):
    page = cast.amina.browser
    first = page.get(COUNT)
    assert first.headers["Cache-Control"] == "no-store"
    held = {"If-None-Match": first.headers["ETag"]}
    again = page.get(COUNT, headers=held)
    assert (again.status_code, again.data) == (304, b"")
    world.reply(thread, cast.ben)
    worker()
    news = page.get(COUNT, headers=held)
    assert news.status_code == 200
    assert 'data-unread="1"' in news.text
    assert (
        cast.ben.browser.get(COUNT, headers={"If-None-Match": news.headers["ETag"]}).status_code
        == 200
    )


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(world, cast):
    page = cast.amina.browser
    page.page(COUNT)
    before = world.rows(SignIn, person_id=cast.amina.id)[0].last_seen_at
    with clock.at(clock.now() + timedelta(days=1)):
        page.page(COUNT)
        assert world.rows(SignIn, person_id=cast.amina.id)[0].last_seen_at == before
        page.page("/notifications")
        assert world.rows(SignIn, person_id=cast.amina.id)[0].last_seen_at > before


def test_the_public_has_no_bell(public):
    assert public.get(COUNT).status_code == 401
    assert public.get("/notifications").status_code == 401
