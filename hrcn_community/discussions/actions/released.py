"""What is said of a post that was let through: what is said of every new one, now. Nothing here commits."""

from hrcn_community.conversations.events import PostReleased
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record
from hrcn_community.discussions.events import ReplyPosted, ThreadStarted
from hrcn_community.discussions.queries import thread_of


def tell_as_new(event: PostReleased, _entry: Entry) -> None:
    """Write down that its author began a thread with it, or replied: from that follow the notices."""
    post = db.session.get_one(Post, event.post_id)
    if thread := thread_of(post.conversation_id):
        happened = ThreadStarted if post.number == 1 else ReplyPosted
        record(happened(thread_id=thread.id, post_id=post.id), by=post.author_id)
