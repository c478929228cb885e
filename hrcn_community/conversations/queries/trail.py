"""The lines between the posts, as far as they were written for whoever reads them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from hrcn_community.access.predicates import reads
from hrcn_community.accounts.models import PAGELESS, Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, TrailEntry, TrailKind
from hrcn_community.conversations.queries.posts import PostPage
from hrcn_community.core.db import Rows, db
from hrcn_community.spaces.models import Space

MOST = 60  # lines of one page, the latest
TELLS_OF_NUMBERS = (TrailKind.SPLIT_OFF, TrailKind.SPLIT_FROM, TrailKind.MERGED_IN)
FACTS = ("reason", "former", "count", "seconds", "by_itself", "number")
Reasons = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class TrailLine:
    """What befell a conversation after post `after_number`. What is empty is not for the viewer to know."""

    id: int
    kind: str
    after_number: int
    happened_at: datetime
    actor: str = ""
    actor_href: str = ""
    title: str = ""  # of the other conversation that had a part
    href: str = ""
    place: str = ""  # where the conversation stood before
    reason: str = ""
    former: str = ""
    count: int = 0
    seconds: int = 0
    number: int = 0  # of the post that it is about
    by_itself: bool = False
    hidden: Reasons = ()  # why posts had been hidden, where that was said


def trail_of(
    conversation: Conversation, page: PostPage, *, viewer: AnyViewer
) -> tuple[TrailLine, ...]:
    """Return the lines of a page in order; a line stands with the post that follows it.

    Where something befell the conversation in a space that is not open to the viewer, they are told
    only why there are numbers missing or new ones here: not by whom, not why, and no name.
    """
    if not conversation.has_trail:
        return ()
    rows = db.session.execute(
        _in_range(),
        {
            "conversation_id": conversation.id,
            "first": page.first - 1,
            "last": page.last - 1 if page.has_later else conversation.last_number,
        },
    )
    lines = [_line(row, viewer) for row in reversed(rows.all())]
    return tuple(line for line in lines if line)


def placed(lines: Sequence[TrailLine], numbers: Sequence[int]) -> dict[int, list[TrailLine]]:
    """Return the lines by the number of the post that each stands before; by 0 those at the end."""
    where: dict[int, list[TrailLine]] = {}
    for line in lines:
        number = next((number for number in numbers if number > line.after_number), 0)
        where.setdefault(number, []).append(line)
    return where


@cache
def _in_range() -> Rows:
    other = aliased(Conversation)
    here, theirs, before = (aliased(Space) for _ in range(3))
    return (
        select(
            *(TrailEntry.id, TrailEntry.kind, TrailEntry.after_number, TrailEntry.happened_at),
            *(TrailEntry.facts, Person.name.label("actor"), Person.handle, Person.standing),
            *(other.title, other.address, other.is_listed),
            *(here.id.label("space_id"), here.visibility),
            *(theirs.id.label("other_space_id"), theirs.visibility.label("other_visibility")),
            *(before.id.label("from_id"), before.visibility.label("from_visibility")),
            before.name.label("from_name"),
        )
        .outerjoin(here, here.id == TrailEntry.space_id)
        .outerjoin(before, before.id == TrailEntry.from_space_id)
        .outerjoin(Person, Person.id == TrailEntry.actor_id)
        .outerjoin(other, other.id == TrailEntry.other_id)
        .outerjoin(theirs, theirs.id == other.space_id)
        .where(TrailEntry.conversation_id == bindparam("conversation_id"))
        .where(TrailEntry.after_number.between(bindparam("first"), bindparam("last")))
        .order_by(TrailEntry.after_number.desc(), TrailEntry.id.desc())
        .limit(MOST)
    )


def _line(row: Any, viewer: AnyViewer) -> TrailLine | None:
    plain = {name: getattr(row, name) for name in ("id", "kind", "after_number", "happened_at")}
    if not _reads(viewer, row.space_id, row.visibility):
        return TrailLine(**plain) if row.kind in TELLS_OF_NUMBERS else None
    facts = {name: row.facts[name] for name in FACTS if name in row.facts}
    return TrailLine(**plain, **facts, **_who(row), **_other(row, viewer), **_before(row, viewer))


def _reads(viewer: AnyViewer, space_id: int | None, visibility: str) -> bool:
    return space_id is not None and reads(viewer, space_id, visibility)


def _who(row: Any) -> dict[str, str]:
    href = f"/people/{row.handle}" if row.handle and row.standing not in PAGELESS else ""
    return {"actor": row.actor or "", "actor_href": href}


def _other(row: Any, viewer: AnyViewer) -> dict[str, str]:
    """Name the other conversation to those who may read it; one that was merged away has no page."""
    if not _reads(viewer, row.other_space_id, row.other_visibility):
        return {}
    return {"title": row.title, "href": row.address if row.is_listed else ""}


def _before(row: Any, viewer: AnyViewer) -> dict[str, Any]:
    """Name the space that a conversation came from, and what was said there of hidden posts."""
    if not _reads(viewer, row.from_id, row.from_visibility):
        return {}
    return {"place": row.from_name, "hidden": tuple(map(tuple, row.facts.get("hidden", ())))}
