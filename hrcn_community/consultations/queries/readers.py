"""Who will be able to read a request, tier by tier, by name where there are few.

Said before it is sent, and before the circle is made smaller.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.models import DESK, Case
from hrcn_community.consultations.queries.availability import EXPERTS
from hrcn_community.consultations.queries.people import Inside, excluded_ids, ids_of
from hrcn_community.consultations.transitions import TIERS, Tier
from hrcn_community.conversations.queries import network_size
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class Readers:
    """Who reads a case of one tier. `leads` are those of whom one will lead it, `experts` who work on it now."""

    tier: Tier
    network: int
    triagers: Sequence[str]
    leads: Sequence[str]
    experts: Sequence[str] = ()


def would_read(by: Viewer, excluded: Collection[int] = ()) -> Mapping[str, Readers]:
    """Return, for each tier that is offered, who would read what `by` asks."""
    tiers = [tier for tier, rule in TIERS.items() if rule.is_offered]
    apart = {by.id, *excluded}
    return _readers(tiers, apart, _leads(apart), ())


def will_read(case: Case, tiers: Sequence[Tier], people: Sequence[Inside]) -> Mapping[str, Readers]:
    """Return, for each of these tiers, who will read a case once it is of that; `people` are inside it now."""
    apart = {*ids_of(case, SpaceRole.ASKER), *excluded_ids(case)}
    leads = [person.name for person in people if person.role == SpaceRole.LEAD]
    experts = [person.name for person in people if person.role in EXPERTS]
    return _readers(tiers, apart, leads or _leads(apart), experts)


def _readers(
    tiers: Sequence[Tier], apart: Collection[int], leads: Sequence[str], experts: Sequence[str]
) -> Mapping[str, Readers]:
    triagers, network = _triagers(apart), network_size()
    return {
        tier: Readers(tier, network, triagers if TIERS[tier].has_triagers else (), leads, experts)
        for tier in tiers
    }


def _triagers(apart: Collection[int]) -> Sequence[str]:
    return db.session.scalars(
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .join(Space, Space.id == Membership.space_id)
        .where(Space.slug == DESK, Membership.role == SpaceRole.FACILITATOR)
        .where(Person.id.not_in(apart))
        .order_by(Person.name)
    ).all()


def _leads(apart: Collection[int]) -> Sequence[str]:
    return db.session.scalars(
        select(Person.name)
        .where(Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER)
        .where(Person.id.not_in(apart))
        .order_by(Person.name)
    ).all()
