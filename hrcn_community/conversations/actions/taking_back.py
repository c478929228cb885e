"""Taking posts back, and the way back. Nothing here commits."""

from sqlalchemy import update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.posts import lock, touch, who_acts, write_terms
from hrcn_community.conversations.actions.quotes import count_quotes
from hrcn_community.conversations.actions.trail import leave_trail
from hrcn_community.conversations.actions.translating import (
    can_come_back,
    follow_fate,
    hold_original,
    recount_translations,
)
from hrcn_community.conversations.events import (
    PostDeleted,
    PostHidden,
    PostRestored,
    PostShown,
)
from hrcn_community.conversations.models import (
    STANDING,
    Conversation,
    Post,
    PostNotStanding,
    PostState,
    TrailKind,
)
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import one_line


def delete_post(post: Post, *, by: Viewer | None) -> None:
    """Take back one's own post; a tombstone stays, and so does the way back.

    What nobody else was shown yet leaves no trace, and there is no way back to where it never was.
    """
    original = hold_original(post)
    lock(post)
    if post.state in (PostState.HELD, PostState.REFUSED):
        post.state, post.version = PostState.DELETED, post.version + 1
        return
    if post.state != PostState.PUBLISHED:
        raise PostNotStanding
    _take_back(post, PostState.DELETED, who_acts(post, by), original=original)
    record(
        PostDeleted(conversation_id=post.conversation_id, post_id=post.id),
        by=who_acts(post, by),
    )


def restore_post(post: Post, *, by: Viewer) -> None:
    """Undo a deletion by the same person."""
    original = hold_original(post)
    lock(post)
    if post.state != PostState.DELETED or post.taken_back_by_id != who_acts(post, by):
        raise PostNotStanding
    if post.is_removed or (post.number is None and not can_come_back(original)):
        raise PostNotStanding
    _bring_back(post, PostState.DELETED, original)
    record(
        PostRestored(conversation_id=post.conversation_id, post_id=post.id), by=who_acts(post, by)
    )


def hide_post(post: Post, *, by: Viewer, reason: str, for_good: bool = False) -> None:
    """Hide somebody's post with a statement of reasons; `for_good`, not even they read it here any more.

    What was taken back, or is hidden already, is hidden for good all the same: nobody brings it back.
    """
    original = hold_original(post)
    lock(post)
    if for_good and post.state in (PostState.DELETED, PostState.HIDDEN):
        post.is_removed = True
        touch(post)
        return
    if post.state != PostState.PUBLISHED:
        raise PostNotStanding
    post.is_removed = for_good
    _take_back(post, PostState.HIDDEN, by.id, one_line(reason), original)
    record(PostHidden(conversation_id=post.conversation_id, post_id=post.id), by=by.id)


def label_post(post: Post, label: str, words: str) -> None:
    """Say something above a post that stays as it is; '' says it no longer."""
    lock(post)
    if label and post.state != PostState.PUBLISHED:
        raise PostNotStanding
    post.label, post.label_words = label, one_line(words)[:200]
    touch(post)


def show_post(post: Post, *, by: Viewer | None, for_good: bool = False) -> None:
    """Undo a hiding, with a line in the conversation that says so, and why the post had been hidden.

    What was hidden for good comes back only `for_good`, by an appeal; then no name stands in the line.
    """
    original = hold_original(post) if for_good else None
    lock(post)
    if (
        post.state == PostState.DELETED and for_good
    ):  # it is its author's again to bring back, or not
        post.is_removed = False
        return
    if post.state != PostState.HIDDEN or (post.is_removed and not for_good):
        raise PostNotStanding
    post.is_removed = False
    reason, post.taken_back_reason = post.taken_back_reason, ""
    _bring_back(post, PostState.HIDDEN, original)
    conversation, number = post.conversation, post.number
    leave_trail(
        conversation, TrailKind.SHOWN_AGAIN, by=by, after=number, number=number, former=reason
    )
    record(
        PostShown(conversation_id=post.conversation_id, post_id=post.id), by=by.id if by else None
    )


def _bring_back(post: Post, before: PostState, original: Post | None) -> None:
    post.state, post.taken_back_by_id = PostState.PUBLISHED, None
    count_quotes(post, +1)
    _count(post, +1)
    write_terms(post)
    touch(post)
    _let_follow(post, before, original)


def _take_back(
    post: Post, state: PostState, by_id: int | None, reason: str = "", original: Post | None = None
) -> None:
    before = post.state
    post.state, post.taken_back_by_id = state, by_id
    post.taken_back_reason = reason
    count_quotes(post, -1)
    _count(post, -1)
    write_terms(post)
    touch(post)
    _let_follow(post, before, original)


def _let_follow(post: Post, before: str, original: Post | None) -> None:
    """Let the translations of `post` share its fate; or let the original know of its translation's."""
    if original:
        recount_translations(original)
    elif post.number is not None:
        follow_fate(post, before)


def _count(post: Post, change: int) -> None:
    if post.number is not None and post.state in STANDING:
        db.session.execute(
            update(Conversation)
            .where(Conversation.id == post.conversation_id)
            .values(post_count=Conversation.post_count + change)
        )
