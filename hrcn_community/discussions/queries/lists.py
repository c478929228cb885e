"""Lists of threads, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, select

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ReadState
from hrcn_community.conversations.queries import (
    conversations_about,
)
from hrcn_community.core.db import Rows, db
from hrcn_community.core.keyset import key_of, latest_first
from hrcn_community.core.words import _l
from hrcn_community.discussions.models import ROOM, Thread, ThreadKind
from hrcn_community.spaces.models import Space

PAGE = 30


LABELS: dict[str, tuple[object, str] | None] = {
    ThreadKind.DISCUSSION: None,
    ThreadKind.QUESTION: (_l("Question"), "accent"),
    ThreadKind.ANNOUNCEMENT: (_l("Announcement"), "info"),
    ThreadKind.QUERY: (_l("Query"), "accent"),
}


@dataclass(frozen=True)
class ThreadRow:
    """A thread as a list shows it."""

    title: str
    href: str
    space_name: str
    space_href: str
    reply_count: int
    unread_count: int
    last_activity_at: datetime
    last_author: str
    visibility: str
    lang: str
    labels: Sequence[tuple[object, str]]
    is_closed: bool


@dataclass(frozen=True)
class ThreadList:
    """A page of threads and the key of the next one ('' at the end)."""

    threads: Sequence[ThreadRow]
    older: str


def threads(
    *,
    viewer: AnyViewer,
    space: Space | None = None,
    city_id: int | None = None,
    person_id: int | None = None,
    language: str = "",
    theme: str = "",
    before: str = "",
    most: int = PAGE,
) -> ThreadList:
    """Return up to `most` threads, the latest active first, older than the key `before`."""
    rows = latest_first(_rows(viewer), Conversation.last_post_at, Conversation.id, before)
    if space:
        rows = rows.where(Conversation.space_id == space.id)
    if city_id:
        rows = rows.where(Conversation.city_id == city_id)
    if person_id:
        rows = rows.where(Conversation.started_by_id == person_id)
    if language:
        rows = rows.where(Conversation.language == language)
    if theme:
        rows = rows.where(Conversation.id.in_(conversations_about(theme)))
    found = db.session.execute(rows.limit(most + 1), {"viewer_id": viewer.id}).all()
    older = key_of(found[most - 1].last_post_at, found[most - 1].id) if len(found) > most else ""
    return ThreadList([_row(row, viewer) for row in found[:most]], older)


def unread_threads(*, viewer: AnyViewer, most: int = 6) -> Sequence[ThreadRow]:
    """Return threads that the viewer has begun to read or follows and that have gone on since."""
    rows = db.session.execute(
        _rows(viewer)
        .where(ReadState.last_read_number < Conversation.last_number)
        .order_by(Conversation.last_post_at.desc())
        .limit(most),
        {"viewer_id": viewer.id},
    )
    return [_row(row, viewer) for row in rows]


def _row(row: Any, viewer: AnyViewer) -> ThreadRow:
    read = row.last_read_number or 0
    unread = max(row.last_number - read, 0) if read else 0
    label = (_l("Answered"), "good") if row.accepted_post_id else LABELS[row.kind]
    return ThreadRow(
        title=row.title,
        href=f"/threads/{row.ref}?post={read + 1}#p{read + 1}" if unread else f"/threads/{row.ref}",
        space_name=row.space_name,
        space_href=f"/spaces/{row.space_slug}",
        reply_count=max(row.post_count - 1, 0),
        unread_count=unread,
        last_activity_at=row.last_post_at,
        last_author=row.last_author_name or "",
        visibility=row.visibility,
        lang=row.language,
        labels=(label,) if label else (),
        is_closed=row.closed_at is not None,
    )


def _rows(viewer: AnyViewer) -> Rows:
    return _all_rows().where(visible_to(viewer))


@cache  # putting this together takes as long as running it
def _all_rows() -> Rows:
    """Every thread with the read state of the person `viewer_id`, which is given when it is run."""
    return (
        select(
            Thread.ref,
            Thread.kind,
            Thread.accepted_post_id,
            Conversation.id,
            Conversation.title,
            Conversation.language,
            Conversation.post_count,
            Conversation.last_number,
            Conversation.last_post_at,
            Conversation.closed_at,
            Space.slug.label("space_slug"),
            Space.name.label("space_name"),
            Space.visibility,
            Person.name.label("last_author_name"),
            ReadState.last_read_number,
        )
        .join(Conversation, Conversation.id == Thread.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Person, Person.id == Conversation.last_author_id)
        .outerjoin(
            ReadState,
            and_(
                ReadState.conversation_id == Conversation.id,
                ReadState.person_id == bindparam("viewer_id"),
            ),
        )
        .where(Conversation.room == ROOM)
    )
