"""Keeping a post to find it again, with a note and a reminder. Nobody else sees it. Nothing here commits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.events import ReminderReached
from hrcn_community.conversations.models import Bookmark, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import one_line
from hrcn_community.core.upsert import insert_or_ignore


@dataclass(frozen=True)
class Wish:
    """What somebody wants to remember with a post, and when to be reminded, if at all."""

    note: str = ""
    remind_at: datetime | None = None


def keep_post(post: Post, wish: Wish | None = None, *, by: Viewer) -> None:
    """Keep `post`; kept already, it stays as it was but for the `wish`."""
    insert_or_ignore(
        Bookmark, person_id=by.id, post_id=post.id, note="", marked_at=clock.now(), remind_at=None
    )
    if wish is None:
        return
    kept = db.session.scalars(_own(post.id, by).with_for_update()).one()
    kept.note = one_line(wish.note)[:200]
    if wish.remind_at != kept.remind_at:
        kept.remind_at = wish.remind_at
        if wish.remind_at:
            record(ReminderReached(bookmark_id=kept.id), due=wish.remind_at)


def put_away(bookmark: Bookmark) -> None:
    """Keep a post no longer."""
    db.session.execute(delete(Bookmark).where(Bookmark.id == bookmark.id))


def take_reminder(bookmark_id: int) -> Bookmark | None:
    """Return a bookmark whose reminder is due now, and let it be due no more; None where it is not."""
    kept = db.session.get(Bookmark, bookmark_id, with_for_update=True, populate_existing=True)
    if kept is None or kept.remind_at is None or kept.remind_at > clock.now():
        return None
    kept.remind_at = None
    return kept


def _own(post_id: int, by: Viewer):
    return select(Bookmark).where(Bookmark.person_id == by.id, Bookmark.post_id == post_id)
