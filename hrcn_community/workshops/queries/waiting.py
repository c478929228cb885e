"""What waits for a person in workshops."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from hrcn_community.access.visibility import WHOEVER, as_seen_by
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.shown import Waiting
from hrcn_community.core import clock
from hrcn_community.core.db import Rows, db
from hrcn_community.core.words import _l
from hrcn_community.workshops.models.seats import Registration, Seat
from hrcn_community.workshops.models.statements import Statement, Vote
from hrcn_community.workshops.models.workshops import Workshop

MOST = 50


def waiting(*, viewer: AnyViewer) -> list[Waiting]:
    """Return offers to accept, running workshops with statements to vote on, and the next seat."""
    if not viewer.is_member:
        return []
    now = clock.now()
    rows = db.session.execute(_mine(), {"now": now, **as_seen_by(viewer)}).all()
    offers = [row for row in rows if row.offer_expires_at and row.offer_expires_at > now]
    votes = [row for row in rows if row.starts_at <= now and row.unvoted]
    next_ = [row for row in rows if row.starts_at > now and row.state != Seat.OFFERED][:1]
    return [
        *(_waits(row, "hourglass", _l("A seat is kept for you: accept it"), row.offer_expires_at)
          for row in offers),
        *(_waits(row, "vote", _l("Vote on the statements"), row.voting_ends_at, "/statements")
          for row in votes),
        *(_waits(row, "calendar-days", _l("Your next workshop"), row.starts_at) for row in next_),
    ]  # fmt: skip


def _waits(row: Any, icon: str, deed: object, due_at: datetime, more: str = "") -> Waiting:
    is_offer = row.state == Seat.OFFERED
    return Waiting(f"/workshops/{row.slug}{more}", icon, deed, row.title, due_at, is_offer)


@cache
def _mine() -> Rows:
    """Select the workshops that WHOEVER looks has to do with and that are not over `now`."""
    now = bindparam("now")
    voted = select(Vote.statement_id).where(
        Vote.person_id == WHOEVER.id, Vote.statement_id == Statement.id
    )
    unvoted = (
        select(Statement.id)
        .join(Post, Post.id == Statement.post_id)
        .where(Statement.workshop_id == Workshop.id, Post.state == "published")
        .where(~voted.exists(), Workshop.voting_ends_at > now)
        .exists()
    )
    mine = and_(Registration.workshop_id == Workshop.id, Registration.person_id == WHOEVER.id)
    inside = Workshop.room_space_id.in_(WHOEVER.space_ids)
    return (
        select(
            Workshop.slug,
            Workshop.starts_at,
            Workshop.voting_ends_at,
            Conversation.title,
            Registration.state,
            Registration.offer_expires_at,
            (unvoted & inside).label("unvoted"),
        )
        .join(Conversation, Conversation.id == Workshop.conversation_id)
        .outerjoin(Registration, mine)
        .where(Workshop.closes_at > now, Workshop.cancelled_at.is_(None))
        .where(or_(inside, Registration.state == Seat.OFFERED))
        .order_by(Workshop.starts_at)
        .limit(MOST)
    )
