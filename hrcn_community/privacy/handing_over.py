"""What somebody alone looks after, and must hand over before they go."""

from sqlalchemy import select

from hrcn_community.accounts.directory import core_team_ids
from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.accounts.places import sole_facilitator
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

FEWEST_CORE = 2


def handover_owed(person_id: int) -> list[object]:
    """Return in words what a person must hand over first; empty, if they may go."""
    core = core_team_ids()
    owed: list[object] = []
    if person_id in core and len(core) <= FEWEST_CORE:
        owed.append(_l("The core team: two at least must remain. Win somebody for it first."))
    run = select(Space).join(Membership, Membership.space_id == Space.id).order_by(Space.name)
    theirs = run.where(
        Membership.person_id == person_id, Membership.role == SpaceRole.FACILITATOR
    ).where(Space.member_count > 1)
    owed += [
        _l("The space “%(name)s”: appoint another facilitator first.", name=space.name)
        for space in db.session.scalars(theirs)
        if sole_facilitator(space) == person_id
    ]
    return owed
