"""Who is told when a clock of a case runs out, and in which words: the reference and a link alone."""

from collections.abc import Iterable

from sqlalchemy import select

from hrcn_community.accounts.models import Person, SiteRole, SpaceRole, Standing
from hrcn_community.consultations.actions.reminding import stretches_of
from hrcn_community.consultations.events import ClockRung, LeadHandedOn
from hrcn_community.consultations.models import Case, CaseInvitation, Stage, Stand
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.queries.story import next_roles
from hrcn_community.consultations.transitions import State
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell

CLOCK_WORDS = {
    "case.clock.soon": _l("%(title)s: your move is due within one working day"),
    "case.clock.due": _l("%(title)s is late: its clock has run out"),
    "case.clock.overdue": _l("%(title)s is still late: please see that it moves on"),
    "case.lead": _l("%(title)s: you lead this case from now on"),
    "case.lead_changed": _l("%(title)s: somebody else leads this case from now on"),
    "case.clock.closing": _l("%(title)s will close by itself if nothing more is said"),
}


def tell_of_clock(event: ClockRung, entry: Entry) -> None:
    """Tell whom it concerns, unless the case has moved on since."""
    case = db.session.get(Case, event.case_id)
    if case is None or event.interval_id not in stretches_of(case):
        return
    if event.stage == Stage.SOON and case.state == State.INVITED:
        invitation = (
            f"{case.address}/invitation"  # they are not inside, and know the reference alone
        )
        _send(_invited(case), event, entry, case, None, invitation)
        return
    _send(_people(case, event.stage), event, entry, case, case.asking_space_id, case.address)


def tell_of_lead(event: LeadHandedOn, entry: Entry) -> None:
    """Tell whoever leads now, whoever asked and who works on the case."""
    case = db.session.get(Case, event.case_id)
    if case is None:
        return
    here = case.asking_space_id
    also = {"space_id": here, "title": case.ref, "names_actor": False}
    tell([event.person_id], "case.lead", entry, case.address, **also)
    others = _bearers(case, (SpaceRole.ASKER, SpaceRole.ADVISOR, SpaceRole.REVIEWER))
    tell(others, "case.lead_changed", entry, case.address, **also)


def _people(case: Case, stage: str) -> set[int]:
    if stage == Stage.CLOSING:
        return set(ids_of(case, SpaceRole.ASKER))
    if stage == Stage.SOON:
        return _bearers(case, next_roles(case, bool(ids_of(case, SpaceRole.REVIEWER))))
    if stage == Stage.DUE:
        return _bearers(case, (SpaceRole.LEAD, SpaceRole.TRIAGER))
    return set(ids_of(case, SpaceRole.LEAD)) or _core_team(case)


def _bearers(case: Case, roles: Iterable[str]) -> set[int]:
    return {person_id for role in roles for person_id in ids_of(case, role)}


def _core_team(case: Case) -> set[int]:
    """Return the core team, where the case is no secret to them and nobody of them leads it yet."""
    if case.is_confidential:
        return set()
    core = Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER
    return set(db.session.scalars(select(Person.id).where(*core)))


def _invited(case: Case) -> list[int]:
    waits = CaseInvitation.role == SpaceRole.ADVISOR, CaseInvitation.stand == Stand.INVITED
    rows = select(CaseInvitation.person_id).where(CaseInvitation.case_id == case.id, *waits)
    return list(db.session.scalars(rows))


def _send(
    people: Iterable[int],
    event: ClockRung,
    entry: Entry,
    case: Case,
    space_id: int | None,
    address: str,
) -> None:
    kind = f"case.clock.{event.stage}"
    tell(people, kind, entry, address, space_id=space_id, title=case.ref, names_actor=False)
