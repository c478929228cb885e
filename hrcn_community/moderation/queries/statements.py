"""Statements of reasons and answers: for whom they were written, and for those who decide."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import case, or_, select

from hrcn_community.access.visibility import unsealed_for, visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.moderation.models import (
    About,
    Appeal,
    ContentNotice,
    Decision,
    Matter,
    Measure,
    Sanction,
    key_of,
)
from hrcn_community.moderation.queries.desks import is_theirs
from hrcn_community.moderation.queries.noticed import text_at
from hrcn_community.moderation.queries.standing import stands_sealed
from hrcn_community.spaces.models import Space

MOST = 100
RESTRICTS = or_(Decision.measure != Measure.KEEP, Decision.sanction != Sanction.NONE)


@dataclass(frozen=True)
class Statement:
    """A decision, the matter it was taken in, and the appeal of the side that reads it, if any.

    Where the matter is sealed the guard asks whoever opens the page to prove who they are.
    """

    decision: Decision
    matter: Matter
    appeal: Appeal | None
    is_sealed: bool
    is_mine: bool
    key: str = ""


@dataclass(frozen=True)
class Answer:
    """A notice as whoever gave it sees it: what was decided, if it was; sealed as a Statement is."""

    notice: ContentNotice
    matter: Matter
    is_sealed: bool
    decision: Decision | None
    appeal: Appeal | None
    key: str = ""


def find_statement(ref: str, *, viewer: AnyViewer) -> Statement | None:
    """Return the reasons of a decision, for whom it is about and for those who may decide such matters."""
    if not viewer.is_signed_in:
        return None
    whose = or_(Decision.person_id.in_(viewer.selves), is_theirs(viewer))
    found = _statement(ref, whose)
    return found and Statement(*found, is_mine=viewer.wrote(found[0].person_id))


def find_mailed_statement(ref: str, key: str) -> Statement | None:
    """Return the reasons of a decision for whoever was mailed its address: they cannot sign in."""
    if not _fits(ref, key):
        return None
    found = _statement(ref, Decision.person_id.is_not(None))
    return found and Statement(*found, is_mine=True, key=key)


def find_answer(ref: str, *, viewer: AnyViewer) -> Answer | None:
    """Return a notice of the viewer's own."""
    mine = ContentNotice.notifier_id.in_(viewer.selves)
    return _answer(ref, mine) if viewer.is_signed_in else None


def find_mailed_answer(ref: str, key: str) -> Answer | None:
    """Return a notice for whoever gave it without an account, and keeps its address."""
    return _answer(ref, ContentNotice.notifier_id.is_(None), key) if _fits(ref, key) else None


def own_statements(*, viewer: AnyViewer) -> Sequence[Decision]:
    """Return all that was decided about the viewer or their words, the newest first."""
    theirs = Decision.person_id.in_(viewer.selves)
    rows = select(Decision).where(theirs, RESTRICTS).order_by(Decision.id.desc()).limit(MOST)
    return db.session.scalars(rows).all()


def own_notices(*, viewer: AnyViewer) -> Sequence[Any]:
    """Return the notices that the viewer gave, the newest first."""
    return db.session.execute(
        select(ContentNotice.ref, ContentNotice.address, ContentNotice.filed_at, Matter.decided_at)
        .join(Matter, Matter.id == ContentNotice.matter_id)
        .where(ContentNotice.notifier_id.in_(viewer.selves))
        .order_by(ContentNotice.id.desc())
        .limit(MOST)
    ).all()


def own_words(statement: Statement, *, viewer: AnyViewer) -> dict[str, Any]:
    """Return the words that a statement is about, for whoever wrote them alone.

    And the title under which they stood, as long as the writer may read there: they may have left.
    What stands in a sealed space is copied to nobody who did not prove just now who they are.
    """
    if not statement.is_mine or statement.key:
        return {}
    if statement.matter.about == About.PROFILE:
        return _taken_out(statement.decision)
    row = text_at(statement.matter.post_id, statement.decision.revision)
    stands = db.session.execute(
        select(
            case((visible_to(viewer), Conversation.title), else_="").label("title"),
            unsealed_for(viewer).label("is_open"),
        )
        .join(Post, Post.conversation_id == Conversation.id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Post.id == statement.matter.post_id)
    ).one_or_none()
    if row is None or stands is None or not stands.is_open:
        return {}
    return {"html": Markup(row.html), "language": row.language, "title": stands.title}  # noqa: S704


def _taken_out(decision: Decision) -> dict[str, Any]:
    """Return what was taken out of a profile; what is only hidden its writer sees in their settings."""
    taken = decision.taken_out
    lines = [taken.get("headline"), taken.get("bio"), *taken.get("as_what", {}).values()]
    html = Markup("").join(Markup("<p>{}</p>").format(line) for line in lines if line)
    return {"html": html, "language": "", "title": ""} if html else {}


def _statement(ref: str, whose: Any) -> tuple[Decision, Matter, Appeal | None, bool] | None:
    row = db.session.execute(
        select(Decision, Matter, Appeal, stands_sealed())
        .join(Matter, Matter.id == Decision.matter_id)
        .outerjoin(Appeal, (Appeal.decision_id == Decision.id) & (Appeal.side == "author"))
        .where(Decision.ref == ref, RESTRICTS, whose)
    ).one_or_none()
    return (row[0], row[1], row[2], row[3]) if row else None


def _answer(ref: str, whose: Any, key: str = "") -> Answer | None:
    row = db.session.execute(
        select(ContentNotice, Matter, stands_sealed().label("is_sealed"))
        .join(Matter, Matter.id == ContentNotice.matter_id)
        .where(ContentNotice.ref == ref, whose)
    ).one_or_none()
    if row is None:
        return None
    decided = select(Decision).where(Decision.matter_id == row.Matter.id)
    decision = db.session.scalars(decided.order_by(Decision.id.desc())).first()
    filed = select(Appeal).join(Decision, Decision.id == Appeal.decision_id)
    appeal = filed.where(Appeal.side == ref, Decision.matter_id == row.Matter.id)
    appealed = db.session.scalars(appeal.order_by(Appeal.id.desc())).first()
    return Answer(row.ContentNotice, row.Matter, bool(row.is_sealed), decision, appealed, key)


def _fits(ref: str, key: str) -> bool:
    return hmac.compare_digest(key_of(ref).encode(), key.encode())
