"""What may no longer be told when a mail goes out is told in none, whatever it was when it happened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hrcn_community.accounts.models import Person, SiteRole, Standing
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions import delete_post, hide_post
from hrcn_community.conversations.models import Conversation, Follow, Post, PostState, SpaceFollow
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.upsert import upsert
from hrcn_community.discussions.actions.moving import move_thread
from hrcn_community.discussions.queries import find_thread
from hrcn_community.notifications.models import Mail, MailPace, Notice
from hrcn_community.notifications.topics import Topic
from hrcn_community.spaces.models import Space
from tests.factories import CONFIDENTIAL, RESTRICTED
from tests.letterbox import read

TOMORROW = timedelta(days=2)


class Story:
    """Ben writes in a restricted thread that Amina follows: she is named once, and told of a reply."""

    def __init__(self, world, cast) -> None:
        self.world, self.cast = world, cast
        self.space = world.space(
            RESTRICTED, member=[cast.amina, cast.ben], facilitator=cast.chandra
        )
        self.elsewhere = world.space(RESTRICTED, member=cast.ben, facilitator=cast.chandra)
        self.thread = world.thread(self.space, cast.amina)
        world.reply(self.thread, cast.ben, "Zaunkoenig, says @amina?")
        world.reply(self.thread, cast.ben, "And more of the Zaunkoenig.")

    @property
    def amina(self) -> int:
        return self.cast.amina.id

    def change(self, **columns: object) -> None:
        """Let Amina be so."""

        def do() -> None:
            person = db.session.get_one(Person, self.amina)
            for name, value in columns.items():
                setattr(person, name, value)

        self.world.do(do)

    def with_posts(self, deed: Callable[[Post], object]) -> None:
        """Do something to each of the two replies."""

        def do() -> None:
            here = Post.conversation_id == self.thread.conversation_id
            for post in db.session.scalars(select(Post).where(here, Post.number > 1)).all():
                post.conversation = db.session.get_one(Conversation, post.conversation_id)
                deed(post)

        self.world.do(do)


def leaves(story: Story) -> None:
    space_id = story.space.id
    story.world.do(lambda: put_outside(db.session.get_one(Space, space_id), story.amina))


def thread_moves(story: Story) -> None:
    def move() -> None:
        by = viewer_of(story.cast.chandra.id)
        thread = find_thread(story.thread.ref, viewer=by)
        assert thread
        move_thread(thread, db.session.get_one(Space, story.elsewhere.id), by=by)

    story.world.do(move)


def posts_are_moved_on(story: Story) -> None:
    """Into a conversation of another space, as a split does."""
    other = story.world.thread(story.elsewhere, story.cast.ben, "Elsewhere")

    def move(post: Post) -> None:
        post.conversation_id, post.number = other.conversation_id, (post.number or 0) + 10

    story.with_posts(move)


def posts_are_hidden(story: Story) -> None:
    chandra = story.world.viewer(story.cast.chandra)
    story.with_posts(lambda post: hide_post(post, by=chandra, reason="No birds."))


def posts_are_deleted(story: Story) -> None:
    ben = story.world.viewer(story.cast.ben)
    story.with_posts(lambda post: delete_post(post, by=ben))


def posts_are_held(story: Story) -> None:
    def hold(post: Post) -> None:
        post.state = PostState.HELD

    story.with_posts(hold)


def is_suspended(story: Story) -> None:
    story.change(standing=Standing.SUSPENDED)


def mutes_the_thread(story: Story) -> None:
    identity = {"conversation_id": story.thread.conversation_id, "person_id": story.amina}
    muted = {"level": "muted", "since": clock.now()}
    story.world.do(lambda: upsert(Follow, identity, muted))


def mutes_the_space(story: Story) -> None:
    identity = {"space_id": story.space.id, "person_id": story.amina}
    muted = {"level": "muted", "since": clock.now()}

    def mute() -> None:
        upsert(SpaceFollow, identity, muted)
        here = {"conversation_id": story.thread.conversation_id, "person_id": story.amina}
        db.session.delete(db.session.get_one(Follow, (here["conversation_id"], here["person_id"])))

    story.world.do(mute)


def has_read_it(story: Story) -> None:
    story.cast.amina.browser.page(story.thread.address)


def mail_is_stopped(story: Story) -> None:
    story.world.do(
        lambda: upsert(MailPace, {"person_id": story.amina}, {"stopped_at": clock.now()})
    )


WITHDRAWN = [
    leaves,
    thread_moves,
    posts_are_moved_on,
    posts_are_hidden,
    posts_are_deleted,
    posts_are_held,
    is_suspended,
    mutes_the_thread,
    mutes_the_space,
    has_read_it,
    mail_is_stopped,
]


@pytest.fixture
def story(world, cast, react):
    story = Story(world, cast)
    react()
    return story


def to_amina(mailbox) -> list[str]:
    return [mail.all_said for mail in read(mailbox(), to="amina@example.org")]


def test_without_anything_withdrawn_she_is_told_both(story, gather, send, mailbox):
    """Else the silence below would prove nothing."""
    with clock.at(clock.now() + TOMORROW):
        gather()
    with clock.at(clock.now() + TOMORROW):
        send()
    at_once, digest = sorted(to_amina(mailbox), key=len, reverse=True)
    assert "Zaunkoenig, says" in at_once + digest
    assert "more of the Zaunkoenig" in at_once + digest


@pytest.mark.parametrize("withdraw", WITHDRAWN, ids=lambda deed: deed.__name__)
def test_what_was_withdrawn_meanwhile_is_in_no_mail(story, world, withdraw, gather, send, mailbox):
    with clock.at(clock.now() + TOMORROW):
        gather()
    assert len(world.rows(Mail, person_id=story.amina)) == 2
    withdraw(story)
    with clock.at(clock.now() + TOMORROW):
        send()
    assert to_amina(mailbox) == []
    assert world.rows(Mail, person_id=story.amina) == []


@pytest.mark.parametrize("withdraw", WITHDRAWN, ids=lambda deed: deed.__name__)
def test_what_was_withdrawn_before_a_digest_was_gathered_is_not_in_it(
    story, withdraw, gather, send, mailbox
):
    withdraw(story)
    with clock.at(clock.now() + TOMORROW):
        gather()
        send()
    assert to_amina(mailbox) == []


def test_a_topic_that_was_stopped_meanwhile_is_in_no_mail(
    story, chooses, gather, send, mailbox, cast
):
    with clock.at(clock.now() + TOMORROW):
        gather()
    chooses(cast.amina, Topic.MENTION, "never")
    chooses(cast.amina, Topic.REPLY, "never")
    with clock.at(clock.now() + TOMORROW):
        send()
    assert to_amina(mailbox) == []


def test_what_is_left_out_of_a_digest_comes_in_no_later_one(
    story, world, cast, gather, send, mailbox, react
):
    with clock.at(clock.now() + TOMORROW):
        gather()
    mutes_the_thread(story)
    with clock.at(clock.now() + TOMORROW):
        send()
    here = {"conversation_id": story.thread.conversation_id, "person_id": story.amina}
    world.do(lambda: upsert(Follow, here, {"level": "following", "since": clock.now()}))
    world.reply(story.thread, cast.ben, "Something else.")
    react()
    with clock.at(clock.now() + 2 * TOMORROW):
        gather()
        send()
    [digest] = to_amina(mailbox)
    assert "Something else." in digest
    assert "Zaunkoenig" not in digest


def test_a_thread_that_went_where_mail_says_nothing_is_told_of_without_a_word(
    story, world, cast, send, mailbox
):
    closed = world.space(CONFIDENTIAL, "Bird room", member=[cast.amina, cast.ben, cast.chandra])
    story.elsewhere = closed
    world.do(
        lambda: put_inside(db.session.get_one(Space, closed.id), cast.chandra.id, "facilitator")
    )
    thread_moves(story)
    send()
    [mail] = [mail for mail in to_amina(mailbox) if "Something waits" in mail]
    for word in ("Zaunkoenig", "Warm homes", "Bird room", "Ben", story.thread.ref):
        assert word not in mail


def test_who_is_no_longer_core_team_is_told_of_no_letter(world, cast, public, react, send, mailbox):
    assert cast.cleo
    letter = {"topic": "barrier", "email": "nora@example.org", "body": "The menu traps my focus."}
    home = {"Origin": "http://localhost"}
    assert public.client.post("/contact", data=letter, headers=home).status_code == 303
    react()
    [mail] = world.rows(Mail, sort="notice")
    assert mail.recipient == "cleo@example.org"

    def demote() -> None:
        db.session.get_one(Person, cast.cleo.id).site_role = SiteRole.PRACTITIONER

    world.do(demote)
    send()
    assert read(mailbox(), to="cleo@example.org") == []


def test_mail_goes_to_the_address_that_is_theirs_by_now(story, send, mailbox):
    story.change(email="amina@city.example.org")
    send()
    assert [mail.to for mail in read(mailbox())] == ["amina@city.example.org"]


def test_what_they_were_told_stays_in_the_app_when_mail_is_stopped(story, world, send):
    mail_is_stopped(story)
    send()
    assert len(world.rows(Notice, person_id=story.amina)) == 2
