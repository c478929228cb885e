"""A row of a list of threads, and the one statement that a page of rows is read with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask_babel import get_locale
from sqlalchemy import (
    String,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from hrcn_community.access.visibility import WHOEVER, as_seen_by
from hrcn_community.accounts.models import PAGELESS, Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ConversationTerm, ReadState
from hrcn_community.core import clock
from hrcn_community.core.db import Rows, db
from hrcn_community.core.words import _l
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.discussions.queries.lists.unread import (
    first_unread,
    has_to_do_with,
    unread_count,
)
from hrcn_community.register.kept import kept_register
from hrcn_community.spaces.models import Space

MOST_THEMES = 2
NEW_FOR = timedelta(days=14)
ANSWERED = "answered"
LABELS: dict[str, tuple[object, str] | None] = {
    ANSWERED: (_l("Answered"), "good"),
    ThreadKind.DISCUSSION: None,
    ThreadKind.QUESTION: (_l("Question"), "accent"),
    ThreadKind.ANNOUNCEMENT: (_l("Announcement"), "info"),
    ThreadKind.QUERY: (_l("Query"), "accent"),
}


@dataclass(frozen=True)
class ThreadRow:
    """A thread as a list shows it; `key` is what its list is put in order by, what `is_first` aside.

    It is new to somebody who never opened it, if it began in the last two weeks and after they joined.
    """

    id: int
    key: Any
    title: str
    href: str
    space_name: str
    space_href: str
    reply_count: int
    unread_count: int
    last_activity_at: datetime
    last_author: str
    starter: str
    starter_handle: str
    is_masked: bool
    visibility: str
    lang: str
    label: str
    themes: Sequence[str]
    is_closed: bool
    is_pinned: bool
    is_new: bool
    is_first: bool

    @property
    def labels(self) -> Sequence[tuple[object, str]]:
        """What is said of it, in words and a tone; the key of the row holds only its name."""
        found = LABELS[self.label]
        return (found,) if found else ()

    @property
    def print(self) -> tuple[object, ...]:
        """Everything that the row is drawn from: the key under which it is kept."""
        return tuple(vars(self).values())


def page_of(chosen: Rows, first: Rows | None, *, is_member: bool) -> Rows:
    """Select what rows show of the threads whose `id` is in `first`, then in `chosen`, the highest `key` first.

    The choice is made first and is short, so that what a row shows is looked up for a page only.
    """
    page = _page(chosen, first)
    return (
        _shown(is_member)
        .add_columns(page.c.id, page.c.key, page.c.is_first)
        .join(page, page.c.id == Conversation.id)
        .order_by(page.c.is_first.desc(), page.c.key.desc(), page.c.id.desc())
    )


def rows_of(page: Rows, *, viewer: AnyViewer) -> list[ThreadRow]:
    """Return the rows of a `page_of` threads for `viewer`."""
    rows = db.session.execute(page, {"recently": clock.now() - NEW_FOR, **as_seen_by(viewer)})
    language = str(get_locale())
    return [_row(row, language) for row in rows]


def _page(chosen: Rows, first: Rows | None) -> Any:
    """Put what stands first before what was chosen: ids, keys, and whether they stand first."""
    rest = chosen.add_columns(literal_column("0").label("is_first"))
    if first is None:
        return rest.subquery("page")
    above = first.add_columns(literal_column("1").label("is_first"))
    return union_all(*(select(each.subquery()) for each in (above, rest))).subquery("page")


def _row(row: Any, language: str) -> ThreadRow:
    address = f"/threads/{row.ref}"
    unread = row.first_unread if row.is_theirs else None
    return ThreadRow(
        id=row.id,
        key=row.key,
        title=row.title,
        href=f"{address}?post={unread}#p{unread}" if unread else address,
        space_name=row.space_name,
        space_href=f"/spaces/{row.space_slug}",
        reply_count=max(row.post_count - 1, 0),
        unread_count=row.unread_count if row.is_theirs else 0,
        last_activity_at=row.last_post_at,
        last_author=row.last_author_name or "",
        starter=row.starter_name or "",
        starter_handle=row.starter_handle or "",
        is_masked=row.starter_standing in PAGELESS,
        visibility=row.visibility,
        lang=row.language,
        label=ANSWERED if row.is_answered else row.kind,
        themes=_themes(row.term_ids or "", language),
        is_closed=row.closed_at is not None,
        is_pinned=row.pinned_at is not None,
        is_new=bool(row.is_young and not row.is_theirs),
        is_first=bool(row.is_first),
    )


def _themes(ids: str, language: str) -> tuple[str, ...]:
    """Return the names of the first themes among the terms of these ids, in the reader's language."""
    chosen = {int(id_) for id_ in ids.split(",") if id_}
    terms = kept_register().vocabulary("themes") if chosen else []
    return tuple(t.in_language(language) for t in terms if t.id in chosen)[:MOST_THEMES]


@cache  # putting this together takes as long as running it
def _shown(is_member: bool) -> Rows:
    """Select what rows show, to WHOEVER looks; the parameters are given when it is run."""
    starter = aliased(Person)
    rows = (
        select(
            Thread.ref,
            Thread.kind,
            Thread.is_answered,
            Thread.pinned_at,
            Conversation.title,
            Conversation.language,
            Conversation.post_count,
            Conversation.last_post_at,
            Conversation.closed_at,
            Space.slug.label("space_slug"),
            Space.name.label("space_name"),
            Space.visibility,
            Person.name.label("last_author_name"),
            starter.name.label("starter_name"),
            starter.handle.label("starter_handle"),
            starter.standing.label("starter_standing"),
            _term_ids().label("term_ids"),
        )
        .join(Conversation, Conversation.id == Thread.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Person, Person.id == Conversation.last_author_id)
        .outerjoin(starter, starter.id == Conversation.started_by_id)
    )
    return _of_viewer(rows) if is_member else _of_nobody(rows)


def _of_viewer(rows: Rows) -> Rows:
    """Add what is the viewer's own; to them what began `recently` is new."""
    id_, selves = WHOEVER.id, WHOEVER.selves
    here = and_(ReadState.conversation_id == Conversation.id, ReadState.person_id == id_)
    somebody = aliased(Person)
    joined_at = select(somebody.joined_at).where(somebody.id == id_).scalar_subquery()
    began_at = Conversation.started_at
    return rows.outerjoin(ReadState, here).add_columns(
        has_to_do_with(selves).label("is_theirs"),
        and_(began_at > bindparam("recently"), began_at > joined_at).label("is_young"),
        first_unread().label("first_unread"),
        unread_count().label("unread_count"),
    )


def _of_nobody(rows: Rows) -> Rows:
    nothing = ("is_theirs", "is_young", "first_unread", "unread_count")
    return rows.add_columns(*(null().label(name) for name in nothing))


def _term_ids() -> Any:
    """Name the terms of a conversation, with commas between: their words are known already."""
    ids = func.aggregate_strings(cast(ConversationTerm.term_id, String), ",")
    return select(ids).where(ConversationTerm.conversation_id == Conversation.id).scalar_subquery()
