"""How long things are kept: the rules that the house knows, and the periods that the core team set.

A rule names what it is about, what happens at the end, its period and the bounds of that. The commons
bring theirs (`keeping_rules.py`); each room adds its own through `RETENTION` in reactions.py.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, String, cast, exists, select

from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.upsert import upsert
from hrcn_community.core.words import _l
from hrcn_community.privacy.keeping_events import RetentionChanged
from hrcn_community.privacy.keeping_models import RetentionPeriod, RetentionWarning


class OutOfBounds(Refusal):
    message = _l("This period is not within the bounds of its rule.")


@dataclass(frozen=True)
class Keeping:
    """One rule. `end(before, at_most)` ends some things that are older and returns how many they were;
    `warn(before, stage, at_most)` tells whom it concerns, `stage` days before the end. `tables` are
    those whose rows it ends."""

    name: str
    what: Any
    happens: Any
    days: int
    least: int
    most: int
    end: Callable[[datetime, int], int]
    warn: Callable[[datetime, int, int], int] | None = None
    warns: tuple[int, ...] = ()
    tables: tuple[str, ...] = ()

    @property
    def is_fixed(self) -> bool:
        return self.least == self.most


@dataclass(frozen=True)
class Period:
    """A rule with the days that hold now."""

    keeping: Keeping
    days: int

    @property
    def name(self) -> str:
        return self.keeping.name

    @property
    def is_shipped(self) -> bool:
        return self.days == self.keeping.days


def register_retention(app: Flask, rules: Iterable[Keeping]) -> None:
    """Let the house know every rule by its name."""
    app.extensions["retention"] = {each.name: each for each in rules}


def keepings() -> Sequence[Keeping]:
    return list(current_app.extensions["retention"].values())


def periods() -> Sequence[Period]:
    """Return every rule with its period, as it holds now."""
    stated = {
        row.rule: row.days
        for row in db.session.execute(select(RetentionPeriod.rule, RetentionPeriod.days))
    }
    return [Period(each, stated.get(each.name, each.days)) for each in keepings()]


def find_period(rule: str, *, viewer: AnyViewer) -> Period | None:
    return next((each for each in periods() if each.name == rule), None)


def set_period(period: Period, days: int, *, by: Viewer) -> None:
    """Let things of a rule be kept so many days from now on."""
    rule = period.keeping
    if not rule.least <= days <= rule.most:
        raise OutOfBounds
    if days == period.days:
        return
    values = {"days": days, "changed_at": clock.now(), "changed_by_id": by.id}
    upsert(RetentionPeriod, {"rule": rule.name}, values)
    record(RetentionChanged(rule=rule.name, days=days), by=by.id)


def warned(
    rule: str, id_: Any, since: Any, stage: int, until: datetime | None = None
) -> ColumnElement[bool]:
    """Return the condition that of the row `id_` a warning was given, after `since` and before `until`."""
    given = exists().where(
        RetentionWarning.rule == rule,
        RetentionWarning.mark == cast(id_, String) + f" {stage}",
        RetentionWarning.warned_at >= since,
    )
    return given.where(RetentionWarning.warned_at <= until) if until else given


def warned_long_enough(rule: str, id_: Any, since: Any, stage: int) -> ColumnElement[bool]:
    """Return the condition that the last warning, `stage` days before the end, is so many days old."""
    return warned(rule, id_, since, stage, until=clock.now() - timedelta(days=stage))


def note_warning(rule: str, id_: int, stage: int) -> None:
    mark = {"rule": rule, "mark": f"{id_} {stage}"}
    upsert(RetentionWarning, mark, {"warned_at": clock.now()})
