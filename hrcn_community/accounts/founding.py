"""Letting somebody in from the command line: the first people of a new house."""

from sqlalchemy import func, select, update

from hrcn_community.accounts.addresses import sound_address
from hrcn_community.accounts.events import PersonJoined
from hrcn_community.accounts.inviting import AlreadyMember
from hrcn_community.accounts.joining import Newcomer, add_person
from hrcn_community.accounts.likeness import refuse_likeness
from hrcn_community.accounts.models import Person, SiteRole, Standing
from hrcn_community.accounts.names import why_name_refused
from hrcn_community.accounts.secrets import hash_password, why_refused
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l

FOUNDERS = 2


class NotAnAddress(Refusal):
    message = _l("This does not look like an e-mail address: name@example.org")


class CoreTeamStands(Refusal):
    message = _l(
        "The core team has two people already. From now on two of them grant that role together; "
        "the command line cannot."
    )


def found_person(email: str, name: str, role: str, password: str = "") -> str:
    """Add a member and return their handle; an empty password is set later by a mailed link."""
    address = sound_address(email)
    if not address:
        raise NotAnAddress
    if why := why_name_refused(name) or (password and why_refused(password, name, address)):
        raise Refusal(why)
    password_hash = hash_password(password) if password else ""  # slow, so before the first lock
    if role == SiteRole.CORE and _core_team_size() >= FOUNDERS:
        raise CoreTeamStands
    person_id = add_person(Newcomer(one_line(name), address, role), Standing.MEMBER, password_hash)
    if not person_id:
        raise AlreadyMember
    refuse_likeness(one_line(name), but=person_id)
    db.session.execute(
        update(Person).where(Person.id == person_id).values(email_confirmed_at=clock.now())
    )
    record(PersonJoined(person_id=person_id))
    return db.session.scalars(select(Person.handle).where(Person.id == person_id)).one()


def _core_team_size() -> int:
    core = select(func.count()).select_from(Person).where(Person.site_role == SiteRole.CORE)
    return db.session.scalar(core.where(Person.standing == Standing.MEMBER)) or 0
