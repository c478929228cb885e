"""That somebody was put out of a space: for them alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import Person, SpaceRemoval
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class Removed:
    space_name: str
    reason: str
    by: str
    at: datetime


def find_removal(ref: str, *, viewer: AnyViewer) -> Removed | None:
    """Return why the viewer was put out of a space. They were inside and know its name."""
    by = aliased(Person)
    row = db.session.execute(
        select(Space.name, SpaceRemoval.reason, by.name.label("by"), SpaceRemoval.removed_at)
        .join(Space, Space.id == SpaceRemoval.space_id)
        .outerjoin(by, by.id == SpaceRemoval.removed_by_id)
        .where(SpaceRemoval.ref == ref, SpaceRemoval.person_id == viewer.id)
    ).one_or_none()
    return Removed(row.name, row.reason, row.by or "", row.removed_at) if row else None
