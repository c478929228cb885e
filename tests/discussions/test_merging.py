"""Merging a thread into another one."""

import threading

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions import set_read
from hrcn_community.conversations.models import Draft, Follow, MovedNumber, Post, ReadState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.actions import reply, start_thread
from hrcn_community.discussions.actions.moving import merge_threads
from hrcn_community.discussions.models import KeptTogether, Merger, Thread, ThreadKind
from hrcn_community.discussions.queries import find_thread
from hrcn_community.notifications.models import Notice
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.conftest import ON_POSTGRESQL
from tests.counting import count_queries
from tests.discussions.posts import post_of
from tests.discussions.tending import (
    at_hand,
    conversation_of,
    numbered,
    read_up_to,
    sent,
    trail_lines,
)
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC
from tests.notifications.wanting import wants


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, facilitator=cast.chandra)


@pytest.fixture
def two(world, cast, space):
    """A thread of three posts, and one of two into which it goes."""
    old = world.thread(
        space, cast.amina, "Warm flats", "A1.", replies=[(cast.ben, "A2."), (cast.omar, "A3.")]
    )
    return old, world.thread(space, cast.eve, "Warm homes", "B1.", replies=[(cast.ben, "B2.")])


def merge(cast, old, into, **more):
    answer = sent(cast.chandra, old, "merge", into=into.ref, **more)
    assert answer.status_code == 303, answer.text
    return answer


def test_all_posts_stand_at_the_end_of_the_other_in_their_order(world, cast, public, two):
    old, into = two
    page = follow(cast.chandra.browser, merge(cast, old, into))
    assert "The two threads are one now." in page
    assert numbered(world, into.conversation_id) == {
        1: "B1.",
        2: "B2.",
        3: "A1.",
        4: "A2.",
        5: "A3.",
    }
    assert numbered(world, old.conversation_id) == {}
    [line] = trail_lines(public.page(into.address))
    assert line.startswith("Chandra brought 3 posts here from “Warm flats”.")
    target, source = conversation_of(world, into), conversation_of(world, old)
    assert (target.post_count, target.last_number) == (5, 5)
    assert (source.post_count, source.is_listed, bool(source.closed_at)) == (0, False, True)
    assert target.last_author_id == cast.ben.id  # B2 was written last
    assert "Warm flats" not in public.page("/threads")


def test_the_old_address_and_every_old_number_arrive(world, cast, public, two):
    old, into = two
    ref = post_of(world, old, 2).ref
    merge(cast, old, into)
    for there, number in (("", 3), ("?post=1", 3), ("?post=3", 5), ("?post=77", 3)):
        answer = public.get(f"{old.address}{there}")
        assert answer.headers["Location"] == f"{into.address}?post={number}#p{number}", there
    assert public.get(f"/posts/{ref}").headers["Location"] == f"{into.address}?post=4#p4"
    for deed in ("edit", "pin", "pace", "timers", "move", "split", "merge"):
        assert cast.chandra.browser.sees(f"{old.address}/{deed}") == 404


def test_a_form_that_is_sent_twice_merges_once_and_leads_to_the_same_place(
    world, cast, public, two, space
):
    old, into = two
    other = world.thread(space, cast.amina, "Another")
    first, second = (merge(cast, old, into) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == into.address
    assert len(world.rows(Merger)) == 1
    answer = sent(cast.chandra, old, "merge", into=other.ref)
    assert answer.status_code == 409
    assert "was merged into another one" in answer.text
    for somebody in (cast.amina, cast.eve):
        assert sent(somebody, old, "merge", into=into.ref).status_code == 403
    assert len(world.rows(Merger)) == 1


def test_an_address_arrives_through_several_mergers(world, cast, public, two, space):
    old, into = two
    last = world.thread(space, cast.amina, "The last")
    merge(cast, old, into)
    merge(cast, into, last)
    assert public.get(old.address).headers["Location"] == f"{last.address}?post=4#p4"
    assert public.get(into.address).headers["Location"] == f"{last.address}?post=2#p2"
    assert public.get(f"{old.address}?post=2").headers["Location"] == f"{last.address}?post=5#p5"
    assert public.get(f"{into.address}?post=4").headers["Location"] == f"{last.address}?post=5#p5"
    assert {row.into_id for row in world.rows(Merger)} == {last.id}


def test_whoever_may_not_read_the_other_thread_meets_nothing_any_more(world, cast, public, two):
    old, _into = two
    closed = world.space(CONFIDENTIAL, "Zaunkoenig", facilitator=cast.chandra, member=cast.ben)
    hidden = world.thread(closed, cast.ben, "Zaunkoenig talk")
    merge(cast, old, hidden)
    for browser in (public, cast.eve.browser, cast.cleo.browser):
        for there in ("", "?post=2"):
            answer = browser.get(f"{old.address}{there}")
            nowhere = browser.get(f"/threads/{'0' * len(old.ref)}{there}")
            assert (answer.status_code, len(answer.data)) == (404, len(nowhere.data))
    assert cast.ben.browser.get(old.address).status_code == 302
    [line] = trail_lines(cast.ben.browser.page(hidden.address))
    assert "from “Warm flats”" in line


def test_from_a_closed_space_nothing_but_the_posts_is_told(world, cast, public, two):
    _old, into = two
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=[cast.ben, cast.amina])
    hidden = world.thread(closed, cast.ben, "Zaunkoenig talk", "Words.", [(cast.amina, "Bad.")])
    post = post_of(world, hidden, 2)
    cast.chandra.browser.post(f"/posts/{post.ref}/hiding", reason="Zaunkoenig named")
    answer = sent(cast.chandra, hidden, "merge", into=into.ref)
    assert answer.status_code == 422
    assert "Say that you mean it" in answer.text
    merge(cast, hidden, into, confirmed="y")
    page = public.page(into.address)
    assert "Zaunkoenig" not in page
    assert "Words." in page
    [line] = trail_lines(page)
    assert line.startswith("Chandra brought 2 posts here from elsewhere.")
    assert public.get(hidden.address).status_code == 302
    assert "Zaunkoenig talk" in cast.ben.browser.page(into.address)


def test_who_had_read_both_has_read_all_and_nobody_loses_their_place(world, cast, two):
    old, into = two
    states = (
        (cast.dalia, 3, 2, 5),  # all of both
        (cast.ines, 1, 2, 3),  # all of the other, the first of this
        (cast.ruth, 0, 2, 2),  # all of the other, nothing of this
        (cast.tomas, 3, 1, 1),  # not all of the other: one number cannot say more
        (cast.cleo, 3, 0, 0),  # nothing of the other: nothing of it is new until they begin
    )
    for person, *numbers, _ in states:
        for place, number in zip(two, numbers, strict=True):
            if number:
                world.do(lambda p=person, n=number, t=place: set_read(t.conversation_id, p.id, n))
    merge(cast, old, into)
    for person, _, _, after in states:
        assert read_up_to(world, person, into.conversation_id) == after, person.name
    assert world.rows(ReadState, conversation_id=old.conversation_id) == []


def test_followers_follow_on_if_they_may_read_there(world, cast, worker, two):
    old, _into = two
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=cast.ben)
    hidden = world.thread(closed, cast.chandra, "Elsewhere")
    worker()
    merge(cast, old, hidden)
    following = world.rows(Follow, conversation_id=hidden.conversation_id)
    assert {row.person_id for row in following} == {cast.ben.id, cast.chandra.id}
    world.reply(hidden, cast.chandra, "Goes on.")
    worker()
    told = {
        (n.person_id, n.kind) for n in world.rows(Notice, conversation_id=hidden.conversation_id)
    }
    assert (cast.ben.id, "thread.replied") in told
    assert "Elsewhere" not in cast.amina.browser.page("/notifications")


def test_authors_and_followers_are_told_once_each(world, cast, worker, two):
    old, into = two
    cast.ruth.browser.post(f"{old.address}/level", data={"level": "following"})
    worker()
    before = {notice.id for notice in world.rows(Notice)}
    merge(cast, old, into)
    worker()
    told = {n.person_id: n.kind for n in world.rows(Notice) if n.id not in before}
    assert told == {
        cast.amina.id: "thread.post_moved",
        cast.ben.id: "thread.post_moved",
        cast.omar.id: "thread.post_moved",
        cast.ruth.id: "thread.goes_on",
    }
    page = cast.ruth.browser.page("/notifications")
    assert "Chandra let a thread that you follow go on in “Warm homes”" in page


def test_all_authors_are_told_in_one_statement_each_of_their_own_post(
    app, world, cast, worker, two
):
    old, into = two
    wants(cast.dalia, old, "following")
    worker()
    before = {notice.id for notice in world.rows(Notice)}
    merge(cast, old, into)
    with count_queries(app) as statements:
        worker()
    written = [each for each in statements if each.startswith("INSERT INTO notices ")]
    assert len(written) == 2  # to the authors, to who else follows
    told = [n.address for n in world.rows(Notice) if n.id not in before]
    assert len(set(told)) == len(told) == 4


def test_notices_of_the_old_thread_follow_the_rights_of_the_other(world, cast, worker, two):
    old, _into = two
    worker()
    assert "Warm flats" in cast.amina.browser.page("/notifications")
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra)
    merge(cast, old, world.thread(closed, cast.chandra, "Elsewhere"))
    page = cast.amina.browser.page("/notifications")
    assert "Warm flats" not in page
    assert "Elsewhere" not in page
    assert old.address not in page


def test_a_title_that_went_finds_nothing_any_more(world, cast, public, two):
    old, into = two
    assert old.address in public.page("/search?q=flats")
    merge(cast, old, into)
    assert old.address not in public.page("/search?q=flats")
    assert into.address in public.page("/search?q=homes")
    assert f"{into.address}?post=3" in public.page("/search?q=A1")


def test_the_other_thread_is_found_by_title_or_address_among_those_one_tends(world, cast, two):
    old, into = two
    other = world.space(NETWORK, facilitator=cast.ruth)
    world.thread(other, cast.amina, "Warm houses")
    chandra = cast.chandra.browser
    page = chandra.page(f"{old.address}/merge?wanted=warm")
    assert f"{old.address}/merge?into={into.ref}" in page
    assert "Warm houses" not in page
    for wanted in (into.address, f"http://localhost{into.address}?post=2%23p2", into.ref):
        assert f"merge?into={into.ref}" in chandra.page(f"{old.address}/merge?wanted={wanted}")
    assert "No other thread" in chandra.page(f"{old.address}/merge?wanted={old.address}")
    assert "“Warm flats” becomes a part of “Warm homes”." in chandra.page(
        f"{old.address}/merge?into={into.ref}"
    )


def test_only_who_tends_both_merges_and_the_other_is_no_oracle(world, cast, public, two):
    old, into = two
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.ruth), cast.ruth, "Zaunkoenig")
    refs = hidden.ref, "0" * len(hidden.ref)
    answers = [sent(cast.chandra, old, "merge", into=ref) for ref in refs]
    pages = [cast.chandra.browser.get(f"{old.address}/merge?into={ref}") for ref in refs]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert len({len(answer.data) for answer in answers}) == 1
    assert len({len(page.data) for page in pages}) == 1
    for somebody in (cast.amina, cast.eve, cast.ruth):
        assert sent(somebody, old, "merge", into=into.ref).status_code == 403
        assert somebody.browser.sees(f"{old.address}/merge") == 403
    assert public.post(f"{old.address}/merge", into=into.ref).status_code == 401
    assert sent(cast.chandra, hidden, "merge", into=into.ref).status_code == 404
    for ref in ("", old.ref):
        assert sent(cast.chandra, old, "merge", into=ref).status_code == 422
    assert world.rows(Merger) == []


def test_a_query_keeps_together_what_belongs_to_it(world, cast, space, two):
    query = world.thread(space, cast.amina, "A query", kind=ThreadKind.QUERY)

    def merge_it() -> None:
        viewer = viewer_of(cast.chandra.id)
        merge_threads(*(at_hand(each.ref, viewer) for each in (query, two[1])), by=viewer)

    with pytest.raises(KeptTogether):
        world.do(merge_it)
    assert world.rows(Merger) == []


def test_what_is_written_for_the_old_thread_goes_into_the_other(world, cast, two):
    old, into = two
    merge(cast, old, into)
    answer = cast.eve.browser.post(f"{old.address}/replies", body="Written for an hour.")
    assert answer.headers["Location"] == f"{into.address}?post=6#p6"
    assert numbered(world, into.conversation_id)[6] == "Written for an hour."
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra)
    merge(cast, into, world.thread(closed, cast.chandra))
    assert cast.eve.browser.post(f"{old.address}/replies", body="Again.").status_code == 404


def test_two_who_merge_the_same_thread_at_once_merge_it_once(app, world, cast, two, space):
    old, into = two
    other = world.thread(space, cast.eve, "Another one")
    found: list[str] = []

    def merge_at_once(target) -> None:
        with app.app_context():
            viewer = viewer_of(cast.chandra.id)
            try:
                threads = [at_hand(each.ref, viewer) for each in (old, target)]
                gate.wait()
                merge_threads(*threads, by=viewer)
                db.session.commit()
                found.append("merged")
            except Exception as error:
                db.session.rollback()
                found.append(type(error).__name__)

    gate = threading.Barrier(2 if ON_POSTGRESQL else 1)
    _at_once(lambda: merge_at_once(into), lambda: merge_at_once(other))
    assert sorted(found)[-1] == "merged"
    assert len([each for each in found if each == "merged"]) == 1
    assert len(world.rows(Merger)) == 1
    assert len(world.rows(MovedNumber)) == 3


def test_two_threads_merged_into_each_other_at_once_are_one(app, world, cast, two):
    old, into = two

    def merge_at_once(source, target) -> None:
        with app.app_context():
            viewer = viewer_of(cast.chandra.id)
            try:
                merge_threads(*(at_hand(each.ref, viewer) for each in (source, target)), by=viewer)
                db.session.commit()
            except Exception:
                db.session.rollback()

    _at_once(lambda: merge_at_once(old, into), lambda: merge_at_once(into, old))
    assert len(world.rows(Merger)) == 1
    [merger] = world.rows(Merger)
    [survivor] = world.rows(Thread, id=merger.into_id)
    assert len(numbered(world, survivor.conversation_id)) == 5


def test_a_reply_that_is_posted_while_a_merger_runs_is_not_lost(app, world, cast, two):
    """Both have found the old thread before either acts."""
    old, into = two
    ready = threading.Barrier(2 if ON_POSTGRESQL else 1)

    def post() -> None:
        with app.app_context():
            viewer = viewer_of(cast.ben.id)
            found = find_thread(old.ref, viewer=viewer)
            ready.wait()
            if found is None:
                reply(at_hand(into.ref, viewer), "Not lost.", by=viewer)
            else:
                reply(found, "Not lost.", by=viewer)
            db.session.commit()

    def join() -> None:
        with app.app_context():
            viewer = viewer_of(cast.chandra.id)
            threads = [at_hand(each.ref, viewer) for each in (old, into)]
            ready.wait()
            merge_threads(*threads, by=viewer)
            db.session.commit()

    _at_once(post, join)
    posts = numbered(world, into.conversation_id)
    assert sorted(posts.values()) == ["A1.", "A2.", "A3.", "B1.", "B2.", "Not lost."]
    assert sorted(posts) == [1, 2, 3, 4, 5, 6]
    assert conversation_of(world, into).last_number == 6


def test_a_reply_that_got_its_number_after_the_merger_stands_in_the_other(world, cast, public, two):
    """Whoever writes it still holds the thread as it was before."""
    old, into = two

    def write_late() -> str:
        viewer = viewer_of(cast.ben.id)
        stale = at_hand(old.ref, viewer)
        merge_threads(stale, at_hand(into.ref, viewer), by=viewer_of(cast.chandra.id))
        set_committed_value(stale.conversation, "closed_at", None)
        post = reply(stale, "Written meanwhile.", by=viewer)
        return f"{post.conversation.address}?post={post.number}"

    assert world.do(write_late) == f"{into.address}?post=6"
    assert numbered(world, into.conversation_id)[6] == "Written meanwhile."
    assert numbered(world, old.conversation_id) == {}
    target = conversation_of(world, into)
    assert (target.post_count, target.last_number, target.last_author_id) == (6, 6, cast.ben.id)
    assert conversation_of(world, old).post_count == 0
    assert public.get(f"{old.address}?post=4").headers["Location"] == f"{into.address}?post=6#p6"


def test_what_somebody_is_writing_goes_along(world, cast, two):
    """Where they write in both, each text stays where it is."""
    old, into = two
    people = cast.ben, cast.eve

    def write() -> None:
        for person, place in ((0, old), (1, old), (1, into)):
            db.session.add(
                Draft(
                    person_id=people[person].id, place=f"reply:{place.ref}", space_id=space_id,
                    fields={"body": place.ref}, saved_at=clock.now(),
                )
            )  # fmt: skip

    space_id = conversation_of(world, old).space_id
    world.do(write)
    merge(cast, old, into)
    places = {(d.person_id, d.place, d.fields["body"]) for d in world.rows(Draft)}
    assert places == {
        (cast.ben.id, f"reply:{into.ref}", old.ref),
        (cast.eve.id, f"reply:{old.ref}", old.ref),
        (cast.eve.id, f"reply:{into.ref}", into.ref),
    }


def test_a_long_thread_is_merged_in_as_few_statements_as_a_short_one(app, world, cast, space):
    counts = []
    for posts in (2, 60):
        old, into = (_long(world, cast, space, posts), _long(world, cast, space, 2))

        def merge_them(old=old, into=into) -> None:
            viewer = viewer_of(cast.chandra.id)
            threads = [at_hand(each, viewer) for each in (old, into)]
            merge_threads(*threads, by=viewer)

        with count_queries(app) as statements:
            world.do(merge_them)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] < 60, counts
    assert len(world.rows(Post)) == 66


def _long(world, cast, space, posts: int) -> str:
    by = cast.ben.id

    def write() -> str:
        viewer = viewer_of(by)
        thread = start_thread(db.session.get_one(Space, space.id), "Long", "One.", by=viewer)
        for n in range(posts - 1):
            reply(thread, f"Reply {n}.", by=viewer)
        return thread.ref

    return world.do(write)


def _at_once(*deeds) -> None:
    errors: list[BaseException] = []

    def run(deed) -> None:
        try:
            deed()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert errors == []
