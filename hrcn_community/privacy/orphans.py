"""What hangs at nobody any more, as whoever was responsible is suspended or has gone: who follows.

The core team sees to what is open to it. What stands in a closed space nobody learns of by office: there
the house itself asks whoever the room names as next.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.privacy.handing_over import Duty, kinds, offer, open_offers
from hrcn_community.privacy.keeping_models import Handover
from hrcn_community.spaces.models import Space, Visibility

CLOSED = [each for each in Visibility if each.is_closed]


def orphans(*, viewer: AnyViewer) -> list[Duty]:
    """Return what hangs at nobody, as far as it stands where the viewer reads, or in no space."""
    found = _all()
    wanted = {duty.space_id for duty in found if duty.space_id}
    readable = select(Space.id).where(Space.id.in_(wanted), visible_to(viewer))
    open_ = set(db.session.scalars(readable)) if wanted else set()
    return [duty for duty in found if duty.space_id is None or duty.space_id in open_]


def find_orphan(kind: str, subject: int, *, viewer: AnyViewer) -> Duty | None:
    """Return one of them that can be offered."""
    found = [each for each in orphans(viewer=viewer) if each.can_be_offered]
    return next((each for each in found if (each.kind, each.subject_id) == (kind, subject)), None)


def asked_by_the_house(duties: Sequence[Duty]) -> dict[tuple[str, int], str]:
    """Return who was asked to take one of these, by name, and has not answered."""
    rows = db.session.execute(
        select(Handover.kind, Handover.subject_id, Person.name)
        .join(Person, Person.id == Handover.to_id)
        .where(Handover.from_id.is_(None), Handover.answered_at.is_(None))
        .where(Handover.subject_id.in_({each.subject_id for each in duties}))
    )
    return {(row.kind, row.subject_id): row.name for row in rows}


def ask_next() -> None:
    """Ask for each that stands in a closed space who could take it, one after the other."""
    found = _all()
    wanted = {duty.space_id for duty in found if duty.space_id}
    closed = select(Space.id).where(Space.id.in_(wanted), Space.visibility.in_(CLOSED))
    hidden = set(db.session.scalars(closed)) if wanted else set()
    for duty in found:
        waits = open_offers(duty.kind, duty.subject_id)
        if duty.space_id in hidden and db.session.scalar(waits) is None:
            _ask(duty)


def _ask(duty: Duty) -> None:
    kind = kinds()[duty.kind]
    next_one = kind.successor(duty.subject_id, _asked(duty))
    if next_one and kind.may_take(duty.subject_id, next_one):
        offer(duty, next_one, by_id=None)


def _asked(duty: Duty) -> Collection[int]:
    mine = Handover.kind == duty.kind, Handover.subject_id == duty.subject_id
    return set(db.session.scalars(select(Handover.to_id).where(*mine)))


def _all() -> list[Duty]:
    return [duty for each in kinds().values() for duty in each.orphaned(0)]
