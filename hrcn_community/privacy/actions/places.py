"""Where a row of any table stands: in which space, and at which address."""

from typing import Any

from sqlalchemy import Table, exists, select

from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space

RUNNERS = (SpaceRole.FACILITATOR, SpaceRole.LEAD)
DEEPEST = 4


def place_of(table: Table, row: Any, deep: int = 0) -> tuple[int | None, str]:
    """Return the space in which a row stands, if it stands in one, and the address to see it at."""
    if table is Space.__table__:
        return row.id, f"/spaces/{row.slug}" if row.is_listed else ""
    if table is Conversation.__table__:
        return row.space_id, row.address
    found: tuple[int | None, str] = (None, "")
    for column in table.columns:
        value = getattr(row, column.key, None)
        for foreign in column.foreign_keys if value is not None and deep < DEEPEST else ():
            if foreign.column.table.name in ("people", table.name):
                continue
            above = foreign.column.table
            owner = db.session.execute(select(above).where(foreign.column == value)).first()
            found = place_of(above, owner, deep + 1) if owner else found
            if found[0] is not None:
                return found[0], f"/posts/{row.ref}" if table is Post.__table__ else found[1]
    return found


def has_runner(space_id: int | None) -> bool:
    """Is there somebody who can look at what stands there? In an open place the core team can."""
    space = db.session.get(Space, space_id) if space_id else None
    if space is None or not space.audience.is_closed:
        return True
    runs = Membership.role.in_(RUNNERS)
    return bool(db.session.scalar(select(exists().where(Membership.space_id == space.id, runs))))
