"""Somebody who asks for somebody else is shown so, wherever they are shown; and what a case follows from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import or_, select, true

from hrcn_community.access.visibility import unsealed_for, visible_to
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import Case, CaseLink, CaseOnBehalf, ShowsAs
from hrcn_community.conversations.models import Conversation
from hrcn_community.conversations.shown import ShownPerson
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class Linked:
    """A case before or after this one, as far as the viewer may read both."""

    ref: str
    address: str
    is_earlier: bool


def on_behalf(case: Case, seen: ShownPerson, *, named: bool) -> ShownPerson:
    """Return the asker marked as one who asks for another; whom, only where the asker is named as well."""
    row = db.session.get(CaseOnBehalf, case.id)
    if row is None:
        return seen
    whom = row.whom if named else ""
    words = (
        _l("%(name)s, on behalf of %(whom)s", name=seen.name, whom=whom)
        if whom
        else _l("%(name)s, on behalf of somebody else", name=seen.name)
    )
    return replace(seen, name=str(words))


def whom_of(case: Case) -> str:
    """Return on whose behalf the case is asked, as it was written; for rules."""
    row = db.session.get(CaseOnBehalf, case.id)
    return row.whom if row else ""


def linked_cases(case: Case, *, viewer: AnyViewer) -> Sequence[Linked]:
    """Return the cases that this one follows from, or that follow from it, open to `viewer`.

    Only one person can ask both: so where one of the two hides who asks, the tie is for the asker alone.
    """
    is_mine = SpaceRole.ASKER in viewer.roles_in(case.asking_space_id)
    if not is_mine and case.shows_requester_as != ShowsAs.NAME:
        return []
    here = case.id
    follows, followed = CaseLink.case_id == here, CaseLink.follows_id == here
    other = or_(
        (Case.id == CaseLink.follows_id) & follows,
        (Case.id == CaseLink.case_id) & followed,
    )
    rows: Any = db.session.execute(
        select(Case.ref, follows.label("is_earlier"))
        .select_from(CaseLink)
        .join(Case, other)
        .join(Conversation, Conversation.id == Case.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(visible_to(viewer), unsealed_for(viewer))
        .where(true() if is_mine else Case.shows_requester_as == ShowsAs.NAME)
        .order_by(Case.submitted_at)
    )
    return [Linked(r.ref, f"/consultations/{r.ref}", bool(r.is_earlier)) for r in rows]
