"""Who is told that somebody wants to know who writes under a pseudonym, and how it was decided."""

from hrcn_community.accounts.directory import core_team_ids
from hrcn_community.conversations.events import UnmaskingAsked, UnmaskingDecided
from hrcn_community.conversations.models import Conversation, Post, Unmasking
from hrcn_community.conversations.queries import readers_by_id
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words

WORDS: Words = {
    Topic.DECISION: {
        "unmasking.asked": _l("%(actor)s asked who wrote under your pseudonym in “%(title)s”"),
        "unmasking.confirmed": _l("%(actor)s agreed that your name be known, in “%(title)s”"),
        "unmasking.declined": _l("%(actor)s declined that your name be known, in “%(title)s”"),
    },
    Topic.DUTY: {
        "unmasking.waits": _l("%(actor)s asks to know who wrote a post in “%(title)s”"),
        "unmasking.over": _l("%(actor)s decided what you asked about a post in “%(title)s”"),
    },
}


def tell_of_unmasking(event: UnmaskingAsked, entry: Entry) -> None:
    """Tell the author at once, and those of the core team who read there that one of them must decide."""
    unmasking, conversation = _about(event.unmasking_id)
    _tell_author(unmasking, conversation, "unmasking.asked", entry)
    here = set(readers_by_id(conversation.id, core_team_ids()))
    address = f"/admin/unmaskings/{unmasking.ref}"
    tell(here, "unmasking.waits", entry, address, conversation=conversation)


def tell_of_decision(event: UnmaskingDecided, entry: Entry) -> None:
    """Tell the author, and whoever asked."""
    unmasking, conversation = _about(event.unmasking_id)
    kind = "unmasking.confirmed" if unmasking.is_confirmed else "unmasking.declined"
    _tell_author(unmasking, conversation, kind, entry)
    asker = readers_by_id(conversation.id, [unmasking.asked_by_id])
    address = f"/admin/unmaskings/{unmasking.ref}"
    tell(asker, "unmasking.over", entry, address, conversation=conversation)


def _tell_author(unmasking: Unmasking, about: Conversation, kind: str, entry: Entry) -> None:
    tell([unmasking.persona_id], kind, entry, "/settings/pseudonyms", conversation=about)


def _about(unmasking_id: int) -> tuple[Unmasking, Conversation]:
    unmasking = db.session.get_one(Unmasking, unmasking_id)
    post = db.session.get_one(Post, unmasking.post_id)
    return unmasking, db.session.get_one(Conversation, post.conversation_id)
