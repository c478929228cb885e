"""What several pages of threads share."""

from typing import Any

from flask import flash, redirect
from werkzeug.wrappers import Response

from hrcn_community.access.guard import viewer
from hrcn_community.access.spaces import spaces_to_start_in
from hrcn_community.conversations.models import Post
from hrcn_community.discussions.models import Thread


def startable() -> Any:
    return spaces_to_start_in(viewer=viewer()) if viewer().is_signed_in else []


def address(thread: Thread, post: Post) -> str:
    return post.address_in(thread.conversation)


def place_of(post: Post) -> str:
    """Return where a post stands that was written just now: perhaps where its thread was merged into."""
    return f"{post.conversation.address}?post={post.number}#p{post.number}"


def back(thread: Thread, message: str) -> Response:
    flash(message, "success")
    return redirect(thread.conversation.address, 303)
