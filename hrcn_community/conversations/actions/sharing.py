"""Letting everybody who reads a post edit it, or its author alone again. Nothing here commits."""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.posts import lock, touch
from hrcn_community.conversations.events import PostShared, SharingEnded
from hrcn_community.conversations.models import (
    NotOfADirectory,
    Post,
    PostNotStanding,
    PostState,
)
from hrcn_community.core.events import record


def share_post(post: Post, *, by: Viewer) -> None:
    """Let whoever reads `post` and may write edit it."""
    _set_shared(post, True, PostShared, by)


def stop_sharing(post: Post, *, by: Viewer) -> None:
    """Let only its author edit `post`."""
    _set_shared(post, False, SharingEnded, by)


def _set_shared(post: Post, is_wiki: bool, event: type, by: Viewer) -> None:
    lock(post)
    if post.state != PostState.PUBLISHED:
        raise PostNotStanding
    if not post.space.is_listed:
        raise NotOfADirectory
    if post.is_wiki != is_wiki:
        post.is_wiki = is_wiki
        touch(post)
        record(event(conversation_id=post.conversation_id, post_id=post.id), by=by.id)
