"""How long it is kept who registered for a workshop and who was there."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, or_, select

from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.holds import is_held_person, is_held_space
from hrcn_community.privacy.retention import Keeping
from hrcn_community.workshops.models.seats import Attendance, Registration
from hrcn_community.workshops.models.workshops import Workshop


def end_rosters(before: datetime, at_most: int) -> int:
    """Forget both of workshops that are over; who may read their rooms stays as it is."""
    listed = or_(_has(Registration), _has(Attendance))
    ids = db.session.scalars(
        select(Workshop.id)
        .join(Conversation, Conversation.id == Workshop.conversation_id)
        .where(Workshop.closes_at < before, Workshop.ends_at < before, listed)
        .where(~is_held_space(Conversation.space_id), ~is_held_space(Workshop.room_space_id))
        .order_by(Workshop.id)
        .limit(at_most)
    ).all()
    for model in (Registration, Attendance):
        here = model.workshop_id.in_(ids), ~is_held_person(model.person_id)
        db.session.execute(delete(model).where(*here))
    return len(ids)


def _has(model: type[Registration] | type[Attendance]) -> ColumnElement[bool]:
    return exists().where(model.workshop_id == Workshop.id, ~is_held_person(model.person_id))


KEEPING = Keeping(
    "rosters",
    _l("Who registered for a workshop, and who was there"),
    _l("deleted; notes and results stay"),
    *(365, 30, 1825),
    end_rosters,
    tables=("registrations", "attendances"),
)
