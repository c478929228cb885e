"""Where a matter stands now: what it is about may have been moved to another space since."""

from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.moderation.models import Matter
from hrcn_community.spaces.models import Space, Visibility

OPEN = (Visibility.PUBLIC, Visibility.NETWORK)


def stands_in() -> Any:
    """Select the space in which a Matter's post stands; where there is no post, where it stood."""
    now = (
        select(Conversation.space_id)
        .join(Post, Post.conversation_id == Conversation.id)
        .where(Post.id == Matter.post_id)
        .correlate(Matter)
        .scalar_subquery()
    )
    return func.coalesce(now, Matter.space_id)


def stands_sealed() -> Any:
    """Select whether a Matter stands in a sealed space now: its words are shown to who proves anew."""
    here = select(Space.is_sealed).where(Space.id == stands_in())
    return func.coalesce(here.correlate(Matter).scalar_subquery(), false())


def reads_it_now(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that the viewer may still read where a Matter's post stands."""
    return or_(
        Matter.post_id.is_(None), stands_in().in_(select(Space.id).where(visible_to(viewer)))
    )


def is_open(space_id: Any) -> ColumnElement[bool]:
    """Is no office needed to read in that space, or is it none, as of a profile?"""
    return or_(space_id.is_(None), space_id.in_(select(Space.id).where(Space.visibility.in_(OPEN))))


def spaces_of(matter: Matter) -> list[Space]:
    """Return where it stood when notice was given, and where it stands now, if that is another."""
    now = db.session.scalar(select(stands_in()).where(Matter.id == matter.id))
    ids = {id_: None for id_ in (matter.space_id, now) if id_}
    return [space for id_ in ids if (space := db.session.get(Space, id_))]
