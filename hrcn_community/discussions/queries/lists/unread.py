"""What a viewer has not read of what they have to do with.

They have to do with a thread that they began to read, follow or wrote in. In it is unread what is
published beyond the number up to which they read: however long ago, whatever numbers have gone.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    union,
)

from hrcn_community.access.visibility import Whoever
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    TOLD,
    Conversation,
    Follow,
    Level,
    Post,
    PostState,
    ReadState,
    SpaceFollow,
)
from hrcn_community.core.db import Rows, db
from hrcn_community.core.keyset import latest_first
from hrcn_community.discussions.queries.lists.open import open_threads
from hrcn_community.discussions.queries.lists.wanted import EVERYTHING, Wanted, narrowed

MOST_COUNTED = 999
WRITTEN = (PostState.PUBLISHED, PostState.HIDDEN)
READ = func.coalesce(ReadState.last_read_number, 0)
BEYOND = and_(
    Post.conversation_id == Conversation.id,
    Post.number > READ,
    Post.state == PostState.PUBLISHED,
)


def only_unread(rows: Rows, viewer: AnyViewer | Whoever) -> Rows:
    """Return only those of `rows` in which something is unread."""
    return (
        rows.outerjoin(
            ReadState,
            and_(ReadState.conversation_id == Conversation.id, ReadState.person_id == viewer.id),
        )
        .where(Conversation.id.in_(_theirs(viewer)), Conversation.last_number > READ)
        .where(~_is_muted(viewer))
        .where(or_(Conversation.post_count == Conversation.last_number, exists().where(BEYOND)))
    )


def unread_in(wanted: Wanted, *, viewer: AnyViewer) -> Rows:
    """Select the threads as `wanted` in which something is unread, each beside its ReadState."""
    return only_unread(narrowed(open_threads(viewer, by_room=False), wanted), viewer)


def next_unread(*, viewer: AnyViewer) -> str:
    """Return the address of the first unread post of the thread that was active last, or ''."""
    rows = unread_in(EVERYTHING, viewer=viewer)
    found = latest_first(rows, Conversation.last_post_at, Conversation.id).limit(1)
    row = db.session.execute(
        found.with_only_columns(Conversation.address, first_unread().label("number"))
    ).first()
    return f"{row.address}?post={row.number}#p{row.number}" if row else ""


def first_unread() -> Any:
    """The number of the first unread post of a conversation, beside its ReadState; none where all is read."""
    first = select(func.min(Post.number)).where(BEYOND).scalar_subquery()
    return case((Conversation.last_number > READ, first))


def unread_count() -> Any:
    """How many posts are unread, counted up to one more than MOST_COUNTED.

    Where every number still stands, the difference says it; else the posts themselves are counted.
    """
    some = select(Post.id).where(BEYOND).limit(MOST_COUNTED + 1)
    posts = some.correlate(Conversation, ReadState).subquery()
    counted = select(func.count()).select_from(posts).scalar_subquery()
    beyond = Conversation.last_number - READ
    is_whole = Conversation.post_count == Conversation.last_number
    return case(
        (beyond <= 0, 0),
        (and_(is_whole, beyond <= MOST_COUNTED), beyond),
        (is_whole, MOST_COUNTED + 1),
        else_=counted,
    )


def has_to_do_with(selves: Any) -> ColumnElement[bool]:
    """Has a person, with all their `selves`, to do with a conversation? Beside their ReadState."""
    follows = exists().where(
        Follow.conversation_id == Conversation.id,
        Follow.person_id.in_(selves),
        Follow.level.in_(TOLD),
    )
    wrote = exists().where(
        Post.conversation_id == Conversation.id, Post.author_id.in_(selves), Post.state.in_(WRITTEN)
    )
    return or_(ReadState.last_read_number.is_not(None), follows, wrote)


def _is_muted(viewer: AnyViewer | Whoever) -> ColumnElement[bool]:
    """Return the condition that `viewer` muted a conversation, or its space and not said else of it."""
    own = select(Follow.level).where(
        Follow.conversation_id == Conversation.id, Follow.person_id == viewer.id
    )
    of_space = select(SpaceFollow.level).where(
        SpaceFollow.space_id == Conversation.space_id, SpaceFollow.person_id == viewer.id
    )
    level = func.coalesce(own.scalar_subquery(), of_space.scalar_subquery(), "")
    return level == Level.MUTED


def wrote_in(viewer: AnyViewer | Whoever) -> Select[int]:
    """Select the conversations in which something that `viewer` wrote stands, or was hidden."""
    return select(Post.conversation_id).where(
        Post.author_id.in_(viewer.selves),
        Post.state.in_(WRITTEN),
    )


def _theirs(viewer: AnyViewer | Whoever) -> CompoundSelect[int]:
    """Select the conversations that `viewer` has to do with."""
    return union(
        select(ReadState.conversation_id).where(ReadState.person_id == viewer.id),
        select(Follow.conversation_id).where(
            Follow.person_id.in_(viewer.selves), Follow.level.in_(TOLD)
        ),
        wrote_in(viewer),
    )
