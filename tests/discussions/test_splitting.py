"""Splitting posts off into a thread of their own."""

import pytest

from hrcn_community.conversations.models import (
    Bookmark,
    Conversation,
    ConversationDay,
    Follow,
    MovedNumber,
    Post,
    TrailEntry,
    Translation,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.discussions.tending import (
    conversation_of,
    numbered,
    read_up_to,
    sent,
    thread_at,
    trail_lines,
)
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC

SPLIT = {"numbers": "3-4, 6", "title": "Heat pumps"}


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, facilitator=cast.chandra)


@pytest.fixture
def thread(world, cast, space):
    """Seven posts: Amina opens, Ben and Eve take turns."""
    replies = [(cast.ben if n % 2 else cast.eve, f"Reply {n}.") for n in range(2, 8)]
    return world.thread(space, cast.amina, "Warm homes", "Post 1.", replies=replies)


def split(world, cast, thread, space, **more):
    answer = sent(cast.chandra, thread, "split", SPLIT, space=space.slug, **more)
    assert answer.status_code == 303, answer.text
    return thread_at(world, answer.headers["Location"])


def test_chosen_posts_become_a_thread_of_their_own_in_their_order(
    world, cast, public, thread, space
):
    new = split(world, cast, thread, space)
    assert numbered(world, new.conversation_id) == {1: "Reply 3.", 2: "Reply 4.", 3: "Reply 6."}
    assert list(numbered(world, thread.conversation_id)) == [1, 2, 5, 7]
    page = public.page(new.address)
    assert "Heat pumps" in page
    assert trail_lines(page)[0].startswith("Chandra made this thread of posts from “ Warm homes ”.")
    [line] = trail_lines(public.page(thread.address))
    assert line.startswith("Chandra moved 3 posts from here to “ Heat pumps ”.")
    [row] = world.rows(Thread, ref=new.ref)
    assert (row.author_id, row.kind) == (cast.ben.id, ThreadKind.DISCUSSION)


def test_counters_and_who_was_last_are_right_on_both_sides(world, cast, thread, space):
    sent(cast.chandra, thread, "pin")  # something that is no post
    before = conversation_of(world, thread)
    new = split(world, cast, thread, space)
    source, target = conversation_of(world, thread), conversation_of(world, new)
    assert (source.post_count, source.last_number) == (before.post_count - 3, 7)
    assert (target.post_count, target.last_number) == (3, 3)
    assert source.last_author_id == cast.ben.id
    assert target.last_author_id == cast.eve.id
    assert target.last_post_at == post_of(world, new, 3).created_at
    assert target.started_at == post_of(world, new, 1).created_at
    assert target.started_by_id == cast.ben.id


def test_old_permalinks_arrive_and_so_do_those_of_posts(world, cast, public, thread, space):
    ref = post_of(world, thread, 4).ref
    new = split(world, cast, thread, space)
    for old, number in ((3, 1), (4, 2), (6, 3)):
        answer = public.get(f"{thread.address}?post={old}")
        assert answer.headers["Location"] == f"{new.address}?post={number}#p{number}"
    assert public.get(f"{thread.address}?post=5").status_code == 200
    assert public.get(f"/posts/{ref}").headers["Location"] == f"{new.address}?post=2#p2"


def test_a_post_that_was_moved_twice_and_back_arrives_from_every_place(
    world, cast, public, thread, space
):
    new = split(world, cast, thread, space)
    sent(cast.chandra, new, "merge", into=thread.ref)
    for old, number in ((3, 8), (4, 9), (6, 10)):
        answer = public.get(f"{thread.address}?post={old}")
        assert answer.headers["Location"] == f"{thread.address}?post={number}#p{number}"
    answer = public.get(f"{new.address}?post=2")
    assert answer.headers["Location"] == f"{thread.address}?post=9#p9"
    assert public.get(f"{thread.address}?post=9").status_code == 200


def test_whoever_may_not_read_the_new_thread_meets_a_gap_and_a_line_that_says_nothing(
    world, cast, public, thread
):
    closed = world.space(CONFIDENTIAL, "Zaunkoenig", facilitator=cast.chandra, member=cast.ben)
    sent(cast.chandra, thread, "split", SPLIT, title="Zaunkoenig pumps", space=closed.slug)
    for browser in (public, cast.eve.browser, cast.cleo.browser):
        answer = browser.get(f"{thread.address}?post=4")
        assert answer.status_code == 200
        assert "Zaunkoenig" not in answer.text
        assert trail_lines(answer.text)[0].startswith("Chandra moved 3 posts from here elsewhere.")
        assert "Reply 4." not in answer.text
    assert cast.ben.browser.get(f"{thread.address}?post=4").status_code == 302
    assert "Zaunkoenig pumps" in cast.ben.browser.page(thread.address)


def test_reading_goes_along_and_nothing_read_is_new(world, cast, thread, space):
    for person, number in ((cast.omar, 4), (cast.dalia, 7), (cast.ines, 2)):
        world.do(lambda p=person, n=number: _read(p, thread.conversation_id, n))
    new = split(world, cast, thread, space)
    assert read_up_to(world, cast.omar, new.conversation_id) == 2
    assert read_up_to(world, cast.omar, thread.conversation_id) == 4
    assert read_up_to(world, cast.dalia, new.conversation_id) == 3
    assert read_up_to(world, cast.dalia, thread.conversation_id) == 7
    assert read_up_to(world, cast.ines, new.conversation_id) == 0
    assert read_up_to(world, cast.ines, thread.conversation_id) == 4  # 3 and 4 are there no more
    assert "New since your last visit" in cast.ines.browser.page(f"{thread.address}?post=5")


def test_authors_who_follow_follow_on_and_others_do_not(world, cast, thread, space):
    follow(
        cast.omar.browser,
        cast.omar.browser.post(f"{thread.address}/level", data={"level": "following"}),
    )
    cast.eve.browser.post(f"{thread.address}/level", data={"level": "normal"})
    new = split(world, cast, thread, space)
    following = {row.person_id for row in world.rows(Follow, conversation_id=new.conversation_id)}
    assert following == {cast.ben.id}


def test_authors_are_told_where_their_posts_have_gone_if_they_may_read_it(
    world, cast, worker, thread
):
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=cast.ben)
    worker()
    world.do(lambda: db.session.query(Notice).delete())
    sent(cast.chandra, thread, "split", SPLIT, space=closed.slug)
    worker()
    assert [(n.person_id, n.kind) for n in world.rows(Notice)] == [
        (cast.ben.id, "thread.post_moved")
    ]
    assert "Chandra moved your post into “Heat pumps”" in cast.ben.browser.page("/notifications")
    assert world.rows(Notice)[0].address.endswith("?post=1#p1")


def test_days_are_counted_where_the_posts_are(world, cast, thread, space):
    today = clock.now().date()

    def count() -> None:
        db.session.merge(
            ConversationDay(conversation_id=thread.conversation_id, day=today, score=9)
        )

    world.do(count)
    new = split(world, cast, thread, space)
    scores = {row.conversation_id: row.score for row in world.rows(ConversationDay)}
    assert scores == {thread.conversation_id: 6, new.conversation_id: 3}


def test_an_accepted_answer_that_left_is_none_any_more_and_one_that_stays_is(world, cast, space):
    replies = [(cast.ben, f"Reply {n}.") for n in range(2, 7)]
    question = world.thread(space, cast.amina, replies=replies, kind=ThreadKind.QUESTION)
    cast.amina.browser.post(f"{question.address}/replies/2/acceptance")
    split(world, cast, question, space)
    assert world.rows(Thread, ref=question.ref)[0].accepted_post_id
    cast.amina.browser.post(f"{question.address}/replies/5/acceptance")
    sent(cast.chandra, question, "split", numbers="5", title="The answer", space=space.slug)
    assert world.rows(Thread, ref=question.ref)[0].accepted_post_id is None


def test_a_translation_and_a_bookmark_come_along(world, cast, thread, space):
    original, omar = post_of(world, thread, 3), cast.omar

    def translate() -> None:
        found = db.session.get_one(Post, original.id)
        copy = {c.key: getattr(found, c.key) for c in Post.__table__.columns}
        copy |= {"id": None, "ref": "t" * 10, "number": None, "source": "Antwort 3."}
        post = Post(**copy)
        db.session.add(post)
        db.session.flush()
        db.session.add(
            Translation(post_id=post.id, original_id=original.id, language="de", of_revision=1)
        )
        db.session.add(Bookmark(person_id=omar.id, post_id=original.id, marked_at=clock.now()))

    world.do(translate)
    new = split(world, cast, thread, space)
    [translated] = world.rows(Post, ref="t" * 10)
    assert translated.conversation_id == new.conversation_id
    assert world.rows(Bookmark)[0].post_id == post_of(world, new, 1).id


def test_the_new_opening_is_found_by_the_new_title(world, cast, public, thread, space):
    new = split(world, cast, thread, space)
    assert new.address in public.page("/search?q=pumps")
    assert thread.address in public.page("/search?q=homes")


def test_ranges_are_read_as_people_write_them_and_wrong_ones_are_named(world, cast, thread, space):
    for numbers in ("", "x", "3-x", "99", "-"):
        answer = sent(cast.chandra, thread, "split", SPLIT | {"numbers": numbers}, space=space.slug)
        assert answer.status_code == 422, numbers
        assert "Heat pumps" in answer.text
    answer = sent(cast.chandra, thread, "split", SPLIT | {"title": " "}, space=space.slug)
    assert answer.status_code == 422
    assert "3-4, 6" in answer.text
    assert world.rows(MovedNumber) == []
    answer = sent(cast.chandra, thread, "split", SPLIT, numbers="7 – 5;3", space=space.slug)
    new = thread_at(world, answer.headers["Location"])
    assert list(numbered(world, new.conversation_id).values()) == [
        "Reply 3.", "Reply 5.", "Reply 6.", "Reply 7.",
    ]  # fmt: skip


def test_the_opening_stays_and_the_page_says_why(world, cast, thread, space):
    answer = sent(cast.chandra, thread, "split", SPLIT, numbers="1-3", space=space.slug)
    assert answer.status_code == 422
    assert "The opening post says what a thread is about" in answer.text
    assert "Heat pumps" in answer.text
    assert len(world.rows(Thread)) == 1


def test_a_thread_does_not_begin_with_what_was_taken_back(world, cast, thread, space):
    cast.ben.browser.post(f"/posts/{post_of(world, thread, 3).ref}/deletion")
    answer = sent(cast.chandra, thread, "split", SPLIT, space=space.slug)
    assert answer.status_code == 422
    assert "begins with a post that can be read" in answer.text
    assert len(world.rows(Conversation)) == 1


def test_only_who_tends_both_places_splits_and_the_target_is_no_oracle(world, cast, public, thread):
    hidden = world.space(CONFIDENTIAL, facilitator=cast.ruth)
    other = world.space(NETWORK, facilitator=cast.ruth)
    answers = [
        sent(cast.chandra, thread, "split", SPLIT, space=slug)
        for slug in (hidden.slug, other.slug, "0" * len(hidden.slug))
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert len({len(answer.data) for answer in answers if answer is not answers[1]}) == 1
    for somebody in (cast.amina, cast.ben, cast.ruth):
        assert sent(somebody, thread, "split", SPLIT, space=other.slug).status_code == 403
        assert somebody.browser.sees(f"{thread.address}/split") == 403
    assert public.post(f"{thread.address}/split", SPLIT).status_code == 401
    secret = world.thread(hidden, cast.ruth)
    for deed in ("split", "split/details"):
        assert cast.chandra.browser.sees(f"{secret.address}/{deed}") == 404
    assert sent(cast.chandra, secret, "split", SPLIT).status_code == 404
    assert world.rows(TrailEntry) == []


def test_a_wider_audience_must_be_meant(world, cast, public):
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=[cast.amina, cast.ben])
    open_ = world.space(PUBLIC, facilitator=cast.chandra)
    secret = world.thread(closed, cast.amina, replies=[(cast.ben, "Said inside.")])
    form = {"numbers": "2", "title": "Told to all", "space": open_.slug}
    answer = sent(cast.chandra, secret, "split", form)
    assert answer.status_code == 422
    assert "Say that you mean it" in answer.text
    assert "Anyone on the internet can read this." in answer.text
    assert "Only the 3 people inside" in answer.text
    answer = sent(cast.chandra, secret, "split", form, confirmed="y")
    page = public.page(answer.headers["Location"])
    assert "Said inside." in page
    assert trail_lines(page)[0].startswith("Chandra made this thread of posts from elsewhere.")
    assert "Warm homes" not in page
    assert public.sees(f"{secret.address}?post=2") == 404


def test_the_same_form_sent_twice_makes_one_thread(world, cast, thread, space):
    form = SPLIT | {"form_token": "0123456789", "space": space.slug}
    answers = [sent(cast.chandra, thread, "split", form) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(world.rows(Thread)) == 2


def test_posts_are_chosen_over_many_pages(world, cast, space):
    replies = [(cast.ben, f"Reply {n}.") for n in range(2, 60)]
    long = world.thread(space, cast.amina, replies=replies)
    chandra, address = cast.chandra.browser, f"{long.address}/split"
    first = chandra.page(f"{address}?shown=1-40&before=&numbers=&pick=5&pick=6&post=41")
    assert 'value="5-6"' in first
    assert 'value="41"' in first
    assert "Reply 59." in first
    second = f"{address}/details?shown=41-59&before=5-6&numbers=5-6&pick=42"
    assert 'value="5-6, 42"' in chandra.page(second)
    unticked = chandra.page(f"{address}?shown=1-40&before=5-6,%2042&numbers=5-6,%2042&pick=6")
    assert 'value="6, 42"' in unticked
    by_hand = chandra.page(f"{address}/details?shown=1-40&before=&numbers=7-9&pick=3")
    assert 'value="3, 7-9"' in by_hand
    for nothing in ("", "?numbers=x", "?numbers=4-x&pick=3"):
        answer = chandra.get(f"{address}/details{nothing}")
        assert answer.status_code == 422
        assert "Write the numbers of posts" in answer.text


def _read(person, conversation_id: int, number: int) -> None:
    from hrcn_community.conversations.actions import set_read

    set_read(conversation_id, person.id, number)
