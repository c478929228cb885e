"""Matters and appeals from closed spaces, which one of the core team reads alone: who reads them then.

Whoever takes one begins anew: that they read the post is written down, and its author is told.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.models import Person, SiteRole, Standing
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.moderation.actions.log import enter
from hrcn_community.moderation.models import Appeal, Decision, Desk, Entered, Matter
from hrcn_community.moderation.queries.desks import Apart, notifiers_of, pick_reader
from hrcn_community.moderation.queries.standing import spaces_of
from hrcn_community.privacy.handing_over import Duties, Duty, borne_in

MATTER, APPEAL = "matter", "appeal"


def _matters(*which: Any) -> Sequence[Duty]:
    """Return them without a word of what they are about."""
    rows = db.session.execute(
        select(Matter.id, Matter.ref, Matter.space_id)
        .where(*which, Matter.desk == Desk.ONE, Matter.decided_at.is_(None))
        .order_by(Matter.id)
    )
    return [_duty(MATTER, row, "matters") for row in rows]


def _give_matter(matter_id: int, from_id: int | None, to_id: int) -> None:
    matter = db.session.get_one(Matter, matter_id, with_for_update=True)
    matter.reader_id, matter.read_at = to_id, None
    matter.claimed_by_id = matter.claimed_at = None
    enter(matter, Entered.ASSIGNED, to_id)


def _appeals(*which: Any) -> Sequence[Duty]:
    rows = db.session.execute(
        select(Appeal.id, Appeal.ref, Matter.space_id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(Matter, Matter.id == Decision.matter_id)
        .where(*which, Appeal.reader_id.is_not(None), Appeal.decided_at.is_(None))
        .order_by(Appeal.id)
    )
    return [_duty(APPEAL, row, "appeals") for row in rows]


def _give_appeal(appeal_id: int, from_id: int | None, to_id: int) -> None:
    appeal = db.session.get_one(Appeal, appeal_id, with_for_update=True)
    appeal.reader_id, appeal.read_at = to_id, None


def _of_both(matter: Matter, apart: Apart) -> Collection[int | None]:
    kept_away = apart([space.id for space in spaces_of(matter)])
    return {matter.person_id, *notifiers_of(matter), *kept_away}


def _may_read(partial: Callable[[int], Collection[int | None]]) -> Callable[[int, int], bool]:
    def may(subject_id: int, person_id: int) -> bool:
        core = Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER
        found = db.session.scalar(select(Person.id).where(Person.id == person_id, *core))
        return found is not None and person_id not in partial(subject_id)

    return may


def _next(partial: Callable[[int], Collection[int | None]]) -> Any:
    return lambda subject_id, asked: pick_reader({*partial(subject_id), *asked})


def _duty(kind: str, row: Any, room: str) -> Duty:
    stays = {"is_owed": False, "space_id": row.space_id}
    return Duty(kind, row.id, "", f"/moderation/{room}/{row.ref}", **stays)


def duties(apart: Apart) -> tuple[Duties, ...]:
    """Return both; who is kept `apart` from where a matter stands takes none of it."""

    def in_matter(matter_id: int) -> Collection[int | None]:
        matter = db.session.get_one(Matter, matter_id)
        return {matter.shut_out_id, *_of_both(matter, apart)}

    def in_appeal(appeal_id: int) -> Collection[int | None]:
        appeal = db.session.get_one(Appeal, appeal_id)
        decision = db.session.get_one(Decision, appeal.decision_id)
        matter = db.session.get_one(Matter, decision.matter_id)
        return {decision.decided_by_id, appeal.appellant_id, *_of_both(matter, apart)}

    matters = Duties(
        MATTER,
        _l("A notice from a closed space, which you alone read"),
        may_take=_may_read(in_matter),
        give=_give_matter,
        **borne_in(Matter.reader_id, _matters, SiteRole.CORE),
        successor=_next(in_matter),
        of_nobody=_l("A notice that nobody reads"),
    )
    appeals = Duties(
        APPEAL,
        _l("An appeal from a closed space, which you alone read"),
        may_take=_may_read(in_appeal),
        give=_give_appeal,
        **borne_in(Appeal.reader_id, _appeals, SiteRole.CORE),
        successor=_next(in_appeal),
        of_nobody=_l("An appeal that nobody reads"),
    )
    return matters, appeals
