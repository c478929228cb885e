"""Whatever people do with what they write for each other. Nothing here commits."""

from hrcn_community.conversations.actions.conversations import (
    open_conversation,
    rename,
    set_read,
)
from hrcn_community.conversations.actions.drafts import (
    end_draft,
    end_sent_draft,
    move_draft,
    save_draft,
)
from hrcn_community.conversations.actions.holding import (
    refuse_post,
    release_post,
    state_of_new,
)
from hrcn_community.conversations.actions.levels import (
    follow,
    set_level,
    set_space_level,
    unfollow,
)
from hrcn_community.conversations.actions.liveliness import FOR_AN_ANSWER, count_lively
from hrcn_community.conversations.actions.pace import await_turn
from hrcn_community.conversations.actions.posts import (
    edit_post,
    publish_post,
    set_heading,
    write_post,
)
from hrcn_community.conversations.actions.taking_back import (
    delete_post,
    hide_post,
    label_post,
    restore_post,
    show_post,
)

__all__ = [
    "FOR_AN_ANSWER",
    "await_turn",
    "count_lively",
    "delete_post",
    "edit_post",
    "end_draft",
    "end_sent_draft",
    "follow",
    "hide_post",
    "label_post",
    "move_draft",
    "open_conversation",
    "publish_post",
    "refuse_post",
    "release_post",
    "rename",
    "restore_post",
    "save_draft",
    "set_heading",
    "set_level",
    "set_read",
    "set_space_level",
    "show_post",
    "state_of_new",
    "unfollow",
    "write_post",
]
