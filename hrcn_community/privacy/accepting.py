"""Which versions of a page must be accepted, and what somebody still owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from hrcn_community.accounts.accepting import ACCEPTED
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.cache import for_a_while, lately
from hrcn_community.core.db import db
from hrcn_community.privacy.keeping_models import Demand, PageVersion

GRACE = timedelta(days=14)
KEY = "versions that must be accepted"
A_WHILE = 30  # seconds until another process has heard of a new version


@dataclass(frozen=True)
class Asked:
    """A version that members must accept, at last when it is due."""

    page: str
    number: int
    due_at: datetime

    @property
    def is_due(self) -> bool:
        return self.due_at <= clock.now()


def owed_by(viewer: Viewer) -> dict[str, Asked]:
    """Return the oldest version of each page that `viewer` should accept: no question to the database."""
    owed: dict[str, Asked] = {}
    for each in for_a_while(KEY, A_WHILE, _all_asked):
        if each.number > accepted_by(viewer, each.page):
            owed.setdefault(each.page, each)
    return owed


def accepted_by(viewer: Viewer, page: str) -> int:
    return getattr(viewer, f"accepted_{page}")


def look_again() -> None:
    """Let this process see at once that a version was published."""
    lately.drop(KEY)


def _all_asked() -> Sequence[Asked]:
    rows = db.session.execute(
        select(PageVersion.page, PageVersion.number, PageVersion.published_at)
        .where(PageVersion.page.in_(ACCEPTED), PageVersion.demands == Demand.ANEW)
        .order_by(PageVersion.number)
    )
    return [Asked(row.page, row.number, row.published_at + GRACE) for row in rows]
