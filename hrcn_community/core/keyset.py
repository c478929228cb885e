"""The key of a list's next page: the moment and the number of the last row that was shown."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from hrcn_community.core.db import Rows

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEY = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


def key_of(at: datetime, id_: int) -> str:
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{id_}"


def latest_first(rows: Rows, at: Any, id_: Any, before: str = "") -> Rows:
    """Return `rows` in order, the latest first; only those older than the key `before`, if it is one."""
    older = _older(at, id_, before)
    return (rows if older is None else rows.where(older)).order_by(at.desc(), id_.desc())


def _older(at: Any, id_: Any, before: str) -> ColumnElement[bool] | None:
    found = KEY.fullmatch(before)
    if not found:
        return None
    moment, number = EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    return or_(at < moment, and_(at == moment, id_ < number))
