"""Measures: what is done to a post and to a person, and undoing all of it. Nothing here commits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.silencing import EVERYWHERE, set_silences
from hrcn_community.accounts.suspending import (
    last_let_in,
    open_suspension,
    prolong,
    shorten,
    suspend,
)
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import hide_post, label_post, show_post
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record
from hrcn_community.moderation.actions.elsewhere import apply_elsewhere, undo_elsewhere
from hrcn_community.moderation.actions.log import enter
from hrcn_community.moderation.events import SanctionEnded
from hrcn_community.moderation.models import (
    About,
    Decision,
    Entered,
    Matter,
    Measure,
    Sanction,
)


def apply_measures(decision: Decision, post: Post | None, *, by: Viewer) -> None:
    """Do what was decided."""
    reason, matter = decision.shown_reason, db.session.get_one(Matter, decision.matter_id)
    if matter.about != About.POST:
        apply_elsewhere(decision, matter, post)
    elif post and decision.measure == Measure.LABEL:
        label_post(post, decision.label, reason)
    elif post and decision.measure in (Measure.HIDE, Measure.REMOVE):
        for_good = decision.measure == Measure.REMOVE
        hide_post(post, by=by, reason=reason, for_good=for_good)
    if decision.sanction == Sanction.SILENCE:
        _renew_silences(decision.person_id)
    elif decision.sanction == Sanction.SUSPEND and decision.person_id:
        _keep_out(decision.person_id, decision.until, by=by)
    if decision.until:
        record(SanctionEnded(decision_id=decision.id), due=decision.until)


def undo_measures(decision: Decision, *, by: Viewer | None) -> None:
    """Undo a decision entirely: the post comes back, the label goes, a silence or suspension ends.

    `by` is None on appeal: then no line names who brought the post back.
    """
    decision.undone_at = clock.now()
    db.session.flush()
    matter = db.session.get_one(Matter, decision.matter_id)
    post = post_of(matter)
    if matter.about != About.POST:
        undo_elsewhere(decision, matter, post)
    elif post and decision.measure == Measure.LABEL and post.label == decision.label:
        label_post(post, "", "")
    elif post and decision.measure in (Measure.HIDE, Measure.REMOVE):
        _bring_back(post, decision, by)
    end_sanction(decision)


def end_sanction(decision: Decision) -> None:
    """Let a person write, or sign in, again: unless another decision says no."""
    if decision.sanction == Sanction.SILENCE:
        _renew_silences(decision.person_id)
    elif decision.sanction == Sanction.SUSPEND and decision.person_id:
        _keep_out_no_longer(decision, decision.person_id)


def end_when_due(event: SanctionEnded, entry: Entry) -> None:
    """End what was for a time, as its time is over."""
    decision = db.session.get_one(Decision, event.decision_id)
    if decision.undone_at is None:
        end_sanction(decision)
        matter = db.session.get_one(Matter, decision.matter_id)
        enter(matter, Entered.ENDED, sanction=decision.sanction)


def post_of(matter: Matter) -> Post | None:
    """Return the post of a matter with the conversation and the space that it stands in, for a deed."""
    return db.session.scalar(
        select(Post)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(contains_eager(Post.conversation).contains_eager(Conversation.space))
        .where(Post.id == matter.post_id)
    )


def is_persona(person_id: int | None) -> bool:
    person = db.session.get(Person, person_id) if person_id else None
    return person is not None and person.standing == Standing.PERSONA


def _keep_out(person_id: int, until: datetime | None, *, by: Viewer) -> None:
    """Suspend somebody; whoever is out already stays so until the later moment."""
    if suspension := open_suspension(person_id):
        prolong(suspension, until=until)
    else:
        suspend(person_id, until=until, by=by, by_decision=True)


def _keep_out_no_longer(decision: Decision, person_id: int) -> None:
    """Let a suspension last no longer than other decisions say, or whoever began it without one."""
    if suspension := open_suspension(person_id):
        shorten(suspension, _ends_by_others(decision, person_id))


def _renew_silences(person_id: int | None) -> None:
    """Write into somebody's row all the silences that hold for them now."""
    if person_id is None:
        return
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    holding = select(Decision.sanction_space_id, Decision.until).where(
        Decision.person_id == person_id,
        Decision.sanction == Sanction.SILENCE,
        Decision.undone_at.is_(None),
        Decision.until > clock.now(),
    )
    silences: dict[str, datetime] = {}
    for space_id, until in db.session.execute(holding):
        place = str(space_id) if space_id else EVERYWHERE
        if until:
            silences[place] = max(until, silences.get(place, until))
    set_silences(person_id, silences)


def _ends_by_others(decision: Decision, person_id: int) -> list[datetime]:
    """Return until when other decisions than this still suspend the same person."""
    ends = select(Decision.until).where(
        Decision.person_id == person_id,
        Decision.id != decision.id,
        Decision.sanction == Sanction.SUSPEND,
        Decision.undone_at.is_(None),
        Decision.until > clock.now(),
    )
    if since := last_let_in(person_id):
        ends = ends.where(Decision.decided_at > since)
    return [each for each in db.session.scalars(ends) if each]


def _bring_back(post: Post, decision: Decision, by: Viewer | None) -> None:
    """Show a post again, unless another decision still hides it."""
    also = (
        select(Decision.id)
        .join(Matter, Matter.id == Decision.matter_id)
        .where(Matter.post_id == post.id, Matter.about == About.POST)
        .where(Decision.undone_at.is_(None))
        .where(Decision.measure.in_([Measure.HIDE, Measure.REMOVE]), Decision.id != decision.id)
    )
    if post.state in (PostState.HIDDEN, PostState.DELETED) and not db.session.scalar(also.limit(1)):
        show_post(post, by=by, for_good=decision.measure == Measure.REMOVE)
