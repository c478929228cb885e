"""Workshops to come that one person alone hosts, and giving them to another host."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.conversations.models import Conversation
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.handing_over import Duties, Duty
from hrcn_community.spaces.models import Space
from hrcn_community.workshops.models.workshops import Workshop

KIND = "workshop"


def _hosted_alone(person_id: int) -> Sequence[Duty]:
    mine, others = aliased(Membership), aliased(Membership)
    another = exists().where(
        others.space_id == Workshop.room_space_id,
        others.role == SpaceRole.HOST,
        others.person_id != person_id,
    )
    hosts = exists().where(
        mine.space_id == Workshop.room_space_id,
        mine.role == SpaceRole.HOST,
        mine.person_id == person_id,
    )
    return _to_come(hosts, ~another)


def _hosted_by_nobody(only: int) -> Sequence[Duty]:
    host, person = aliased(Membership), aliased(Person)
    here = exists().where(
        host.space_id == Workshop.room_space_id,
        host.role == SpaceRole.HOST,
        host.person_id == person.id,
        person.standing == Standing.MEMBER,
    )
    return _to_come(~here, Workshop.id == only) if only else _to_come(~here)


def _to_come(*which: Any) -> Sequence[Duty]:
    rows = db.session.execute(
        select(Workshop.id, Workshop.slug, Conversation.title, Conversation.space_id)
        .join(Conversation, Conversation.id == Workshop.conversation_id)
        .where(*which, Workshop.cancelled_at.is_(None), Workshop.closes_at > clock.now())
        .order_by(Workshop.starts_at)
    )
    return [
        Duty(KIND, row.id, row.title, f"/workshops/{row.slug}", space_id=row.space_id)
        for row in rows
    ]


def _may_host(workshop_id: int, person_id: int) -> bool:
    """May this person call a workshop, and does the place where it is announced stand open to them?"""
    runs = select(Membership.person_id).where(Membership.role == SpaceRole.FACILITATOR)
    inside = select(Membership.space_id).where(Membership.person_id == person_id)
    found = db.session.scalar(
        select(Workshop.id)
        .join(Conversation, Conversation.id == Workshop.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .join(Person, Person.id == person_id)
        .where(Workshop.id == workshop_id, Person.standing == Standing.MEMBER)
        .where(or_(Person.site_role == SiteRole.CORE, Person.id.in_(runs)))
        .where(or_(Space.visibility.in_(["public", "network"]), Space.id.in_(inside)))
    )
    return found is not None


def _give(workshop_id: int, from_id: int | None, to_id: int) -> None:
    workshop = db.session.get_one(Workshop, workshop_id)
    for space_id in (workshop.room_space_id, workshop.notes_space_id):
        space = db.session.get_one(Space, space_id)
        put_inside(space, to_id, SpaceRole.HOST)
        if from_id:
            put_outside(space, from_id, SpaceRole.HOST)


HOSTED = Duties(
    KIND,
    _l("A workshop to come that only you host"),
    _hosted_alone,
    _may_host,
    _hosted_by_nobody,
    _give,
    covers=(SpaceRole.HOST,),
    of_nobody=_l("A workshop to come that nobody hosts"),
)
