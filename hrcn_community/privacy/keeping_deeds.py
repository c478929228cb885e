"""Rules for what was done and decided: whoever did it is forgotten, or all of it, when its time has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from hrcn_community.accounts.models import (
    Application,
    Person,
    RoleProposal,
    SpaceRemoval,
    SpaceRequest,
    Standing,
    Suspension,
)
from hrcn_community.conversations.models import Conversation, Note, Post, Unmasking, WatchFinding
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.holds import is_held_person, is_held_space
from hrcn_community.privacy.keeping_models import Handover, Hold, RetentionWarning
from hrcn_community.privacy.letting_go import free, gone
from hrcn_community.privacy.models import Erasure, Naming
from hrcn_community.privacy.retention import Keeping
from hrcn_community.privacy.severed_events import SEVERED_EVENTS

GONE = _l("deleted")


def end_suspensions(before: datetime, at_most: int) -> int:
    return gone(Suspension, at_most, Suspension.ended_at < before, free(Suspension.person_id))


def end_removals(before: datetime, at_most: int) -> int:
    mine = free(SpaceRemoval.person_id), ~is_held_space(SpaceRemoval.space_id)
    return gone(SpaceRemoval, at_most, SpaceRemoval.removed_at < before, *mine)


def end_requests(before: datetime, at_most: int) -> int:
    mine = free(SpaceRequest.person_id), ~is_held_space(SpaceRequest.space_id)
    return gone(SpaceRequest, at_most, SpaceRequest.asked_at < before, *mine)


def end_proposals(before: datetime, at_most: int) -> int:
    over = or_(
        RoleProposal.decided_at < before,
        and_(RoleProposal.decided_at.is_(None), RoleProposal.expires_at < before),
    )
    return gone(RoleProposal, at_most, over, free(RoleProposal.person_id))


def end_statements(before: datetime, at_most: int) -> int:
    """Empty what somebody said when they asked to join, once they are in; when they accepted what stays."""
    said = or_(Application.statement != "", Application.reason != "")
    some = (
        select(Application)
        .join(Person, Person.id == Application.person_id)
        .where(Application.decided_at < before, said, Person.standing != Standing.DECLINED)
        .where(~is_held_person(Application.person_id))
        .order_by(Application.id)
    )
    applications = db.session.scalars(some.limit(at_most)).all()
    for application in applications:
        application.statement = application.reason = ""
    return len(applications)


def end_unmaskings(before: datetime, at_most: int) -> int:
    """Forget that a pseudonym was opened, or that somebody asked for it in vain."""
    old = or_(
        Unmasking.decided_at < before,
        and_(Unmasking.decided_at.is_(None), Unmasking.asked_at < before),
    )
    return gone(Unmasking, at_most, old, ~_stands_in_held_space(Unmasking.post_id))


def end_notes(before: datetime, at_most: int) -> int:
    mine = free(Note.author_id), ~is_held_space(Note.space_id), ~_is_of_somebody_held(Note.post_id)
    return gone(Note, at_most, Note.written_at < before, *mine)


def end_findings(before: datetime, at_most: int) -> int:
    mine = ~is_held_space(WatchFinding.space_id), ~_is_of_somebody_held(WatchFinding.post_id)
    return gone(WatchFinding, at_most, WatchFinding.found_at < before, *mine)


def end_namings(before: datetime, at_most: int) -> int:
    """Forget where a name stood that was looked at, when nothing of that erasure waits any more."""
    over = select(Erasure.id).where(Erasure.done_at.is_not(None), Erasure.sealed == "")
    return gone(Naming, at_most, Naming.decided_at < before, Naming.erasure_id.in_(over))


def end_holds(before: datetime, at_most: int) -> int:
    return gone(Hold, at_most, Hold.ended_at < before)


def end_handovers(before: datetime, at_most: int) -> int:
    old = or_(
        Handover.answered_at < before,
        and_(Handover.answered_at.is_(None), Handover.offered_at < before),
    )
    return gone(Handover, at_most, old, free(Handover.from_id), ~is_held_person(Handover.to_id))


def end_warnings(before: datetime, at_most: int) -> int:
    return gone(RetentionWarning, at_most, RetentionWarning.warned_at < before)


def _stands_in_held_space(post_id: Any) -> ColumnElement[bool]:
    here = select(Post.id).join(Conversation, Conversation.id == Post.conversation_id)
    return post_id.in_(here.where(is_held_space(Conversation.space_id)))


def _is_of_somebody_held(post_id: Any) -> ColumnElement[bool]:
    return post_id.in_(select(Post.id).where(is_held_person(Post.author_id)))


KEPT_OF_DEEDS: tuple[Keeping, ...] = (
    SEVERED_EVENTS,
    Keeping(
        "suspensions",
        _l("Suspensions that ended"),
        GONE,
        *(1095, 365, 1830),
        end_suspensions,
        tables=("suspensions",),
    ),
    Keeping(
        "removals",
        _l("That somebody was put out of a space, and why"),
        GONE,
        *(365, 183, 1095),
        end_removals,
        tables=("space_removals",),
    ),
    Keeping(
        "requests",
        _l("Requests to be let into a space that nobody answered"),
        GONE,
        *(180, 30, 365),
        end_requests,
        tables=("space_requests",),
    ),
    Keeping(
        "proposals",
        _l("Proposals that somebody be given a role, once decided"),
        GONE,
        *(1095, 365, 1830),
        end_proposals,
        tables=("role_proposals",),
    ),
    Keeping(
        "statements",
        _l("What somebody said of themselves when they asked to join, once they were let in"),
        _l("emptied; the day of joining stays"),
        *(365, 30, 1095),
        end_statements,
        tables=("applications",),
    ),
    Keeping(
        "unmaskings",
        _l("That the name behind a pseudonym was asked for, and what was decided"),
        GONE,
        *(1095, 365, 1830),
        end_unmaskings,
        tables=("unmaskings",),
    ),
    Keeping(
        "notes",
        _l("Notes of those who facilitate, about a post"),
        GONE,
        *(730, 180, 1830),
        end_notes,
        tables=("notes",),
    ),
    Keeping(
        "findings",
        _l("That a post held a watched word"),
        GONE,
        *(365, 30, 730),
        end_findings,
        tables=("watch_findings",),
    ),
    Keeping(
        "namings",
        _l("Where the name of somebody stood who was erased, once all places were looked at"),
        GONE,
        *(90, 30, 365),
        end_namings,
        tables=("namings",),
    ),
    Keeping(
        "holds", _l("Legal holds that ended"), GONE, 1825, 365, 3650, end_holds, tables=("holds",)
    ),
    Keeping(
        "handovers",
        _l("Offers to take over a duty"),
        GONE,
        *(365, 90, 1095),
        end_handovers,
        tables=("handovers",),
    ),
    Keeping(
        "warnings",
        _l("That somebody was told that something of theirs would go"),
        GONE,
        *(400, 400, 400),
        end_warnings,
        tables=("retention_warnings",),
    ),
)
