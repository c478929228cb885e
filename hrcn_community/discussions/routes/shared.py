"""What several pages of threads share."""

from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, viewer
from hrcn_community.access.spaces import spaces_to_start_in
from hrcn_community.conversations.drafting import quotation, with_quotation
from hrcn_community.conversations.models import Post, TooMuchForNow
from hrcn_community.core.errors import Refusal
from hrcn_community.discussions import queries
from hrcn_community.discussions.forms import ReplyForm
from hrcn_community.discussions.models import Thread
from hrcn_community.spaces.models import Space


def startable() -> Any:
    return spaces_to_start_in(viewer=viewer()) if viewer().is_member else []


def reply_form(thread: Thread) -> ReplyForm:
    """Return the reply as its writer left it, with the post that the address asks to be quoted."""
    form = ReplyForm.begun(reply_place(thread))
    number = request.args.get("quote", 0, type=int)
    if number and (found := queries.find_reply(thread.ref, number, viewer=me())):
        form.body.data = with_quotation(form.body.data or "", quotation(found.post))
    return form


def reply_place(thread: Thread) -> str:
    return f"reply:{thread.ref}"


def start_place(space: Space) -> str:
    return f"thread:{space.slug}"


def address(thread: Thread, post: Post) -> str:
    return post.address_in(thread.conversation)


def place_of(post: Post) -> str:
    """Return where a post stands that was written just now: perhaps where its thread was merged into."""
    return post.address


def status_of(refused: Refusal) -> int:
    """Return how a refusal is answered: what can be written otherwise is wrong, the rest is not now."""
    return 422 if isinstance(refused, TooMuchForNow) else 409


def back(thread: Thread, message: str) -> Response:
    flash(message, "success")
    return redirect(thread.conversation.address, 303)
