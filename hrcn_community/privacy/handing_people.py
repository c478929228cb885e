"""A city for which one official speaks, and roles that somebody proposed who is to confirm nothing alone."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import (
    GRANTED_BY_TWO,
    Invitation,
    Person,
    RoleProposal,
    SiteRole,
    Standing,
)
from hrcn_community.accounts.roles import file_proposal, is_open, one_after_the_other
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.core.db import changed, db
from hrcn_community.core.words import _l
from hrcn_community.privacy.handing_over import Answered, Duties, Duty, borne_in
from hrcn_community.register.models import City

CITY, PROPOSAL = "city", "role_proposal"


def _spoken_for(person_id: int) -> Sequence[Duty]:
    return _cities(Person.id == person_id, Person.standing == Standing.MEMBER)


def _spoken_for_by_nobody(only: int) -> Sequence[Duty]:
    """Return the cities whose officials are suspended or leaving, all of them."""
    gone = Person.standing.in_([Standing.SUSPENDED, Standing.LEAVING])
    return _cities(gone, City.id == only) if only else _cities(gone)


def _cities(*whose: Any) -> Sequence[Duty]:
    """Return the cities of these officials for which no other official speaks."""
    other = aliased(Person)
    another = exists().where(
        other.city_id == City.id,
        other.id != Person.id,
        other.site_role == SiteRole.OFFICIAL,
        other.standing == Standing.MEMBER,
    )
    rows = db.session.execute(
        select(City.id, City.slug, City.name)
        .join(Person, Person.city_id == City.id)
        .where(*whose, Person.site_role == SiteRole.OFFICIAL, ~another)
        .distinct()
        .order_by(City.name, City.id)
    )
    return [Duty(CITY, r.id, r.name, f"/cities/{r.slug}", is_owed=False) for r in rows]


def _may_speak(city_id: int, person_id: int) -> bool:
    """Does this member belong to the city, as a practitioner for whom nothing else is proposed?"""
    waiting = exists().where(RoleProposal.person_id == Person.id, is_open())
    plain = Person.standing == Standing.MEMBER, Person.site_role == SiteRole.PRACTITIONER
    found = select(Person.id).where(Person.id == person_id, Person.city_id == city_id)
    return db.session.scalar(found.where(*plain, ~waiting)) is not None


def _propose_official(city_id: int, from_id: int | None, to_id: int) -> None:
    """Let the core team decide: an official's word makes nobody an official."""
    one_after_the_other()
    if not _may_speak(city_id, to_id):
        raise Answered
    name = db.session.get_one(City, city_id).name
    reason = _("They would speak for %(city)s after the official who did so until now.", city=name)
    by = viewer_of(from_id) if from_id else None
    was = SiteRole.PRACTITIONER
    file_proposal(SiteRole.OFFICIAL, reason, by=by, person_id=to_id, was=was)


CITIES = Duties(
    CITY,
    _l("A city for which only you speak"),
    _spoken_for,
    _may_speak,
    _spoken_for_by_nobody,
    _propose_official,
    covers=(SiteRole.OFFICIAL,),
    of_nobody=_l("A city for which nobody speaks any more"),
)


def _proposals(*which: Any) -> Sequence[Duty]:
    by_two = RoleProposal.role.in_(GRANTED_BY_TWO) | RoleProposal.was.in_(GRANTED_BY_TWO)
    rows = db.session.execute(
        select(
            RoleProposal.id,
            RoleProposal.ref,
            func.coalesce(Person.name, Invitation.email).label("whose"),
        )
        .outerjoin(Person, Person.id == RoleProposal.person_id)
        .outerjoin(Invitation, Invitation.id == RoleProposal.invitation_id)
        .where(*which, RoleProposal.proposed_by_id.is_not(None), is_open(), by_two)
        .order_by(RoleProposal.id)
    )
    stays = {"is_owed": False}
    return [Duty(PROPOSAL, r.id, r.whose or "", f"/admin/roles/{r.ref}", **stays) for r in rows]


def _may_propose(proposal_id: int, person_id: int) -> bool:
    """Is that one of the core team who is not meant, and has not agreed to it already?"""
    proposal = db.session.get(RoleProposal, proposal_id)
    core = Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER
    if proposal is None or person_id in (proposal.person_id, proposal.seconded_by_id):
        return False
    return db.session.scalar(select(Person.id).where(Person.id == person_id, *core)) is not None


def _give_proposal(proposal_id: int, from_id: int | None, to_id: int) -> None:
    """Let somebody else stand for it; whoever confirms it is still another."""
    one_after_the_other()
    mine = RoleProposal.id == proposal_id, is_open()
    if not changed(update(RoleProposal).where(*mine).values(proposed_by_id=to_id)):
        raise Answered


PROPOSALS = Duties(
    PROPOSAL,
    _l("A role that you proposed and that waits for a second person"),
    may_take=_may_propose,
    give=_give_proposal,
    **borne_in(RoleProposal.proposed_by_id, _proposals, SiteRole.CORE),
    of_nobody=_l("A proposed role for which nobody stands any more"),
)
DUTIES = (CITIES, PROPOSALS)
