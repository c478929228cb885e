"""How far a viewer has read, and who follows a conversation."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, bindparam, exists, or_, select, union

from hrcn_community.accounts.models import (
    Membership,
    Person,
    Persona,
    Standing,
    takes_part,
)
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    TOLD,
    Conversation,
    Follow,
    Level,
    ReadState,
    SpaceFollow,
)
from hrcn_community.core.db import Rows, db
from hrcn_community.spaces.models import Space, Visibility


def how_read(conversation: Conversation, *, viewer: AnyViewer) -> tuple[int, str]:
    """Return up to which number `viewer` has read and how much they want to be told, in one look."""
    if not viewer.is_member:
        return 0, ""
    ids = {
        "person_id": viewer.id,
        "selves": viewer.selves,
        "conversation_id": conversation.id,
    }
    number, level, as_persona = db.session.execute(_how_read(), ids).one()
    return number or 0, level or (Level.FOLLOWING if as_persona else "")


@cache
def _how_read() -> Rows:
    """Select the read position, the viewer's own level, and whether another self of theirs follows."""
    person_id, conversation_id = bindparam("person_id"), bindparam("conversation_id")
    number = select(ReadState.last_read_number).where(
        ReadState.person_id == person_id, ReadState.conversation_id == conversation_id
    )
    level = select(Follow.level).where(
        Follow.person_id == person_id, Follow.conversation_id == conversation_id
    )
    as_persona = exists().where(
        Follow.person_id.in_(bindparam("selves", expanding=True)),
        Follow.conversation_id == conversation_id,
        Follow.level.in_(TOLD),
    )
    return select(number.scalar_subquery(), level.scalar_subquery(), as_persona)


def followers(conversation_id: int, at: datetime) -> Sequence[int]:
    """Return the ids of those who followed at that moment and to whom the space is still open."""
    following = select(Follow.person_id).where(
        Follow.conversation_id == conversation_id, Follow.level.in_(TOLD), Follow.since <= at
    )
    watching = _following_space(conversation_id, at).where(SpaceFollow.level == Level.WATCHING)
    return _still_inside(union(following, watching), conversation_id)


def space_followers(conversation_id: int, at: datetime) -> Sequence[int]:
    """Return the ids of those who wanted at that moment to be told of what is begun in its space."""
    following = _following_space(conversation_id, at).where(SpaceFollow.level.in_(TOLD))
    return _still_inside(following, conversation_id)


def _following_space(conversation_id: int, at: datetime) -> Rows:
    return (
        select(SpaceFollow.person_id)
        .join(Conversation, Conversation.space_id == SpaceFollow.space_id)
        .where(Conversation.id == conversation_id, SpaceFollow.since <= at)
    )


def space_level(space_id: int, *, viewer: AnyViewer) -> str:
    """Return how much `viewer` wants to be told of a space; '' is what is normal."""
    if not viewer.is_member:
        return ""
    row = db.session.get(SpaceFollow, (space_id, viewer.id))
    return row.level if row else ""


def readers_by_handle(conversation_id: int, handles: set[str]) -> Sequence[int]:
    """Return the ids of the people of these handles who can read the conversation."""
    if not handles:
        return []
    named = select(Person.id).where(Person.handle.in_(handles), takes_part())
    return _still_inside(named, conversation_id)


def readers_by_id(conversation_id: int, ids: Sequence[int | None]) -> Sequence[int]:
    """Return those of the people `ids` who can read the conversation."""
    return _still_inside(select(Person.id).where(Person.id.in_(ids)), conversation_id)


def _still_inside(people: Select[Any] | CompoundSelect[Any], conversation_id: int) -> Sequence[int]:
    """Return those of `people` to whom the conversation is open, and the personas of its space.

    Whether the person behind a persona may still read is asked when they do: here nobody knows them.
    """
    inside = and_(Membership.person_id == Person.id, Membership.space_id == Space.id)
    member = and_(
        takes_part(),
        Space.visibility.in_([Visibility.PUBLIC, Visibility.NETWORK])
        | select(Membership.person_id).where(inside).correlate(Person, Space).exists(),
    )
    of_space = and_(Persona.person_id == Person.id, Persona.space_id == Space.id)
    persona = and_(
        Person.standing == Standing.PERSONA,
        select(Persona.person_id).where(of_space).correlate(Person, Space).exists(),
    )
    allowed = (
        select(Person.id)
        .join(Conversation, Conversation.id == conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Person.id.in_(people), or_(member, persona))
    )
    return db.session.scalars(allowed).all()
