"""Reading threads: pages of twenty, what is new, the list, the preview, and who can be named."""

import re

import pytest

from hrcn_community.conversations.models import ReadState
from hrcn_community.site.drafted_places import ROOMS
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED


@pytest.fixture
def long_thread(world, cast):
    """A thread of 45 posts."""
    replies = [(cast.ben, f"Reply number {n}.") for n in range(2, 46)]
    return world.thread(world.space(PUBLIC), cast.amina, "A long one", replies=replies)


def test_a_page_holds_twenty_posts_and_leads_to_the_next_and_back(public, long_thread):
    first, middle, last = (public.page(f"{long_thread.address}?post={n}") for n in (1, 21, 45))
    assert _numbers(first) == list(range(1, 21))
    assert _numbers(middle) == list(range(21, 41))
    assert _numbers(last) == list(range(41, 46))
    assert "Earlier posts" not in first
    assert f"{long_thread.address}?post=21" in first
    assert f"{long_thread.address}?post=20" in middle
    assert f"{long_thread.address}?post=41" in middle
    assert "Later posts" not in last


def test_a_number_beyond_the_end_leads_to_the_last_page(public, long_thread):
    assert _numbers(public.page(f"{long_thread.address}?post=999")) == list(range(41, 46))
    assert _numbers(public.page(f"{long_thread.address}?post=-5")) == list(range(1, 21))


def test_what_came_since_the_last_visit_is_marked_and_counted(world, cast, long_thread):
    eve = cast.eve.browser
    eve.page(f"{long_thread.address}?post=45")
    assert "New since your last visit" not in eve.page(f"{long_thread.address}?post=45")
    world.reply(long_thread, cast.ben, "One more.")
    world.reply(long_thread, cast.ben, "And one more.")
    assert f"{long_thread.address}?post=46#p46" in eve.page("/threads")
    assert "New since your last visit" in eve.page(f"{long_thread.address}?post=46")
    assert f"{long_thread.address}?post=46#p46" not in eve.page("/threads")


def test_reading_an_earlier_page_takes_nothing_back(world, cast, long_thread):
    for number in (45, 1):
        cast.eve.browser.page(f"{long_thread.address}?post={number}")
    [state] = world.rows(ReadState, person_id=cast.eve.id)
    assert state.last_read_number == 45


def test_the_public_leaves_no_trace_of_what_it_read(world, cast, public, long_thread):
    public.page(long_thread.address)
    assert world.rows(ReadState, person_id=cast.amina.id)[0].last_read_number == 1
    assert len(world.rows(ReadState)) == 1


def test_the_list_goes_on_where_it_ended_and_misses_nothing(world, cast, public):
    space = world.space(PUBLIC)
    for n in range(35):
        world.thread(space, cast.amina, f"Thread {n:02}")
    first = public.page("/threads")
    [older] = set(re.findall(r'href="(/threads\?before=[^"]+)"', first))
    second = public.page(older)
    titles = [re.findall(r">(Thread \d\d)<", page) for page in (first, second)]
    assert [len(each) for each in titles] == [30, 5]
    assert titles[0] + titles[1] == [f"Thread {n:02}" for n in reversed(range(35))]
    assert 'href="/threads?before=' not in second


def test_the_list_shows_each_only_what_is_open_to_them(world, cast, public):
    spaces = {
        each: world.space(each, member=cast.amina)
        for each in (PUBLIC, NETWORK, RESTRICTED, CONFIDENTIAL)
    }
    for visibility, space in spaces.items():
        world.thread(space, cast.amina, f"A {visibility} title")
    for browser, seen in (
        (public, {"public"}),
        (cast.eve.browser, {"public", "network"}),
        (cast.cleo.browser, {"public", "network"}),
        (cast.amina.browser, {"public", "network", "restricted", "confidential"}),
    ):
        assert set(re.findall(r"A (\w+) title", browser.page("/threads"))) == seen
    for visibility in spaces:
        text = cast.amina.browser.page("/threads")
        assert f"A {visibility} title" in text


def test_a_thread_leaps_to_the_front_with_a_reply(world, cast, public):
    space = world.space(PUBLIC)
    first, second = (world.thread(space, cast.amina, title) for title in ("First", "Second"))
    assert _order(public.page("/threads"), "First", "Second") == ["Second", "First"]
    world.reply(first, cast.ben)
    assert _order(public.page("/threads"), "First", "Second") == ["First", "Second"]
    assert second


def test_the_preview_shows_a_text_as_it_would_stand(cast):
    answer = cast.ben.browser.client.post(
        "/preview",
        data={"body": "**Warm** <script>x</script>", "csrf_token": cast.ben.browser.token("/")},
        headers={"HX-Request": "true"},
    )
    assert "<strong>Warm</strong>" in answer.text
    assert "<script" not in answer.text
    assert "<html" not in answer.text


def test_without_scripts_the_preview_is_a_page_of_its_own(cast):
    answer = cast.ben.browser.post("/preview", body="**Warm**")
    assert "<strong>Warm</strong>" in answer.text
    assert "<html" in answer.text
    assert "Nothing has been sent yet" in answer.text


def test_a_preview_without_scripts_is_sent_from_there_or_written_on(world, cast):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Warm homes")
    ben = cast.ben.browser
    form = {"body": "**Warm**\nand dry", "place": f"reply:{thread.ref}", "sequence": "0"}
    page = ben.post("/preview", form).text
    assert "A reply in “Warm homes”" in page
    assert f'<form class="form" method="post" action="{thread.address}/replies" data-once>' in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert fields["body"] == form["body"]
    assert 'formaction="/drafts"' in page
    assert "**Warm**\nand dry</textarea>" in follow(ben, ben.post("/drafts", fields))
    assert "<strong>Warm</strong>" in follow(ben, ben.post(f"{thread.address}/replies", fields))
    page = ben.post("/preview", form | {"body": "[" * 500}).text
    assert "Send it now" not in page
    assert "Go on writing" in page


@pytest.mark.parametrize("kind", list(ROOMS))
def test_a_preview_is_sent_to_an_address_that_takes_it(app, kind):
    adapter = app.url_map.bind("localhost")
    assert adapter.test(ROOMS[kind].sent_to("0123456789"), "POST")


def test_a_preview_of_what_cannot_be_sent_says_why(cast, public):
    answer = cast.ben.browser.post("/preview", body="[" * 500)
    assert answer.status_code == 422
    assert "square brackets" in answer.text
    assert public.post("/preview", body="x").status_code == 401


def test_only_people_who_read_there_can_be_named_there(world, cast):
    for name in ("amina", "ben", "omar", "eve"):
        getattr(cast, name)
    closed = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    open_ = world.space(NETWORK)
    names = _offered(cast.amina.browser.page(f"/mentions?space={closed.slug}&q="))
    assert names == {"amina", "ben"}
    names = _offered(cast.amina.browser.page(f"/mentions?space={open_.slug}&q=o"))
    assert names == {"omar"}
    assert cast.eve.browser.sees(f"/mentions?space={closed.slug}&q=a") == 404


def test_a_name_is_found_by_its_beginning_and_signs_mean_themselves(world, cast):
    world.person("Zo%e Under_score")
    world.person("Zora")
    slug = world.space().slug
    for typed, expected in (("Zo", 2), ("zo%e", 1), ("zo%", 1), ("%", 0), ("_", 0), ("\\", 0)):
        page = cast.amina.browser.get("/mentions", query_string={"space": slug, "q": typed}).text
        assert len(_offered(page)) == expected, typed


def test_whoever_may_reply_may_name_people_where_only_facilitators_start(world, cast):
    space = world.space(starters="facilitators", member=cast.amina)
    assert cast.amina.browser.sees(f"/mentions?space={space.slug}&q=a") == 200


def _numbers(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'<article class="post[^"]*" id="p(\d+)"', page)]


def _order(page: str, *titles: str) -> list[str]:
    return sorted(titles, key=lambda title: page.index(f">{title}<"))


def _offered(page: str) -> set[str]:
    return set(re.findall(r'data-value="@([^"]+)"', page))
