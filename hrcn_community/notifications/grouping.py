"""A page of notices as their reader meets them: one line for each thing, however many deeds it had."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hrcn_community.notifications.queries import PAGE
from hrcn_community.notifications.topics import icon_of, said


@dataclass
class Group:
    """Notices of one kind about one thing, all of them new or none: its line leads to the oldest new one."""

    kind: str
    title: str
    place: str
    href: str
    at: datetime
    is_new: bool
    actors: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def words(self) -> str:
        return said(self.kind, self.title, self.actors, self.count)

    @property
    def icon(self) -> str:
        return icon_of(self.kind)


def grouped(rows: Sequence[Any]) -> tuple[list[Group], int | None]:
    """Return the lines of a page, newest first, and the id before which the next page begins, or None."""
    groups: dict[tuple[Any, ...], Group] = {}
    for row in rows[:PAGE]:
        what = row.kind, row.conversation_id or row.address, row.seen_at is None
        _add(groups.setdefault(what, _group(row)), row)
    return list(groups.values()), (rows[PAGE - 1].id if len(rows) > PAGE else None)


def _group(row: Any) -> Group:
    return Group(
        kind=row.kind,
        title=row.title,
        place=row.place if row.place and row.place != row.title else "",
        href=row.address,
        at=row.told_at,
        is_new=row.seen_at is None,
    )


def _add(group: Group, row: Any) -> None:
    """Count one more, older than those before; what is new is read from where it begins."""
    group.count += 1
    if group.is_new:
        group.href = row.address
    if row.actor_name and row.actor_name not in group.actors:
        group.actors.append(row.actor_name)
