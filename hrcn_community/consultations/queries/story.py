"""Where a case stands, in words: its dated states, and who has the next move."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import ngettext

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import Case, CaseInterval
from hrcn_community.consultations.queries.people import Inside
from hrcn_community.consultations.transitions import NEXT, TIERS, State, Tier
from hrcn_community.consultations.words import FOR_YOU, WAITS_FOR, state_words
from hrcn_community.core import clock
from hrcn_community.core.words import _l

STILL = _l("The clock stood still")


def next_roles(case: Any, has_reviewer: bool = True) -> tuple[str, ...]:
    """Return the roles that have the next move."""
    if case.state == State.SIGN_OFF and case.signed_revision is not None:
        return (SpaceRole.LEAD,)
    if case.state == State.PEER_REVIEW and not has_reviewer:
        return (SpaceRole.LEAD,)
    roles = NEXT.get(State(case.state), ())
    if TIERS[Tier(case.tier)].has_triagers:
        return roles
    return tuple(role for role in roles if role != SpaceRole.TRIAGER)


def waits_for(case: Any, roles: Collection[str], has_reviewer: bool = True) -> object:
    """Return the sentence on who has the next move, for somebody who bears `roles` here."""
    moving = next_roles(case, has_reviewer)
    if set(moving) & set(roles):
        return FOR_YOU
    if moving == (SpaceRole.LEAD,):
        return WAITS_FOR[State.MATCHING]
    return WAITS_FOR.get(State(case.state), "")


def next_words(case: Case, viewer: AnyViewer, people: Sequence[Inside]) -> object:
    roles = viewer.roles_in(case.asking_space_id) | viewer.roles_in(case.working_space_id)
    has_reviewer = any(person.role == SpaceRole.REVIEWER for person in people)
    return waits_for(case, roles, has_reviewer)


def fact(interval: CaseInterval, tier: str) -> dict[str, Any]:
    """Return one line of the timeline of a case of this tier."""
    days = ((interval.to_at or clock.now()) - interval.from_at).days
    text = ngettext("%(num)s day", "%(num)s days", days) if days else ""
    if interval.is_paused:
        text = f"{STILL}: {text}" if text else str(STILL)
    return {
        "when": interval.from_at,
        "title": state_words(interval.state, tier),
        "text": text,
        "href": "",
        "state": "done" if interval.to_at else "current",
    }
