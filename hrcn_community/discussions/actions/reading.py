"""Marking many threads as read at once. Nothing here commits."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, Post, ReadState, TrailEntry
from hrcn_community.core import clock
from hrcn_community.core.db import Moment
from hrcn_community.core.upsert import insert_or_raise
from hrcn_community.discussions.queries.lists import Wanted
from hrcn_community.discussions.queries.lists.unread import READ, unread_in
from hrcn_community.spaces.models import Space

COLUMNS = ("person_id", "conversation_id", "last_read_number", "read_at")


def mark_read(wanted: Wanted, *, by: Viewer, until: datetime, space: str = "") -> None:
    """Remember that `by` has read what was unread at `until` in the threads as `wanted`.

    What came later stays unread. So does, whole, a thread that something befell since: posts that
    were moved there are older than their coming. One statement, however many threads there are.
    Of the moment only the day is kept, as in `set_read`.
    """
    rows = unread_in(wanted, viewer=by)
    if space:
        rows = rows.where(Space.slug == space)
    befell = exists().where(
        TrailEntry.conversation_id == Conversation.id, TrailEntry.happened_at > until
    )
    read = rows.where(~and_(Conversation.has_trail, befell)).with_only_columns(
        literal(by.id), Conversation.id, _number_at(until), literal(clock.today(), Moment())
    )
    insert_or_raise(ReadState, COLUMNS, read, raised="last_read_number")


def _number_at(until: datetime) -> Any:
    """The last number of a conversation at that moment: the one before the first that came later."""
    later = (
        select(func.min(Post.number) - 1)
        .where(Post.conversation_id == Conversation.id, Post.number > READ, Post.created_at > until)
        .correlate(Conversation, ReadState)
    )
    number = func.coalesce(later.scalar_subquery(), Conversation.last_number)
    return case((Conversation.last_post_at <= until, Conversation.last_number), else_=number)
