"""Appeals: asked for once by each side, decided by another person. Nothing here commits."""

from sqlalchemy import exists, select, update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import changed, db, take_turn
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean
from hrcn_community.moderation.actions.filing import open_matter
from hrcn_community.moderation.actions.log import enter
from hrcn_community.moderation.actions.measures import undo_measures
from hrcn_community.moderation.events import AppealDecided, AppealFiled
from hrcn_community.moderation.models import (
    Appeal,
    AppealedBefore,
    DecidedBefore,
    Decision,
    Desk,
    Entered,
    Matter,
    NotYoursToDecide,
    Outcome,
    TooLateToAppeal,
)
from hrcn_community.moderation.queries.desks import (
    Apart,
    is_closed,
    nobody,
    notifiers_of,
    pick_reader,
)
from hrcn_community.moderation.queries.standing import spaces_of

AUTHOR = "author"


def appeal(
    decision: Decision, side: str, reason: str, *, by_id: int | None, apart: Apart = nobody
) -> Appeal:
    """Ask that another person looks at a decision again; `side` is the author's or a notice's ref."""
    take_turn(f"appeal {decision.id} {side}")
    if not decision.can_be_appealed:
        raise TooLateToAppeal
    same = exists().where(Appeal.decision_id == decision.id, Appeal.side == side)
    if db.session.scalar(select(same)):
        raise AppealedBefore
    matter = db.session.get_one(Matter, decision.matter_id)
    partial = {decision.decided_by_id, matter.person_id, by_id, *notifiers_of(matter)}
    partial |= {*apart([space.id for space in spaces_of(matter)])}
    filed = Appeal(
        ref=new_ref(),
        decision_id=decision.id,
        side=side,
        appellant_id=by_id,
        reason=clean(reason).strip(),
        filed_at=clock.now(),
        reader_id=pick_reader(partial) if is_closed(matter) else None,
    )
    db.session.add(filed)
    db.session.flush()
    enter(matter, Entered.APPEALED, by_author=side == AUTHOR)
    record(AppealFiled(appeal_id=filed.id))
    return filed


def decide_appeal(filed: Appeal, outcome: Outcome, answer: str, *, by: Viewer) -> None:
    """Uphold a decision, or reverse it entirely; of two who decide at once the second one is told."""
    decision = db.session.get_one(
        Decision, filed.decision_id, with_for_update=True, populate_existing=True
    )
    matter = db.session.get_one(Matter, decision.matter_id)
    partial = {decision.decided_by_id, filed.appellant_id, *notifiers_of(matter)}
    if by.id in partial or by.wrote(matter.person_id):
        raise NotYoursToDecide
    waiting = update(Appeal).where(Appeal.id == filed.id, Appeal.decided_at.is_(None))
    said = {"outcome": outcome, "answer": clean(answer).strip(), "decided_by_id": by.id}
    if not changed(waiting.values(decided_at=clock.now(), **said)):
        raise DecidedBefore
    if outcome == Outcome.REVERSED:
        if decision.undone_at is None:
            undo_measures(decision, by=None)
        if filed.side != AUTHOR:
            _decide_anew(matter, decision, by)
    enter(matter, Entered.APPEAL_DECIDED, by.id, outcome=outcome)
    record(AppealDecided(appeal_id=filed.id), by=by.id)


def _decide_anew(matter: Matter, decision: Decision, by: Viewer) -> None:
    """Let whoever found that a notice was right decide what becomes of it; whoever decided before does not."""
    if open_matter(matter.about, matter.post_id, matter.person_id, matter.file_ref):
        return  # there are new notices about it, which wait already
    alone = is_closed(matter)
    matter.desk = Desk.ONE if alone else Desk.CORE
    matter.reader_id = by.id if alone else None
    matter.read_at = clock.now() if alone else None
    matter.decided_at = None
    matter.claimed_by_id, matter.claimed_at = by.id, clock.now()
    matter.shut_out_id = decision.decided_by_id
    enter(matter, Entered.CLAIMED, by.id, anew=True)
