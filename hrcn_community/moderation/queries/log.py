"""The log of moderation, as far as it is about what its reader may decide."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.moderation.models import Desk, LogEntry, Matter
from hrcn_community.moderation.queries.desks import is_theirs
from hrcn_community.moderation.queries.standing import stands_in
from hrcn_community.spaces.models import Space

PAGE = 50


def log_entries(*, viewer: AnyViewer, before: int = 0) -> tuple[Sequence[Any], int]:
    """Return a page of the log, the newest first, and the number before which the next one begins.

    Whoever did something themselves finds it here always. To who reads one post alone the space in
    which it stands has no name here either.
    """
    named = and_(Space.id == stands_in(), is_theirs(viewer), Matter.desk != Desk.ONE)
    mine = LogEntry.actor_id == viewer.id
    about_others = or_(Matter.person_id.is_(None), Matter.person_id.not_in(viewer.selves))
    rows = (
        select(LogEntry.id, LogEntry.at, LogEntry.entered, LogEntry.matter_ref, LogEntry.facts)
        .add_columns(Person.name.label("actor"), Space.name.label("space_name"))
        .join(Matter, Matter.id == LogEntry.matter_id)
        .outerjoin(Person, Person.id == LogEntry.actor_id)
        .outerjoin(Space, named)
        .where(or_(is_theirs(viewer), mine), about_others)
        .order_by(LogEntry.id.desc())
        .limit(PAGE + 1)
    )
    found = db.session.execute(rows.where(LogEntry.id < before) if before else rows).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else 0
