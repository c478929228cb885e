"""What an answer refers to, and who can open it: asked anew for each reader."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from sqlalchemy import select

from hrcn_community.access.visibility import unsealed_for, visible_to
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import AnyViewer, Viewer, viewer_of
from hrcn_community.consultations.models import Case, CaseCitation, CitationKind, ShowsAs
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.core.settings import address as whole_address
from hrcn_community.core.words import _l
from hrcn_community.search.queries import find
from hrcn_community.spaces.models import Space, Visibility

CLOSED = _l("Something in the house that is not open to you")
KINDS = {
    "threads": CitationKind.THREAD,
    "guidelines": CitationKind.GUIDELINE,
    "practices": CitationKind.PRACTICE,
    "modules": CitationKind.MODULE,
}
IN_THE_HOUSE = re.compile(
    r"/(?:threads/[\w-]+|practices/[\w-]+|modules/[\w-]+(?:/steps/[\w-]+)?"
    r"|guidelines/[\w-]+(?:/clauses/\d{1,6})?)"
)
CLAUSE = re.compile(r"/clauses/(\d+)$")


@dataclass(frozen=True)
class Reference:
    """A source as this reader sees it; `number` is printed, `key` names it among those of the draft."""

    number: int
    key: int
    kind: str
    title: str
    source: str
    href: str
    seen_on: dt.date | None

    @property
    def is_house(self) -> bool:
        return CitationKind(self.kind).is_house

    @property
    def clause(self) -> str:
        found = CLAUSE.search(self.href)
        return found[1] if found else ""


@dataclass(frozen=True)
class Offered:
    """Something of the house that an author may refer to."""

    title: str
    href: str
    kind: str


def references(case: Case, version: int | None, *, viewer: AnyViewer) -> list[Reference]:
    """Return the sources of a version, or of the draft (None), numbered as they are printed."""
    which = CaseCitation.version.is_(None) if version is None else CaseCitation.version == version
    rows = db.session.scalars(
        select(CaseCitation)
        .where(CaseCitation.case_id == case.id, which)
        .order_by(CaseCitation.number)
    ).all()
    open_ = open_to([row.address for row in rows if row.is_house], viewer=viewer)
    return [_reference(number, row, open_) for number, row in enumerate(rows, 1)]


def find_citation(case: Case, number: int) -> CaseCitation | None:
    """Return a source of the draft."""
    return db.session.scalar(
        select(CaseCitation).where(
            CaseCitation.case_id == case.id,
            CaseCitation.version.is_(None),
            CaseCitation.number == number,
        )
    )


def house_address(pasted: str) -> str:
    """Return the address in this house that somebody pasted, without what stands behind it; else ''."""
    parts, here = urlsplit(pasted.strip()), urlsplit(whole_address("/"))
    if parts.netloc and parts.netloc != here.netloc:
        return ""
    path = parts.path.rstrip("/")
    return path if IN_THE_HOUSE.fullmatch(path) else ""


def kind_of(address: str) -> CitationKind:
    return KINDS[address.split("/")[1]]


def title_at(address: str, *, viewer: AnyViewer) -> str | None:
    """Return what stands at an address of the house, if `viewer` can open it."""
    return open_to([address], viewer=viewer).get(address)


def open_to(addresses: Iterable[str], *, viewer: AnyViewer) -> dict[str, str]:
    """Return the titles of those addresses that `viewer` can open."""
    wanted = list(dict.fromkeys(addresses))
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Conversation.address, Conversation.title)
        .join(Space, Space.id == Conversation.space_id)
        .where(Conversation.address.in_(wanted), visible_to(viewer), unsealed_for(viewer))
    )
    return {row.address: row.title for row in rows}


def askers_can_open(case: Case, address: str) -> bool:
    """Can everybody who asked open what stands there?"""
    return all(
        title_at(address, viewer=_reading(case, person_id)) is not None
        for person_id in ids_of(case, SpaceRole.ASKER)
    )


def _reading(case: Case, person_id: int) -> Viewer:
    """Return the asker as a reader: without their spaces where they hide, or citing would tell which they are in."""
    asker = viewer_of(person_id)
    return (
        asker if case.shows_requester_as == ShowsAs.NAME else replace(asker, roles={}, personas={})
    )


def closed_to_askers(case: Case) -> list[int]:
    """Return the numbers of sources of the draft that whoever asked can open no longer."""
    mine = CaseCitation.case_id == case.id, CaseCitation.version.is_(None)
    rows = db.session.scalars(select(CaseCitation).where(*mine).order_by(CaseCitation.number)).all()
    return [
        number
        for number, row in enumerate(rows, 1)
        if row.is_house and not askers_can_open(case, row.address)
    ]


def offered(case: Case, asked: str, *, viewer: AnyViewer) -> Sequence[Offered]:
    """Return what is found in the house that both the author and whoever asked can open.

    Titles alone are shown, and none of confidential spaces: those are cited by their address.
    """
    hits = find(asked, viewer=viewer).hits if asked else ()
    found: dict[str, str] = {}
    for hit in hits:
        address = house_address(hit.href)
        if address and hit.visibility != Visibility.CONFIDENTIAL:
            found.setdefault(address, hit.title)
    for person_id in ids_of(case, SpaceRole.ASKER):
        theirs = open_to(found, viewer=_reading(case, person_id))
        found = {address: title for address, title in found.items() if address in theirs}
    return [Offered(title, address, kind_of(address)) for address, title in found.items()]


def _reference(number: int, row: CaseCitation, open_: dict[str, str]) -> Reference:
    is_closed = row.is_house and row.address not in open_
    return Reference(
        number=number,
        key=row.number,
        kind=row.kind,
        title=str(CLOSED) if is_closed else row.title,
        source="" if is_closed else row.source,
        href="" if is_closed else row.address,
        seen_on=row.seen_on,
    )
