"""The desk: the open cases that this viewer triages or leads, the late ones first.

Which case is late follows from its intervals and stands in no column. So the clocks of all of the
viewer's open cases are read, in one statement however many, and the page is cut by a key from them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from hrcn_community.access.spaces import find_space
from hrcn_community.access.visibility import unsealed_for, visible_to
from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.clocks import Reading, Stand, running
from hrcn_community.consultations.models import DESK, Case
from hrcn_community.consultations.queries.bearers import Holder, holders_of
from hrcn_community.consultations.queries.clocks import STANDS, TONES, due_words, readings_of
from hrcn_community.consultations.queries.duplicates import Alike, likely_duplicates
from hrcn_community.consultations.transitions import OPEN, State
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.core.keyset import numbers_in, sealed_key
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

PAGE = 30
KEY = "the desk"
SHOWN_STATES = tuple(state for state in OPEN if state != State.DRAFT)
FIRST = {Stand.LATE: 0, Stand.SOON: 1, Stand.IN_TIME: 2, Stand.STILL: 3}
LAST = 4  # no clock runs
NO_CLOCK = _l("No clock runs")
FAR = 2**40  # seconds: after every day that something is due


@dataclass(frozen=True)
class DeskRow:
    ref: str
    title: str
    href: str
    lang: str
    tier: str
    state: str
    since: datetime | None
    stand: object
    tone: str
    due: str
    holders: Sequence[Holder]
    alike: Sequence[Alike]


@dataclass(frozen=True)
class DeskPage:
    rows: Sequence[DeskRow]
    later: str


def find_desk(*, viewer: AnyViewer) -> Space | None:
    return find_space(DESK, viewer=viewer)


def desk_page(*, viewer: AnyViewer, state: str = "", after: str = "") -> DeskPage:
    """Return a page of the viewer's open cases, in one state or in all, in a fixed number of statements."""
    ids = _mine(viewer, state)
    cases = db.session.execute(_light().where(Case.id.in_(ids))).all()
    clocks = {id_: running(found) for id_, found in readings_of(cases, ids).items()}
    in_order = sorted((_place(case.id, clocks[case.id]), case.id) for case in cases)
    rest = [pair for pair in in_order if pair[0] > _place_in(after)]
    shown = [case_id for _place_, case_id in rest[:PAGE]]
    later = sealed_key(KEY, *rest[PAGE - 1][0]) if len(rest) > PAGE else ""
    return DeskPage(_rows(shown, clocks, viewer), later)


def _mine(viewer: AnyViewer, state: str) -> Select[Any]:
    mine = select(Membership.space_id).where(
        Membership.person_id == viewer.id,
        Membership.role.in_([SpaceRole.TRIAGER, SpaceRole.LEAD]),
    )
    states = [state] if state in SHOWN_STATES else SHOWN_STATES
    return (
        select(Case.id)
        .join(Space, Space.id == Case.asking_space_id)
        .where(visible_to(viewer), unsealed_for(viewer))
        .where(Case.working_space_id.in_(mine), Case.state.in_(states))
    )


def _light() -> Any:
    return select(Case.id, Case.wanted_form)


def _place(case_id: int, clock: Reading | None) -> tuple[int, int, int]:
    """Return where a case stands in the order: late first, of these the longest due."""
    if clock is None:
        return LAST, FAR, case_id
    due = int(clock.due_at.timestamp()) if clock.due_at else FAR
    return FIRST[clock.stand], due, case_id


def _place_in(key: str) -> tuple[int, ...]:
    return tuple(numbers_in(key, KEY, 3) or ())


def _rows(ids: Sequence[int], clocks: Mapping[int, Reading | None], viewer: AnyViewer) -> Any:
    found = {row.id: row for row in db.session.execute(_whole().where(Case.id.in_(ids)))}
    holders = holders_of(list(found.values()))
    alike = likely_duplicates(ids, viewer=viewer)
    return [_row(found[n], clocks[n], holders[n], alike.get(n, ())) for n in ids if n in found]


def _whole() -> Any:
    return (
        select(
            Case.id,
            Case.ref,
            Case.state,
            Case.tier,
            Case.signed_revision,
            Case.asking_space_id,
            Case.working_space_id,
            Case.submitted_at,
            Conversation.title,
            Conversation.language,
            Space.visibility,
        )
        .join(Conversation, Conversation.id == Case.conversation_id)
        .join(Space, Space.id == Case.asking_space_id)
    )


def _row(
    row: Any, clock: Reading | None, holders: Sequence[Holder], alike: Sequence[Alike]
) -> DeskRow:
    return DeskRow(
        ref=row.ref,
        title=row.title,
        href=f"/consultations/{row.ref}",
        lang=row.language,
        tier=row.visibility,
        state=row.state,
        since=row.submitted_at,
        stand=STANDS[clock.stand] if clock else NO_CLOCK,
        tone=TONES[clock.stand] if clock else "plain",
        due=due_words(clock) if clock else "",
        holders=holders,
        alike=alike,
    )
