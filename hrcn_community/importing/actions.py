"""Claiming what one wrote elsewhere. Nothing here commits."""

from typing import Any

from sqlalchemy import delete, literal, or_, select, update

from hrcn_community.accounts.events import SpaceJoined
from hrcn_community.accounts.places import put_inside
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, Post, Quote, ReadState, Revision
from hrcn_community.core import clock
from hrcn_community.core.db import Moment, changed, db
from hrcn_community.core.events import record
from hrcn_community.core.upsert import insert_selected
from hrcn_community.discussions.models import Thread
from hrcn_community.importing.events import WritingClaimed
from hrcn_community.importing.models import ImportedSeat, NothingToClaim
from hrcn_community.importing.queries import placeholder_of
from hrcn_community.spaces.models import Space


def claim(*, by: Viewer) -> None:
    """Make everything that was written elsewhere under the address of `by` theirs, all or nothing.

    Whose address it is decides, and no form says whom it is about: nobody can claim for another.
    """
    placeholder = placeholder_of(by.id, alone=True)
    if placeholder is None:
        raise NothingToClaim
    old = placeholder.person_id
    _renew(old)
    _count_as_read(old, by.id)
    posts = _give(Post, Post.author_id, old, by.id, version=Post.version + 1)
    _give(Revision, Revision.written_by_id, old, by.id)
    _give(Conversation, Conversation.started_by_id, old, by.id)
    _give(Conversation, Conversation.last_author_id, old, by.id)
    _give(Thread, Thread.author_id, old, by.id)
    _take_seats(old, by.id)
    placeholder.offered_at = None  # what may be brought along later is offered anew
    record(WritingClaimed(person_id=by.id, placeholder_id=old, posts=posts), by=by.id)


def _give(model: Any, column: Any, old: int, new: int, **more: Any) -> int:
    given = update(model).where(column == old).values({column.key: new, **more})
    return changed(given.execution_options(synchronize_session=False))


def _renew(old: int) -> None:
    """Let every conversation in which their name stands be drawn anew: as author's, and as quoted."""
    wrote = select(Post.conversation_id).where(Post.author_id == old)
    quoting = (
        select(Post.conversation_id)
        .join(Quote, Quote.post_id == Post.id)
        .where(Quote.quoted_id.in_(select(Post.id).where(Post.author_id == old)))
    )
    db.session.execute(
        update(Conversation)
        .where(or_(Conversation.id.in_(wrote), Conversation.id.in_(quoting)))
        .values(version=Conversation.version + 1)
        .execution_options(synchronize_session=False)
    )


def _count_as_read(old: int, new: int) -> None:
    """They were there: nothing of it is unread to them now."""
    names = ("person_id", "conversation_id", "last_read_number", "read_at")
    rows = select(
        literal(new), Conversation.id, Conversation.last_number, literal(clock.today(), Moment)
    ).where(Conversation.id.in_(select(Post.conversation_id).where(Post.author_id == old)))
    insert_selected(ReadState, names, rows)


def _take_seats(old: int, new: int) -> None:
    """Let them into the private messages that they had a part in."""
    seats = select(Space).join(ImportedSeat, ImportedSeat.space_id == Space.id)
    for space in db.session.scalars(seats.where(ImportedSeat.person_id == old).order_by(Space.id)):
        if put_inside(space, new):
            record(SpaceJoined(space_id=space.id, person_id=new), by=new)
    db.session.execute(delete(ImportedSeat).where(ImportedSeat.person_id == old))
