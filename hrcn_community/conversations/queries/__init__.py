"""Conversations as a viewer may see them, and who may."""

from hrcn_community.conversations.queries.best import best_posts
from hrcn_community.conversations.queries.following import (
    followers,
    how_read,
    readers_by_handle,
    readers_by_id,
)
from hrcn_community.conversations.queries.history import history_of, revision_of
from hrcn_community.conversations.queries.posts import (
    PostPage,
    find_own_deleted_post,
    find_post,
    find_standing_post,
    post_rows,
    posts_from,
)
from hrcn_community.conversations.queries.readers import (
    audience_size,
    conversations_about,
    mentionable,
)

__all__ = [
    "PostPage",
    "audience_size",
    "best_posts",
    "conversations_about",
    "find_own_deleted_post",
    "find_post",
    "find_standing_post",
    "followers",
    "history_of",
    "how_read",
    "mentionable",
    "post_rows",
    "posts_from",
    "readers_by_handle",
    "readers_by_id",
    "revision_of",
]
