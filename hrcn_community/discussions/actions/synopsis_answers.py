"""What those who contributed say of the draft, and whether they are named. Nothing here commits."""

from sqlalchemy import update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import clean
from hrcn_community.core.upsert import upsert
from hrcn_community.discussions.actions.synopsis_windows import hold
from hrcn_community.discussions.events import CreditWithdrawn, SynopsisAnswered
from hrcn_community.discussions.models import Confirmation, NotAContributor, Step
from hrcn_community.discussions.queries.synopses import Consolidation
from hrcn_community.discussions.queries.synopsis_people import own_contributors


def confirm(
    query: Consolidation,
    *,
    of_round: int | None,
    agrees: bool,
    wants_credit: bool = False,
    remark: str = "",
    masked: bool = False,
    by: Viewer,
) -> None:
    """Say of the draft of a round whether it tells one's contribution rightly; the last word counts.

    Who contributed under a pseudonym says it under that pseudonym.
    """
    synopsis = hold(query)
    synopsis.take(Step.CONFIRM)
    synopsis.must_be_of(of_round)
    person_id = _self(query, masked, by)
    if person_id not in own_contributors(query, viewer=by):
        raise NotAContributor
    upsert(
        Confirmation,
        {"thread_id": synopsis.thread_id, "person_id": person_id},
        {
            "round": synopsis.round,
            "agrees": agrees,
            "wants_credit": agrees and wants_credit,
            "remark": clean(remark).strip(),
            "said_at": clock.now(),
        },
    )
    record(SynopsisAnswered(thread_id=synopsis.thread_id, round=synopsis.round), by=person_id)


def end_credit(query: Consolidation, *, masked: bool = False, by: Viewer) -> None:
    """Be named by the published reply no longer."""
    synopsis = hold(query)
    synopsis.take(Step.END_CREDIT)
    person_id = _self(query, masked, by)
    ended = db.session.execute(
        update(Confirmation)
        .where(Confirmation.thread_id == synopsis.thread_id, Confirmation.person_id == person_id)
        .values(wants_credit=False)
        .returning(Confirmation.person_id)
    )
    if ended.first() is None:
        raise NotAContributor
    record(CreditWithdrawn(thread_id=synopsis.thread_id), by=person_id)


def _self(query: Consolidation, masked: bool, by: Viewer) -> int:
    """Return who speaks: the person, or their pseudonym in this space; nobody (0) where they have none."""
    return by.personas.get(query.space.id, 0) if masked else by.id
