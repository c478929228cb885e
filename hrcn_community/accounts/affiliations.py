"""Where one belonged, with the days that one gives oneself. Nothing here commits.

Since when an official speaks for their city is no word of their own: what they ask to correct there, whoever
keeps the register confirms.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from hrcn_community.accounts.models import Affiliation, Person, SiteRole, Standing
from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.standing_events import AffiliationAnswered, AffiliationAsked
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import Rows, changed, db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.register.models import City, Organisation

MOST = 100  # of one person


class Overlaps(Refusal):
    message = _l("You have said already that you belonged there at that time.")


class TooMany(Refusal):
    message = _l("More than %(most)s cannot be kept. Take one out first.", most=MOST)


class BelongsElsewhere(Refusal):
    message = _l("Where you belong now stands in your profile; here its last day is wanted.")


class OfficialStays(Refusal):
    message = _l("You speak for this city. Lay down your role first, or ask the core team.")


class AskedAnew(Refusal):
    message = _l("This is not asked any more, or asked otherwise. Look at the list again.")


@dataclass(frozen=True)
class Told:
    """What somebody says of a time at a city or an organisation; not every day is known."""

    since: dt.date | None
    until: dt.date | None
    as_what: str = ""


def own_affiliations(*, viewer: Viewer) -> Sequence[Any]:
    """Return where the viewer belongs and belonged, the present first, then the latest."""
    rows = _rows().where(Affiliation.person_id == viewer.id)
    order = (Affiliation.until.is_not(None), Affiliation.until.desc(), Affiliation.id.desc())
    return db.session.execute(rows.order_by(*order).limit(MOST)).all()


def find_own(affiliation: int, *, viewer: AnyViewer) -> Affiliation | None:
    mine = Affiliation.id == affiliation, Affiliation.person_id == viewer.id
    return db.session.scalar(select(Affiliation).where(*mine)) if viewer.is_signed_in else None


def row_of(affiliation: Affiliation) -> Any:
    return db.session.execute(_rows().where(Affiliation.id == affiliation.id)).one()


def is_confirmed_by_keepers(affiliation: Affiliation, by: AnyViewer) -> bool:
    """Is that the city for which an official speaks?"""
    is_present_city = affiliation.city_id is not None and affiliation.until is None
    return by.site_role == SiteRole.OFFICIAL and is_present_city


def add_former(told: Told, *, by: Viewer, **where: int) -> None:
    """Write down where one belonged before; of two sent at once that overlap, the second is refused."""
    refuse_silenced(by, None)
    _alone_with(by.id)
    if told.until is None:
        raise BelongsElsewhere
    if len(own_affiliations(viewer=by)) >= MOST:
        raise TooMany
    new = Affiliation(person_id=by.id, **where)
    _say(new, told, by)
    db.session.add(new)


def correct(affiliation: Affiliation, told: Told, *, by: Viewer) -> bool:
    """Correct the days and the words; return whether that holds now, or whoever keeps the register is asked."""
    refuse_silenced(by, None)
    _alone_with(by.id)
    db.session.refresh(affiliation, with_for_update=True)
    if is_confirmed_by_keepers(affiliation, by):
        return _ask(affiliation, told, by)
    was_present = affiliation.until is None
    if not was_present and told.until is None:
        raise BelongsElsewhere
    _say(affiliation, told, by)
    if was_present and told.until:
        _belong_no_more(affiliation)
    return True


def take_out(affiliation: Affiliation, *, by: Viewer) -> None:
    """Strike out a time that was never so; where one belongs now is changed in the profile."""
    _alone_with(by.id)
    db.session.refresh(affiliation, with_for_update=True)
    if affiliation.until is None:
        raise BelongsElsewhere
    db.session.delete(affiliation)


def wishes(*, viewer: AnyViewer) -> Sequence[Any]:
    """Return what officials ask to correct, the oldest first."""
    rows = (
        _rows()
        .add_columns(Person.name, Person.handle)
        .join(Person, Person.id == Affiliation.person_id)
    )
    return db.session.execute(rows.where(_asks()).order_by(Affiliation.asked_at).limit(MOST)).all()


def find_wish(affiliation: int, *, viewer: AnyViewer) -> Affiliation | None:
    """Return what an official may ask to correct, asked or not: who answers late is told so."""
    return db.session.scalar(
        select(Affiliation)
        .join(Person, Person.id == Affiliation.person_id)
        .where(Affiliation.id == affiliation, _of_official())
    )


def answer_wish(affiliation: Affiliation, seen: str, *, accepted: bool, by: Viewer) -> None:
    """Confirm the day as it was `seen`, or leave it as it was; of two who answer at once one is told."""
    day = affiliation.wanted_since
    if day is None or day.isoformat() != seen:
        raise AskedAnew
    waits = Affiliation.id == affiliation.id, Affiliation.wanted_since == day
    values: dict[str, Any] = {"wanted_since": None, "asked_at": None}
    values |= {"since": day} if accepted else {}
    if not changed(update(Affiliation).where(*waits).values(values)):
        raise AskedAnew
    record(AffiliationAnswered(person_id=affiliation.person_id, accepted=accepted), by=by.id)


def _ask(affiliation: Affiliation, told: Told, by: Viewer) -> bool:
    if told.until is not None:
        raise OfficialStays
    affiliation.as_what = one_line(told.as_what)[:200]
    if told.since is None or told.since == affiliation.since:
        affiliation.wanted_since = affiliation.asked_at = None
        return True
    _refuse_overlap(affiliation, told)
    if affiliation.wanted_since != told.since:
        affiliation.wanted_since, affiliation.asked_at = told.since, clock.now()
        record(AffiliationAsked(person_id=by.id), by=by.id)
    return False


def _say(affiliation: Affiliation, told: Told, by: Viewer) -> None:
    _refuse_overlap(affiliation, told)
    affiliation.since, affiliation.until = told.since, told.until
    affiliation.as_what = one_line(told.as_what)[:200]


def _refuse_overlap(affiliation: Affiliation, told: Told) -> None:
    """One day may end a time and begin the next; a day that is not known lies before, or after, all others."""
    others = select(Affiliation.id).where(
        Affiliation.person_id == affiliation.person_id, _same_place(affiliation)
    )
    if affiliation.id:
        others = others.where(Affiliation.id != affiliation.id)
    if told.until:
        others = others.where(or_(Affiliation.since.is_(None), Affiliation.since < told.until))
    if told.since:
        others = others.where(or_(Affiliation.until.is_(None), Affiliation.until > told.since))
    if db.session.scalar(others.limit(1)) is not None:
        raise Overlaps


def _same_place(affiliation: Affiliation) -> ColumnElement[bool]:
    if affiliation.city_id:
        return Affiliation.city_id == affiliation.city_id
    return Affiliation.organisation_id == affiliation.organisation_id


def _belong_no_more(affiliation: Affiliation) -> None:
    person = db.session.get_one(Person, affiliation.person_id)
    if affiliation.city_id and person.city_id == affiliation.city_id:
        person.city_id = None
    if affiliation.organisation_id and person.organisation_id == affiliation.organisation_id:
        person.organisation_id = None


def _alone_with(person_id: int) -> None:
    take_turn(f"affiliations {person_id}")


def _asks() -> ColumnElement[bool]:
    """Does an official, who is here, ask about the city for which they speak?"""
    return and_(_of_official(), Affiliation.wanted_since.is_not(None))


def _of_official() -> ColumnElement[bool]:
    official = Person.site_role == SiteRole.OFFICIAL, Person.standing == Standing.MEMBER
    return and_(*official, Affiliation.until.is_(None))


def _rows() -> Rows:
    return (
        select(
            Affiliation.id,
            Affiliation.as_what,
            Affiliation.since,
            Affiliation.until,
            Affiliation.wanted_since,
            Affiliation.city_id,
            City.name.label("city_name"),
            Organisation.name.label("organisation_name"),
        )
        .select_from(Affiliation)
        .outerjoin(City, City.id == Affiliation.city_id)
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
    )
