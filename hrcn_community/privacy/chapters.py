"""A chapter of what somebody takes along: some columns of the rows that are theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, null, select

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import Rows, db
from hrcn_community.spaces.models import Space

Row = dict[str, Any]
PLACE = ("place_title", "place_address", "place_space")


@dataclass(frozen=True)
class Chapter:
    """`owner` is the column that says whose a row is; `at` names where it stands, and by which column.

    Where that is (title, address, space) is told only if its owner may still read there: their own
    words they take along from everywhere, the names of places that they have left they do not. `there`
    are columns with words of others, told under the same condition.
    """

    name: str
    title: Any
    owner: Any = None
    columns: tuple[Any, ...] = ()
    joins: tuple[tuple[Any, Any], ...] = ()
    at: tuple[Any, Any] | None = None
    there: tuple[Any, ...] = ()
    found: Callable[[Viewer], Sequence[Row]] | None = None

    def rows(self, viewer: Viewer) -> list[Row]:
        """Return what of this is `viewer`'s, in plain values."""
        if self.found:
            return [_plain(row) for row in self.found(viewer)]
        rows = db.session.execute(self._query(viewer)).mappings()
        return [_plain(row) for row in rows]

    def _query(self, viewer: Viewer) -> Rows:
        entity = self.columns[0].class_
        query: Rows = select(*self.columns).select_from(entity)
        for target, condition in self.joins:
            query = query.outerjoin(target, condition)
        if self.at:
            query = _placed(query, *self.at, self.there, viewer)
        return query.where(self.owner == viewer.id).order_by(*entity.__table__.primary_key.columns)


def _placed(query: Rows, target: Any, column: Any, there: tuple[Any, ...], viewer: Viewer) -> Rows:
    """Add where each row stands and what others wrote there, if it stands where `viewer` reads."""
    title, address = null(), null()
    if target is Space:
        query = query.outerjoin(Space, Space.id == column)
    else:
        if target is Post:
            query = query.outerjoin(Post, Post.id == column)
            column = Post.conversation_id
        if column is not Conversation.id:
            query = query.outerjoin(Conversation, Conversation.id == column)
        query = query.outerjoin(Space, Space.id == Conversation.space_id)
        title, address = Conversation.title, Conversation.address
    shown = visible_to(viewer)
    told = zip(PLACE, (title, address, Space.name), strict=True)
    values = (*told, *((each.key, each) for each in there))
    return query.add_columns(
        *(case((shown, value), else_=null()).label(name) for name, value in values)
    )


def _plain(row: Any) -> Row:
    """Return a row as JSON can hold it, with its place as one value."""
    values = {name: _value(value) for name, value in row.items() if name not in PLACE}
    if PLACE[0] in row:
        place = {name.removeprefix("place_"): row[name] for name in PLACE if row[name]}
        values["place"] = place or None
    return values


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime, date)) else value
