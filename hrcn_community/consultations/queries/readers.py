"""Who will be able to read a request, tier by tier, by name where there are few: said before it is sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.models import DESK
from hrcn_community.consultations.transitions import TIERS, Tier
from hrcn_community.conversations.queries import network_size
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class Readers:
    """Who reads a case of one tier. `leads` are those of whom one will lead it."""

    tier: Tier
    network: int
    triagers: Sequence[str]
    leads: Sequence[str]


def would_read(by: Viewer, excluded: Collection[int] = ()) -> Sequence[Readers]:
    """Return, for each tier that is offered, who would read what `by` asks."""
    apart = {by.id, *excluded}
    triagers, leads, network = _triagers(apart), _leads(apart), network_size()
    return [
        Readers(tier, network, triagers if rule.has_triagers else (), leads)
        for tier, rule in TIERS.items()
        if rule.is_offered
    ]


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
