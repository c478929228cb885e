"""Moving a thread to another space, splitting it, merging it into another. Nothing here commits."""

from collections.abc import Sequence

from sqlalchemy import delete, literal, or_, select, update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import open_conversation
from hrcn_community.conversations.actions.moved_readers import (
    carry_days,
    carry_drafts,
    carry_followers,
    carry_reading_to_end,
    carry_reading_to_new,
    close_gaps,
    count_days_of_new,
    say_who_was_last,
)
from hrcn_community.conversations.actions.moving import (
    Range,
    begin_with_first,
    move_conversation,
    move_posts,
)
from hrcn_community.conversations.actions.trail import leave_trail
from hrcn_community.conversations.models import Conversation, ConversationTerm, Post, TrailKind
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.upsert import insert_selected
from hrcn_community.discussions.actions.standing import hold_standing
from hrcn_community.discussions.actions.threads import withdraw_acceptance
from hrcn_community.discussions.events import ThreadMerged, ThreadMoved, ThreadSplit
from hrcn_community.discussions.models import (
    ROOM,
    CitedInReply,
    KeptTogether,
    Merger,
    NothingToSplit,
    OpeningStays,
    Synopsis,
    Thread,
    ThreadKind,
    ThreadTimer,
)
from hrcn_community.discussions.queries.tending import is_cited
from hrcn_community.notifications.actions import move_notices
from hrcn_community.spaces.models import Space


def move_thread(thread: Thread, space: Space, *, by: Viewer, reason: str = "") -> None:
    """Let `thread` stand in `space`; what was said about it for fewer people stays with them."""
    before = thread.space
    is_wider = space.reaches_beyond(before)
    hold_standing(thread, with_posts=is_wider)  # refuses where it stands elsewhere by now
    if space.id == before.id:
        return
    if is_wider:
        thread.closing_reason = ""  # its line between the posts still bears it, for those inside
        window = update(Synopsis).where(Synopsis.thread_id == thread.id)
        db.session.execute(window.values(window_reason=""))
    thread.pinned_at = None  # above the threads of a space stands what its own facilitators pinned
    move_conversation(thread.conversation, space, by=by, reason=reason)
    carry_drafts(f"reply:{thread.ref}", thread.conversation)
    record(
        ThreadMoved(thread_id=thread.id, from_space_id=before.id, to_space_id=space.id), by=by.id
    )


def split_thread(
    thread: Thread, ranges: Sequence[Range], title: str, space: Space, *, by: Viewer
) -> Thread:
    """Begin a thread in `space` with the posts of these numbers, and return it."""
    hold_standing(thread)
    source, first = thread.conversation, _first_of(thread, ranges)
    new = _begun_with(first, source, title, space)
    moved = move_posts(source, new.conversation, ranges)
    begin_with_first(new.conversation)
    if thread.accepted_post_id and _stands_in(new.conversation, thread.accepted_post_id):
        withdraw_acceptance(thread, by=by)
    _settle_split(source, new.conversation)
    carry_drafts("", new.conversation)
    told = {"by": by, "count": moved.count}
    before = ranges[0][0] - 1
    leave_trail(
        source,
        TrailKind.SPLIT_OFF,
        other=new.conversation,
        after=before,
        came_from=source.space,
        hidden=moved.hidden,
        **told,
    )
    leave_trail(new.conversation, TrailKind.SPLIT_FROM, other=source, after=0, **told)
    record(ThreadSplit(thread_id=thread.id, into_id=new.id), by=by.id)
    return new


def merge_threads(thread: Thread, into: Thread, *, by: Viewer) -> None:
    """Put all posts of `thread` at the end of `into`, whither its address leads from now on."""
    if thread.kind == ThreadKind.QUERY:
        raise KeptTogether
    if thread.id == into.id:
        return
    hold_standing(thread, into)
    source, target = thread.conversation, into.conversation
    end = target.last_number
    if thread.accepted_post_id:
        withdraw_acceptance(thread, by=by)
    last_post_at, last_author_id = max(
        (each.last_post_at, each.last_author_id or 0) for each in (source, target)
    )
    moved = move_posts(source, target)
    _settle_merger(source, target, end)
    target.last_post_at, target.last_author_id = last_post_at, last_author_id or None
    _close_for_good(thread, into)
    carry_drafts(f"reply:{thread.ref}", target, f"reply:{into.ref}")
    told = {"by": by, "count": moved.count}
    leave_trail(source, TrailKind.MERGED_AWAY, other=target, **told)
    leave_trail(
        target,
        TrailKind.MERGED_IN,
        other=source,
        after=end,
        came_from=source.space,
        hidden=moved.hidden,
        **told,
    )
    record(ThreadMerged(thread_id=thread.id, into_id=into.id), by=by.id)


def _first_of(thread: Thread, ranges: Sequence[Range]) -> Post:
    """Return the post that a new thread would begin with; refuse what cannot leave its thread."""
    if any(first <= 1 for first, _last in ranges):
        raise OpeningStays
    numbers = or_(*(Post.number.between(*each) for each in ranges))
    chosen = select(Post).where(Post.conversation_id == thread.conversation_id, numbers)
    first = db.session.scalar(chosen.order_by(Post.number).limit(1))
    if first is None or first.state != "published":
        raise NothingToSplit
    if is_cited(thread, numbers):
        raise CitedInReply
    return first


def _begun_with(first: Post, source: Conversation, title: str, space: Space) -> Thread:
    """Return a new thread, still without posts, that is the first post's author's and about the same."""
    ref = new_ref()
    conversation = open_conversation(
        space,
        ROOM,
        title,
        f"/threads/{ref}",
        by=None,
        language=source.language,
        city_id=source.city_id,
    )
    conversation.started_by_id, conversation.started_at = first.author_id, first.created_at
    about = select(literal(conversation.id), ConversationTerm.term_id).where(
        ConversationTerm.conversation_id == source.id
    )
    insert_selected(ConversationTerm, ("conversation_id", "term_id"), about)
    thread = Thread(ref=ref, conversation=conversation, author_id=first.author_id)
    db.session.add(thread)
    db.session.flush()
    return thread


def _settle_split(source: Conversation, target: Conversation) -> None:
    for each in (source, target):
        say_who_was_last(each)
    count_days_of_new(source, target)
    carry_followers(source, target, only_authors=True)
    carry_reading_to_new(source, target)
    close_gaps(source)


def _settle_merger(source: Conversation, target: Conversation, end: int) -> None:
    carry_days(source, target)
    carry_followers(source, target)
    carry_reading_to_end(source, target, end)
    move_notices(source.id, target.id)


def _close_for_good(thread: Thread, into: Thread) -> None:
    """Let `thread` be only an address that leads on, and whatever led to it too."""
    now = clock.now()
    thread.conversation.closed_at, thread.conversation.is_listed = now, False
    thread.pinned_at, thread.has_timers = None, False
    db.session.execute(delete(ThreadTimer).where(ThreadTimer.thread_id == thread.id))
    db.session.execute(update(Merger).where(Merger.into_id == thread.id).values(into_id=into.id))
    db.session.add(Merger(thread_id=thread.id, into_id=into.id, merged_at=now))
    db.session.flush()


def _stands_in(conversation: Conversation, post_id: int) -> bool:
    here = select(Post.id).where(Post.id == post_id, Post.conversation_id == conversation.id)
    return db.session.scalar(here) is not None
