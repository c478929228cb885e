"""What was asked about pseudonyms: for the core team, and for whoever is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person, Persona, SiteRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import STANDING, Conversation, Post, Unmasking
from hrcn_community.core.db import Rows, db
from hrcn_community.spaces.models import Space

MOST = 100


@dataclass(frozen=True)
class AskedUnmasking:
    """A question who wrote a post; as a subject it stands where the post stands."""

    unmasking: Unmasking
    space: Space


def find_masked_post(ref: str, *, viewer: AnyViewer) -> Post | None:
    """Return a post under a pseudonym that stands or stood, where its space is open to `viewer`."""
    return db.session.scalar(
        select(Post)
        .join(Post.conversation)
        .join(Conversation.space)
        .join(Persona, Persona.person_id == Post.author_id)
        .options(contains_eager(Post.conversation).contains_eager(Conversation.space))
        .where(Post.ref == ref, Post.state.in_(STANDING), visible_to(viewer))
    )


def find_unmasking(ref: str, *, viewer: AnyViewer) -> AskedUnmasking | None:
    """Return what was asked, for the core team, where the space of the post is open to `viewer`."""
    if viewer.site_role != SiteRole.CORE:
        return None
    row = db.session.execute(
        select(Unmasking, Space)
        .join(Post, Post.id == Unmasking.post_id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Unmasking.ref == ref, visible_to(viewer))
    ).one_or_none()
    return AskedUnmasking(*row) if row else None


def find_opened_unmasking(ref: str, *, viewer: AnyViewer) -> AskedUnmasking | None:
    """Return what was confirmed and opens for `viewer` now."""
    found = find_unmasking(ref, viewer=viewer)
    return found if found and found.unmasking.opens_for(viewer.id) else None


def unmasking_row(asked: AskedUnmasking) -> Any:
    """Return everything that the page about it shows; whose pseudonym it is, is no part of it."""
    return db.session.execute(_rows().where(Unmasking.id == asked.unmasking.id)).one()


def unmaskings(*, viewer: AnyViewer) -> Sequence[Any]:
    """Return the newest that was asked about pseudonyms in spaces that are open to `viewer`."""
    rows = _rows().where(visible_to(viewer)).order_by(Unmasking.id.desc()).limit(MOST)
    return db.session.execute(rows).all()


def unmaskings_of(persona_ids: Sequence[int]) -> Sequence[Any]:
    """Return all that was asked about these personas, the newest first: for who is behind them."""
    rows = _rows().where(Unmasking.persona_id.in_(persona_ids)).order_by(Unmasking.id.desc())
    return db.session.execute(rows).all()


def _rows() -> Rows:
    persona, asker, decider = aliased(Person), aliased(Person), aliased(Person)
    return (
        select(
            Unmasking.ref,
            Unmasking.persona_id,
            Unmasking.reason,
            Unmasking.asked_at,
            Unmasking.asked_by_id,
            Unmasking.decided_at,
            Unmasking.is_confirmed,
            persona.name.label("pseudonym"),
            asker.name.label("asked_by"),
            decider.name.label("decided_by"),
            Post.ref.label("post_ref"),
            Post.state.label("post_state"),
            Conversation.title,
            Space.name.label("space_name"),
        )
        .join(persona, persona.id == Unmasking.persona_id)
        .join(asker, asker.id == Unmasking.asked_by_id)
        .outerjoin(decider, decider.id == Unmasking.decided_by_id)
        .join(Post, Post.id == Unmasking.post_id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
    )
