"""Lists of cases: what a viewer may read, what the desk owes, what waits for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, or_, select

from hrcn_community.access.visibility import WHOEVER, as_seen_by, visible_to
from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.consultations.models import Case, CaseInvitation, Stand
from hrcn_community.consultations.queries.people import hides_city, knows_asker
from hrcn_community.consultations.queries.story import waits_for
from hrcn_community.consultations.transitions import AT_WORK, State, Tier
from hrcn_community.consultations.words import DECLARE, DELIVER, WAITING
from hrcn_community.conversations.models import Conversation
from hrcn_community.conversations.shown import Waiting
from hrcn_community.core.db import Rows, db
from hrcn_community.core.keyset import key_of, latest_first
from hrcn_community.core.words import _l
from hrcn_community.register.models import City
from hrcn_community.spaces.models import Space

PAGE = 30
MOST_WAITING = 20
SHUT = _l("Sealed: opens once you prove who you are")


@dataclass(frozen=True)
class CaseRow:
    """A case as a list shows it; `tier` is the audience of its question."""

    ref: str
    title: str
    href: str
    city: str
    tier: str
    state: str
    due_at: datetime | None
    since: datetime
    waits_for: object
    lang: str


@dataclass(frozen=True)
class CaseList:
    """A page of cases and the key of the next one ('' at the end)."""

    cases: Sequence[CaseRow]
    older: str


def cases(*, viewer: AnyViewer, before: str = "") -> CaseList:
    """Return every case that the viewer may read, the last moved first, by keyset."""
    return _list(_rows(viewer), viewer, before)


def waiting(*, viewer: AnyViewer) -> list[Waiting]:
    """Return the cases that wait for the viewer, each with its verb."""
    if not viewer.is_member:
        return []
    invited = db.session.scalars(_invited(), as_seen_by(viewer))
    rows = db.session.execute(_waiting_rows(), as_seen_by(viewer))
    waits = {row.ref: _waiting(row) for row in rows}
    return [_declare(ref) for ref in invited] + list(waits.values())


@cache
def _invited() -> Select[str]:
    return (
        select(Case.ref)
        .join(CaseInvitation, CaseInvitation.case_id == Case.id)
        .where(CaseInvitation.person_id == WHOEVER.id, CaseInvitation.stand == Stand.INVITED)
        .where(Case.state.in_([State.INVITED, *AT_WORK]))
        .limit(MOST_WAITING)
    )


@cache
def _waiting_rows() -> Rows:
    role, turns = (
        Membership.role,
        [and_(Membership.role == role, Case.state == state) for state, role in WAITING],
    )
    signed = Case.signed_revision.is_not(None)
    turn = or_(
        and_(or_(*turns), or_(Case.state != State.SIGN_OFF, ~signed)),
        and_(role == SpaceRole.LEAD, Case.state == State.SIGN_OFF, signed),
    )
    return (
        select(Case.ref, Case.tier, Case.state, Case.decision_due, Case.signed_revision, role)
        .join(
            Membership,
            Membership.space_id.in_([Case.asking_space_id, Case.working_space_id]),
        )
        .where(Membership.person_id == WHOEVER.id, turn)
        .order_by(Case.moved_at.desc())
        .limit(2 * MOST_WAITING)
    )


def _waiting(row: Any) -> Waiting:
    if row.state == State.SIGN_OFF and row.signed_revision is not None:
        icon, words = "send", str(DELIVER)
    else:
        icon, words = WAITING[row.state, row.role][0], str(WAITING[row.state, row.role][1])
    return Waiting(
        href=f"/consultations/{row.ref}",
        icon=icon,
        deed=words % {"ref": row.ref},
        place=str(_l("Consultations")),
        due_at=None if row.tier == Tier.SEALED else _noon(row.decision_due),
        is_urgent=False,
    )


def _declare(ref: str) -> Waiting:
    return Waiting(
        href=f"/consultations/{ref}/invitation",
        icon="hand-helping",
        deed=str(DECLARE) % {"ref": ref},
        place=str(_l("Consultations")),
        is_urgent=True,
    )


def _list(rows: Any, viewer: AnyViewer, before: str) -> CaseList:
    rows = latest_first(rows, Case.moved_at, Case.id, before).limit(PAGE + 1)
    found = db.session.execute(rows).all()
    older = key_of(found[PAGE - 1].moved_at, found[PAGE - 1].id) if len(found) > PAGE else ""
    return CaseList([_row(row, viewer) for row in found[:PAGE]], older)


def _rows(viewer: AnyViewer) -> Any:
    return _all_rows().where(visible_to(viewer))


@cache  # putting this together takes as long as running it
def _all_rows() -> Any:
    return (
        select(
            Case.id,
            Case.ref,
            Case.state,
            Case.tier,
            Case.shows_requester_as,
            Case.asking_space_id,
            Case.working_space_id,
            Case.signed_revision,
            Case.decision_due,
            Case.submitted_at,
            Case.moved_at,
            Conversation.title,
            Conversation.language,
            Space.visibility,
            Space.is_sealed,
            City.name.label("city"),
        )
        .join(Conversation, Conversation.id == Case.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(City, City.id == Case.city_id)
    )


def _row(row: Any, viewer: AnyViewer) -> CaseRow:
    roles = viewer.roles_in(row.asking_space_id) | viewer.roles_in(row.working_space_id)
    hidden = hides_city(row, knows=knows_asker(row, viewer))
    is_shut = row.is_sealed and not (isinstance(viewer, Viewer) and viewer.has_stepped_up)
    return CaseRow(
        ref=row.ref,
        title=str(SHUT) if is_shut else row.title,
        href=f"/consultations/{row.ref}",
        city="" if hidden else row.city or "",
        tier=row.visibility,
        state=row.state,
        due_at=None if is_shut else _noon(row.decision_due),
        since=row.submitted_at,
        waits_for=waits_for(row, roles),
        lang=row.language,
    )


def _noon(day: Any) -> datetime | None:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None
