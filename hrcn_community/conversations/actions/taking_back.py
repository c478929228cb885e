"""Taking posts back, and the way back. Nothing here commits."""

from sqlalchemy import update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.posts import touch, write_terms
from hrcn_community.conversations.actions.quotes import count_quotes
from hrcn_community.conversations.events import (
    PostDeleted,
    PostHidden,
    PostRestored,
)
from hrcn_community.conversations.models import (
    STANDING,
    Conversation,
    Post,
    PostNotStanding,
    PostState,
)
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import one_line


def delete_post(post: Post, *, by: Viewer | None) -> None:
    """Take back one's own post; a tombstone stays, and so does the way back."""
    if post.state != PostState.PUBLISHED:
        raise PostNotStanding
    _take_back(post, PostState.DELETED, by)
    record(
        PostDeleted(conversation_id=post.conversation_id, post_id=post.id),
        by=by.id if by else None,
    )


def restore_post(post: Post, *, by: Viewer) -> None:
    """Undo a deletion by the same person."""
    if post.state != PostState.DELETED or post.taken_back_by_id != by.id:
        raise PostNotStanding
    post.state, post.taken_back_by_id = PostState.PUBLISHED, None
    count_quotes(post, +1)
    _count(post, +1)
    write_terms(post)
    touch(post)
    record(PostRestored(conversation_id=post.conversation_id, post_id=post.id), by=by.id)


def hide_post(post: Post, *, by: Viewer, reason: str) -> None:
    """Hide somebody's post with a statement of reasons."""
    if post.state != PostState.PUBLISHED:
        raise PostNotStanding
    _take_back(post, PostState.HIDDEN, by, one_line(reason))
    record(PostHidden(conversation_id=post.conversation_id, post_id=post.id), by=by.id)


def _take_back(post: Post, state: PostState, by: Viewer | None, reason: str = "") -> None:
    post.state, post.taken_back_by_id = state, by.id if by else None
    post.taken_back_reason = reason
    count_quotes(post, -1)
    _count(post, -1)
    write_terms(post)
    touch(post)


def _count(post: Post, change: int) -> None:
    if post.number is not None and post.state in STANDING:
        db.session.execute(
            update(Conversation)
            .where(Conversation.id == post.conversation_id)
            .values(post_count=Conversation.post_count + change)
        )
