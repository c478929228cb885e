"""Spaces that one person alone runs, or nobody: who follows. And the core team, of which two must remain."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.handing_over import Duties, Duty
from hrcn_community.spaces.models import Space

SPACE = "space"


def _run_by_nobody(only: int) -> list[Duty]:
    """Return the spaces of the directory with people in them that nobody runs any more."""
    runs = _inside(SpaceRole.FACILITATOR)
    rows = select(Space.id, Space.slug, Space.name).where(Space.is_listed.is_(True))
    rows = rows.where(Space.member_count > 0, _inside(), ~runs).order_by(Space.id)
    found = db.session.execute(rows.where(Space.id == only) if only else rows)
    return [_duty(row) for row in found]


def _longest_standing(space_id: int, asked: Collection[int]) -> int | None:
    """Return who has been inside longest and was not asked yet; nobody enters a closed space by office."""
    return db.session.scalar(
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.space_id == space_id, Person.standing == Standing.MEMBER)
        .where(Person.id.not_in(asked))
        .order_by(Membership.since, Person.id)
        .limit(1)
    )


def _inside(role: str = "") -> Any:
    member, person = aliased(Membership), aliased(Person)
    here = exists().where(
        member.space_id == Space.id,
        member.person_id == person.id,
        person.standing == Standing.MEMBER,
    )
    return here.where(member.role == role) if role else here


def _run_alone(person_id: int) -> Sequence[Duty]:
    """Return the spaces with others in them that this person alone facilitates."""
    mine, others = aliased(Membership), aliased(Membership)
    someone = aliased(Person)
    runs = exists().where(
        others.space_id == Space.id,
        others.role == SpaceRole.FACILITATOR,
        others.person_id != person_id,
        others.person_id == someone.id,
        someone.standing == Standing.MEMBER,
    )
    rows = db.session.execute(
        select(Space.id, Space.slug, Space.name)
        .join(mine, mine.space_id == Space.id)
        .where(mine.person_id == person_id, mine.role == SpaceRole.FACILITATOR)
        .where(Space.is_listed.is_(True), Space.member_count > 1, ~runs)
        .order_by(Space.name)
    )
    return [_duty(row) for row in rows]


def _duty(row: Any) -> Duty:
    return Duty(SPACE, row.id, row.name, f"/spaces/{row.slug}", space_id=row.id)


def _is_inside(space_id: int, person_id: int) -> bool:
    here = select(func.count()).select_from(Membership).join(Person, Person.id == person_id)
    mine = Membership.space_id == space_id, Membership.person_id == person_id
    return bool(db.session.scalar(here.where(*mine, Person.standing == Standing.MEMBER)))


def _give_space(space_id: int, from_id: int | None, to_id: int) -> None:
    """Let the new one run the space, and the old one be a plain member."""
    space = db.session.get_one(Space, space_id)
    put_inside(space, to_id, SpaceRole.FACILITATOR)
    put_outside(space, to_id, SpaceRole.MEMBER)
    if from_id and put_outside(space, from_id, SpaceRole.FACILITATOR):
        put_inside(space, from_id)


SPACES = Duties(
    SPACE,
    _l("A space that only you facilitate"),
    _run_alone,
    _is_inside,
    _run_by_nobody,
    _give_space,
    covers=(SpaceRole.FACILITATOR,),
    successor=_longest_standing,
    of_nobody=_l("A space that nobody runs"),
)


def _last_of_core(person_id: int) -> Sequence[Duty]:
    core = db.session.scalars(
        select(Person.id)
        .where(Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER)
        .limit(FEWEST_CORE + 1)
    ).all()
    owes = person_id in core and len(core) <= FEWEST_CORE
    return [Duty(CORE, 0, "", "/admin", can_be_offered=False)] if owes else []


CORE, FEWEST_CORE = "core_team", 2
CORE_TEAM = Duties(
    CORE,
    _l("The core team, of which two must remain: win somebody for it first"),
    _last_of_core,
    covers=(SiteRole.CORE,),
)
DUTIES = (SPACES, CORE_TEAM)
