"""One case, with everything that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.audit.queries import readers_of
from hrcn_community.consultations.models import (
    Case,
    CaseInterval,
    CaseInvitation,
    Kind,
    Stand,
)
from hrcn_community.consultations.queries.answers import Answer, answer_of
from hrcn_community.consultations.queries.clocks import Closing, ShownClock, clocks_of, closing_of
from hrcn_community.consultations.queries.groups import Together, together_of
from hrcn_community.consultations.queries.people import (
    Inside,
    asker_as_seen,
    excluded_people,
    hides_city,
    invitations_of,
    knows_asker,
    people_inside,
)
from hrcn_community.consultations.queries.story import fact, next_words
from hrcn_community.consultations.queries.texts import (
    ALWAYS,
    PAGE,
    Text,
    draft_of,
    texts_of,
)
from hrcn_community.consultations.queries.work import open_points
from hrcn_community.consultations.transitions import AT_WORK, State
from hrcn_community.conversations.models import (
    Conversation,
    ConversationTerm,
)
from hrcn_community.conversations.queries import audience_size
from hrcn_community.conversations.shown import ShownPerson
from hrcn_community.core.db import db
from hrcn_community.register.models import City, Term

ENDED = (Stand.EXPIRED, Stand.SUPERSEDED)  # of these the person reads what happened


@dataclass(frozen=True)
class Work:
    """What those who work on the case see, and nobody else."""

    texts: Sequence[Text]
    draft: Text | None
    invitations: Sequence[Any]
    excluded: Sequence[Any]


@dataclass(frozen=True)
class CasePage:
    case: Case
    opening: dict[str, Text]
    talk: Sequence[Text]
    earlier: int
    latest: Text | None  # what was said last; on earlier pages of the talk it is not known
    answer: Answer | None
    work: Work | None
    people: Sequence[Inside]
    asker: ShownPerson
    asker_to_others: ShownPerson
    facts: Sequence[dict[str, Any]]
    next_words: object
    terms: Sequence[Term]
    city: City | None
    readers: Sequence[Any]
    invitation: CaseInvitation | None
    audience: int
    clocks: Sequence[ShownClock]
    closing: Closing | None
    together: Together | None
    open_points: int

    @property
    def counts_readers(self) -> bool:
        """May the viewer know how many read it? Not of a closed case whose people are not named to them."""
        is_open = not self.case.space.audience.is_closed
        return is_open or self.case.is_confidential or self.work is not None

    @property
    def draft_source(self) -> str:
        return self.work.draft.source if self.work and self.work.draft else ""


def find_case(ref: str, *, viewer: AnyViewer) -> Case | None:
    """Return the case with its conversations, if its asking space is open to `viewer`."""
    return db.session.scalar(
        select(Case)
        .join(Case.conversation)
        .join(Conversation.space)
        .options(contains_eager(Case.conversation).contains_eager(Conversation.space))
        .options(joinedload(Case.work).joinedload(Conversation.space))
        .where(Case.ref == ref.upper(), visible_to(viewer))
    )


def find_invitation(ref: str, *, viewer: AnyViewer) -> CaseInvitation | None:
    """Return the invitation that waits for this viewer's declaration, or did until time or another ended it."""
    found = _invitation(ref, viewer, (Stand.INVITED, *ENDED))
    is_past = found and found.is_open and found.case.state not in (State.INVITED, *AT_WORK)
    return None if is_past else found


def find_part(ref: str, *, viewer: AnyViewer) -> CaseInvitation | None:
    """Return this viewer's part as an expert, invited or accepted."""
    return _invitation(ref, viewer, (Stand.INVITED, Stand.ACCEPTED, *ENDED))


def _invitation(ref: str, viewer: AnyViewer, stands: tuple[Stand, ...]) -> CaseInvitation | None:
    case, asked, work = joinedload(CaseInvitation.case), Case.conversation, Case.work
    return db.session.scalar(
        select(CaseInvitation)
        .join(Case, Case.id == CaseInvitation.case_id)
        .options(case.joinedload(asked).joinedload(Conversation.space))
        .options(case.joinedload(work).joinedload(Conversation.space))
        .where(Case.ref == ref.upper(), CaseInvitation.person_id == viewer.id)
        .where(CaseInvitation.stand.in_(stands))
    )


def case_page(case: Case, *, viewer: AnyViewer, before: int | None = None) -> CasePage:
    """Return all that this viewer's page of the case shows, in a fixed number of statements."""
    people = people_inside(case)
    knows = knows_asker(case, viewer)
    city = city_of(case)
    asker = next((person for person in people if person.role == SpaceRole.ASKER), None)
    seen = asker_as_seen(case, asker, city.name if city else "", knows=knows)
    works = bool(viewer.roles_in(case.working_space_id))
    asked = texts_of(case.conversation_id, seen, before, but=(Kind.ANSWER,))
    draft = draft_of(case, seen) if works else None
    return CasePage(
        case=case,
        opening={text.kind: text for text in asked if text.kind in ALWAYS},
        talk=(talk := [t for t in asked if t.kind not in ALWAYS]),
        earlier=talk[0].number if len(talk) >= PAGE - len(ALWAYS) else 0,
        latest=talk[-1] if talk and before is None else None,
        answer=answer_of(case, viewer=viewer),
        work=_work(case, seen, draft) if works else None,
        people=people,
        asker=seen,
        asker_to_others=asker_as_seen(case, asker, city.name if city else "", knows=False),
        facts=_facts(case),
        next_words=next_words(case, viewer, people),
        terms=terms_of(case),
        city=None if hides_city(case, knows=knows) else city,
        readers=_readers(case, viewer),
        invitation=find_part(case.ref, viewer=viewer) if viewer.is_member else None,
        audience=audience_size(case.space) if viewer.is_member else 0,
        clocks=clocks_of(case, viewer=viewer),
        closing=closing_of(case, viewer=viewer),
        together=together_of(case) if works else None,
        open_points=open_points(case) if works else 0,
    )


def neutral_words(invitation: CaseInvitation) -> tuple[ShownPerson, Sequence[Term]]:
    """Return what an invited expert may know beside the title: whom the asker shows, and themes."""
    case = invitation.case
    asker = next((p for p in people_inside(case) if p.role == SpaceRole.ASKER), None)
    city = city_of(case)
    seen = asker_as_seen(case, asker, city.name if city else "", knows=False)
    return seen, terms_of(case)


def city_of(case: Case) -> City | None:
    return db.session.get(City, case.asked_city_id) if case.asked_city_id else None


def terms_of(case: Case) -> Sequence[Term]:
    ids = select(ConversationTerm.term_id).where(
        ConversationTerm.conversation_id == case.conversation_id
    )
    here = Term.id.in_(case.kept_apart["term_ids"] if case.kept_apart else ids)
    return db.session.scalars(
        select(Term).where(here).order_by(Term.vocabulary.desc(), Term.position)
    ).all()


def _work(case: Case, asker: ShownPerson, draft: Text | None) -> Work:
    return Work(
        texts=texts_of(case.work_id, asker, but=(Kind.DRAFT, Kind.NOTE, Kind.POINT)),
        draft=draft,
        invitations=invitations_of(case),
        excluded=excluded_people(case),
    )


def _facts(case: Case) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(CaseInterval).where(CaseInterval.case_id == case.id).order_by(CaseInterval.id)
    ).all()
    return [fact(row, case.tier) for row in rows]


def _readers(case: Case, viewer: AnyViewer) -> Sequence[Any]:
    """Return, for who asked, who read: of a case that every member reads, who opened its documents."""
    if SpaceRole.ASKER not in viewer.roles_in(case.asking_space_id):
        return []
    if not case.is_confidential:
        return readers_of(case.papers_space_id)
    return readers_of(case.asking_space_id, case.papers_space_id)
