"""Conversations as a viewer may see them, and who may."""

from hrcn_community.conversations.queries.before_writing import BeforeWriting, before_writing
from hrcn_community.conversations.queries.best import best_posts
from hrcn_community.conversations.queries.following import (
    followers,
    how_read,
    readers_by_handle,
    readers_by_id,
    space_followers,
    space_level,
)
from hrcn_community.conversations.queries.held import (
    HeldPosts,
    WaitingPost,
    find_post_to_decide,
    held_in,
    waiting_in,
)
from hrcn_community.conversations.queries.history import history_of, revision_of
from hrcn_community.conversations.queries.posts import (
    PostPage,
    find_hidden_post,
    find_own_deleted_post,
    find_own_hidden_post,
    find_post,
    find_standing_post,
    post_rows,
    posts_from,
)
from hrcn_community.conversations.queries.readers import (
    audience_size,
    conversations_about,
    mentionable,
    network_size,
    said_audience,
)

__all__ = [
    "BeforeWriting",
    "HeldPosts",
    "PostPage",
    "WaitingPost",
    "audience_size",
    "before_writing",
    "best_posts",
    "conversations_about",
    "find_hidden_post",
    "find_own_deleted_post",
    "find_own_hidden_post",
    "find_post",
    "find_post_to_decide",
    "find_standing_post",
    "followers",
    "held_in",
    "history_of",
    "how_read",
    "mentionable",
    "network_size",
    "post_rows",
    "posts_from",
    "readers_by_handle",
    "readers_by_id",
    "revision_of",
    "said_audience",
    "space_followers",
    "space_level",
    "waiting_in",
]
