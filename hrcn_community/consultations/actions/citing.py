"""What an answer refers to: things of the house that its asker can open, law and books outside."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.moves import move
from hrcn_community.consultations.models import (
    Case,
    CaseCitation,
    CitationKind,
    CitedAlready,
    NotForTheAsker,
    NothingThere,
    TooManyCitations,
)
from hrcn_community.consultations.models.answers import MOST_CITATIONS
from hrcn_community.consultations.queries.citations import (
    askers_can_open,
    closed_to_askers,
    house_address,
    kind_of,
    title_at,
)
from hrcn_community.consultations.transitions import Deed
from hrcn_community.core.db import db
from hrcn_community.core.words import _l


@dataclass(frozen=True)
class Outside:
    """Law or a book, as it is printed: what it is called, where it appeared, where and when it was seen."""

    kind: CitationKind
    title: str
    source: str = ""
    address: str = ""
    seen_on: dt.date | None = None


def cite_house(case: Case, pasted: str, *, by: Viewer) -> CaseCitation:
    """Refer to something of the house: what the author can read, and whoever asked as well."""
    address = house_address(pasted)
    title = title_at(address, viewer=by) if address else None
    if title is None:
        raise NothingThere
    if not askers_can_open(case, address):
        raise NotForTheAsker
    return _add(case, _named(address, title, by), by)


def cite_outside(case: Case, source: Outside, *, by: Viewer) -> CaseCitation:
    return _add(case, source, by)


def uncite(citation: CaseCitation, *, case: Case, by: Viewer) -> None:
    """Take a source out of the draft; those behind it move up."""
    move(case, Deed.DRAFT, by=by)
    db.session.delete(citation)


def _named(address: str, title: str, by: Viewer) -> Outside:
    """Return what is written down of a thing of the house; a clause is named with its guideline."""
    guideline, _clauses, number = address.partition("/clauses/")
    if not number:
        return Outside(kind_of(address), title, address=address)
    whole = title_at(guideline, viewer=by) or ""
    return Outside(kind_of(address), title.removeprefix(f"{number}. "), whole, address)


def need_sources_open(case: Case) -> None:
    """Raise NotForTheAsker, with its number, where whoever asked can open a source no longer."""
    if closed := closed_to_askers(case):
        raise NotForTheAsker(_l("[%(number)s]: who asked cannot open this.", number=closed[0]))


def _add(case: Case, source: Outside, by: Viewer) -> CaseCitation:
    move(case, Deed.DRAFT, by=by)
    there = db.session.scalars(
        select(CaseCitation).where(CaseCitation.case_id == case.id, CaseCitation.version.is_(None))
    ).all()
    if any((each.address, each.title) == (source.address, source.title) for each in there):
        raise CitedAlready
    if len(there) >= MOST_CITATIONS:
        raise TooManyCitations
    citation = CaseCitation(
        case_id=case.id,
        number=max((each.number for each in there), default=0) + 1,
        kind=source.kind,
        title=source.title,
        source=source.source,
        address=source.address,
        seen_on=source.seen_on,
    )
    db.session.add(citation)
    return citation
