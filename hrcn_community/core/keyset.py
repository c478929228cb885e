"""The key of a list's next page: the moment (or the score) and the number of the last row shown."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from hrcn_community.core.db import Rows
from hrcn_community.core.sealing import WrongKey, seal, unseal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEY = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


def key_of(at: datetime, id_: int) -> str:
    return f"{said(at)}-{id_}"


def said(at: datetime) -> str:
    """Return a moment to the microsecond, as an address or a form says it."""
    return str((at - EPOCH) // timedelta(microseconds=1))


def moment_of(text: str) -> datetime | None:
    """Return the moment that was `said` so, or None."""
    is_one = re.fullmatch(r"[0-9]{1,17}", text)
    return EPOCH + timedelta(microseconds=int(text)) if is_one else None


def key_of_number(score: int, id_: int) -> str:
    return f"{score}-{id_}"


def sealed_key(of: str, *numbers: int) -> str:
    """Return a key that tells nobody the numbers in it: a row's id, or the hour of a masked post."""
    return seal(json.dumps([of, *numbers]))


def numbers_in(key: str, of: str, count: int) -> list[int] | None:
    """Return the `count` numbers that were sealed for the list `of`, or None: broken, or of another."""
    try:
        first, *numbers = json.loads(unseal(key)) if key else ("",)
    except (WrongKey, ValueError, TypeError):
        return None
    return numbers if key and first == of and len(numbers) == count else None


def latest_first(rows: Rows, at: Any, id_: Any, before: str = "") -> Rows:
    """Return `rows` in order, the latest first; only those older than the key `before`, if it is one."""
    older = _older(at, id_, before)
    return (rows if older is None else rows.where(older)).order_by(at.desc(), id_.desc())


def highest_first(rows: Rows, score: Any, id_: Any, before: str = "") -> Rows:
    """Return `rows` in order, the highest `score` first; only those below the key `before`, if it is one."""
    found = KEY.fullmatch(before)
    if found:
        last, number = int(found[1]), int(found[2])
        rows = rows.where(or_(score < last, and_(score == last, id_ < number)))
    return rows.order_by(score.desc(), id_.desc())


def _older(at: Any, id_: Any, before: str) -> ColumnElement[bool] | None:
    found = KEY.fullmatch(before)
    if not found:
        return None
    moment, number = EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    return or_(at < moment, and_(at == moment, id_ < number))
