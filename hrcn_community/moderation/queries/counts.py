"""What is published of moderation: whole quarters, whole house, no count under five."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from hrcn_community.core import clock
from hrcn_community.core.cache import for_a_while
from hrcn_community.core.db import db
from hrcn_community.moderation.figures import median, published, published_whole
from hrcn_community.moderation.models import (
    Appeal,
    Category,
    ContentNotice,
    Decision,
    Ground,
    Matter,
    Measure,
    Outcome,
)

MOST_QUARTERS = 12
COUNTED_EVERY_SECONDS = 600
WAYS = ("notice", "own", "automated")


@dataclass(frozen=True)
class Quarter:
    """One quarter that is over: for each group the whole and its parts, None for what is not shown."""

    name: str
    wholes: dict[str, int | None]
    parts: dict[str, dict[str, int | None]]
    median_days: int | None


def quarters() -> Sequence[Quarter]:
    """Return the quarters that are over, the latest first, from the first in which anything happened."""
    return for_a_while("moderation figures", COUNTED_EVERY_SECONDS, _counted)


def _counted() -> Sequence[Quarter]:
    this, found = _quarter(clock.now()), _happened()
    past = sorted({name for name, *_rest in found if name < this}, reverse=True)[:MOST_QUARTERS]
    return [_told(name, [each for each in found if each[0] == name]) for name in past]


def _told(name: str, found: list[tuple[str, str, str, int]]) -> Quarter:
    groups = {
        "notices": _count(found, "notices", Category),
        "measures": _count(found, "measures", Measure),
        "grounds": _count(found, "grounds", Ground),
        "ways": _count(found, "ways", WAYS),
        "appeals": _count(found, "appeals", Outcome),
    }
    return Quarter(
        name=name,
        wholes={group: published_whole(parts) for group, parts in groups.items()},
        parts={group: published(parts) for group, parts in groups.items()},
        median_days=median([days for _q, group, _n, days in found if group == "days"]),
    )


def _count(found: Iterable[Any], group: str, names: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(map(str, names), 0)
    for _when, of, name, _days in found:
        if of == group:
            counts[str(name)] += 1
    return counts


def _happened() -> list[tuple[str, str, str, int]]:
    """Return everything that is counted: its quarter, the group, which of it, how many days it took."""
    noticed = select(ContentNotice.filed_at, ContentNotice.category)
    rows = [(_quarter(at), "notices", name, 0) for at, name in db.session.execute(noticed)]
    decided = select(Decision, Matter.opened_at).join(Matter, Matter.id == Decision.matter_id)
    for decision, opened_at in db.session.execute(decided):
        rows += _of_decision(decision, opened_at)
    appealed = select(Appeal.decided_at, Appeal.outcome).where(Appeal.decided_at.is_not(None))
    rows += [(_quarter(at), "appeals", name, 0) for at, name in db.session.execute(appealed) if at]
    return rows


def _of_decision(decision: Decision, opened_at: datetime) -> list[tuple[str, str, str, int]]:
    when = _quarter(decision.decided_at)
    way = "own" if decision.is_own_initiative else "notice"
    found = [
        (when, "measures", decision.measure, 0),
        (when, "grounds", decision.ground, 0),
        (when, "ways", "automated" if decision.is_automated else way, 0),
    ]
    if not decision.is_own_initiative:
        found.append((when, "days", "", (decision.decided_at - opened_at).days))
    return found


def _quarter(at: datetime) -> str:
    day = at.astimezone(UTC)
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
