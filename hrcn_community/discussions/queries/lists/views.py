"""The lists that there are: which threads stand in each, in which order, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import Select, cast, func, literal_column, select, union
from sqlalchemy.orm import aliased

from hrcn_community.access.visibility import WHOEVER
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ConversationDay
from hrcn_community.core import clock
from hrcn_community.core.db import BigInt, Rows
from hrcn_community.core.keyset import highest_first, key_of, key_of_number, latest_first
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.discussions.queries.lists.open import open_threads
from hrcn_community.discussions.queries.lists.pinned import pinned
from hrcn_community.discussions.queries.lists.rows import ThreadRow, page_of, rows_of
from hrcn_community.discussions.queries.lists.unread import only_unread, wrote_in
from hrcn_community.discussions.queries.lists.wanted import EVERYTHING, Wanted, narrowed
from hrcn_community.spaces.models import Space

PAGE = 30
ASKING = (ThreadKind.QUESTION, ThreadKind.QUERY)


class View(StrEnum):
    LATEST = "latest"
    UNREAD = "unread"
    TOP = "top"
    MINE = "mine"
    UNANSWERED = "unanswered"

    @property
    def is_personal(self) -> bool:
        return self in {View.UNREAD, View.MINE}


class Period(StrEnum):
    """How far back the best threads are looked for."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def days(self) -> int:
        return {"week": 7, "month": 30, "year": 365}[self]


@dataclass(frozen=True)
class ThreadList:
    """A page of threads and the key of the next one ('' at the end)."""

    threads: Sequence[ThreadRow]
    older: str


def threads(
    view: View = View.LATEST,
    wanted: Wanted = EVERYTHING,
    *,
    viewer: AnyViewer,
    period: Period = Period.WEEK,
    space: Space | None = None,
    city_id: int | None = None,
    person_id: int | None = None,
    pins: bool = False,
    before: str = "",
    most: int = PAGE,
) -> ThreadList:
    """Return up to `most` threads of a view, from its beginning or after the key `before`.

    With `pins` what is pinned stands first on the first page, once. In closed spaces, and in views
    of a person, nobody sees what is not theirs: each view narrows what is open to `viewer`.
    """
    if view.is_personal and not viewer.is_member:
        return ThreadList([], "")
    where = space.id if space else None, city_id, person_id
    is_usual = wanted == EVERYTHING and not before and view != View.TOP
    page_of_view = _usual_page if is_usual else _page
    page = page_of_view(view, wanted, period, where, pins, before, most, viewer.is_member)
    found = rows_of(page, viewer=viewer)
    above = sum(row.is_first for row in found)
    shown = found[: above + most]
    return ThreadList(shown, _key_after(shown[-1]) if len(found) > len(shown) else "")


def unread_threads(*, viewer: AnyViewer, most: int = 6) -> Sequence[ThreadRow]:
    """Return what has gone on of what `viewer` began to read, follows or wrote in."""
    return threads(View.UNREAD, viewer=viewer, most=most).threads


def _page(
    view: View,
    wanted: Wanted,
    period: Period,
    where: tuple[int | None, int | None, int | None],
    pins: bool,
    before: str,
    most: int,
    is_member: bool,
) -> Rows:
    """Select one row more than a page has, for whoever looks; `where`: of which space, city and person."""
    chosen = narrowed(_of_view(view, period, before), wanted)
    columns = Conversation.space_id, Conversation.city_id, Conversation.started_by_id
    for column, id_ in zip(columns, where, strict=True):
        if id_:
            chosen = chosen.where(column == id_)
    first = pinned(wanted, where[0], viewer=WHOEVER) if pins and view == View.LATEST else None
    if first is not None:
        chosen = chosen.where(Conversation.id.not_in(first.with_only_columns(Conversation.id)))
    chosen = chosen.limit(most + 1)
    return page_of(chosen, None if before else first, is_member=is_member)


# The first pages, where nothing is narrowed, are asked for all the time, and do not change.
_usual_page = lru_cache(maxsize=128)(_page)


def _key_after(row: ThreadRow) -> str:
    """Return the key under which the page after `row` begins."""
    if isinstance(row.key, int):
        return key_of_number(row.key, row.id)
    return key_of(row.key, row.id)


def _of_view(view: View, period: Period, before: str) -> Rows:
    """Select the ids of the threads of a view, and what they are put in order by, as `key`."""
    if view == View.TOP:
        return _liveliest(period, before)
    rows = open_threads(WHOEVER, by_room=not view.is_personal)
    if view == View.UNREAD:
        rows = only_unread(rows, WHOEVER)
    elif view == View.MINE:
        rows = rows.where(Conversation.id.in_(union(_started_by(), wrote_in(WHOEVER))))
    elif view == View.UNANSWERED:
        rows = rows.where(Conversation.id.in_(unanswered_ids()), Conversation.closed_at.is_(None))
    rows = rows.add_columns(Conversation.last_post_at.label("key"))
    return latest_first(rows, Conversation.last_post_at, Conversation.id, before)


def _started_by() -> Select[int]:
    own = aliased(Conversation)
    return select(own.id).where(own.started_by_id.in_(WHOEVER.selves))


def unanswered_ids() -> Rows:
    """Select the questions and queries that nothing answers yet."""
    return select(Thread.conversation_id).where(Thread.kind.in_(ASKING), ~Thread.is_answered)


def _liveliest(period: Period, before: str) -> Rows:
    """Select the threads with the highest sums over the days of `period`, today the last of them.

    The sums come first, from the days alone, and only what they name is looked up. For a week or a
    month the index of days is walked, so the sum is not put in order by thread (`+ 0` says that to
    SQLite); for a year nearly every day counts, and walking them by thread is quicker.
    """
    since = clock.now().date() - timedelta(days=period.days - 1)
    id_ = ConversationDay.conversation_id
    each = id_ if period == Period.YEAR else id_ + literal_column("0")
    score = cast(func.sum(ConversationDay.score), BigInt)
    sums = (
        select(each.label("id"), score.label("score"))
        .where(ConversationDay.day >= since)
        .group_by(each)
        .having(score > 0)
        .subquery()
    )
    rows = (
        open_threads(WHOEVER, by_room=False)
        .join(sums, sums.c.id == Conversation.id)
        .add_columns(sums.c.score.label("key"))
    )
    return highest_first(rows, sums.c.score, Conversation.id, before)
