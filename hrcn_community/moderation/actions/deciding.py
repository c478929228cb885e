"""Deciding a matter, with a statement of reasons; and undoing that. Nothing here commits."""

from datetime import datetime, timedelta

from sqlalchemy import select

from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import show_post
from hrcn_community.conversations.models import Post
from hrcn_community.conversations.visibility import facilitated_by
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean, one_line
from hrcn_community.moderation.actions.claiming import refuse_claimed
from hrcn_community.moderation.actions.elsewhere import measures_for
from hrcn_community.moderation.actions.log import enter
from hrcn_community.moderation.actions.measures import (
    apply_measures,
    is_persona,
    post_of,
    undo_measures,
)
from hrcn_community.moderation.events import DecisionReverted, MatterDecided
from hrcn_community.moderation.models import (
    LONGEST_SILENCE,
    LONGEST_SUSPENSION,
    About,
    Category,
    ClaimFirst,
    Decision,
    Desk,
    Entered,
    Matter,
    Measure,
    NothingToGiveBack,
    NotWithoutUnmasking,
    NotYoursToDecide,
    Ruling,
    Sanction,
)
from hrcn_community.moderation.queries.desks import notifiers_of
from hrcn_community.moderation.queries.standing import spaces_of

LONGEST = {Sanction.SILENCE: LONGEST_SILENCE, Sanction.SUSPEND: LONGEST_SUSPENSION}


def decide(matter: Matter, ruling: Ruling, *, by: Viewer) -> Decision:
    """Decide a matter that one has claimed, or reads alone."""
    db.session.refresh(matter, with_for_update=True)
    refuse_claimed(matter, by)
    if matter.claimant != by.id and matter.reader_id != by.id:
        raise ClaimFirst
    return _decide(matter, ruling, by, is_own=False)


def hide_by_oneself(post: Post, reason: str, *, by: Viewer) -> Decision:
    """Hide a post that one came upon. Where there are notices about it, that decides them too."""
    ruling = Ruling(reason=reason, measure=Measure.HIDE, shown_reason=reason, facts="")
    about = Matter.post_id == post.id, Matter.about == About.POST
    waiting = select(Matter).where(*about, Matter.decided_at.is_(None))
    matter = db.session.scalar(waiting.with_for_update())
    if matter and matter.desk == Desk.FACILITATORS and by.id not in notifiers_of(matter):
        refuse_claimed(matter, by)
        return _decide(matter, ruling, by, is_own=False)
    return _decide(_matter_of_ones_own(post), ruling, by, is_own=True)


def show_again(post: Post, *, by: Viewer) -> None:
    """Show a hidden post again, and undo with it the whole decision by which it was hidden.

    Nobody does that with their own post, nor those who run a space with what others decided about them.
    """
    hidden = (
        select(Decision)
        .join(Matter, Matter.id == Decision.matter_id)
        .where(Matter.post_id == post.id, Matter.about == About.POST)
        .where(Decision.undone_at.is_(None))
        .where(Decision.measure == Measure.HIDE)
        .order_by(Decision.id.desc())
    )
    decision = db.session.scalars(hidden.with_for_update(of=Decision)).first()
    if decision is None:  # hidden before there were statements
        show_post(post, by=by)
        return
    matter = db.session.get_one(Matter, decision.matter_id)
    is_for_others = matter.desk == Desk.ONE or (
        matter.desk == Desk.CORE and by.site_role != SiteRole.CORE
    )
    if by.wrote(post.author_id) or is_for_others:
        raise NotYoursToDecide
    _undo(decision, matter, by)


def give_back(matter: Matter, *, by: Viewer) -> None:
    """Undo the decision that hides a file or the words of a profile; what was removed, an appeal brings back."""
    db.session.refresh(matter, with_for_update=True)
    if by.wrote(matter.person_id) or by.id in notifiers_of(matter):
        raise NotYoursToDecide
    made = select(Decision).where(Decision.matter_id == matter.id).order_by(Decision.id.desc())
    decision = db.session.scalars(made.with_for_update()).first()
    hides = decision and decision.measure == Measure.HIDE and decision.undone_at is None
    if decision is None or not hides or matter.about == About.POST:
        raise NothingToGiveBack
    _undo(decision, matter, by)


def _undo(decision: Decision, matter: Matter, by: Viewer) -> None:
    undo_measures(decision, by=by)
    enter(matter, Entered.UNDONE, by.id, measure=decision.measure)
    record(DecisionReverted(decision_id=decision.id), by=by.id)


def _decide(matter: Matter, ruling: Ruling, by: Viewer, *, is_own: bool) -> Decision:
    if by.wrote(matter.person_id) or by.id in notifiers_of(matter):
        raise NotYoursToDecide
    if ruling.sanction == Sanction.SUSPEND:
        _may_suspend(matter, by)
    post, now = post_of(matter), clock.now()
    decision = _new_decision(matter, ruling, post, by, now)
    decision.is_own_initiative = is_own
    db.session.add(decision)
    matter.decided_at = now
    db.session.flush()
    apply_measures(decision, post, by=by)
    about = {"measure": decision.measure, "sanction": decision.sanction, "ground": decision.ground}
    enter(matter, Entered.DECIDED, by.id, **about, own=is_own, automated=False)
    record(MatterDecided(decision_id=decision.id), by=by.id)
    return decision


def _may_suspend(matter: Matter, by: Viewer) -> None:
    if by.site_role != SiteRole.CORE:
        raise NotYoursToDecide
    if is_persona(matter.person_id):
        raise NotWithoutUnmasking


def _new_decision(
    matter: Matter, ruling: Ruling, post: Post | None, by: Viewer, now: datetime
) -> Decision:
    sanction = ruling.sanction if matter.person_id else Sanction.NONE
    days = min(max(ruling.days, 1), LONGEST.get(sanction, 0))
    return Decision(
        ref=new_ref(),
        matter_id=matter.id,
        revision=post.revision if post else 0,
        measure=ruling.measure if ruling.measure in measures_for(matter) else Measure.KEEP,
        label=ruling.label if ruling.measure == Measure.LABEL else "",
        shown_reason=one_line(ruling.shown_reason)[:200],
        sanction=sanction,
        sanction_space_id=_where_silent(matter, by) if sanction == Sanction.SILENCE else None,
        until=now + timedelta(days=days) if sanction in LONGEST else None,
        ground=ruling.ground,
        rule=ruling.rule,
        law=one_line(ruling.law)[:200],
        facts=clean(ruling.facts).strip(),
        reason=clean(ruling.reason).strip(),
        person_id=matter.person_id,
        decided_by_id=by.id,
        decided_at=now,
    )


def _where_silent(matter: Matter, by: Viewer) -> int | None:
    """Return the space in which a silence holds: a facilitator decides for theirs, a pseudonym has but one."""
    is_everywhere = by.site_role == SiteRole.CORE and not is_persona(matter.person_id)
    if is_everywhere:
        return None
    runs = facilitated_by(by)
    theirs = [space.id for space in spaces_of(matter) if space.id in runs]
    return theirs[0] if theirs else matter.space_id


def _matter_of_ones_own(post: Post) -> Matter:
    """Return a matter without a notice, about a post that somebody came upon."""
    now = clock.now()
    matter = Matter(
        ref=new_ref(),
        post_id=post.id,
        person_id=post.author_id,
        space_id=post.space.id,
        desk=Desk.FACILITATORS,
        category=Category.RULE,
        opened_at=now,
        decided_at=now,
    )
    db.session.add(matter)
    db.session.flush()
    return matter
