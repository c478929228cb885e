"""Asking for advice, and making the circle of readers smaller."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, delete, func, select

from hrcn_community.access.spaces import facilitator_ids
from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.places import put_inside
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.attachments.sealing import seal_whole_spaces
from hrcn_community.consultations.actions.behalf import tie
from hrcn_community.consultations.actions.moves import let_in, let_out, move, say, show_papers
from hrcn_community.consultations.events import TierTightened
from hrcn_community.consultations.models import (
    DESK,
    ROOM,
    Case,
    CaseExclusion,
    Kind,
    NobodyToLead,
    NotOffered,
    NotTighter,
    ShowsAs,
)
from hrcn_community.consultations.publication import Wish
from hrcn_community.consultations.queries.availability import absent_ids
from hrcn_community.consultations.queries.people import excluded_ids, ids_of
from hrcn_community.consultations.transitions import OPEN, TIERS, Deed, Tier
from hrcn_community.conversations.actions import open_conversation
from hrcn_community.conversations.models import ConversationTerm
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.models import Visibility

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What somebody asks, as they wrote it."""

    title: str
    question: str
    context: str
    tier: Tier
    sub_questions: tuple[str, ...] = ()
    tried: str = ""
    city_id: int | None = None
    term_ids: tuple[int, ...] = ()
    decision_due: dt.date | None = None
    wanted_form: str = "written"
    answer_language: str = "en"
    persons_identifiable: bool = False
    publication_wish: str = Wish.ASK
    shows_requester_as: ShowsAs = ShowsAs.NAME
    excluded_ids: tuple[int, ...] = ()
    is_for_another: bool = False
    whom: str = ""
    follows_id: int | None = None


def submit_case(request: Request, *, by: Viewer) -> Case:
    """Open a case with its three spaces and submit it; a closed one has its lead at once."""
    rule = TIERS[request.tier]
    if not rule.is_offered:
        raise NotOffered
    case = _open_case(request)
    put_inside(case.space, by.id, SpaceRole.ASKER)
    show_papers(case, by.id, SpaceRole.ASKER)
    db.session.add_all(
        CaseExclusion(case_id=case.id, person_id=id_) for id_ in request.excluded_ids
    )
    tie(
        case,
        is_for_another=request.is_for_another,
        whom=request.whom,
        follows_id=request.follows_id,
    )
    _write_request(case, request, by)
    case.submitted_at = clock.now()
    move(case, Deed.SUBMIT, by=by)
    settle_tier(case)
    return case


def tighten(case: Case, tier: Tier, *, by: Viewer) -> None:
    """Make the circle of readers smaller; its asker may do that alone."""
    db.session.flush()  # a refresh would undo what was not written yet
    db.session.refresh(case, ["tier"], with_for_update=True)
    if not TIERS[tier].is_offered:
        raise NotOffered
    if not tier.is_tighter_than(Tier(case.tier)):
        raise NotTighter
    case.tier, case.space.visibility = tier, TIERS[tier].visibility
    case.conversation.version += 1
    if tier.is_closed:
        case.conversation.city_id = None
    settle_tier(case)
    record(TierTightened(case_id=case.id, tier=tier), by=by.id)


def settle_tier(case: Case) -> None:
    """Let in whoever the tier lets in from the beginning; what is sealed opens only to who proves anew."""
    rule, skipped = TIERS[Tier(case.tier)], {*excluded_ids(case), *ids_of(case, SpaceRole.ASKER)}
    if case.tier == Tier.SEALED:
        _seal(case)
    if rule.has_triagers:
        for person_id in set(facilitator_ids(DESK)) - skipped:
            let_in(case, person_id, SpaceRole.TRIAGER)
    else:  # who triaged until now has no part in it any more
        for person_id in ids_of(case, SpaceRole.TRIAGER):
            let_out(case, person_id, SpaceRole.TRIAGER)
        _let_the_lead_sign(case)
    if rule.lead_at_once:
        give_lead(case)


def _let_the_lead_sign(case: Case) -> None:
    """Where the desk has no part, the lead signs, whoever of the desk was named for it."""
    leads = ids_of(case, SpaceRole.LEAD)
    for person_id in ids_of(case, SpaceRole.SIGNER):
        if person_id not in leads:
            let_out(case, person_id, SpaceRole.SIGNER)
    if leads and not ids_of(case, SpaceRole.SIGNER) and not case.is_signed:
        let_in(case, leads[0], SpaceRole.SIGNER)


def _seal(case: Case) -> None:
    """Encrypt all that stands in the case already; what ties it to the register is kept apart."""
    terms = ConversationTerm.conversation_id == case.conversation_id
    ids = db.session.scalars(select(ConversationTerm.term_id).where(terms).order_by("term_id"))
    case.kept_apart = {"city_id": case.city_id, "term_ids": list(ids)}
    db.session.execute(delete(ConversationTerm).where(terms))
    case.city_id = case.conversation.city_id = None
    if not case.space.key_ref:
        seal_whole_spaces(case.asking_space_id, case.working_space_id, case.papers_space_id)


def give_lead(case: Case, person_id: int | None = None) -> None:
    """Give the case its lead, who also signs unless somebody else is named for that."""
    if ids_of(case, SpaceRole.LEAD):
        return
    lead_id = person_id or next_lead({*excluded_ids(case), *ids_of(case, SpaceRole.ASKER)})
    let_in(case, lead_id, SpaceRole.LEAD)
    let_in(case, lead_id, SpaceRole.SIGNER)


def next_lead(skipped: Collection[int]) -> int:
    """Return whose turn it is in the core team: fewest open cases, then the longest pause.

    Whoever is away has no turn, unless everybody is: a question is not refused for that.
    """
    leads = and_(Membership.person_id == Person.id, Membership.role == SpaceRole.LEAD)
    rows = db.session.execute(
        select(
            Person.id,
            func.max(Membership.since).label("last"),
            func.count(Case.id).label("n"),
            Person.id.in_(absent_ids()).label("is_away"),
        )
        .outerjoin(Membership, leads)
        .outerjoin(Case, and_(Case.working_space_id == Membership.space_id, Case.state.in_(OPEN)))
        .where(Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER)
        .where(Person.id.not_in(skipped))
        .group_by(Person.id)
    ).all()
    if not rows:
        raise NobodyToLead
    return min(rows, key=lambda row: (row.is_away, row.n, row.last or NEVER, row.id)).id


def _open_case(request: Request) -> Case:
    ref = f"C-{new_ref(40).upper()}"
    name = f"Consultation {ref}"
    asking = open_space(name, TIERS[request.tier].visibility)
    working = open_space(name, Visibility.CONFIDENTIAL)
    papers = open_space(name, Visibility.CONFIDENTIAL)
    if request.tier == Tier.SEALED:  # before a word is written
        seal_whole_spaces(asking.id, working.id, papers.id)
    shows_city = request.shows_requester_as != ShowsAs.NOTHING and not request.tier.is_closed
    address = f"/consultations/{ref}"
    asked = open_conversation(
        asking,
        ROOM,
        request.title,
        address,
        by=None,
        language=request.answer_language,
        city_id=request.city_id if shows_city else None,
        term_ids=request.term_ids,
    )
    work = open_conversation(
        working, ROOM, request.title, f"{address}/work", by=None, language=request.answer_language
    )
    case = Case(
        ref=ref,
        conversation=asked,
        work=work,
        asking_space_id=asking.id,
        working_space_id=working.id,
        papers_space_id=papers.id,
        moved_at=clock.now(),
        **_as_asked(request),
    )
    db.session.add(case)
    db.session.flush()
    return case


def _as_asked(request: Request) -> dict[str, object]:
    return {
        "tier": request.tier,
        "asked_tier": request.tier,
        "shows_requester_as": request.shows_requester_as,
        "city_id": request.city_id,
        "decision_due": request.decision_due,
        "wanted_form": request.wanted_form,
        "answer_language": request.answer_language,
        "persons_identifiable": request.persons_identifiable,
        "publication_wish": request.publication_wish,
    }


def _write_request(case: Case, request: Request, by: Viewer) -> None:
    listed = "\n".join(f"{n}. {text}" for n, text in enumerate(request.sub_questions, 1))
    texts = {
        Kind.QUESTION: f"{request.question}\n\n{listed}".strip(),
        Kind.CONTEXT: request.context,
        Kind.TRIED: request.tried,
    }
    for kind, text in texts.items():
        if text.strip():
            say(case, kind, text, by=by, role=SpaceRole.ASKER)
