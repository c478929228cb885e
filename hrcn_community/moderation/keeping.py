"""How long notices, decisions and the log of moderation are kept. What was decided of a post stays done."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import new_ref
from hrcn_community.core.words import _l
from hrcn_community.moderation.actions.log import cut_log
from hrcn_community.moderation.models import (
    Appeal,
    ContentNotice,
    Decision,
    LogEntry,
    Matter,
)
from hrcn_community.privacy.holds import is_held_person, is_held_space
from hrcn_community.privacy.letting_go import free, gone
from hrcn_community.privacy.retention import Keeping

GONE = _l("deleted")


def end_notifiers(before: datetime, at_most: int) -> int:
    """Forget how to reach whoever gave notice without an account, once it was decided long ago."""
    told = or_(ContentNotice.notifier_name != "", ContentNotice.notifier_email != "")
    some = (
        select(ContentNotice)
        .join(Matter, Matter.id == ContentNotice.matter_id)
        .where(told, Matter.decided_at < before, ~_is_asked_again(), _is_free())
        .order_by(ContentNotice.id)
    )
    notices = db.session.scalars(some.limit(at_most)).all()
    for notice in notices:
        notice.notifier_name = notice.notifier_email = ""
        notice.print = new_ref(320)
    return len(notices)


def end_matters(before: datetime, at_most: int) -> int:
    """Let go what was decided long ago, with notices, reasons and appeals, when nothing of it runs."""
    still = exists().where(Decision.matter_id == Matter.id, Decision.until > clock.now())
    return gone(Matter, at_most, Matter.decided_at < before, ~still, ~_is_asked_again(), _is_free())


def end_log(before: datetime, at_most: int) -> int:
    """Cut off the log at a day, unless the law asks for somebody in it; what cannot be found is not cut."""
    day = before.replace(hour=0, minute=0, second=0, microsecond=0)
    old = LogEntry.at < day
    count = db.session.scalar(select(func.count()).select_from(LogEntry).where(old)) or 0
    is_held = or_(is_held_person(LogEntry.actor_id), is_held_space(LogEntry.space_id))
    if not count or db.session.scalar(select(exists().where(old, is_held))):
        return 0
    cut_log(day)
    return min(count, at_most - 1)  # all at once: there is no next batch


def _is_asked_again() -> ColumnElement[bool]:
    """Return the condition that an appeal waits."""
    return exists().where(
        Appeal.decision_id == Decision.id,
        Decision.matter_id == Matter.id,
        Appeal.decided_at.is_(None),
    )


def _is_free() -> Any:
    space = or_(Matter.space_id.is_(None), ~is_held_space(Matter.space_id))
    return space & free(Matter.person_id)


KEPT_OF_MODERATION: tuple[Keeping, ...] = (
    Keeping(
        "notifiers",
        _l("Name and address of whoever gave notice of content without an account"),
        _l("emptied, so long after it was decided; the notice stays"),
        *(365, 183, 1095),
        end_notifiers,
        tables=("content_notices",),
    ),
    Keeping(
        "matters",
        _l("Notices about content, with decisions, reasons and appeals"),
        _l("deleted, so long after the decision; what became of the text stays"),
        *(1825, 1195, 3650),
        end_matters,
        tables=(
            "moderation_matters",
            "moderation_decisions",
            "moderation_appeals",
            "content_notices",
        ),
    ),
    Keeping(
        "moderation_log",
        _l("The log of moderation"),
        _l("cut off; that and when it was cut stays"),
        *(1825, 1095, 3650),
        end_log,
        tables=("moderation_log",),
    ),
)
