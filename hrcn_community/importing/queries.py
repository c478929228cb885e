"""What was written elsewhere under somebody's address, as far as they may read it here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.placeholders import address_print
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.importing.models import ImportedSeat, Placeholder
from hrcn_community.spaces.models import Space

MOST_NAMED = 20


@dataclass(frozen=True)
class Offer:
    """Under which name it was written, and in which conversations that the viewer may read."""

    name: str
    talks: Sequence[Any]


def offer_for(viewer: Viewer) -> Offer | None:
    """Return what the viewer may claim; how much stands where they cannot read is not told."""
    placeholder = placeholder_of(viewer.id)
    if placeholder is None:
        return None
    talks = db.session.execute(
        select(
            Conversation.title,
            Conversation.address,
            Conversation.language,
            func.count().label("posts"),
        )
        .join(Post, Post.conversation_id == Conversation.id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Post.author_id == placeholder.person_id, visible_to(viewer))
        .group_by(Conversation.id)
        .order_by(Conversation.last_post_at.desc(), Conversation.id.desc())
        .limit(MOST_NAMED)
    ).all()
    return Offer(db.session.get_one(Person, placeholder.person_id).name, talks)


def placeholder_of(person_id: int, *, alone: bool = False) -> Placeholder | None:
    """Return who stands for a member under their confirmed address, while something is theirs to claim.

    `alone` lets nobody else claim it until the end.
    """
    address = db.session.scalar(
        select(Person.email).where(
            Person.id == person_id,
            Person.standing == Standing.MEMBER,
            Person.email_confirmed_at.is_not(None),
        )
    )
    if address is None:
        return None
    named = select(Placeholder).where(Placeholder.lookup == address_print(address))
    found = db.session.scalar(named.with_for_update() if alone else named)
    return found if found and _has_something(found.person_id) else None


def _has_something(person_id: int) -> bool:
    wrote = select(Post.id).where(Post.author_id == person_id).limit(1)
    sat = select(ImportedSeat.space_id).where(ImportedSeat.person_id == person_id).limit(1)
    return any(db.session.scalar(each) is not None for each in (wrote, sat))
