"""Which post is the answer to a thread, and what it is worth for that. Nothing here commits."""

from hrcn_community.conversations.actions import FOR_AN_ANSWER, count_lively
from hrcn_community.conversations.actions.posts import add_worth, renew
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Thread

WORTH_OF_AN_ANSWER = 5


def choose(thread: Thread, post_id: int | None) -> None:
    """Let that post be the answer, and be worth more; the one before it no longer.

    The thread, its posts, its conversation, its day: whoever changes several takes them in this order.
    """
    db.session.refresh(thread, ["accepted_post_id"], with_for_update=True)
    before, thread.accepted_post_id = thread.accepted_post_id, post_id
    worth = (before, -WORTH_OF_AN_ANSWER), (post_id, WORTH_OF_AN_ANSWER)
    for answer, points in sorted((id_, by) for id_, by in worth if id_ is not None):
        add_worth(answer, points)
    renew(thread.conversation_id)
    change = (post_id is not None) - (before is not None)
    if change:  # another answer to the same question adds nothing
        count_lively(thread.conversation_id, change * FOR_AN_ANSWER, clock.now())
