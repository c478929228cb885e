"""Whatever people do with what they write for each other. Nothing here commits."""

from hrcn_community.conversations.actions.conversations import (
    follow,
    open_conversation,
    rename,
    set_read,
    unfollow,
)
from hrcn_community.conversations.actions.drafts import end_draft, save_draft
from hrcn_community.conversations.actions.posts import edit_post, publish_post, write_post
from hrcn_community.conversations.actions.taking_back import delete_post, hide_post, restore_post

__all__ = [
    "delete_post",
    "edit_post",
    "end_draft",
    "follow",
    "hide_post",
    "open_conversation",
    "publish_post",
    "rename",
    "restore_post",
    "save_draft",
    "set_read",
    "unfollow",
    "write_post",
]
