"""What who asked said of an answer, and what may follow from it."""

from dataclasses import dataclass
from typing import Any

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import Case, CaseOutcome, CaseRating
from hrcn_community.consultations.queries.behalf import Linked, linked_cases
from hrcn_community.consultations.transitions import State
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db

AT_AN_END = (
    State.DECLINED,
    State.ANSWERED_BY_EXISTING,
    State.CLOSED,
    State.FOLLOWUP_DUE,
    State.EVALUATED,
    State.WITHDRAWN,
)


@dataclass(frozen=True)
class Around:
    """What stands around a case for this viewer: what it follows from, how it went."""

    links: list[Linked]
    useful: str
    used: str
    may_follow: bool


def around(case: Case, *, viewer: AnyViewer) -> Around:
    rating, outcome = db.session.get(CaseRating, case.id), db.session.get(CaseOutcome, case.id)
    is_asker = SpaceRole.ASKER in viewer.roles_in(case.asking_space_id)
    return Around(
        links=list(linked_cases(case, viewer=viewer)),
        useful=rating.useful if rating else "",
        used=outcome.used if outcome else "",
        may_follow=is_asker and case.state in AT_AN_END,
    )


def given_rating(case: Case) -> dict[str, Any]:
    """Return what was said of the answer so far, as its form is filled."""
    rating = db.session.get(CaseRating, case.id)
    if rating is None:
        return {}
    post = db.session.get(Post, rating.post_id) if rating.post_id else None
    return {"useful": rating.useful, "sentence": post.source if post else ""}
