"""Lists of practices: what is verified, what is on its way, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import case, select, tuple_

from hrcn_community.access.visibility import WHOEVER, as_seen_by, visible_to
from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ConversationTerm, Post, PostState
from hrcn_community.conversations.queries import conversations_about
from hrcn_community.conversations.shown import Waiting
from hrcn_community.core.db import Rows, db
from hrcn_community.core.words import _l
from hrcn_community.knowledge.models import Practice, PracticeState
from hrcn_community.register.models import City, Term
from hrcn_community.spaces.models import Space

PAGE = 20
MOST_PENDING = 20
STATES = {
    PracticeState.SUBMITTED: (_l("Waits for a reviewer"), "info"),
    PracticeState.CHANGES_ASKED: (_l("Changes asked for"), "care"),
    PracticeState.REVIEWED: (_l("Waits to be verified"), "accent"),
    PracticeState.VERIFIED: (_l("Verified"), "good"),
}


@dataclass(frozen=True)
class PracticeRow:
    """A practice as a list shows it."""

    title: str
    href: str
    summary: Markup
    city: str
    country: str
    years: str
    lang: str
    state: str
    verified_at: datetime | None
    themes: Sequence[Term]

    @property
    def state_label(self) -> tuple[object, str]:
        return STATES[PracticeState(self.state)]


@dataclass(frozen=True)
class PracticeList:
    """A page of practices and the address part of the next one ('' at the end)."""

    practices: Sequence[PracticeRow]
    older: str


def practices(
    *,
    viewer: AnyViewer,
    theme: str = "",
    city: str = "",
    language: str = "",
    before: str = "",
    most: int = PAGE,
) -> PracticeList:
    """Return up to `most` verified practices, the latest first, older than the one named `before`."""
    rows = _rows(viewer).where(Practice.opened_at.is_not(None))
    if theme:
        rows = rows.where(Conversation.id.in_(conversations_about(theme)))
    if city:
        rows = rows.where(City.slug == city)
    if language:
        rows = rows.where(Conversation.language == language)
    if before:
        place = select(Practice.opened_at, Practice.id).where(Practice.slug == before)
        rows = rows.where(tuple_(Practice.opened_at, Practice.id) < place.scalar_subquery())
    rows = rows.order_by(Practice.opened_at.desc(), Practice.id.desc()).limit(most + 1)
    found = db.session.execute(rows).all()
    older = found[most - 1].slug if len(found) > most else ""
    return PracticeList(_shown(found[:most]), older)


def pending_practices(*, viewer: AnyViewer) -> Sequence[PracticeRow]:
    """Return what stands in the desks that `viewer` is inside and is not yet verified, oldest first."""
    if not viewer.is_member:
        return []
    return _shown(db.session.execute(_pending(), as_seen_by(viewer)).all())


def waiting(*, viewer: AnyViewer) -> list[Waiting]:
    """Return which practices wait for a review, an answer or a verification by the viewer."""
    if not viewer.is_member:
        return []
    rows = db.session.execute(_pending(), as_seen_by(viewer)).all()
    return [waits for row in rows if (waits := _waits(row, viewer))]


def terms_of(conversation_ids: Sequence[int], vocabulary: str = "") -> dict[int, list[Term]]:
    """Return what each of these conversations is about, themes first."""
    rows = (
        select(ConversationTerm.conversation_id, Term)
        .join(Term, Term.id == ConversationTerm.term_id)
        .where(ConversationTerm.conversation_id.in_(conversation_ids))
        .order_by(Term.vocabulary.desc(), Term.position)
    )
    if vocabulary:
        rows = rows.where(Term.vocabulary == vocabulary)
    found: dict[int, list[Term]] = {}
    for conversation_id, term in db.session.execute(rows):
        found.setdefault(conversation_id, []).append(term)
    return found


def _waits(row: Any, viewer: AnyViewer) -> Waiting | None:
    is_own = row.submitted_by_id == viewer.id
    address, title = f"/practices/{row.slug}", row.title
    if is_own and row.state == PracticeState.CHANGES_ASKED:
        deed = _l("Answer the review of “%(title)s”", title=title)
    elif not is_own and row.state == PracticeState.SUBMITTED:
        deed = _l("Review “%(title)s”", title=title)
    elif not is_own and row.state == PracticeState.REVIEWED and viewer.site_role == SiteRole.CORE:
        return Waiting(address, "shield-check", _l("Verify “%(title)s”", title=title), row.city)
    else:
        return None
    return Waiting(f"{address}/review", "library", deed, row.city or "")


def _rows(viewer: AnyViewer) -> Rows:
    return _all_rows().where(visible_to(viewer))


@cache  # putting this together takes as long as running it
def _all_rows() -> Rows:
    words = case((Post.state == PostState.PUBLISHED, Post.html), else_="")
    return (
        select(
            Practice.slug,
            Practice.state,
            Practice.years,
            Practice.verified_at,
            Practice.submitted_by_id,
            Conversation.id,
            Conversation.title,
            Conversation.language,
            City.name.label("city"),
            City.country,
            words.label("html"),
        )
        .join(Conversation, Conversation.id == Practice.summary_id)
        .join(Space, Space.id == Conversation.space_id)
        .join(Post, Post.id == Practice.summary_post_id)
        .outerjoin(City, City.id == Conversation.city_id)
    )


@cache
def _pending() -> Rows:
    return (
        _all_rows()
        .where(visible_to(WHOEVER))
        .where(Practice.opened_at.is_(None))
        .order_by(Practice.submitted_at, Practice.id)
        .limit(MOST_PENDING)
    )


def _shown(rows: Sequence[Any]) -> list[PracticeRow]:
    themes = terms_of([row.id for row in rows], "themes")
    return [
        PracticeRow(
            title=row.title,
            href=f"/practices/{row.slug}",
            summary=Markup(row.html),  # noqa: S704 - rendered and gated when it was written
            city=row.city or "",
            country=row.country or "",
            years=row.years,
            lang=row.language,
            state=row.state,
            verified_at=row.verified_at,
            themes=themes.get(row.id, []),
        )
        for row in rows
    ]
