"""Who is told of what happens to posts and at the door of a space, whatever room it is in."""

from sqlalchemy import select

from hrcn_community.accounts.events import RequestDeclined, SpaceAsked, SpaceJoined
from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.conversations.events import PostHidden
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries import followers, readers_by_handle, readers_by_id
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.spaces.models import Space

WORDS = {
    "post.hidden": _l("%(actor)s hid your post in “%(title)s”; the reason stands in its place"),
    "space.asked": _l("%(actor)s asks to be let into “%(title)s”"),
    "space.admitted": _l("%(actor)s let you into “%(title)s”"),
    "space.declined": _l("%(actor)s did not let you into “%(title)s”"),
}


def tell_readers(post_id: int, entry: Entry, *, mentioned: str, others: str) -> None:
    """Tell those whom a post names that it does (`mentioned`), and who else follows of it (`others`)."""
    post = db.session.get_one(Post, post_id)
    conversation = db.session.get_one(Conversation, post.conversation_id)
    address = f"{conversation.address}?post={post.number}#p{post.number}"
    named = set(readers_by_handle(conversation.id, richtext.mentions(post.source)))
    tell(named, mentioned, entry, address, conversation=conversation)
    following = set(followers(conversation.id, entry.happened_at)) - named
    tell(following, others, entry, address, conversation=conversation)


def tell_author_of_hiding(event: PostHidden, entry: Entry) -> None:
    post = db.session.get_one(Post, event.post_id)
    conversation = db.session.get_one(Conversation, post.conversation_id)
    address = f"{conversation.address}?post={post.number}#p{post.number}"
    author = readers_by_id(conversation.id, [post.author_id])
    tell(author, "post.hidden", entry, address, conversation=conversation)


def tell_facilitators_of_request(event: SpaceAsked, entry: Entry) -> None:
    space = db.session.get_one(Space, event.space_id)
    facilitators = select(Membership.person_id).where(
        Membership.space_id == space.id, Membership.role == SpaceRole.FACILITATOR
    )
    _tell_of(space, db.session.scalars(facilitators).all(), "space.asked", entry, space.id)


def tell_of_admission(event: SpaceJoined, entry: Entry) -> None:
    """Tell somebody that they were let in; whoever went in by themselves knows it."""
    space = db.session.get_one(Space, event.space_id)
    _tell_of(space, [event.person_id], "space.admitted", entry, space.id)


def tell_of_declining(event: RequestDeclined, entry: Entry) -> None:
    """Tell somebody that they stay outside: of a name that they know, so it is shown in any case."""
    _tell_of(db.session.get_one(Space, event.space_id), [event.person_id], "space.declined", entry)


def _tell_of(space: Space, people, kind: str, entry: Entry, only_inside: int | None = None) -> None:
    tell(people, kind, entry, f"/spaces/{space.slug}", space_id=only_inside, title=space.name)
