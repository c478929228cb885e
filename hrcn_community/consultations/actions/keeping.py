"""How long a case is kept: warning of its end, keeping it once more, letting it go."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, func, or_, select, update

from hrcn_community.accounts.models import Membership
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions import drafting
from hrcn_community.consultations.ended import CaseProlongation, RemovedCase
from hrcn_community.consultations.events import CaseProlonged, CaseRemovalWarned
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.transitions import State, Tier
from hrcn_community.conversations.models import Conversation
from hrcn_community.core import clock
from hrcn_community.core.db import Rows, db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.text import clean
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l
from hrcn_community.moderation.models import Matter
from hrcn_community.privacy.holds import is_held_person, is_held_space
from hrcn_community.privacy.retention import Keeping, note_warning, warned, warned_long_enough
from hrcn_community.spaces.models import Space
from hrcn_community.spaces.sealing import drop_keys, sealed_in

OVER = (
    State.CLOSED,
    State.FOLLOWUP_DUE,
    State.EVALUATED,
    State.DECLINED,
    State.ANSWERED_BY_EXISTING,
    State.WITHDRAWN,
)
WARNS = (60, 14)
NAMES = {Tier.CONFIDENTIAL: "confidential_cases", Tier.SEALED: "sealed_cases"}
TABLES = (
    "cases",
    "case_intervals",
    "case_invitations",
    "case_prolongations",
    "case_groups",
    "case_reminders",
    "invitation_times",
)
TABLES += ("case_versions", "case_citations", "case_points", "case_ratings", "case_outcomes")
TABLES += ("case_publications", "case_consents", "case_publication_kept")
HAPPENS = _l(
    "removed with texts, earlier versions and files, after two notices; reference and dates stay"
)


class NotNow(Refusal):
    message = _l("Only a confidential case that has ended can be kept longer, and only once.")


def is_over(case: Case) -> bool:
    return case.tier in NAMES and case.state in OVER


def prolong(case: Case, reason: str, *, by: Viewer) -> None:
    """Keep a case that is over once more as long, from now on; of two at once, one is told no."""
    db.session.refresh(case, ["state", "tier"], with_for_update=True)
    new = is_over(case) and insert_or_ignore(
        CaseProlongation,
        case_id=case.id,
        reason=sealed_in(case.asking_space_id, clean(reason).strip()),
        prolonged_at=clock.now(),
    )
    if not new:
        raise NotNow
    record(CaseProlonged(case_id=case.id), by=by.id)


def prolongation_of(case: Case) -> CaseProlongation | None:
    return db.session.get(CaseProlongation, case.id)


def kept_until(case: Case, days: int, prolonged: CaseProlongation | None) -> datetime:
    """Return when a case that is over will go, if nothing more is done with it."""
    begun = max(case.moved_at, prolonged.prolonged_at) if prolonged else case.moved_at
    return begun + timedelta(days=days)


def keepings() -> tuple[Keeping, ...]:
    """Return the rules for both closed tiers, and for what was begun and never sent."""
    what = {
        Tier.CONFIDENTIAL: _l("Confidential consultations, after they ended"),
        Tier.SEALED: _l("Sealed consultations, after they ended"),
    }
    days = {Tier.CONFIDENTIAL: (1825, 365, 3650), Tier.SEALED: (730, 180, 1825)}
    closed = (_keeping(tier, what[tier], days[tier]) for tier in NAMES)
    return (*closed, drafting.keeping())


def _keeping(tier: Tier, what: object, days: tuple[int, int, int]) -> Keeping:
    def warn(before: datetime, stage: int, at_most: int) -> int:
        return _warn(tier, before, stage, at_most)

    def end(before: datetime, at_most: int) -> int:
        return _end(tier, before, at_most)

    return Keeping(NAMES[tier], what, HAPPENS, *days, end, warn, WARNS, tables=TABLES)


def _warn(tier: Tier, before: datetime, stage: int, at_most: int) -> int:
    told = warned(NAMES[tier], Case.id, _since(), stage)
    ids = db.session.scalars(_old(tier, before).where(~told).limit(at_most)).all()
    for id_ in ids:
        note_warning(NAMES[tier], id_, stage)
        record(CaseRemovalWarned(case_id=id_, days=stage))
    return len(ids)


def _end(tier: Tier, before: datetime, at_most: int) -> int:
    told = warned_long_enough(NAMES[tier], Case.id, _since(), WARNS[-1])
    ids = db.session.scalars(_old(tier, before).where(told).limit(at_most)).all()
    for id_ in ids:
        _remove(db.session.get_one(Case, id_))
    return len(ids)


def _old(tier: Tier, before: datetime) -> Rows:
    """Select the cases of a tier that are over for so long, but none that is held, or somebody inside is."""
    rooms = Case.asking_space_id, Case.working_space_id, Case.papers_space_id
    somebody = exists().where(
        or_(*(Membership.space_id == room for room in rooms)),
        is_held_person(Membership.person_id),
    )
    kept = exists().where(
        CaseProlongation.case_id == Case.id, CaseProlongation.prolonged_at >= before
    )
    free = and_(~somebody, ~kept, *(~is_held_space(room) for room in rooms))
    mine = Case.tier == tier, Case.state.in_(OVER), Case.moved_at < before
    return select(Case.id).where(*mine, free).order_by(Case.moved_at)


def _since():
    """Return since when a case is as it is: warnings of before count no more."""
    prolonged = select(CaseProlongation.prolonged_at).where(CaseProlongation.case_id == Case.id)
    from_then = prolonged.where(CaseProlongation.prolonged_at > Case.moved_at)
    return func.coalesce(from_then.scalar_subquery(), Case.moved_at)


def _remove(case: Case) -> None:
    """Let everything of a case go, notices about it too, but a line of its reference and dates."""
    rooms = [case.asking_space_id, case.working_space_id, case.papers_space_id]
    db.session.add(
        RemovedCase(
            ref=case.ref,
            tier=case.tier,
            submitted_at=case.submitted_at,
            ended_at=case.moved_at,
            removed_at=clock.now(),
        )
    )
    db.session.flush()
    here = Case.id == case.id
    db.session.execute(update(Case).where(here).values(draft_post_id=None, answer_post_id=None))
    db.session.execute(delete(Case).where(here))
    db.session.execute(delete(Matter).where(Matter.space_id.in_(rooms)))
    db.session.execute(delete(Conversation).where(Conversation.space_id.in_(rooms)))
    db.session.execute(delete(Space).where(Space.id.in_(rooms)))
    drop_keys()
    db.session.expire_all()
