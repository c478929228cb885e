"""What every deed of a case is made of: a step of the table, words, and people let in or out."""

from sqlalchemy import select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.events import CaseMoved
from hrcn_community.consultations.models import (
    Case,
    CaseInterval,
    CaseWords,
    Kind,
    NotFromHere,
    ReasonMissing,
)
from hrcn_community.consultations.transitions import PAUSED, Deed, State
from hrcn_community.consultations.words import state_words
from hrcn_community.conversations.actions import write_post
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import take_notices_back
from hrcn_community.spaces.models import Space

WORKING_ROLES = (
    SpaceRole.LEAD,
    SpaceRole.ADVISOR,
    SpaceRole.REVIEWER,
    SpaceRole.SIGNER,
    SpaceRole.TRIAGER,
)
BELOW = ("invitation", "publication", "work", "papers")  # where notices lead
AS_IT_STANDS = (
    "state",
    "draft_post_id",
    "reviewed_revision",
    "signed_revision",
    "answer_post_id",
    "answer_revision",
)


def move(case: Case, deed: Deed, *, by: Viewer | None, reason: str = "") -> None:
    """Take the step of `deed`: one at a time, whoever else presses at this moment; by nobody, the clock."""
    db.session.flush()  # a refresh would undo what was not written yet
    db.session.refresh(case, AS_IT_STANDS, with_for_update=True)
    before = case.state
    try:
        step = case.move(deed, reason)
    except NotFromHere:
        raise not_now(case) from None
    if step.to != before:
        _begin_interval(case, State(step.to))
    event = CaseMoved(case_id=case.id, deed=deed, before=before, state=step.to)
    record(event, by=by.id if by else None)


def say(case: Case, kind: Kind, source: str, *, by: Viewer, role: str) -> Post:
    """Write something where the asker reads it."""
    return _write(case, case.conversation, kind, source, by.id, role)


def say_at_work(case: Case, kind: Kind, source: str, *, by: Viewer, role: str) -> Post:
    """Write something where only those who work on the case read it."""
    return _write(case, case.work, kind, source, by.id, role)


def say_for(case: Case, kind: Kind, source: str, *, person_id: int, role: str) -> Post:
    """Write into the asking space what somebody else wrote: the delivered answer is its author's."""
    return _write(case, case.conversation, kind, source, person_id, role)


def need_words(text: str) -> None:
    if not text.strip():
        raise ReasonMissing


def role_of(case: Case, by: Viewer) -> str:
    """Return as what somebody speaks who works on the case."""
    roles = by.roles_in(case.working_space_id)
    return next((role for role in WORKING_ROLES if role in roles), SpaceRole.TRIAGER)


def let_in(case: Case, person_id: int, role: SpaceRole) -> None:
    """Give somebody who works on the case their place in it."""
    for space_id in (case.asking_space_id, case.working_space_id):
        put_inside(db.session.get_one(Space, space_id), person_id, role)


def let_out(case: Case, person_id: int, role: SpaceRole) -> None:
    for space_id in (case.asking_space_id, case.working_space_id):
        put_outside(db.session.get_one(Space, space_id), person_id, role)


def show_papers(case: Case, person_id: int, role: SpaceRole) -> None:
    """Open the documents to somebody who declared no conflict, or who brought them."""
    put_inside(db.session.get_one(Space, case.papers_space_id), person_id, role)


def hide_papers(case: Case, person_id: int) -> None:
    put_outside(db.session.get_one(Space, case.papers_space_id), person_id)


def forget_told(case: Case, person_id: int) -> None:
    """Let somebody who has left have been told nothing of the case, nor of what stands below it."""
    below = (f"{case.address}/{path}" for path in BELOW)
    take_notices_back([person_id], [case.address, *below])


def not_now(case: Case) -> NotFromHere:
    """Say where the case stands: of two who pressed at once, the other reads what happened."""
    return NotFromHere(
        _l(
            "This cannot be done with the case as it stands now: %(state)s. Look at it again.",
            state=state_words(case.state, case.tier),
        )
    )


def _write(
    case: Case, where: Conversation, kind: Kind, source: str, person_id: int, role: str
) -> Post:
    post = write_post(where, source, by=None)
    db.session.add(
        CaseWords(post_id=post.id, case_id=case.id, person_id=person_id, role=role, kind=kind)
    )
    return post


def _begin_interval(case: Case, state: State) -> None:
    now = clock.now()
    running = db.session.scalar(
        select(CaseInterval).where(CaseInterval.case_id == case.id, CaseInterval.to_at.is_(None))
    )
    if running:
        running.to_at = now
    db.session.add(
        CaseInterval(case_id=case.id, state=state, from_at=now, is_paused=state in PAUSED)
    )
