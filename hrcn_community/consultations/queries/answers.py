"""The answer of a case: each version as it was delivered, with its people and its references."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased, contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person, SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import Case, CaseVersion, CaseVersionPerson
from hrcn_community.consultations.queries.citations import Reference, references
from hrcn_community.conversations.models import Conversation, Post, PostState, Revision
from hrcn_community.core.db import db
from hrcn_community.core.differences import Piece, compare
from hrcn_community.spaces.models import Space

NAMED = (SpaceRole.ADVISOR, SpaceRole.REVIEWER, SpaceRole.SIGNER)


@dataclass(frozen=True)
class Named:
    """Somebody who stands for a version, by the name they bear now."""

    name: str
    handle: str


@dataclass(frozen=True)
class Answer:
    """A delivered version: the very words that were signed. `note` says what an erratum changed."""

    ref: str
    version: int
    source: str
    html: Markup
    language: str
    delivered_at: datetime
    by: Sequence[Named]
    reviewed_by: Sequence[Named]
    signed_by: Sequence[Named]
    note: Markup
    note_language: str
    references: Sequence[Reference]
    latest: int

    @property
    def full_ref(self) -> str:
        return f"{self.ref}.v{self.version}"

    @property
    def is_latest(self) -> bool:
        return self.version == self.latest

    @property
    def former(self) -> Sequence[int]:
        """The numbers of the versions before, the newest first."""
        return range(self.version - 1, 0, -1)


@dataclass(frozen=True)
class DeliveredVersion:
    """One version of a case that the viewer may read: what a permission is asked for."""

    case: Case
    number: int

    @property
    def space(self) -> Space:
        return self.case.space

    @property
    def asking_space_id(self) -> int:
        return self.case.asking_space_id

    @property
    def working_space_id(self) -> int:
        return self.case.working_space_id

    @property
    def address(self) -> str:
        return f"{self.case.address}/versions/{self.number}"


def find_version(ref: str, number: int, *, viewer: AnyViewer) -> DeliveredVersion | None:
    """Return a delivered version of a case that is open to `viewer`."""
    case = db.session.scalar(
        select(Case)
        .join(CaseVersion, CaseVersion.case_id == Case.id)
        .join(Case.conversation)
        .join(Conversation.space)
        .options(contains_eager(Case.conversation).contains_eager(Conversation.space))
        .where(Case.ref == ref.upper(), CaseVersion.number == number, visible_to(viewer))
    )
    return DeliveredVersion(case, number) if case else None


def answer_of(case: Case, number: int | None = None, *, viewer: AnyViewer) -> Answer | None:
    """Return the newest version of the answer, or the one of that number."""
    rows = _versions(case)
    row = next((r for r in rows if number in (None, r.number)), None)
    if row is None:
        return None
    people = _people(row.id)
    return Answer(
        ref=case.ref,
        version=row.number,
        source=row.source,
        html=Markup(row.html),  # noqa: S704 - gated by core.richtext when it was written
        language=row.language,
        delivered_at=row.delivered_at,
        by=people[SpaceRole.ADVISOR],
        reviewed_by=people[SpaceRole.REVIEWER],
        signed_by=people[SpaceRole.SIGNER],
        note=Markup(row.note or ""),  # noqa: S704 - as above
        note_language=row.note_language or "",
        references=references(case, row.number, viewer=viewer),
        latest=rows[0].number,
    )


def changes_since(case: Case, answer: Answer, *, viewer: AnyViewer) -> Sequence[Piece]:
    """Return what differs between a version and the one before it."""
    before = answer_of(case, answer.version - 1, viewer=viewer) if answer.version > 1 else None
    return compare(before.source, answer.source) if before else ()


def _versions(case: Case) -> Sequence[Any]:
    """Return the versions, the newest first; none of an answer that stands no longer."""
    said, note = aliased(Post), aliased(Post)
    return db.session.execute(
        select(
            CaseVersion.id,
            CaseVersion.number,
            CaseVersion.delivered_at,
            Revision.source,
            Revision.html,
            said.language,
            note.html.label("note"),
            note.language.label("note_language"),
        )
        .join(said, said.id == CaseVersion.post_id)
        .join(
            Revision,
            and_(Revision.post_id == said.id, Revision.number == CaseVersion.revision),
        )
        .outerjoin(note, note.id == CaseVersion.note_post_id)
        .where(CaseVersion.case_id == case.id, said.state == PostState.PUBLISHED)
        .order_by(CaseVersion.number.desc())
    ).all()


def _people(version_id: int) -> dict[str, list[Named]]:
    rows = db.session.execute(
        select(CaseVersionPerson.role, Person.name, Person.handle)
        .join(Person, Person.id == CaseVersionPerson.person_id)
        .where(CaseVersionPerson.version_id == version_id)
        .order_by(CaseVersionPerson.id)
    ).all()
    return {role: [Named(r.name, r.handle) for r in rows if r.role == role] for role in NAMED}
