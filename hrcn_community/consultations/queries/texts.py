"""What is written in a case, each text by somebody as this reader may know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import Person, SpaceRole
from hrcn_community.accounts.showing import shown_city
from hrcn_community.consultations.models import Case, CaseWords, Kind
from hrcn_community.consultations.words import ROLES
from hrcn_community.conversations.models import Post, PostState
from hrcn_community.conversations.shown import ROLE_NAMES, ShownPerson
from hrcn_community.core.db import db
from hrcn_community.register.models import City

ALWAYS = (Kind.QUESTION, Kind.CONTEXT, Kind.TRIED)
PAGE = 30


@dataclass(frozen=True)
class Text:
    """Something written in a case, by somebody as this reader may know them."""

    ref: str
    number: int
    kind: str
    author: ShownPerson
    role_label: object
    posted_at: datetime
    edited_at: datetime | None
    revision: int
    source: str
    html: Markup
    language: str


def texts_of(
    conversation_id: int,
    asker: ShownPerson,
    before: int | None = None,
    *,
    but: Sequence[str] = (),
) -> list[Text]:
    """Return the opening texts and the latest page of the others, in their order, without some kinds."""
    latest = (
        select(Post.id)
        .join(CaseWords, CaseWords.post_id == Post.id)
        .where(Post.conversation_id == conversation_id, Post.state == PostState.PUBLISHED)
        .where(CaseWords.kind.not_in(but))
    )
    if before:
        latest = latest.where(Post.number < before)
    latest = latest.order_by(Post.number.desc()).limit(PAGE)
    rows = db.session.execute(
        _rows()
        .where(Post.conversation_id == conversation_id, Post.state == PostState.PUBLISHED)
        .where(or_(CaseWords.kind.in_(ALWAYS), Post.id.in_(latest)))
        .order_by(Post.number)
    )
    return [_text(row, asker) for row in rows]


def notes_of(case: Case, asker: ShownPerson, before: int | None = None) -> list[Text]:
    """Return the latest page of what those who work on a case wrote to each other, the newest first."""
    notes = _rows().where(CaseWords.case_id == case.id, CaseWords.kind == Kind.NOTE)
    notes = notes.where(Post.state == PostState.PUBLISHED)
    if before:
        notes = notes.where(Post.number < before)
    rows = db.session.execute(notes.order_by(Post.number.desc()).limit(PAGE))
    return [_text(row, asker) for row in rows]


def draft_of(case: Case, asker: ShownPerson) -> Text | None:
    if case.draft_post_id is None:
        return None
    here = Post.id == case.draft_post_id, Post.state == PostState.PUBLISHED
    row = db.session.execute(_rows().where(*here)).one_or_none()
    return _text(row, asker) if row else None


@cache  # putting this together takes as long as running it
def _rows() -> Any:
    author = aliased(Person)
    return (
        select(
            Post.ref,
            Post.number,
            Post.created_at,
            Post.edited_at,
            Post.revision,
            Post.source,
            Post.html,
            Post.language,
            CaseWords.kind,
            CaseWords.role,
            author.name,
            author.handle,
            author.site_role,
            City.name.label("city"),
        )
        .join(CaseWords, CaseWords.post_id == Post.id)
        .join(author, author.id == CaseWords.person_id)
        .outerjoin(City, shown_city(author))
    )


def _text(row: Any, asker: ShownPerson) -> Text:
    is_asker = row.role == SpaceRole.ASKER
    worker = ShownPerson(row.name, row.handle, ROLE_NAMES[row.site_role], row.city or "")
    return Text(
        ref=row.ref,
        number=row.number,
        kind=row.kind,
        author=asker if is_asker else worker,
        role_label=ROLES[row.role],
        posted_at=row.created_at,
        edited_at=row.edited_at,
        revision=row.revision,
        source=row.source,
        html=Markup(row.html),  # noqa: S704 - gated by core.richtext when it was written
        language=row.language,
    )
