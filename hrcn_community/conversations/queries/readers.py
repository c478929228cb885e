"""Who can read a space, and what a conversation is about."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from hrcn_community.accounts.distances import kept_apart
from hrcn_community.accounts.models import (
    Membership,
    Person,
    takes_part,
)
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    ConversationTerm,
)
from hrcn_community.core.cache import for_a_while
from hrcn_community.core.db import db
from hrcn_community.core.text import fold
from hrcn_community.register.models import Term
from hrcn_community.spaces.models import Space

COUNTED_EVERY_SECONDS = 60


def audience_size(space: Space) -> int:
    """Return how many people can read a space: its members, or the whole network (of this minute)."""
    if space.audience.is_closed:
        return space.member_count
    return network_size()


def said_audience(space: Space) -> int:
    """Return the same where it may be said beside any post: not in the rooms that features keep."""
    return audience_size(space) if space.is_listed else 0


def network_size() -> int:
    """Return how many people the network has (of this minute)."""
    return for_a_while("people of the network", COUNTED_EVERY_SECONDS, _people_of_the_network)


def _people_of_the_network() -> int:
    people = select(func.count()).select_from(Person).where(takes_part())
    return db.session.scalar(people) or 0


def mentionable(space: Space, beginning: str, *, viewer: AnyViewer, most: int = 8) -> Sequence[Any]:
    """Return people who can read `space` and whose handle, or a part of whose name, begins so.

    Only members stand in the list: no pseudonym, nobody who cannot come in, and nobody whom `viewer`
    blocks or who blocks them.
    """
    members = takes_part(), ~kept_apart(viewer)
    people = select(Person.handle, Person.name).where(*members)
    if space.audience.is_closed:
        inside = select(Membership.person_id).where(Membership.space_id == space.id)
        people = people.where(Person.id.in_(inside))
    by_handle = Person.handle.startswith(beginning.lower(), autoescape=True)
    by_name = Person.name_key.startswith(fold(beginning), autoescape=True)
    by_part = Person.name_key.contains(f" {fold(beginning)}", autoescape=True)
    return db.session.execute(
        people.where(by_handle | by_name | by_part).order_by(Person.handle).limit(most)
    ).all()


def conversations_about(theme: str) -> Select[Any]:
    """Select the ids of conversations that are about the term `theme`."""
    return (
        select(ConversationTerm.conversation_id)
        .join(Term, Term.id == ConversationTerm.term_id)
        .where(Term.slug == theme)
    )
