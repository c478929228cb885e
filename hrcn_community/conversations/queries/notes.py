"""The notes of facilitators at posts, for those for whom they were written. For others there are none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person, SiteRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import STANDING, Conversation, Note, Post
from hrcn_community.conversations.visibility import facilitated_by
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space, Visibility


@dataclass(frozen=True)
class ShownNote:
    ref: str
    text: str
    author_name: str
    written_at: datetime
    is_own: bool


@dataclass(frozen=True)
class PlacedNote:
    """A note as the subject of a permission: it stands in the space for whose facilitators it is."""

    space: Space
    author_id: int | None
    note: Note


def notes_at(post_ids: Sequence[int], *, viewer: AnyViewer) -> Mapping[int, tuple[ShownNote, ...]]:
    """Return, by post, the notes that are for `viewer`; of who facilitates nothing nothing is asked."""
    if not post_ids or not _reads_some(viewer):
        return {}
    rows = db.session.execute(
        select(Note.post_id, Note.ref, Note.text, Note.written_at, Note.author_id, Person.name)
        .join(Space, Space.id == Note.space_id)
        .outerjoin(Person, Person.id == Note.author_id)
        .where(Note.post_id.in_(post_ids), _for(viewer))
        .order_by(Note.id)
    )
    found: dict[int, tuple[ShownNote, ...]] = {}
    for row in rows:
        found[row.post_id] = (*found.get(row.post_id, ()), _shown(row, viewer))
    return found


def find_post_to_note(ref: str, *, viewer: AnyViewer) -> Post | None:
    """Return a post that stands, also a hidden one, where `viewer` reads."""
    return db.session.scalar(
        select(Post)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(contains_eager(Post.conversation).contains_eager(Conversation.space))
        .where(Post.ref == ref, visible_to(viewer))
        .where(Post.state.in_(STANDING), Post.number.is_not(None))
    )


def find_own_note(ref: str, *, viewer: AnyViewer) -> PlacedNote | None:
    """Return a note that `viewer` wrote, while they may read it."""
    row = db.session.execute(
        select(Note, Space)
        .join(Space, Space.id == Note.space_id)
        .where(Note.ref == ref, Note.author_id == viewer.id, _for(viewer))
    ).one_or_none()
    return PlacedNote(row.Space, row.Note.author_id, row.Note) if row else None


def _for(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that a note of a Space is for `viewer`: the twin of the permission in SQL."""
    theirs = Space.id.in_(facilitated_by(viewer))
    if viewer.site_role != SiteRole.CORE:
        return theirs
    return or_(theirs, Space.visibility.in_([Visibility.PUBLIC, Visibility.NETWORK]))


def _reads_some(viewer: AnyViewer) -> bool:
    return viewer.site_role == SiteRole.CORE or bool(facilitated_by(viewer))


def _shown(row: Any, viewer: AnyViewer) -> ShownNote:
    own = row.author_id == viewer.id
    return ShownNote(row.ref, row.text, row.name or "", row.written_at, own)
