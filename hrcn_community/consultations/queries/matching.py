"""The facts by which experts are matched, in a fixed number of statements, as whoever looks may know them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, or_, select

from hrcn_community.accounts.models import (
    Affiliation,
    Membership,
    Person,
    PersonTerm,
    SiteRole,
    SpaceRole,
    Standing,
)
from hrcn_community.accounts.showing import reveals
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.matching import Expert, Ranking, Wanted, rank
from hrcn_community.consultations.models import (
    AdvisorCountry,
    Case,
    CaseExclusion,
    CaseInvitation,
    InvitationTime,
    Outcome,
    ShowsAs,
)
from hrcn_community.consultations.queries.availability import available_advisors, loads_of
from hrcn_community.consultations.queries.cases import terms_of
from hrcn_community.consultations.queries.people import experts, hides_city, ids_of, knows_asker
from hrcn_community.consultations.transitions import Tier
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.settings import setting
from hrcn_community.register.models import City, Term

ANSWERS = (Outcome.ACCEPTED, Outcome.CONFLICT, Outcome.DECLINED)
DAY_SECONDS = 24 * 3600


def ranking_for(case_: Case, *, viewer: AnyViewer, locale: str) -> Ranking:
    """Return every advisor, ranked for the case or left out of it, as this viewer may know it."""
    people = _advisors(viewer)
    ids = [row.id for row in people]
    knows = knows_asker(case_, viewer)
    tells_who = knows or case_.shows_requester_as == ShowsAs.NAME
    theirs, names = _terms(ids, viewer, locale)
    countries, loads, histories = _countries(ids), loads_of(ids, but=case_), _histories(ids)
    standing = standing_of(case_)
    ranked = [
        Expert(
            id=row.id,
            name=row.name,
            handle=row.handle,
            headline=row.headline or "",
            term_ids=frozenset(theirs.get(row.id, ())),
            term_names=names,
            languages=frozenset(row.languages or ()),
            countries=frozenset(countries.get(row.id, ())),
            home=row.country or "",
            open_cases=loads[row.id].open_cases,
            **histories.get(row.id, {}),
            **standing.facts_of(row.id, tells_who=tells_who),
        )
        for row in people
    ]
    return rank(_wanted(case_, tells_place=not hides_city(case_, knows=knows)), ranked)


def askable(case_: Case) -> Sequence[Any]:
    """Return the advisors who can be asked in this case now, by name.

    Who asks it without their name is missing as whoever is too close is, and nothing says why.
    """
    standing = standing_of(case_)
    return [row for row in experts(case_) if not standing.keeps_out(row.id)]


class Stands:
    """How advisors stand to one case: what keeps somebody out of it, whoever looks."""

    def __init__(self, **found: Any) -> None:
        self.parts: dict[int, str] = found["parts"]
        self.inside: set[int] = found["inside"]
        self.asks: set[int] = found["asks"]
        self.excluded: set[int] = found["excluded"]
        self.close: set[int] = found["close"]
        self.cooling: set[int] = found["cooling"]
        self.away: set[int] = found["away"]

    def facts_of(self, person_id: int, *, tells_who: bool) -> dict[str, Any]:
        """Return the facts for the ranking; why somebody is too close says who asks, so not to everybody."""
        facts = {"part": self.parts.get(person_id, ""), "is_inside": person_id in self.inside}
        if not tells_who:
            is_kept_out = self.keeps_out(person_id) or person_id in self.excluded | self.asks
            return facts | {"is_kept_out": is_kept_out}
        return facts | {
            "is_inside": person_id in self.inside | self.asks,
            "is_excluded": person_id in self.excluded,
            "is_close": person_id in self.close,
            "cools_off": person_id in self.cooling,
            "is_away": person_id in self.away,
        }

    def keeps_out(self, person_id: int) -> bool:
        """Is somebody too close to who asks, or away? The other obstacles are looked at where people are let in."""
        return person_id in self.close | self.cooling | self.away


def standing_of(case_: Case) -> Stands:
    close, cooling = _affiliated(case_)
    invited = select(CaseInvitation.person_id, CaseInvitation.stand).where(
        CaseInvitation.case_id == case_.id
    )
    inside = select(Membership.person_id).where(Membership.space_id == case_.working_space_id)
    excluded = select(CaseExclusion.person_id).where(CaseExclusion.case_id == case_.id)
    return Stands(
        parts={row.person_id: row.stand for row in db.session.execute(invited)},
        inside=set(db.session.scalars(inside)),
        asks=set(ids_of(case_, SpaceRole.ASKER)),
        excluded=set(db.session.scalars(excluded)),
        close=close,
        cooling=cooling - close,
        away=set(away()),
    )


def away() -> Sequence[int]:
    """Return who is away or takes no more cases now. Whatever says so is asked here, and nowhere else."""
    everybody = select(Person.id).where(Person.site_role == SiteRole.ADVISOR)
    return db.session.scalars(everybody.where(Person.id.not_in(list(available_advisors())))).all()


def _advisors(viewer: AnyViewer) -> Sequence[Any]:
    """Return the advisors with what each of them lets this viewer see."""

    def shown(part: str, column: Any) -> Any:
        return case((reveals(part, viewer), column), else_=None)

    return db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.handle,
            shown("headline", Person.headline).label("headline"),
            shown("city", City.country).label("country"),
            Person.languages,
        )
        .outerjoin(City, City.id == Person.city_id)
        .where(Person.site_role == SiteRole.ADVISOR, Person.standing == Standing.MEMBER)
        .order_by(Person.name_key, Person.id)
    ).all()


def _wanted(case_: Case, *, tells_place: bool) -> Wanted:
    city_id = case_.asked_city_id if tells_place else None
    city = db.session.get(City, city_id) if city_id else None
    ids = frozenset(term.id for term in terms_of(case_) if term.vocabulary != "stage")
    return Wanted(ids, case_.answer_language, city.country if city else "")


def _terms(
    ids: Sequence[int], viewer: AnyViewer, locale: str
) -> tuple[dict[int, list[int]], dict[int, str]]:
    rows = db.session.execute(
        select(PersonTerm.person_id, Term)
        .join(Term, Term.id == PersonTerm.term_id)
        .join(Person, Person.id == PersonTerm.person_id)
        .where(PersonTerm.person_id.in_(ids), reveals("expertise", viewer))
    ).all()
    theirs: dict[int, list[int]] = {}
    for person_id, term in rows:
        theirs.setdefault(person_id, []).append(term.id)
    return theirs, {term.id: term.in_language(locale) for _, term in rows}


def _countries(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in db.session.scalars(select(AdvisorCountry).where(AdvisorCountry.person_id.in_(ids))):
        found.setdefault(row.person_id, []).append(row.country)
    return found


def _histories(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return how each answered invitations, those to sealed cases apart."""
    rows = db.session.execute(
        select(
            CaseInvitation.person_id,
            InvitationTime.outcome,
            InvitationTime.invited_at,
            InvitationTime.ended_at,
        )
        .join(InvitationTime, InvitationTime.invitation_id == CaseInvitation.id)
        .join(Case, Case.id == CaseInvitation.case_id)
        .where(CaseInvitation.person_id.in_(ids), Case.tier != Tier.SEALED)
        .where(InvitationTime.outcome.in_([*ANSWERS, Outcome.EXPIRED]))
    ).all()
    told: dict[int, list[Any]] = {}
    for row in rows:
        told.setdefault(row.person_id, []).append(row)
    return {person_id: _history(each) for person_id, each in told.items()}


def _history(rows: Sequence[Any]) -> dict[str, Any]:
    spans = [r.ended_at - r.invited_at for r in rows if r.outcome in ANSWERS]
    days = sum(span.total_seconds() for span in spans) / DAY_SECONDS
    return {
        "answered": len(spans),
        "lapsed": len(rows) - len(spans),
        "days_to_answer": days / len(spans) if spans else 0.0,
    }


def _affiliated(case_: Case) -> tuple[set[int], set[int]]:
    """Return who belongs to the city or the organisation that asks, and who did until lately."""
    lately = clock.now().date() - timedelta(days=setting("COOLING_OFF_DAYS"))
    askers = select(Person.organisation_id, Person.city_id).where(
        Person.id.in_(ids_of(case_, SpaceRole.ASKER))
    )
    rows = db.session.execute(askers).all()
    cities = {case_.asked_city_id, *(row.city_id for row in rows)} - {None}
    houses = {row.organisation_id for row in rows} - {None}
    there = or_(Affiliation.city_id.in_(cities), Affiliation.organisation_id.in_(houses))
    times = select(Affiliation.person_id, Affiliation.until).where(
        there, or_(Affiliation.until.is_(None), Affiliation.until > lately)
    )
    found: Sequence[Any] = db.session.execute(times).all()
    now = select(Person.id).where(
        or_(Person.city_id.in_(cities), Person.organisation_id.in_(houses)),
        Person.site_role == SiteRole.ADVISOR,
    )
    close = {r.person_id for r in found if _is_present(r.until)} | set(db.session.scalars(now))
    return close, {row.person_id for row in found}


def _is_present(until: date | None) -> bool:
    return until is None or until > clock.now().date()
