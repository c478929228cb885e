"""Leaving the desk: whoever triages no more is let out of the cases that they triaged."""

from sqlalchemy import select

from hrcn_community.accounts.events import SpaceLeft
from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.accounts.places import put_outside
from hrcn_community.consultations.models import DESK
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.spaces.models import Space


def let_triager_go(event: SpaceLeft, entry: Entry) -> None:
    """Take from somebody who left the desk their role as a triager; another role in a case stays."""
    if db.session.get_one(Space, event.space_id).slug != DESK:
        return
    spaces = select(Space).join(Membership, Membership.space_id == Space.id)
    mine = spaces.where(
        Membership.person_id == event.person_id, Membership.role == SpaceRole.TRIAGER
    )
    for space in db.session.scalars(mine).all():
        put_outside(space, event.person_id, SpaceRole.TRIAGER)
