"""Letting somebody in from the command line: the first people of a new house."""

from dataclasses import dataclass

from sqlalchemy import select, update

from hrcn_community.accounts.addresses import sound_address
from hrcn_community.accounts.events import PersonJoined
from hrcn_community.accounts.inviting import AlreadyMember
from hrcn_community.accounts.joining import Newcomer, add_person
from hrcn_community.accounts.likeness import refuse_likeness
from hrcn_community.accounts.models import Person, SiteRole, Standing
from hrcn_community.accounts.names import why_name_refused
from hrcn_community.accounts.roles import (
    FOUNDERS,
    core_team_size,
    one_after_the_other,
    propose_role,
)
from hrcn_community.accounts.secrets import hash_password, why_refused
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l


class NotAnAddress(Refusal):
    message = _l("This does not look like an e-mail address: name@example.org")


GRANTED_LATER = (SiteRole.CORE, SiteRole.ADVISOR)
FILED = "Filed from the command line, by whoever runs this house."


@dataclass(frozen=True)
class Founded:
    """Whom the command line let in, and whether two of the core team must still agree to their role."""

    handle: str
    awaits_two: bool


def found_person(email: str, name: str, role: str, password: str = "") -> Founded:
    """Add a member; an empty password is set later by a mailed link.

    While the core team has fewer than two people anybody can be added as anything: the house must be
    able to begin. From then on advisors and the core team come in as practitioners, and a proposal
    waits for two of the core team. Who looks after the machine is whoever can run this anyway.
    """
    address = sound_address(email)
    if not address:
        raise NotAnAddress
    if why := why_name_refused(name) or (password and why_refused(password, name, address)):
        raise Refusal(why)
    password_hash = hash_password(password) if password else ""  # slow, so before the first lock
    one_after_the_other()
    awaits_two = role in GRANTED_LATER and core_team_size() >= FOUNDERS
    at_first = SiteRole.PRACTITIONER if awaits_two else role
    person_id = add_person(
        Newcomer(one_line(name), address, at_first), Standing.MEMBER, password_hash
    )
    if not person_id:
        raise AlreadyMember
    refuse_likeness(one_line(name), but=person_id)
    db.session.execute(
        update(Person).where(Person.id == person_id).values(email_confirmed_at=clock.now())
    )
    record(PersonJoined(person_id=person_id))
    if awaits_two:
        propose_role(person_id, SiteRole(role), FILED, by=None)
    handle = db.session.scalars(select(Person.handle).where(Person.id == person_id)).one()
    return Founded(handle, awaits_two)
