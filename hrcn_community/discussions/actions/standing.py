"""Holding threads while posts leave them, and leading on what was written for one that is merged."""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.moving import hold, move_posts
from hrcn_community.conversations.models import ConversationClosed, Post
from hrcn_community.core.db import db
from hrcn_community.discussions.models import MergedAway, Merger, Thread
from hrcn_community.discussions.queries import find_merged


def hold_standing(thread: Thread, *others: Thread, with_posts: bool = True) -> None:
    """Keep everybody from adding to the threads, and, with posts, from changing what stands in the first.

    Until the commit; refuse where one was merged away meanwhile.
    """
    held = [thread, *others]
    for each in sorted(
        held, key=lambda each: each.id
    ):  # before their posts, as who accepts an answer
        db.session.refresh(each, ["accepted_post_id"], with_for_update=True)
    hold(*(each.conversation for each in held), with_posts=with_posts)
    if any(_was_merged(each) for each in held):
        raise MergedAway


def lead_on(post: Post, thread: Thread, *, by: Viewer) -> None:
    """Let a reply that was written for a thread which was merged meanwhile stand in the other one.

    The reply has its number by now: whoever merges the thread is done, or waits until it is there.
    """
    source = thread.conversation
    if post.number is None or not _was_merged(thread):
        return
    into = find_merged(thread.ref, viewer=by)
    if into is None:
        raise MergedAway
    target = into.conversation
    hold(source, target)
    if target.closed_at:
        raise ConversationClosed
    move_posts(source, target, [(post.number, post.number)])
    db.session.refresh(post, ["conversation_id", "number"])
    post.conversation = target
    target.last_post_at, target.last_author_id = post.created_at, post.author_id


def _was_merged(thread: Thread) -> bool:
    return not thread.conversation.is_listed and db.session.get(Merger, thread.id) is not None
