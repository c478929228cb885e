"""The operators of a query as conditions for SQL; the same rows are found by the fields of the form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, false, func, not_, or_, select

from hrcn_community.accounts.directory import named
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ConversationTerm, Post
from hrcn_community.core.clock import in_utc
from hrcn_community.core.text import fold
from hrcn_community.register.models import City, Term
from hrcn_community.search.asked import Asked, Part, first_day
from hrcn_community.spaces.models import Space

ME = "me"
# Of what a post has but one, any of several values will do; it must be each of several others.
ONE_OF = ("in", "by", "city", "lang", "space")


@dataclass(frozen=True)
class Rooms:
    """What only the rooms know: which room a word names, and which conversations stand how."""

    names: Mapping[str, str] = field(default_factory=dict)
    standings: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)


def conditions(asked: Asked, rooms: Rooms, viewer: AnyViewer) -> list[ColumnElement[bool]]:
    """Return what a Post, its Conversation and its Space must be for the operators of `asked`."""
    by_kind: dict[str, list[ColumnElement[bool]]] = {}
    found = []
    for part in asked.operators:
        condition = _condition(part, rooms, viewer) if part.is_understood else false()
        if part.is_not:
            found.append(not_(condition))
        elif part.kind in ONE_OF:
            by_kind.setdefault(part.kind, []).append(condition)
        else:
            found.append(condition)
    return [*found, *(or_(*each) for each in by_kind.values())]


def _condition(part: Part, rooms: Rooms, viewer: AnyViewer) -> ColumnElement[bool]:
    if part.kind == "in":
        return Conversation.room == rooms.names[part.value]
    if part.kind == "is":
        return rooms.standings[part.value]
    return _ASKED[part.kind](part.value, viewer)


def _by(value: str, viewer: AnyViewer) -> ColumnElement[bool]:
    """Who wrote it, by the name that stands there. What bears no name is by nobody."""
    if fold(value) == ME:
        return _is(Post.author_id, [viewer.id]) if viewer.is_member else false()
    name = fold(value.removeprefix("@")).strip()
    if not name:  # every name would begin so
        return false()
    return _is(Post.author_id, select(Person.id).where(or_(Person.handle == name, named(name))))


def _theme(value: str, _viewer: AnyViewer) -> ColumnElement[bool]:
    about = (
        select(ConversationTerm.conversation_id)
        .join(Term, Term.id == ConversationTerm.term_id)
        .where(Term.slug == value)
    )
    return Conversation.id.in_(about)


def _city(value: str, _viewer: AnyViewer) -> ColumnElement[bool]:
    return _is(Conversation.city_id, select(City.id).where(City.slug == value))


def _lang(value: str, _viewer: AnyViewer) -> ColumnElement[bool]:
    return Post.language == value


def _after(value: str, viewer: AnyViewer) -> ColumnElement[bool]:
    return Post.created_at >= _beginning_of(value, viewer)


def _before(value: str, viewer: AnyViewer) -> ColumnElement[bool]:
    return Post.created_at < _beginning_of(value, viewer)


def _space(value: str, _viewer: AnyViewer) -> ColumnElement[bool]:
    return Space.slug == fold(value)


def _beginning_of(value: str, viewer: AnyViewer) -> datetime:
    day = first_day(value)
    assert day is not None  # noqa: S101 - else it was not understood
    return in_utc(datetime.combine(day, time(), ZoneInfo(viewer.timezone)))


def _is(column: Any, values: Any) -> ColumnElement[bool]:
    """Is `column` one of `values`? What has none is none of them, also where it is left out."""
    return func.coalesce(column, 0).in_(values)


_ASKED: dict[str, Callable[[str, AnyViewer], ColumnElement[bool]]] = {
    "by": _by,
    "theme": _theme,
    "city": _city,
    "lang": _lang,
    "after": _after,
    "before": _before,
    "space": _space,
}
