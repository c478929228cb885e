"""How far a viewer has read, and who follows a conversation."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, or_, select

from hrcn_community.accounts.models import Membership, Person, Persona, Standing
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    Conversation,
    Follow,
    ReadState,
)
from hrcn_community.core.db import Rows, db
from hrcn_community.spaces.models import Space, Visibility


def how_read(conversation: Conversation, *, viewer: AnyViewer) -> tuple[int, bool]:
    """Return up to which number `viewer` has read and whether they follow, in one look."""
    if not viewer.is_signed_in:
        return 0, False
    ids = {
        "person_id": viewer.id,
        "selves": viewer.selves,
        "conversation_id": conversation.id,
    }
    number, is_following = db.session.execute(_how_read(), ids).one()
    return number or 0, is_following


@cache
def _how_read() -> Rows:
    person_id, conversation_id = bindparam("person_id"), bindparam("conversation_id")
    number = select(ReadState.last_read_number).where(
        ReadState.person_id == person_id, ReadState.conversation_id == conversation_id
    )
    follow = exists().where(
        Follow.person_id.in_(bindparam("selves", expanding=True)),
        Follow.conversation_id == conversation_id,
    )
    return select(number.scalar_subquery(), follow)


def followers(conversation_id: int, at: datetime) -> Sequence[int]:
    """Return the ids of those who followed at that moment and to whom the space is still open."""
    following = select(Follow.person_id).where(
        Follow.conversation_id == conversation_id, Follow.since <= at
    )
    return _still_inside(following, conversation_id)


def readers_by_handle(conversation_id: int, handles: set[str]) -> Sequence[int]:
    """Return the ids of the people of these handles who can read the conversation."""
    if not handles:
        return []
    named = select(Person.id).where(Person.handle.in_(handles), Person.standing == Standing.MEMBER)
    return _still_inside(named, conversation_id)


def readers_by_id(conversation_id: int, ids: Sequence[int | None]) -> Sequence[int]:
    """Return those of the people `ids` who can read the conversation."""
    return _still_inside(select(Person.id).where(Person.id.in_(ids)), conversation_id)


def _still_inside(people: Select[Any], conversation_id: int) -> Sequence[int]:
    """Return those of `people` to whom the conversation is open, and the personas of its space.

    Whether the person behind a persona may still read is asked when they do: here nobody knows them.
    """
    inside = and_(Membership.person_id == Person.id, Membership.space_id == Space.id)
    member = and_(
        Person.standing == Standing.MEMBER,
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
