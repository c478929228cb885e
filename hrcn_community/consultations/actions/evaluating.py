"""How it went: rating an answer, being asked some months later, telling what became of it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.moves import move, need_words, say
from hrcn_community.consultations.models import (
    Case,
    CaseOutcome,
    CaseRating,
    Kind,
    NotFromHere,
    NotToBeRated,
    Used,
    Useful,
)
from hrcn_community.consultations.transitions import Deed, State
from hrcn_community.conversations.actions import edit_post
from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.upsert import insert_or_ignore

FOLLOW_UP = timedelta(days=90)
AT_ONCE = 100
RATED_IN = (State.DELIVERED, State.CLARIFICATION, State.CLOSED, State.FOLLOWUP_DUE)


def may_be_rated(case: Case) -> bool:
    return case.answer_post_id is not None and case.state in RATED_IN


def rate(case: Case, useful: Useful, sentence: str, *, by: Viewer) -> None:
    """Say how far the answer helped; said again, it is said anew, until the case is evaluated."""
    db.session.refresh(case, ["state", "answer_post_id"], with_for_update=True)
    if not may_be_rated(case):
        raise NotToBeRated
    insert_or_ignore(CaseRating, case_id=case.id, useful=useful, rated_at=clock.now())
    rating = db.session.get_one(CaseRating, case.id)
    rating.useful, rating.rated_at = useful, clock.now()
    _say_why(case, rating, sentence, by)


def report(case: Case, used: Used, text: str, *, by: Viewer) -> None:
    """Tell what became of the answer, and so end the case for good."""
    need_words(text)
    move(case, Deed.EVALUATE, by=by)
    db.session.add(CaseOutcome(case_id=case.id, used=used, reported_at=clock.now()))
    say(case, Kind.OUTCOME, text, by=by, role=SpaceRole.ASKER)


def due_for_follow_up() -> Sequence[int]:
    """Return the cases in which an answer was got ninety days ago, and nobody asked what became of it."""
    due = select(Case.id).where(
        Case.state == State.CLOSED,
        Case.answer_post_id.is_not(None),
        Case.moved_at <= clock.now() - FOLLOW_UP,
    )
    return db.session.scalars(due.order_by(Case.moved_at, Case.id).limit(AT_ONCE)).all()


def ask_how_it_went(case_id: int) -> None:
    """Ask whoever got an answer what became of it, unless the case moved on in this moment."""
    with suppress(NotFromHere):
        move(db.session.get_one(Case, case_id), Deed.FOLLOW_UP, by=None)


def _say_why(case: Case, rating: CaseRating, sentence: str, by: Viewer) -> None:
    if rating.post_id is None:
        if sentence.strip():
            post = say(case, Kind.RATING, sentence, by=by, role=SpaceRole.ASKER)
            rating.post_id = post.id
        return
    post = db.session.get_one(Post, rating.post_id)
    post.conversation = case.conversation
    edit_post(post, sentence.strip() or "—", by=None)  # who asks may be shown to nobody
