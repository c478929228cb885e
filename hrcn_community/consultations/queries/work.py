"""What those who work on a case see of their work: versions of the draft, points of the review, notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import (
    Case,
    CaseInterval,
    CasePoint,
    CaseWords,
    PointStand,
)
from hrcn_community.consultations.queries.citations import Offered, Reference, offered, references
from hrcn_community.consultations.queries.people import Inside, people_inside
from hrcn_community.consultations.queries.texts import PAGE, Text, notes_of
from hrcn_community.consultations.transitions import State
from hrcn_community.conversations.models import Post, PostState, Revision
from hrcn_community.conversations.shown import ShownPerson
from hrcn_community.core.db import db
from hrcn_community.core.differences import Piece, compare

NOBODY = ShownPerson("", "", "", "")  # who asked writes nothing here
MOST_VERSIONS = 500


@dataclass(frozen=True)
class Point:
    """A change that a reviewer asked for, and what the author says to it."""

    number: int
    round: int
    stand: str
    html: Markup
    language: str
    reply: Markup
    reply_language: str

    @property
    def is_open(self) -> bool:
        return self.stand == PointStand.OPEN


@dataclass(frozen=True)
class WorkPage:
    case: Case
    readers: Sequence[Inside]
    rounds: int
    points: Sequence[Point]
    sources: Sequence[Reference]
    offered: Sequence[Offered]
    notes: Sequence[Text]
    earlier: int
    draft_revision: int

    @property
    def still_open(self) -> int:
        return sum(point.is_open for point in self.points)

    @property
    def by_round(self) -> dict[int, list[Point]]:
        rounds = sorted({point.round for point in self.points}, reverse=True)
        return {n: [point for point in self.points if point.round == n] for n in rounds}


@dataclass(frozen=True)
class DraftVersion:
    number: int
    name: str
    handle: str
    written_at: datetime


@dataclass(frozen=True)
class DraftVersions:
    """The versions of a draft, the newest first, and what differs between two of them."""

    versions: Sequence[DraftVersion]
    old: int = 0
    new: int = 0
    pieces: Sequence[Piece] = ()


def work_page(
    case: Case, *, viewer: AnyViewer, asked: str = "", before: int | None = None
) -> WorkPage:
    notes = notes_of(case, NOBODY, before)
    insiders = {p.person_id: p for p in people_inside(case) if p.role != "asker"}
    return WorkPage(
        case=case,
        readers=list(insiders.values()),
        rounds=_rounds(case),
        points=_points(case),
        sources=references(case, None, viewer=viewer),
        offered=offered(case, asked, viewer=viewer),
        notes=notes,
        earlier=notes[-1].number if len(notes) == PAGE else 0,
        draft_revision=_revision(case),
    )


def open_points(case: Case) -> int:
    """Return how many changes that the review asks for are neither done nor answered."""
    still = CasePoint.case_id == case.id, CasePoint.stand == PointStand.OPEN
    return db.session.scalar(select(func.count()).where(*still)) or 0


def find_point(case: Case, number: int) -> CasePoint | None:
    return db.session.scalar(
        select(CasePoint).where(CasePoint.case_id == case.id, CasePoint.number == number)
    )


def kind_at_work(case: Case, number: int) -> str | None:
    """Return what the post of that number among those of the work is."""
    return db.session.scalar(
        select(CaseWords.kind)
        .join(Post, Post.id == CaseWords.post_id)
        .where(Post.conversation_id == case.work_id, Post.number == number)
    )


def draft_versions(case: Case, chosen: tuple[int | None, int | None]) -> DraftVersions:
    """Return the versions of the draft and what differs between the chosen two, or the last two."""
    rows = _versions(case)
    versions = [DraftVersion(r.number, r.name, r.handle, r.written_at) for r in rows]
    sources = {row.number: row.source for row in rows}
    if len(sources) < 2:
        return DraftVersions(versions)
    numbers = list(sources)
    there = [number for number in chosen if number is not None and number in sources]
    old, new = sorted(there) if len(set(there)) == 2 else (numbers[1], numbers[0])
    return DraftVersions(versions, old, new, compare(sources[old], sources[new]))


def _versions(case: Case) -> Sequence[Any]:
    first = select(CaseWords.person_id).where(CaseWords.post_id == case.draft_post_id)
    writer = func.coalesce(Revision.written_by_id, first.scalar_subquery())
    return db.session.execute(
        select(Revision.number, Revision.source, Revision.written_at, Person.name, Person.handle)
        .join(Person, Person.id == writer)
        .where(Revision.post_id == case.draft_post_id)
        .order_by(Revision.number.desc())
        .limit(MOST_VERSIONS)
    ).all()


def _rounds(case: Case) -> int:
    handed = select(func.count()).where(
        CaseInterval.case_id == case.id, CaseInterval.state == State.PEER_REVIEW
    )
    return db.session.scalar(handed) or 0


def _revision(case: Case) -> int:
    found = select(Post.revision).where(Post.id == case.draft_post_id)
    return db.session.scalar(found) or 0


def _points(case: Case) -> list[Point]:
    asked, reply = aliased(Post), aliased(Post)
    rows = db.session.execute(
        select(
            CasePoint.number,
            CasePoint.round,
            CasePoint.stand,
            asked.html,
            asked.language,
            reply.html.label("reply"),
            reply.language.label("reply_language"),
        )
        .join(asked, and_(asked.id == CasePoint.post_id, asked.state == PostState.PUBLISHED))
        .outerjoin(
            reply,
            and_(reply.id == CasePoint.answer_post_id, reply.state == PostState.PUBLISHED),
        )
        .where(CasePoint.case_id == case.id)
        .order_by(CasePoint.number)
    )
    return [
        Point(
            number=row.number,
            round=row.round,
            stand=row.stand,
            html=Markup(row.html),  # noqa: S704 - gated by core.richtext when it was written
            language=row.language,
            reply=Markup(row.reply or ""),  # noqa: S704 - as above
            reply_language=row.reply_language or "",
        )
        for row in rows
    ]
