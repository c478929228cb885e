"""Who is told of what happens to posts and at the door of a space, whatever room it is in."""

from flask_babel import ngettext
from sqlalchemy import ColumnElement, false, or_, select

from hrcn_community.accounts.events import RequestDeclined, SpaceAsked, SpaceJoined
from hrcn_community.accounts.places import facilitator_ids
from hrcn_community.conversations.actions.keeping import take_reminder
from hrcn_community.conversations.events import (
    PollClosed,
    PostEdited,
    PostReacted,
    PostShown,
    PostTranslated,
    ReminderReached,
)
from hrcn_community.conversations.models import (
    Conversation,
    Poll,
    PollVote,
    Post,
    PostState,
    Translation,
)
from hrcn_community.conversations.queries import followers, readers_by_handle, readers_by_id
from hrcn_community.conversations.queries.reactions import is_said
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.models import Notice
from hrcn_community.notifications.topics import Many, Topic, Words
from hrcn_community.spaces.models import Space

WORDS: Words = {
    Topic.RESPONSE: {
        "post.reacted": Many(
            _l("%(actor)s valued your post in “%(title)s”"),
            lambda n, title: ngettext(
                "Your posts in “%(title)s” were valued %(num)s time",
                "Your posts in “%(title)s” were valued %(num)s times",
                n,
                title=title,
            ),
        ),
        "post.translated": _l("%(actor)s translated your post in “%(title)s”"),
        "post.edited": _l("%(actor)s edited a text of yours that is shared, in “%(title)s”"),
        "poll.closed": _l("A poll in “%(title)s” has closed"),
    },
    Topic.DATE: {
        "post.reminder": _l("You wanted to be reminded of a post in “%(title)s”"),
    },
    Topic.DECISION: {
        "post.shown": _l("%(actor)s shows your post in “%(title)s” again"),
        "space.admitted": _l("%(actor)s let you into “%(title)s”"),
        "space.declined": _l("%(actor)s did not let you into “%(title)s”"),
    },
    Topic.DUTY: {
        "space.asked": _l("%(actor)s asks to be let into “%(title)s”"),
    },
}


def tell_readers(post_id: int, entry: Entry, *, mentioned: str, others: str) -> None:
    """Tell those whom a post names that it does (`mentioned`), and who else follows of it (`others`)."""
    post = db.session.get_one(Post, post_id)
    conversation = db.session.get_one(Conversation, post.conversation_id)
    address = f"{conversation.address}?post={post.number}#p{post.number}"
    named = set(readers_by_handle(conversation.id, richtext.mentions(post.source)))
    tell(named, mentioned, entry, address, conversation=conversation, post=post)
    following = set(followers(conversation.id, entry.happened_at)) - named
    tell(following, others, entry, address, conversation=conversation, post=post)


def tell_author_of_showing(event: PostShown, entry: Entry) -> None:
    post = db.session.get_one(Post, event.post_id)
    _tell_author(post, "post.shown", entry, unless=false())


def tell_author_of_reaction(event: PostReacted, entry: Entry) -> None:
    """Tell an author that somebody valued their post: of each post once a day, of each person once."""
    post = db.session.get_one(Post, event.post_id, with_for_update=True)  # one worker after another
    if is_said(post, event.kind, entry.actor_id):
        before = or_(Notice.actor_id == entry.actor_id, _today(entry))
        _tell_author(post, "post.reacted", entry, unless=before)


def tell_author_of_edit(event: PostEdited, entry: Entry) -> None:
    """Tell whose text is shared that others edited it: of each text once a day."""
    post = db.session.get_one(Post, event.post_id, with_for_update=True)
    if post.is_wiki:
        _tell_author(post, "post.edited", entry, unless=_today(entry))


def tell_author_of_translation(event: PostTranslated, entry: Entry) -> None:
    original = db.session.get_one(Post, event.original_id)
    _tell_author(original, "post.translated", entry, unless=false())


def tell_who_wanted_to_be_reminded(event: ReminderReached, entry: Entry) -> None:
    """Remind somebody of a post, if they still want it and it is still open to them."""
    kept = take_reminder(event.bookmark_id)
    post = kept and db.session.get(Post, kept.post_id)
    if kept and post and post.state == PostState.PUBLISHED:
        conversation = db.session.get_one(Conversation, post.conversation_id)
        reader = readers_by_id(conversation.id, [kept.person_id])
        tell(
            reader, "post.reminder", entry, _address(post, conversation), conversation=conversation
        )


def tell_of_closed_poll(event: PollClosed, entry: Entry) -> None:
    """Tell the author, and those who voted by name, while the post stands and they may read it."""
    poll = db.session.get_one(Poll, event.poll_id)
    post = db.session.get_one(Post, poll.post_id)
    if post.state != PostState.PUBLISHED:
        return
    conversation = db.session.get_one(Conversation, post.conversation_id)
    voted = select(PollVote.person_id).where(PollVote.poll_id == poll.id).distinct()
    readers = readers_by_id(conversation.id, [post.author_id, *db.session.scalars(voted)])
    address = f"{conversation.address}?post={post.number}#p{post.number}"
    tell(readers, "poll.closed", entry, address, conversation=conversation, names_actor=False)


def tell_facilitators_of_request(event: SpaceAsked, entry: Entry) -> None:
    space = db.session.get_one(Space, event.space_id)
    _tell_of(space, facilitator_ids(space.id), "space.asked", entry, space.id)


def tell_of_admission(event: SpaceJoined, entry: Entry) -> None:
    """Tell somebody that they were let in; whoever went in by themselves knows it."""
    space = db.session.get_one(Space, event.space_id)
    _tell_of(space, [event.person_id], "space.admitted", entry, space.id)


def tell_of_declining(event: RequestDeclined, entry: Entry) -> None:
    """Tell somebody that they stay outside: of a name that they know, so it is shown in any case."""
    _tell_of(db.session.get_one(Space, event.space_id), [event.person_id], "space.declined", entry)


def _tell_author(post: Post, kind: str, entry: Entry, unless: ColumnElement[bool]) -> None:
    """Tell the author of `post`, unless a notice of this kind and post told them before."""
    conversation = db.session.get_one(Conversation, post.conversation_id)
    author, address = readers_by_id(conversation.id, [post.author_id]), _address(post, conversation)
    told = select(Notice.id).where(
        Notice.person_id.in_(author), Notice.kind == kind, Notice.address == address, unless
    )
    if db.session.scalar(told.limit(1)) is None:
        tell(author, kind, entry, address, conversation=conversation)


def _today(entry: Entry) -> ColumnElement[bool]:
    """Return the condition that a notice was told on the day of `entry`, or after it."""
    return Notice.told_at >= entry.happened_at.replace(hour=0, minute=0, second=0, microsecond=0)


def _address(post: Post, conversation: Conversation) -> str:
    """Return where a post stands: a translation on a page of its own, gone it is its original's place."""
    if post.number is None and post.state == PostState.PUBLISHED:
        return f"/posts/{post.ref}"
    number = post.number or db.session.scalar(
        select(Post.number)
        .join(Translation, Translation.original_id == Post.id)
        .where(Translation.post_id == post.id)
    )
    return f"{conversation.address}?post={number}#p{number}"


def _tell_of(space: Space, people, kind: str, entry: Entry, only_inside: int | None = None) -> None:
    tell(people, kind, entry, f"/spaces/{space.slug}", space_id=only_inside, title=space.name)
