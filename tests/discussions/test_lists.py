"""The lists of threads: their views, what narrows them, what stands first, and what is in none."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.actions import accept_answer
from hrcn_community.discussions.models import Synopsis, Thread, ThreadKind
from hrcn_community.discussions.queries import find_thread
from tests.discussions.lists import a_register, about, older, pin, titles
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED

VIEWS = ("latest", "unread", "top", "mine", "unanswered")
NARROWED = (
    "theme=housing&group=children&level=district&stage=pilot&city=graz&language=de&kind=question"
)


def accept(world, thread, by):
    asker = world.viewer(by)

    def do():
        found = find_thread(thread.ref, viewer=asker)
        assert found
        answer = db.session.scalars(
            db.select(Post).where(Post.conversation_id == thread.conversation_id, Post.number == 2)
        ).one()
        accept_answer(found, answer, by=asker)

    world.do(do)


def test_a_question_waits_until_an_answer_is_accepted_or_it_is_closed(world, cast, public):
    space = world.space(PUBLIC)
    question, query = ThreadKind.QUESTION, ThreadKind.QUERY
    world.thread(space, cast.amina, "Only said")
    waits = world.thread(space, cast.amina, "Waits", kind=question, replies=[(cast.ben, "So.")])
    world.thread(space, cast.amina, "A query", kind=query)
    closed = world.thread(space, cast.amina, "Closed", kind=question)
    consolidated = world.thread(
        space, cast.amina, "Consolidated", kind=query, replies=[(cast.ben, "In all.")]
    )
    about(world, closed, closed_at=clock.now())
    published = update(Synopsis).where(Synopsis.thread_id == consolidated.id)
    world.do(lambda: db.session.execute(published.values(published_at=clock.now())))
    reply = post_of(world, consolidated, 2).id
    answered = update(Thread).where(Thread.id == consolidated.id).values(accepted_post_id=reply)
    world.do(lambda: db.session.execute(answered))
    assert titles(public.page("/threads?view=unanswered")) == ["A query", "Waits"]
    accept(world, waits, cast.amina)
    page = public.page("/threads?view=unanswered")
    assert titles(page) == ["A query"]
    assert "Answered" in public.page("/threads").split("Consolidated")[1].split("</li>")[0]


def test_mine_is_what_i_started_and_where_i_wrote(world, cast):
    space = world.space()
    world.thread(space, cast.ben, "Started by Ben")
    world.thread(space, cast.amina, "Answered by Ben", replies=[(cast.ben, "So.")])
    world.thread(space, cast.amina, "Without Ben")
    page = cast.ben.browser.page("/threads?view=mine")
    assert titles(page) == ["Answered by Ben", "Started by Ben"]
    assert titles(cast.eve.browser.page("/threads?view=mine")) == []
    assert "You have not written here yet" in cast.eve.browser.page("/threads?view=mine")


def test_each_empty_view_says_why_in_words_that_lead_on(world, cast, public):
    said = {
        "latest": "Nothing has been written here yet",
        "unread": "You have read everything",
        "top": "Nothing was written in this time",
        "mine": "You have not written here yet",
        "unanswered": "No question waits for an answer",
    }
    for view, words in said.items():
        assert words in cast.amina.browser.page(f"/threads?view={view}")
    for view in ("latest", "top", "unanswered"):
        assert said[view] in public.page(f"/threads?view={view}")


def test_the_public_is_offered_no_view_of_its_own_and_gets_the_latest_instead(world, cast, public):
    world.thread(world.space(PUBLIC), cast.amina, "Open")
    for view in ("unread", "mine"):
        page = public.page(f"/threads?view={view}")
        assert titles(page) == ["Open"]
        assert f'<a href="/threads?view={view}"' not in page


@pytest.mark.parametrize("view", VIEWS)
def test_what_narrows_combines_with_every_view_and_alone(world, cast, view):
    a_register(world)
    space, ben = world.space(), cast.ben
    question = ThreadKind.QUESTION
    fits = world.thread(space, ben, "Fits", kind=question, language="de", replies=[(ben, "Ja.")])
    about(world, fits, "housing", "children", "district", "pilot", city="graz")
    other = world.thread(space, ben, "Other", kind=ThreadKind.QUERY, replies=[(ben, "Yes.")])
    about(world, other, "work", city="york")
    path = f"/threads?view={view}"
    assert titles(ben.browser.page(path)) == ["Other", "Fits"]
    assert titles(ben.browser.page(f"{path}&{NARROWED}")) == ["Fits"]
    for each in NARROWED.split("&"):
        assert titles(ben.browser.page(f"{path}&{each}")) == ["Fits"], each
        name = each.split("=")[0]
        page = ben.browser.page(f"{path}&{name}=nothing-that-there-is")
        assert titles(page) == []
        assert "No thread fits this choice" in page
    assert titles(ben.browser.page(f"{path}&theme=housing&city=york")) == []
    assert titles(ben.browser.page(f"/spaces/{space.slug}?view={view}&{NARROWED}")) == ["Fits"]
    assert titles(ben.browser.page(f"/spaces/{world.space().slug}?view={view}&{NARROWED}")) == []


@pytest.mark.parametrize(
    "wrong",
    ["view=all", "view=top&period=century", "before=yesterday", "before=1-2-3", "view=%0A&theme=%7F",
     "period=%F0%9F%8C%8D", "before=99999999999999999-999999999999999999", "city=%27%22", "kind[]=x"],
)  # fmt: skip
def test_a_wrong_word_in_an_address_is_no_error(world, cast, public, wrong):
    space = world.space(PUBLIC)
    world.thread(space, cast.amina, "Here")
    for browser in (public, cast.ben.browser):
        for place in ("/threads", f"/spaces/{space.slug}"):
            assert browser.sees(f"{place}?{wrong}") == 200
    assert titles(public.page("/threads?view=all")) == ["Here"]


def test_how_many_words_narrow_is_said_and_one_link_takes_them_all_away(world, cast, public):
    a_register(world)
    world.thread(world.space(PUBLIC), cast.amina, "Here")
    page = public.page("/threads?view=top&period=month&theme=housing&city=graz&language=")
    assert "2 chosen" in page
    assert 'class="filters__all" href="/threads?view=top&amp;period=month"' in page
    assert '<input type="hidden" name="period" value="month">' in page
    tab = re.search(r'href="([^"]+)">Unanswered', page)
    assert tab
    assert tab[1].replace("&amp;", "&") == "/threads?view=unanswered&theme=housing&city=graz"
    assert "chosen" not in public.page("/threads").split("<main")[1].split("</form>")[0]


def test_a_row_names_its_themes_in_the_readers_language_and_no_more_than_two(world, cast, public):
    a_register(world)
    about(
        world,
        world.thread(world.space(PUBLIC), cast.amina, "Much"),
        "water",
        "work",
        "housing",
        "pilot",
    )
    assert "Housing · Work<" in public.page("/threads")
    german = public.get("/threads", headers={"Accept-Language": "de"}).text
    assert "Wohnen · Work<" in german


def test_what_is_pinned_stands_first_in_its_space_once_and_on_the_first_page_only(
    world, cast, public
):
    space, elsewhere = world.space(PUBLIC), world.space(PUBLIC)
    for n in range(2):
        pin(world, world.thread(space, cast.amina, f"Pinned {n}"))
    pin(world, world.thread(elsewhere, cast.amina, "Pinned elsewhere"))
    for n in range(31):
        world.thread(space, cast.amina, f"Thread {n:02}")
    first = public.page(f"/spaces/{space.slug}")
    assert titles(first)[:3] == ["Pinned 1", "Pinned 0", "Thread 30"]
    assert first.count("#pin") == first.count("Pinned</span>") == 2
    second = public.page(older(first))
    assert titles(first) + titles(second) == [
        "Pinned 1",
        "Pinned 0",
        *(f"Thread {n:02}" for n in reversed(range(31))),
    ]
    assert titles(public.page(f"/spaces/{space.slug}?language=de")) == []
    top = titles(public.page(f"/spaces/{space.slug}?view=top"))
    assert top[0] == "Thread 30"


def test_in_the_whole_list_three_announcements_of_open_spaces_stand_first(world, cast):
    space, closed = world.space(NETWORK), world.space(RESTRICTED, member=cast.amina)
    announced = ThreadKind.ANNOUNCEMENT
    for n in range(4):
        pin(world, world.thread(space, cast.amina, f"Announced {n}", kind=announced))
    pin(world, world.thread(space, cast.amina, "Only pinned"))
    pin(world, world.thread(closed, cast.amina, "Closed announcement", kind=announced))
    world.thread(space, cast.amina, "Last")
    assert titles(cast.amina.browser.page("/threads")) == [
        "Announced 3",
        "Announced 2",
        "Announced 1",
        "Last",
        "Closed announcement",
        "Only pinned",
        "Announced 0",
    ]


def test_what_is_not_listed_is_in_no_list(world, cast, public):
    a_register(world)
    space = world.space(PUBLIC, member=cast.amina)
    thread = world.thread(
        space, cast.amina, "Merged away", kind=ThreadKind.QUESTION, replies=[(cast.ben, "So.")]
    )
    pin(world, thread)
    about(world, thread, "housing", city="graz", is_listed=False)
    places = ["/", "/cities/graz", "/people/amina", f"/spaces/{space.slug}", "/threads/next-unread"]
    views = [f"/threads?view={view}" for view in VIEWS]
    for place in [*places, *views, "/threads/similar?title=Merged"]:
        assert "Merged away" not in cast.amina.browser.page(place), place
    assert "Merged away" not in public.page("/threads")
    about(world, thread, is_listed=True)
    for place in ["/", "/cities/graz", "/people/amina", f"/spaces/{space.slug}"]:
        assert "Merged away" in cast.amina.browser.page(place), place


def test_closed_spaces_show_nothing_in_any_view_or_choice(world, cast, public):
    a_register(world)
    for visibility in (RESTRICTED, CONFIDENTIAL):
        space = world.space(visibility, member=cast.amina, facilitator=cast.chandra)
        thread = world.thread(
            space, cast.amina, f"Secret {visibility}", kind=ThreadKind.QUESTION, language="de",
            replies=[(cast.chandra, "Ja.")],
        )  # fmt: skip
        pin(world, about(world, thread, "housing", "children", "district", "pilot", city="graz"))
    browsers = (public, cast.eve.browser, cast.cleo.browser)
    for view in VIEWS:
        for more in ("", f"&{NARROWED}", "&period=year", "&theme=housing"):
            path = f"/threads?view={view}{more}"
            for browser in browsers:
                assert "Secret" not in browser.page(path), path
            assert len(titles(cast.amina.browser.page(path))) == 2, path


def test_what_a_member_left_is_gone_from_their_lists_at_once(world, cast):
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina, "Secret", replies=[(cast.ben, "So.")])
    world.reply(thread, cast.amina)
    for view in ("latest", "mine", "unread", "top"):
        assert titles(cast.ben.browser.page(f"/threads?view={view}")) == ["Secret"], view
    cast.ben.browser.post(f"/spaces/{space.slug}/membership/end")
    for view in VIEWS:
        assert titles(cast.ben.browser.page(f"/threads?view={view}")) == [], view
    assert (
        cast.ben.browser.get("/threads/next-unread").headers["Location"] == "/threads?view=unread"
    )


def test_every_view_goes_on_where_it_ended_and_misses_nothing(world, cast):
    space, ben = world.space(), cast.ben
    for n in range(35):
        thread = world.thread(space, ben, f"Thread {n:02}", kind=ThreadKind.QUESTION)
        world.reply(thread, ben)
    for view in VIEWS:
        first = ben.browser.page(f"/threads?view={view}&language=en")
        second = ben.browser.page(older(first))
        assert f"view={view}" in older(first) or view == "latest"
        found = titles(first) + titles(second)
        assert len(titles(first)) == 30
        assert sorted(found) == [f"Thread {n:02}" for n in range(35)], view
        assert older(second) == ""


def test_what_nobody_of_us_opened_is_new_for_two_weeks_unless_it_began_before_we_joined(
    world, cast
):
    space, now = world.space(), clock.now()
    with clock.at(now - timedelta(days=1)):
        world.thread(space, cast.ben, "Before Eve")
    eve = cast.eve.browser  # who joins now
    world.thread(space, cast.ben, "Since Eve")
    eve.page(world.thread(space, cast.ben, "Opened").address)
    page = eve.page("/threads")
    new = [row for row in page.split('<li class="thread')[1:] if ">New<" in row]
    assert [titles(row)[0] for row in new] == ["Since Eve"]
    assert ">New<" not in cast.ben.browser.page("/threads")
    with clock.at(now + timedelta(days=16)):
        assert ">New<" not in eve.page("/threads")


def test_kinds_and_states_are_said_in_words(world, cast, public):
    space = world.space(PUBLIC)
    for kind in ThreadKind:
        world.thread(space, cast.amina, f"A {kind}", kind=kind)
    closed = world.thread(space, cast.amina, "Shut")
    about(world, closed, closed_at=clock.now())
    rows = {titles(r)[0]: r for r in public.page("/threads").split('<li class="thread')[1:]}
    for kind, word in (
        ("question", "Question"),
        ("query", "Query"),
        ("announcement", "Announcement"),
    ):
        assert f">{word}</span>" in rows[f"A {kind}"]
    assert "badge" not in rows["A discussion"]
    assert "Closed</span>" in rows["Shut"]


def test_an_address_that_can_be_shared_holds_only_what_was_chosen(world, cast, public):
    a_register(world)
    world.thread(world.space(PUBLIC), cast.amina, "Here")
    page = public.page("/threads?view=latest&period=week&theme=&city=graz")
    assert 'href="/threads?view=top&amp;city=graz"' in page
    assert "data-lean" in page
