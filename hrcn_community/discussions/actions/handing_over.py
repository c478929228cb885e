"""What somebody set a thread to do by itself: it is closed in their name, and they are reminded."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.discussions.models import Thread, ThreadTimer
from hrcn_community.privacy.handing_over import Duties, Duty, borne_in
from hrcn_community.spaces.models import Space, Visibility

KIND = "timer"
OPEN = (Visibility.PUBLIC, Visibility.NETWORK)


def _set(person_id: int) -> Sequence[Duty]:
    """Return the timers of somebody, where they still read: they may have left since."""
    inside = select(Membership.space_id).where(Membership.person_id == person_id)
    reads = or_(Space.visibility.in_(OPEN), Space.id.in_(inside))
    return _timers(ThreadTimer.set_by_id == person_id, reads)


def _timers(*which: Any) -> Sequence[Duty]:
    rows = db.session.execute(
        select(ThreadTimer.id, Conversation.title, Conversation.address, Conversation.space_id)
        .join(Thread, Thread.id == ThreadTimer.thread_id)
        .join(Conversation, Conversation.id == Thread.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(*which)
        .order_by(ThreadTimer.id)
    )
    return [
        Duty(KIND, row.id, row.title, row.address, is_owed=False, space_id=row.space_id)
        for row in rows
    ]


def _may_tend(timer_id: int, person_id: int) -> bool:
    """Does this member facilitate where the thread stands, or look after it as one of the core team?"""
    runs = select(Membership.space_id).where(
        Membership.person_id == person_id, Membership.role == SpaceRole.FACILITATOR
    )
    core = (Person.site_role == SiteRole.CORE) & Space.visibility.in_(OPEN)
    found = db.session.scalar(
        select(ThreadTimer.id)
        .join(Thread, Thread.id == ThreadTimer.thread_id)
        .join(Conversation, Conversation.id == Thread.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .join(Person, Person.id == person_id)
        .where(ThreadTimer.id == timer_id, Person.standing == Standing.MEMBER)
        .where(or_(Space.id.in_(runs), core))
    )
    return found is not None


def _give(timer_id: int, from_id: int | None, to_id: int) -> None:
    db.session.get_one(ThreadTimer, timer_id).set_by_id = to_id


TIMERS = Duties(
    KIND,
    _l("A thread that closes, or is remembered, because you set it so"),
    may_take=_may_tend,
    give=_give,
    owed=_set,
    orphaned=borne_in(ThreadTimer.set_by_id, _timers)["orphaned"],
    covers=(ThreadTimer.set_by_id,),
    of_nobody=_l("A thread that closes, or is remembered, in the name of nobody"),
)
