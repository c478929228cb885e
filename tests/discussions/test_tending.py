"""What a thread is called and about, pinning it, slowing it down, and the lines that say so."""

import pytest

from hrcn_community.conversations.models import Conversation, ConversationTerm, TrailEntry
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.register.models import City, Term
from tests.browsing import follow
from tests.counting import count_queries
from tests.discussions.tending import conversation_of, sent, trail_lines
from tests.factories import CONFIDENTIAL, PUBLIC

FORM = {"title": "Warm flats", "kind": "question", "language": "de"}
DEEDS = (("pin", {}), ("pin/end", {}), ("pace", {"seconds": "300"}))


@pytest.fixture
def thread(world, cast):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    return world.thread(space, cast.amina, "Warm homes", replies=[(cast.ben, "Post 2.")])


@pytest.fixture
def terms(world):
    def add() -> None:
        for n, (vocabulary, slug) in enumerate(
            (("themes", "housing"), ("groups", "tenants"), ("level", "city"), ("stage", "plan"))
        ):
            db.session.add(Term(vocabulary=vocabulary, slug=slug, name=slug.title(), position=n))
        db.session.add(Term(vocabulary="sdg", slug="sdg-11", name="SDG 11", position=1))
        db.session.add(City(slug="graz", name="Graz", country="AT"))

    world.do(add)


def test_a_pinned_thread_says_so_in_its_own_head_to_everybody_at_once(cast, public, thread):
    first = public.get(thread.address)
    assert "Pinned" not in first.text
    sent(cast.chandra, thread, "pin")
    known = {"If-None-Match": first.headers["ETag"]}
    assert public.client.get(thread.address, headers=known).status_code == 200
    assert "Pinned" in public.page(thread.address)


def test_its_author_changes_what_a_thread_is_called_and_about(world, cast, public, thread, terms):
    assert "Warm homes" in cast.amina.browser.page(f"{thread.address}/edit")
    about = {"themes": "housing", "groups": "tenants", "level": "city", "stage": "plan"}
    answer = sent(cast.amina, thread, "edit", FORM | about, city="graz")
    page = follow(cast.amina.browser, answer)
    for words in ("Warm flats", "Housing", "Tenants", "City", "Plan", "Graz", "Question"):
        assert words in page
    [line] = trail_lines(public.page(thread.address))
    assert line.startswith("Amina gave this thread its title; before, it was “Warm homes”.")
    conversation = conversation_of(world, thread)
    assert (conversation.title, conversation.language) == ("Warm flats", "de")
    assert thread.address in public.page("/search?q=flats")
    assert thread.address not in public.page("/search?q=homes")
    form = cast.amina.browser.page(f"{thread.address}/edit")
    assert form.count("checked") == 5  # four terms and the kind
    assert "Warm flats" in form


def test_terms_that_are_not_offered_here_are_kept_and_others_are_taken_off(
    world, cast, thread, terms
):
    def add() -> None:
        for term in db.session.query(Term).filter(Term.slug.in_(["sdg-11", "housing"])):
            db.session.add(
                ConversationTerm(conversation_id=thread.conversation_id, term_id=term.id)
            )

    world.do(add)
    sent(cast.amina, thread, "edit", FORM)
    kept = {row.term_id for row in world.rows(ConversationTerm)}
    assert kept == {world.rows(Term, slug="sdg-11")[0].id}


def test_the_same_title_again_leaves_no_line(world, cast, thread):
    sent(cast.amina, thread, "edit", FORM | {"title": "  Warm   homes "})
    assert world.rows(TrailEntry) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": " "}, "Give the thread a title."),
        ({"title": "x" * 121}, "Use at most 120 characters."),
        ({"kind": "announcement"}, "Not a valid choice"),
        ({"kind": "query"}, "Not a valid choice"),
        ({"language": "tlh"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world, cast, thread, wrong, message):
    answer = sent(cast.amina, thread, "edit", FORM | wrong)
    assert answer.status_code == 422
    assert message in answer.text
    assert conversation_of(world, thread).title == "Warm homes"


def test_only_its_author_and_who_tends_it_change_what_it_is_called(world, cast, public, thread):
    for somebody in (cast.ben, cast.omar):
        assert sent(somebody, thread, "edit", FORM).status_code == 403
        assert somebody.browser.sees(f"{thread.address}/edit") == 403
        assert "Manage this thread" not in somebody.browser.page(thread.address)
    assert public.post(f"{thread.address}/edit", FORM).status_code == 401
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    assert sent(cast.chandra, hidden, "edit", FORM).status_code == 404
    assert sent(cast.cleo, hidden, "edit", FORM).status_code == 404
    for somebody in (cast.chandra, cast.cleo):
        assert sent(somebody, thread, "edit", FORM).status_code == 303


def test_an_announcement_is_made_by_who_facilitates(world, cast, public):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    closed = world.space(CONFIDENTIAL, facilitator=cast.ruth, member=cast.cleo)
    form = {"title": "News", "body": "Words.", "kind": "announcement", "language": "en"}
    for somebody in (cast.chandra, cast.cleo):
        assert "Announcement" in somebody.browser.page(f"/threads/new?space={space.slug}")
        answer = somebody.browser.post("/threads", form, space=space.slug)
        assert answer.status_code == 303
    assert "Announcement" in public.page("/threads")
    assert cast.amina.browser.post("/threads", form, space=space.slug).status_code == 422
    assert cast.cleo.browser.post("/threads", form, space=closed.slug).status_code == 422
    assert cast.ruth.browser.post("/threads", form, space=closed.slug).status_code == 303


def test_an_announcement_stays_one_when_its_author_may_make_none_any_more(world, cast, thread):
    def announce() -> None:
        db.session.get_one(Thread, thread.id).kind = ThreadKind.ANNOUNCEMENT

    world.do(announce)
    form = cast.amina.browser.page(f"{thread.address}/edit")
    assert 'value="announcement"' in form
    assert sent(cast.amina, thread, "edit", FORM | {"kind": "announcement"}).status_code == 303


def test_a_question_that_becomes_a_discussion_has_no_answer_any_more(world, cast, public):
    space = world.space(PUBLIC)
    question = world.thread(
        space, cast.amina, replies=[(cast.ben, "So.")], kind=ThreadKind.QUESTION
    )
    cast.amina.browser.post(f"{question.address}/replies/2/acceptance")
    sent(cast.amina, question, "edit", FORM | {"kind": "discussion"})
    assert world.rows(Thread)[0].accepted_post_id is None
    assert "Chosen as the answer" not in public.page(question.address)


def test_a_thread_is_pinned_and_unpinned_with_a_line_each(world, cast, public, thread):
    assert "stands above the other threads" in cast.chandra.browser.page(f"{thread.address}/pin")
    follow(cast.chandra.browser, sent(cast.chandra, thread, "pin"))
    sent(cast.chandra, thread, "pin")
    assert world.rows(Thread)[0].pinned_at
    assert "Unpin this thread" in cast.chandra.browser.page(f"{thread.address}/pin")
    sent(cast.chandra, thread, "pin/end")
    sent(cast.chandra, thread, "pin/end")
    assert world.rows(Thread)[0].pinned_at is None
    lines = [line.partition(".")[0] for line in trail_lines(public.page(thread.address))]
    assert lines == ["Chandra pinned this thread", "Chandra unpinned this thread"]


def test_a_thread_is_slowed_down_and_says_so(world, cast, public, thread):
    follow(cast.chandra.browser, sent(cast.chandra, thread, "pace", seconds="300"))
    assert conversation_of(world, thread).slow_seconds == 300
    page = public.page(thread.address)
    assert "each person waits 5 minutes before the next one" in page
    sent(cast.chandra, thread, "pace", seconds="0")
    page = public.page(thread.address)
    assert "This thread is slowed down" not in page
    assert "as often as they like" in trail_lines(page)[1]
    for seconds in ("7", "", "x", "-60"):
        assert sent(cast.chandra, thread, "pace", seconds=seconds).status_code == 422
    assert conversation_of(world, thread).slow_seconds == 0


@pytest.mark.parametrize(("deed", "form"), DEEDS)
def test_only_who_tends_a_thread_does_these_deeds(world, cast, public, thread, deed, form):
    for somebody in (cast.amina, cast.ben, cast.dalia):
        assert sent(somebody, thread, deed, form).status_code == 403
    assert public.post(f"{thread.address}/{deed}", form).status_code == 401
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    assert sent(cast.chandra, hidden, deed, form).status_code == 404
    assert world.rows(TrailEntry) == []


def test_all_deeds_are_reached_from_one_place(cast, thread):
    page = cast.chandra.browser.page(thread.address)
    assert "Manage this thread" in page
    for deed in ("edit", "pin", "pace", "timers", "move", "split", "merge"):
        assert f'href="{thread.address}/{deed}"' in page
    page = cast.amina.browser.page(thread.address)
    assert f'href="{thread.address}/edit"' in page
    assert f'href="{thread.address}/move"' not in page


def test_closing_and_opening_leave_lines_where_they_happened(world, cast, public, thread):
    sent(cast.chandra, thread, "closure", reason="All was said.")
    sent(cast.chandra, thread, "closure/end")
    world.reply(thread, cast.ben, "One more.")
    page = public.page(thread.address)
    closed, opened = trail_lines(page)
    assert closed.startswith("Chandra closed this thread.")
    assert "Reason: All was said." in closed
    assert opened.startswith("Chandra opened this thread again.")
    assert page.index('id="p2"') < page.index("closed this thread") < page.index('id="p3"')


def test_a_line_stands_on_the_page_of_the_post_that_follows_it(world, cast, public):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    replies = [(cast.ben, f"Reply {n}.") for n in range(2, 21)]
    thread = world.thread(space, cast.amina, replies=replies)
    sent(cast.chandra, thread, "pin")
    assert len(trail_lines(public.page(f"{thread.address}?post=20"))) == 1
    world.reply(thread, cast.ben, "Reply 21.")
    assert trail_lines(public.page(f"{thread.address}?post=20")) == []
    assert len(trail_lines(public.page(f"{thread.address}?post=21"))) == 1


def test_the_public_gets_a_line_at_once_though_pages_are_kept(cast, public, thread):
    first = public.get(thread.address)
    sent(cast.chandra, thread, "pin")
    second = public.get(thread.address, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "pinned this thread" in second.text


def test_a_trail_costs_one_statement_and_nothing_where_there_is_none(app, world, cast, thread):
    plain = world.thread(world.space(PUBLIC), cast.amina, replies=[(cast.ben, "Post 2.")])
    for _ in range(3):
        sent(cast.chandra, thread, "pin")
        sent(cast.chandra, thread, "pin/end")
    counts = []
    for address in (plain.address, thread.address):
        cast.ben.browser.page(address)
        with count_queries(app) as statements:
            cast.ben.browser.page(address)
        counts.append(len(statements))
    assert counts[1] == counts[0] + 1
    assert not world.rows(Conversation, id=plain.conversation_id)[0].has_trail
