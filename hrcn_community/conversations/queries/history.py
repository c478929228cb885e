"""The versions of a post, as far as they were written for whoever reads them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    Conversation,
    MovedNumber,
    Post,
    Revision,
    TrailEntry,
    TrailKind,
    Translation,
)
from hrcn_community.core.db import Rows, db
from hrcn_community.core.differences import Piece, compare

PAGE = 10
MOST_COMPARED = 500


@dataclass(frozen=True)
class History:
    """A page of versions, the newest first, and the two of all that are compared (none where there is one)."""

    versions: Sequence[Any]
    older: int | None
    numbers: Sequence[int]
    earlier: Any = None
    later: Any = None
    pieces: Sequence[Piece] = ()


def history_of(
    post: Post, *, viewer: AnyViewer, before: int | None, chosen: tuple[int | None, int | None]
) -> History:
    """Return what `post` said before, and what differs between the `chosen` versions, or the last two."""
    numbers = _numbers(post, viewer)
    versions = revisions_of(post, viewer=viewer, before=before)
    older = versions[PAGE - 1].number if len(versions) > PAGE else None
    shown = History(versions[:PAGE], older, numbers)
    if len(numbers) < 2:
        return shown
    earlier, later = _two(numbers, chosen)
    found = {row.number: row for row in _rows(post, viewer, Revision.number.in_([earlier, later]))}
    pieces = compare(found[earlier].source, found[later].source)
    return History(shown.versions, older, numbers, found[earlier], found[later], pieces)


def revisions_of(post: Post, *, viewer: AnyViewer, before: int | None = None) -> Sequence[Any]:
    """Return versions of a post that were written for whom its space is open to, newest first.

    A text may have been a draft, or have been moved to a more open space than it was written in: the
    version that stood then is shown, without the reason that was given inside; earlier ones to their
    own writer only.
    """
    return _rows(post, viewer, Revision.number < before if before else None)


def revision_of(post: Post, number: int, *, viewer: AnyViewer) -> str | None:
    """Return what one version of a post said, if it was written for `viewer`."""
    found = _rows(post, viewer, Revision.number == number)
    return found[0].source if found else None


def _two(numbers: Sequence[int], chosen: tuple[int | None, int | None]) -> tuple[int, int]:
    """Return the two chosen versions in order; where a choice says nothing, one and its neighbour."""
    there = {number for number in chosen if number is not None and number in numbers}
    if len(there) == 2:
        return min(there), max(there)
    last = there.pop() if there else numbers[0]
    below = [number for number in numbers if number < last]
    return (below[0], last) if below else (last, numbers[-2])


def _numbers(post: Post, viewer: AnyViewer) -> Sequence[int]:
    shown, _since = _written_for(post, viewer)
    return db.session.scalars(
        select(Revision.number).where(shown).order_by(Revision.number.desc()).limit(MOST_COMPARED)
    ).all()


def _rows(post: Post, viewer: AnyViewer, which: ColumnElement[bool] | None) -> Sequence[Any]:
    shown, since = _written_for(post, viewer)
    rows: Rows = (
        select(
            Revision.number,
            Revision.source,
            Revision.html,
            Revision.written_at,
            case((since, Revision.reason), else_="").label("reason"),
            Person.name.label("author_name"),
            Person.handle.label("author_handle"),
        )
        .outerjoin(Person, Person.id == Revision.written_by_id)
        .where(shown)
        .order_by(Revision.number.desc())
        .limit(PAGE + 1)
    )
    return db.session.execute(rows if which is None else rows.where(which)).all()


def _written_for(post: Post, viewer: AnyViewer) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return which versions of a post are for `viewer`, and which were written since it is open to them."""
    opened = readable_since(post)
    since = or_(Revision.written_at >= opened, Revision.written_by_id.in_(viewer.selves))
    stood = select(func.max(Revision.number)).where(
        Revision.post_id == post.id, Revision.written_at < opened
    )
    shown = or_(since, Revision.number == stood.scalar_subquery())
    return (Revision.post_id == post.id) & shown, since


def readable_since(post: Post) -> datetime:
    """Return since when those whom the space of `post` is open to could read what was written of it.

    A translation, which has no number, came along whenever its original moved.
    """
    original = select(Translation.original_id).where(Translation.post_id == post.id)
    moved_with = post.id if post.number is not None else original.scalar_subquery()
    moved = db.session.scalar(
        select(func.max(MovedNumber.opened_at)).where(MovedNumber.post_id == moved_with)
    )
    moments = post.space.created_at, post.created_at, moved, opened_at(post.conversation)
    return max(moment for moment in moments if moment)


def opened_at(conversation: Conversation) -> datetime | None:
    """Return when a conversation last came before others than it was written for, if it ever did."""
    if not conversation.has_trail:
        return None
    moves = db.session.execute(
        select(TrailEntry.happened_at, TrailEntry.facts)
        .where(TrailEntry.conversation_id == conversation.id, TrailEntry.kind == TrailKind.MOVED)
        .order_by(TrailEntry.id.desc())
    )
    return next((at for at, facts in moves if facts.get("wider")), None)
