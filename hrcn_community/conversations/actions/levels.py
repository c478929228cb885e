"""Saying how much one wants to be told of a conversation, or of a whole space."""

from sqlalchemy import delete, select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import TOLD, Conversation, Follow, Level, SpaceFollow
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.upsert import insert_or_ignore, upsert
from hrcn_community.spaces.models import Space


def follow(conversation: Conversation, person_id: int) -> None:
    """Let somebody be told of what is added, unless they have said how much already."""
    insert_or_ignore(
        Follow,
        conversation_id=conversation.id,
        person_id=person_id,
        level=Level.FOLLOWING,
        since=clock.now(),
    )


def unfollow(conversation: Conversation, person_id: int) -> None:
    here = Follow.conversation_id == conversation.id
    db.session.execute(delete(Follow).where(here, Follow.person_id == person_id))


def set_level(conversation: Conversation, level: Level | None, *, by: Viewer) -> None:
    """Let `by` be told of a conversation so much, under no other self of theirs; None is what is normal.

    A pseudonym's own row goes and leaves no trace: one that stayed would be told twice, and a muted
    one beside its owner's would join the two.
    """
    for persona_id in by.personas.values():
        unfollow(conversation, persona_id)
    if level is None:
        unfollow(conversation, by.id)
    else:
        _keep(Follow, {"conversation_id": conversation.id, "person_id": by.id}, level)


def set_space_level(space: Space, level: Level | None, *, by: Viewer) -> None:
    """Let `by` be told of a space so much; None is what is normal."""
    if level is None:
        here = SpaceFollow.space_id == space.id
        db.session.execute(delete(SpaceFollow).where(here, SpaceFollow.person_id == by.id))
    else:
        _keep(SpaceFollow, {"space_id": space.id, "person_id": by.id}, level)


def _keep(model: type[Follow] | type[SpaceFollow], identity: dict[str, int], level: Level) -> None:
    """Write the level down. Told anew is told from now on; more or less of it, since it began."""
    values = {"level": level, "since": clock.now()}
    known = db.session.scalar(select(model).filter_by(**identity))
    if known and known.level in TOLD and level in TOLD:
        values["since"] = known.since
    upsert(model, identity, values)
