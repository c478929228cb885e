"""The changes that a reviewer asks for: each is done, or answered, before the draft is handed over again."""

from collections.abc import Sequence

from sqlalchemy import func, select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.moves import move, need_words, say_at_work
from hrcn_community.consultations.models import (
    Case,
    CaseInterval,
    CasePoint,
    Kind,
    PointsOpen,
    PointStand,
)
from hrcn_community.consultations.transitions import Deed, State
from hrcn_community.core import clock
from hrcn_community.core.db import db


def ask_for_points(case: Case, points: Sequence[str], *, by: Viewer) -> None:
    """Write down what has to change, one by one."""
    asked, number = round_of(case), _last(case)
    for text in points:
        number += 1
        post = say_at_work(case, Kind.POINT, text, by=by, role=SpaceRole.REVIEWER)
        db.session.add(CasePoint(case_id=case.id, number=number, round=asked, post_id=post.id))


def settle_point(point: CasePoint, stand: str, text: str, *, case: Case, by: Viewer) -> None:
    """Mark a point as done, or say why nothing is changed. It can be marked anew until it is handed over.

    Whoever takes the case over from an author who stepped back meets the points as well.
    """
    move(case, Deed.DRAFT, by=by)
    if stand == PointStand.ANSWERED:
        need_words(text)
    point.stand, point.settled_at = stand, clock.now()
    if text.strip():
        post = say_at_work(case, Kind.POINT, text, by=by, role=SpaceRole.ADVISOR)
        point.answer_post_id = post.id


def need_points_settled(case: Case) -> None:
    """Raise PointsOpen while something that was asked for is neither done nor answered."""
    still = select(CasePoint.id).where(
        CasePoint.case_id == case.id, CasePoint.stand == PointStand.OPEN
    )
    if db.session.scalar(still.limit(1)):
        raise PointsOpen


def round_of(case: Case) -> int:
    """Return how often the draft was handed over so far."""
    db.session.flush()
    handed = select(func.count()).where(
        CaseInterval.case_id == case.id, CaseInterval.state == State.PEER_REVIEW
    )
    return db.session.scalar(handed) or 0


def _last(case: Case) -> int:
    found = select(func.max(CasePoint.number)).where(CasePoint.case_id == case.id)
    return db.session.scalar(found) or 0
