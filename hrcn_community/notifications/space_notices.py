"""Who is told of what befalls a first post, and of who runs a space."""

from collections.abc import Iterable

from sqlalchemy import select

from hrcn_community.accounts.events import FacilitatorAppointed, FacilitatorReleased
from hrcn_community.accounts.places import facilitator_ids
from hrcn_community.conversations.events import PostHeld, PostRefused, PostReleased
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.conversations.queries import readers_by_id
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.models import Notice
from hrcn_community.notifications.topics import Topic, Words
from hrcn_community.spaces.models import Space

HELD = "post.held"
WORDS: Words = {
    Topic.DUTY: {
        HELD: _l("Posts in “%(title)s” wait for you to read them"),
    },
    Topic.DECISION: {
        "post.released": _l("%(actor)s let your first post through, in “%(title)s”"),
        "post.refused": _l("%(actor)s did not let your post through, in “%(title)s”; the reason stands with it"),
        "space.appointed": _l("%(actor)s made you a facilitator of “%(title)s”"),
        "space.stood_down": _l("%(actor)s ended your role as facilitator of “%(title)s”; you remain a member"),
    },
}  # fmt: skip


def tell_facilitators_of_held(event: PostHeld, entry: Entry) -> None:
    """Tell those who decide that something waits: once, until they have seen that it does."""
    post = db.session.get_one(Post, event.post_id)
    if post.state != PostState.HELD:
        return
    conversation = db.session.get_one(Conversation, event.conversation_id)
    space = db.session.get_one(Space, conversation.space_id)
    to_tell = set(facilitator_ids(space.id)) - set(_told_already(space))
    about = {"space_id": space.id, "title": space.name, "names_actor": False}
    tell(to_tell, HELD, entry, held_address(space), **about)


def tell_author_of_release(event: PostReleased, entry: Entry) -> None:
    _tell_author(event, "post.released", entry)


def tell_author_of_refusal(event: PostRefused, entry: Entry) -> None:
    _tell_author(event, "post.refused", entry)


def tell_of_appointment(event: FacilitatorAppointed, entry: Entry) -> None:
    _tell_one(event, "space.appointed", entry)


def tell_of_standing_down(event: FacilitatorReleased, entry: Entry) -> None:
    _tell_one(event, "space.stood_down", entry)


def held_address(space: Space) -> str:
    return f"/spaces/{space.slug}/held"


def _tell_author(event: PostReleased | PostRefused, kind: str, entry: Entry) -> None:
    post = db.session.get_one(Post, event.post_id)
    conversation = db.session.get_one(Conversation, post.conversation_id)
    author = readers_by_id(conversation.id, [post.author_id])
    address = post.address_in(conversation)
    tell(author, kind, entry, address, conversation=conversation)


def _tell_one(event: FacilitatorAppointed | FacilitatorReleased, kind: str, entry: Entry) -> None:
    space = db.session.get_one(Space, event.space_id)
    address = f"/spaces/{space.slug}"
    tell([event.person_id], kind, entry, address, space_id=space.id, title=space.name)


def _told_already(space: Space) -> Iterable[int]:
    unseen = select(Notice.person_id).where(
        Notice.person_id.in_(facilitator_ids(space.id)),
        Notice.kind == HELD,
        Notice.space_id == space.id,
        Notice.seen_at.is_(None),
    )
    return db.session.scalars(unseen)
