"""Who is told where a thread or a post has gone, and of reminders; in which words."""

from sqlalchemy import func, select

from hrcn_community.accounts.places import facilitator_ids
from hrcn_community.conversations.models import TOLD, Conversation, Follow, MovedNumber, Post
from hrcn_community.conversations.queries import followers, readers_by_id
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.discussions.events import (
    ThreadMerged,
    ThreadMoved,
    ThreadReminderRung,
    ThreadSplit,
)
from hrcn_community.discussions.models import Thread
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words

WORDS: Words = {
    Topic.REPLY: {
        "thread.moved": _l("%(actor)s moved “%(title)s” to another space"),
        "thread.goes_on": _l("%(actor)s let a thread that you follow go on in “%(title)s”"),
    },
    Topic.RESPONSE: {
        "thread.post_moved": _l("%(actor)s moved your post into “%(title)s”"),
    },
    Topic.DATE: {
        "thread.reminded": _l(
            "It is time to look at “%(title)s” again: a reminder was set for now"
        ),
    },
}


def tell_of_moved_thread(event: ThreadMoved, entry: Entry) -> None:
    """Tell those who follow it and may read it where it stands now."""
    conversation = _conversation(event.thread_id)
    following = followers(conversation.id, entry.happened_at)
    tell(following, "thread.moved", entry, conversation.address, conversation=conversation)


def tell_of_split(event: ThreadSplit, entry: Entry) -> None:
    """Tell those whose posts went into the new thread, if they may read it."""
    source, target = _conversation(event.thread_id), _conversation(event.into_id)
    _tell_authors(source, target, entry)


def tell_of_merger(event: ThreadMerged, entry: Entry) -> None:
    """Tell those whose posts went, and who else followed, if they may read where they are now."""
    source, target = _conversation(event.thread_id), _conversation(event.into_id)
    _tell_authors(source, target, entry)
    followed = select(Follow.person_id).where(
        Follow.conversation_id == source.id, Follow.level.in_(TOLD)
    )
    following = readers_by_id(target.id, db.session.scalars(followed).all())
    tell(following, "thread.goes_on", entry, source.address, conversation=target)


def tell_of_reminder(event: ThreadReminderRung, entry: Entry) -> None:
    """Tell the facilitators and who set it, if they may still read it."""
    conversation = _conversation(event.thread_id)
    people = [*facilitator_ids(conversation.space_id), event.set_by_id]
    told = readers_by_id(conversation.id, people)
    tell(told, "thread.reminded", entry, conversation.address, conversation=conversation)


def _tell_authors(source: Conversation, target: Conversation, entry: Entry) -> None:
    """Tell each at the first of their posts that went from `source` to `target`."""
    moved = (
        select(Post.author_id, func.min(Post.number).label("number"))
        .join(MovedNumber, MovedNumber.post_id == Post.id)
        .where(MovedNumber.conversation_id == source.id, Post.conversation_id == target.id)
        .group_by(Post.author_id)
    )
    first = {row.author_id: row.number for row in db.session.execute(moved)}
    addresses = {
        author_id: f"{target.address}?post={first[author_id]}#p{first[author_id]}"
        for author_id in readers_by_id(target.id, list(first))
    }
    tell(addresses, "thread.post_moved", entry, addresses, conversation=target)


def _conversation(thread_id: int) -> Conversation:
    thread = db.session.get_one(Thread, thread_id)
    return db.session.get_one(Conversation, thread.conversation_id)
