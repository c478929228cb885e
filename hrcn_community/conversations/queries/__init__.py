"""Conversations as a viewer may see them, and who may."""

from hrcn_community.conversations.queries.following import (
    followers,
    how_read,
    readers_by_handle,
    readers_by_id,
)
from hrcn_community.conversations.queries.held import (
    HeldPosts,
    WaitingPost,
    find_post_to_decide,
    held_in,
    waiting_in,
)
from hrcn_community.conversations.queries.history import revisions_of
from hrcn_community.conversations.queries.posts import (
    PostPage,
    find_own_deleted_post,
    find_post,
    post_rows,
    posts_from,
)
from hrcn_community.conversations.queries.readers import (
    audience_size,
    conversations_about,
    mentionable,
    network_size,
)

__all__ = [
    "HeldPosts",
    "PostPage",
    "WaitingPost",
    "audience_size",
    "conversations_about",
    "find_own_deleted_post",
    "find_post",
    "find_post_to_decide",
    "followers",
    "held_in",
    "how_read",
    "mentionable",
    "network_size",
    "post_rows",
    "posts_from",
    "readers_by_handle",
    "readers_by_id",
    "revisions_of",
    "waiting_in",
]
