"""Claiming a matter, letting it go, and opening what one reads alone. Nothing here commits."""

from sqlalchemy import or_, update

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import changed, db
from hrcn_community.core.events import record
from hrcn_community.moderation.actions.log import enter
from hrcn_community.moderation.events import MatterOpened
from hrcn_community.moderation.models import (
    CLAIM_LASTS,
    Appeal,
    ClaimedByAnother,
    DecidedBefore,
    Entered,
    Matter,
)


def claim(matter: Matter, *, by: Viewer) -> None:
    """Say that one decides this; a claim lasts two days. Of two at once one has it, the other reads who."""
    now = clock.now()
    is_free = or_(
        Matter.claimed_by_id.is_(None),
        Matter.claimed_by_id == by.id,
        Matter.claimed_at < now - CLAIM_LASTS,
    )
    waiting = update(Matter).where(Matter.id == matter.id, Matter.decided_at.is_(None), is_free)
    if not changed(waiting.values(claimed_by_id=by.id, claimed_at=now)):
        refuse_claimed(matter, by)
    enter(matter, Entered.CLAIMED, by.id)


def release(matter: Matter, *, by: Viewer) -> None:
    """Let others decide it; whose claim it is no more is told, and twice pressed is once let go."""
    mine = Matter.id == matter.id, Matter.claimed_by_id == by.id, Matter.decided_at.is_(None)
    let_go = update(Matter).where(*mine).values(claimed_by_id=None, claimed_at=None)
    if changed(let_go):
        enter(matter, Entered.RELEASED, by.id)
    else:
        refuse_claimed(matter, by)


def open_alone(matter: Matter, opened: Matter | Appeal, *, by: Viewer) -> None:
    """Begin to read a post of a closed space that one reads for this matter alone; its author is told."""
    model = type(opened)
    first = update(model).where(model.id == opened.id, model.read_at.is_(None))
    if changed(first.values(read_at=clock.now())):
        enter(matter, Entered.OPENED, by.id)
        record(MatterOpened(matter_id=matter.id), by=by.id)


def refuse_claimed(matter: Matter, by: Viewer) -> None:
    """Refuse what was decided meanwhile, or what somebody else has claimed."""
    db.session.refresh(matter, ["claimed_by_id", "claimed_at", "decided_at"])
    if matter.decided_at:
        raise DecidedBefore
    if matter.claimant not in (None, by.id):
        raise ClaimedByAnother(db.session.get_one(Person, matter.claimant).name)
