"""Moving a thread to another space: who reads it then, and what stays with those who read it before."""

import pytest

from hrcn_community.accounts.models import Person
from hrcn_community.conversations.models import Post, PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Mail, MailSort, Notice
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.discussions.spaces import change
from tests.discussions.tending import conversation_of, sent, trail_lines
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED


@pytest.fixture
def closed(world, cast):
    inside = [cast.amina, cast.ben]
    return world.space(CONFIDENTIAL, "The quiet room", facilitator=cast.chandra, member=inside)


@pytest.fixture
def open_(world, cast):
    return world.space(PUBLIC, "The hall", facilitator=cast.chandra)


@pytest.fixture
def thread(world, cast, closed):
    return world.thread(
        closed, cast.amina, "Warm homes", "Post 1.", replies=[(cast.ben, "Post 2.")]
    )


def move(cast, thread, space, **more):
    answer = sent(cast.chandra, thread, "move", space=space.slug, confirmed="y", **more)
    assert answer.status_code == 303, answer.text
    return answer


def test_the_page_says_who_reads_it_now_and_who_will(cast, thread, open_):
    page = cast.chandra.browser.page(f"{thread.address}/move?space={open_.slug}")
    assert "Only the 3 people inside this space can read this." in page
    assert "Anyone on the internet can read this." in page
    assert "Others will read it" in page
    assert "The hall" in cast.chandra.browser.page(f"{thread.address}/move")


def test_a_thread_is_read_where_it_was_moved_and_says_so(world, cast, public, thread, open_):
    assert public.sees(thread.address) == 404
    page = follow(cast.chandra.browser, move(cast, thread, open_, reason="It helps all."))
    [line] = trail_lines(page)
    assert line.startswith("Chandra moved this thread here from “The quiet room”.")
    assert "Reason: It helps all." in line
    outside = public.page(thread.address)
    [line] = trail_lines(outside)
    assert line.startswith("Chandra moved this thread here.")
    assert "The quiet room" not in outside
    assert "It helps all." in outside
    assert "Post 2." in outside
    assert thread.address in public.page("/search?q=post")
    assert conversation_of(world, thread).space_id == open_.id


def test_a_wider_audience_must_be_meant_and_a_narrower_one_not(world, cast, thread, open_, closed):
    answer = sent(cast.chandra, thread, "move", space=open_.slug, reason="Kept reason")
    assert answer.status_code == 422
    assert "Say that you mean it" in answer.text
    assert "Kept reason" in answer.text
    assert conversation_of(world, thread).space_id == closed.id
    move(cast, thread, open_)
    assert sent(cast.chandra, thread, "move", space=closed.slug).status_code == 303


@pytest.mark.parametrize(
    ("before", "after", "is_wider"),
    [
        (PUBLIC, NETWORK, False),
        (PUBLIC, CONFIDENTIAL, False),
        (NETWORK, NETWORK, False),
        (NETWORK, PUBLIC, True),
        (NETWORK, RESTRICTED, False),
        (RESTRICTED, CONFIDENTIAL, True),
        (CONFIDENTIAL, NETWORK, True),
    ],
)
def test_what_is_wider_is_known(world, cast, before, after, is_wider):
    first, second = (world.space(each, facilitator=cast.chandra) for each in (before, after))
    thread = world.thread(first, cast.amina) if before in (PUBLIC, NETWORK) else None
    thread = thread or world.thread(first, cast.chandra)
    answer = sent(cast.chandra, thread, "move", space=second.slug)
    assert answer.status_code == (422 if is_wider else 303)


def test_what_was_said_beside_it_inside_stays_inside(world, cast, public, thread, open_):
    """Former versions, reasons of edits, of hiding and of closing, former titles, who tended it."""
    chandra, ref = cast.chandra.browser, post_of(world, thread, 2).ref
    edit = {"title": "Zaunkoenig one", "kind": "discussion", "language": "en"}
    chandra.post(f"{thread.address}/edit", edit)
    chandra.post(f"{thread.address}/edit", edit | {"title": "Warm homes"})
    cast.ben.browser.post(
        f"/posts/{ref}/edit", body="Zaunkoenig two.", revision=1, reason="Zaunkoenig three"
    )
    cast.ben.browser.post(
        f"/posts/{ref}/edit", body="As it stands.", revision=2, reason="Zaunkoenig"
    )
    world.reply(thread, cast.amina, "Bad.")
    bad = post_of(world, thread, 3).ref
    chandra.post(f"/posts/{bad}/hiding", reason="Zaunkoenig four")
    chandra.post(f"{thread.address}/closure", reason="Zaunkoenig five")
    inside = cast.ben.browser.page(thread.address)
    for words in ("Zaunkoenig one", "Zaunkoenig four", "Zaunkoenig five"):
        assert words in inside
    move(cast, thread, open_)
    for browser in (public, cast.eve.browser, cast.cleo.browser):
        for page in (thread.address, f"/posts/{ref}/history", "/threads", f"/spaces/{open_.slug}"):
            assert "Zaunkoenig" not in browser.page(page), page
        assert "As it stands." in browser.page(f"/posts/{ref}/history")
        assert len(trail_lines(browser.page(thread.address))) == 1
    inside = cast.ben.browser.page(thread.address)
    for words in ("“Zaunkoenig one”", "Zaunkoenig four", "Zaunkoenig five"):
        assert words in inside
    assert "Zaunkoenig two." in cast.ben.browser.page(f"/posts/{ref}/history")  # his own


def test_why_a_first_post_was_refused_stays_between_its_author_and_the_facilitators(
    world, cast, open_
):
    people = [cast.amina, cast.ben, cast.omar]
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=people)
    thread = world.thread(closed, cast.amina, replies=[(cast.ben, "Post 2.")])
    dutch = {"body": "Bericht 2.", "language": "nl", "of_revision": 1}
    cast.ben.browser.post(f"/posts/{post_of(world, thread, 2).ref}/translations", dutch)
    [translation] = world.rows(Post, number=None)
    cast.chandra.browser.post(f"/posts/{translation.ref}/hiding", reason="Zaunkoenig one")
    change(world, closed, first_posts="held")
    cast.omar.browser.post(f"{thread.address}/replies", body="Let me in.")
    [held] = world.rows(Post, state=PostState.HELD)
    cast.chandra.browser.post(f"/posts/{held.ref}/refusal", reason="Zaunkoenig two")
    reasons = {post.taken_back_reason for post in world.rows(Post)}
    assert reasons == {"", "Zaunkoenig one", "Zaunkoenig two"}
    move(cast, thread, open_)
    assert "Zaunkoenig two" in cast.omar.browser.page(thread.address)
    for inside in (cast.amina, cast.ben):
        page = inside.browser.page(thread.address)
        assert "Zaunkoenig" not in page
        assert "None" not in page


def test_what_is_edited_after_the_move_is_read_by_all(world, cast, public, thread, open_):
    ref = post_of(world, thread, 2).ref
    move(cast, thread, open_)
    cast.ben.browser.post(f"/posts/{ref}/edit", body="In the hall.", revision=1, reason="Clearer")
    history = public.page(f"/posts/{ref}/history")
    for words in ("Post 2.", "In the hall.", "Clearer"):
        assert words in history


def test_moved_into_the_closed_and_back_nothing_that_was_said_there_comes_out(
    world, cast, public, open_, closed
):
    thread = world.thread(open_, cast.amina, "Warm homes", replies=[(cast.ben, "Post 2.")])
    ref = post_of(world, thread, 2).ref
    cast.ben.browser.post(f"/posts/{ref}/edit", body="Said to all.", revision=1)
    move(cast, thread, closed, reason="Zaunkoenig reason")
    assert public.sees(thread.address) == public.sees(f"/posts/{ref}") == 404
    assert "Said to all." not in public.page("/search?q=said")
    inside = cast.amina.browser.page(thread.address)
    assert "from “The hall”" in inside
    cast.ben.browser.post(
        f"/posts/{ref}/edit", body="Zaunkoenig.", revision=2, reason="Zaunkoenig again"
    )
    cast.ben.browser.post(f"/posts/{ref}/edit", body="Fit for all.", revision=3)
    move(cast, thread, open_)
    for page in (thread.address, f"/posts/{ref}/history"):
        assert "Zaunkoenig" not in public.page(page), page
    [line] = trail_lines(public.page(thread.address))
    assert line.startswith("Chandra moved this thread here.")
    lines = trail_lines(cast.amina.browser.page(thread.address))
    assert "Zaunkoenig reason" in lines[0]


def test_posts_that_were_split_off_keep_what_was_theirs_inside(world, cast, public, thread, open_):
    """Split off in the open after the move, the post still knows since when it is read by all."""
    ref = post_of(world, thread, 2).ref
    cast.ben.browser.post(f"/posts/{ref}/edit", body="Zaunkoenig.", revision=1, reason="Zaunkoenig")
    cast.ben.browser.post(f"/posts/{ref}/edit", body="Fit for all.", revision=2)
    move(cast, thread, open_)
    sent(cast.chandra, thread, "split", numbers="2", title="Its own", space=open_.slug)
    history = public.page(f"/posts/{ref}/history")
    assert "Zaunkoenig" not in history
    assert "Fit for all." in history


@pytest.mark.parametrize("deed", ["split", "merge", "move"])
def test_nor_does_a_translation_that_came_along_tell_what_it_said_inside(
    world, cast, public, thread, open_, deed
):
    dutch = {"body": "Winterkoning.", "language": "nl", "of_revision": 1}
    cast.ben.browser.post(f"/posts/{post_of(world, thread, 2).ref}/translations", dutch)
    [translation] = world.rows(Post, number=None)
    edit, history = f"/posts/{translation.ref}/edit", f"/posts/{translation.ref}/history"
    cast.ben.browser.post(edit, body="Voor allen.", revision=1, reason="Winterkoning")
    more = {
        "split": {"numbers": "2", "title": "Its own", "space": open_.slug},
        "merge": {"into": world.thread(open_, cast.amina).ref},
        "move": {"space": open_.slug},
    }[deed]
    assert public.sees(history) == 404
    assert sent(cast.chandra, thread, deed, more, confirmed="y").status_code == 303
    for reader in (public, cast.chandra.browser):
        page = reader.page(history)
        assert "Voor allen." in page
        assert "Winterkoning" not in page
    cast.ben.browser.post(edit, body="Nu voor allen.", revision=2, reason="Hier gezegd")
    page = public.page(history)
    assert "Hier gezegd" in page
    assert "Winterkoning" not in page


def test_between_open_spaces_history_stays_whole(world, cast, public, open_):
    other = world.space(PUBLIC, facilitator=cast.chandra)
    thread = world.thread(open_, cast.amina, body="First words.")
    ref = post_of(world, thread).ref
    cast.amina.browser.post(f"/posts/{ref}/edit", body="Second words.", revision=1, reason="Typo")
    sent(cast.chandra, thread, "move", space=other.slug)
    history = public.page(f"/posts/{ref}/history")
    assert "First words." in history
    assert "Typo" in history


def test_followers_who_may_read_there_are_told_and_the_others_hear_nothing_more(
    world, cast, worker, open_, closed
):
    thread = world.thread(open_, cast.amina, "Warm homes", replies=[(cast.eve, "Post 2.")])
    worker()
    assert "Warm homes" in cast.amina.browser.page("/notifications")
    cast.eve.browser.post(f"{thread.address}/level", data={"level": "following"})
    world.reply(thread, cast.ben, "For @eve.")
    worker()
    assert "Warm homes" in cast.eve.browser.page("/notifications")
    move(cast, thread, closed)
    world.reply(thread, cast.ben, "Inside, @eve.")
    worker()
    assert "Warm homes" not in cast.eve.browser.page("/notifications")
    assert " unread" not in cast.eve.browser.page("/spaces").replace("First unread", "")
    kinds = [n.kind for n in world.rows(Notice, person_id=cast.eve.id)]
    assert kinds == ["thread.mentioned"]
    assert "Chandra moved “Warm homes” to another space" in cast.amina.browser.page(
        "/notifications"
    )


def test_notices_told_inside_are_shown_to_their_reader_where_it_stands_now(
    world, cast, worker, thread, open_, closed
):
    worker()
    cast.amina.browser.post(f"/spaces/{closed.slug}/membership/end")
    assert "Warm homes" not in cast.amina.browser.page("/notifications")
    move(cast, thread, open_)
    assert "Warm homes" in cast.amina.browser.page("/notifications")


def test_a_mail_on_its_way_follows_the_rights_too(world, cast, worker, mailbox, open_, closed):
    thread = world.thread(open_, cast.amina, "Warm homes", replies=[(cast.ben, "Post 2.")])
    worker()
    notice = world.rows(Notice, person_id=cast.amina.id)[0]
    eve = cast.eve

    def mail(person_id: int, told: int) -> None:
        email = db.session.get_one(Person, person_id).email
        db.session.add(
            Mail(
                sort=MailSort.NOTICE, person_id=person_id, event_id=told, recipient=email, subject="",
                body="", message_id=f"<{person_id}@test>", due_at=clock.now(),
            )
        )  # fmt: skip

    def both() -> None:
        db.session.add(
            Notice(
                person_id=eve.id, event_id=notice.event_id, kind=notice.kind, space_id=open_.id,
                conversation_id=thread.conversation_id, address=thread.address, told_at=clock.now(),
            )
        )  # fmt: skip
        for person_id in (cast.amina.id, eve.id):
            mail(person_id, notice.event_id)

    world.do(both)
    move(cast, thread, closed)
    worker()
    assert [mail.partition("To: ")[2].split()[0] for mail in mailbox()] == [cast.amina.email]


def test_only_who_tends_both_spaces_moves_and_the_other_is_no_oracle(
    world, cast, public, thread, open_
):
    hidden = world.space(CONFIDENTIAL, "Zaunkoenig", facilitator=cast.ruth)
    theirs = world.space(NETWORK, facilitator=cast.ruth, member=cast.chandra)
    slugs = hidden.slug, "0" * len(hidden.slug), theirs.slug
    answers = [sent(cast.chandra, thread, "move", space=slug, confirmed="y") for slug in slugs]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert len(answers[0].data) == len(answers[1].data)
    for somebody in (cast.amina, cast.ben):
        assert sent(somebody, thread, "move", space=open_.slug).status_code == 403
        assert somebody.browser.sees(f"{thread.address}/move") == 403
    for somebody in (cast.eve, cast.cleo, cast.ruth):
        assert sent(somebody, thread, "move", space=open_.slug).status_code == 404
    assert public.post(f"{thread.address}/move", space=open_.slug).status_code == 401
    assert world.rows(Entry, name="ThreadMoved") == []


def test_the_core_team_moves_between_open_spaces_by_office_and_never_into_closed_ones(
    world, cast, open_, closed
):
    network = world.space(NETWORK)
    thread = world.thread(open_, cast.amina)
    page = cast.cleo.browser.page(f"{thread.address}/move")
    assert network.name in page
    assert closed.name not in page
    assert sent(cast.cleo, thread, "move", space=network.slug).status_code == 303
    assert sent(cast.cleo, thread, "move", space=closed.slug).status_code == 422


def test_sent_twice_it_is_moved_once(world, cast, thread, open_):
    move(cast, thread, open_)
    assert sent(cast.chandra, thread, "move", space=open_.slug).status_code == 422
    assert len(world.rows(Entry, name="ThreadMoved")) == 1
