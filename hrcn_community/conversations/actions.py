"""Writing, changing and taking back posts; following and reading. Nothing here commits."""

from datetime import datetime

from sqlalchemy import delete, select, update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.events import (
    PostDeleted,
    PostEdited,
    PostHidden,
    PostPublished,
    PostRestored,
)
from hrcn_community.conversations.models import (
    STANDING,
    Conversation,
    ConversationClosed,
    ConversationTerm,
    EditConflict,
    Follow,
    Post,
    PostNotStanding,
    PostState,
    ReadState,
    Revision,
)
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean, one_line, stems
from hrcn_community.core.upsert import insert_or_ignore, upsert
from hrcn_community.spaces.models import Space


def open_conversation(
    space: Space,
    room: str,
    title: str,
    address: str,
    *,
    by: Viewer | None,
    language: str = "en",
    city_id: int | None = None,
    term_ids: tuple[int, ...] = (),
) -> Conversation:
    """Add an empty conversation to `space`; its owner keeps `title` and `address` true."""
    now = clock.now()
    conversation = Conversation(
        space=space,
        room=room,
        title=one_line(title),
        address=address,
        language=language,
        city_id=city_id,
        started_by_id=by.id if by else None,
        started_at=now,
        last_post_at=now,
        last_author_id=by.id if by else None,
    )
    db.session.add(conversation)
    db.session.flush()
    db.session.add_all(
        ConversationTerm(conversation_id=conversation.id, term_id=term_id) for term_id in term_ids
    )
    return conversation


def write_post(
    conversation: Conversation,
    source: str,
    *,
    by: Viewer | None,
    language: str = "",
    state: PostState = PostState.PUBLISHED,
) -> Post:
    """Add a post to `conversation`; raise TextRefused or ConversationClosed. A draft has no number yet."""
    if conversation.closed_at:
        raise ConversationClosed
    now, source = clock.now(), clean(source)
    post = Post(
        ref=new_ref(),
        conversation=conversation,
        author_id=by.id if by else None,
        state=state,
        language=language or conversation.language,
        created_at=now,
        **_rendered(source),
    )
    _write_terms(post)
    db.session.add(post)
    db.session.flush()
    _keep_revision(post, by, now)
    if state == PostState.PUBLISHED:
        publish_post(post, by=by)
    return post


def publish_post(post: Post, *, by: Viewer | None) -> None:
    """Give `post` its number and its place at the end of its conversation."""
    conversation, now = post.conversation, clock.now()
    if post.state != PostState.PUBLISHED:
        post.created_at = (
            now  # to its readers it begins here: what its draft was before is not theirs
        )
    db.session.execute(  # the row lock of this UPDATE makes numbers unique under many writers
        update(Conversation)
        .where(Conversation.id == conversation.id)
        .values(
            last_number=Conversation.last_number + 1,
            post_count=Conversation.post_count + 1,
            last_post_at=now,
            last_author_id=post.author_id,
            version=Conversation.version + 1,
        )
    )
    db.session.refresh(conversation, ["last_number", "post_count", "last_post_at", "version"])
    post.number, post.state = conversation.last_number, PostState.PUBLISHED
    if post.number == 1:
        _write_terms(post)
    db.session.flush()
    record(
        PostPublished(conversation_id=conversation.id, post_id=post.id), by=by.id if by else None
    )


def edit_post(
    post: Post, source: str, *, by: Viewer | None, over: int | None = None, reason: str = ""
) -> bool:
    """Replace the words of `post`. `over` is the revision that was edited; raise EditConflict if it is past.

    `by` is None where a rule hides who writes. Return whether anything changed.
    """
    db.session.refresh(post, ["revision", "state", "source"], with_for_update=True)
    if post.state not in (PostState.PUBLISHED, PostState.DRAFT, PostState.HELD):
        raise PostNotStanding
    source = clean(source)
    if source == post.source:
        return False
    if over is not None and over != post.revision:
        raise EditConflict
    for column, value in _rendered(source).items():
        setattr(post, column, value)
    now = clock.now()
    post.revision, post.edited_at = post.revision + 1, now
    _write_terms(post)
    _touch(post)
    _keep_revision(post, by, now, one_line(reason)[:200])
    record(
        PostEdited(conversation_id=post.conversation_id, post_id=post.id, revision=post.revision),
        by=by.id if by else None,
    )
    return True


def delete_post(post: Post, *, by: Viewer | None) -> None:
    """Take back one's own post; a tombstone stays, and so does the way back."""
    if post.state != PostState.PUBLISHED:
        raise PostNotStanding
    _take_back(post, PostState.DELETED, by)
    record(
        PostDeleted(conversation_id=post.conversation_id, post_id=post.id),
        by=by.id if by else None,
    )


def restore_post(post: Post, *, by: Viewer) -> None:
    """Undo a deletion by the same person."""
    if post.state != PostState.DELETED or post.taken_back_by_id != by.id:
        raise PostNotStanding
    post.state, post.taken_back_by_id = PostState.PUBLISHED, None
    _count(post, +1)
    _write_terms(post)
    _touch(post)
    record(PostRestored(conversation_id=post.conversation_id, post_id=post.id), by=by.id)


def hide_post(post: Post, *, by: Viewer, reason: str) -> None:
    """Hide somebody's post with a statement of reasons."""
    if post.state != PostState.PUBLISHED:
        raise PostNotStanding
    _take_back(post, PostState.HIDDEN, by, one_line(reason))
    record(PostHidden(conversation_id=post.conversation_id, post_id=post.id), by=by.id)


def follow(conversation: Conversation, person_id: int) -> None:
    insert_or_ignore(
        Follow, conversation_id=conversation.id, person_id=person_id, since=clock.now()
    )


def unfollow(conversation: Conversation, person_id: int) -> None:
    db.session.execute(
        delete(Follow).where(
            Follow.conversation_id == conversation.id, Follow.person_id == person_id
        )
    )


def rename(conversation: Conversation, title: str) -> None:
    """Change the title, and with it what the opening post is found by."""
    conversation.title, conversation.version = one_line(title), conversation.version + 1
    opening = db.session.scalar(
        select(Post).where(Post.conversation_id == conversation.id, Post.number == 1)
    )
    if opening:
        opening.conversation = conversation
        _write_terms(opening)


def set_read(conversation_id: int, person_id: int, number: int, connection=None) -> None:
    """Remember that a person has read up to `number`; never backwards."""
    upsert(
        ReadState,
        {"person_id": person_id, "conversation_id": conversation_id},
        {"last_read_number": number, "read_at": clock.now()},
        only_if=lambda old, new: old.last_read_number < new.last_read_number,
        connection=connection,
    )


def _rendered(source: str) -> dict[str, str | int]:
    return {"source": source, "html": richtext.render(source), "rendered_with": richtext.VERSION}


def _write_terms(post: Post) -> None:
    """Keep what search finds the post by; the index follows by trigger in the same transaction."""
    shown = post.state == PostState.PUBLISHED
    post.terms = stems(richtext.plain(post.html), post.language) if shown else ""
    is_opening = shown and post.number == 1
    post.title_terms = (
        stems(post.conversation.title, post.conversation.language) if is_opening else ""
    )


def _keep_revision(post: Post, by: Viewer | None, at: datetime, reason: str = "") -> None:
    db.session.add(
        Revision(
            post_id=post.id,
            number=post.revision or 1,
            source=post.source,
            html=post.html,
            written_by_id=by.id if by else None,
            written_at=at,
            reason=reason,
        )
    )


def _take_back(post: Post, state: PostState, by: Viewer | None, reason: str = "") -> None:
    post.state, post.taken_back_by_id = state, by.id if by else None
    post.taken_back_reason = reason
    _count(post, -1)
    _write_terms(post)
    _touch(post)


def _count(post: Post, change: int) -> None:
    if post.number is not None and post.state in STANDING:
        db.session.execute(
            update(Conversation)
            .where(Conversation.id == post.conversation_id)
            .values(post_count=Conversation.post_count + change)
        )


def _touch(post: Post) -> None:
    post.version = post.version + 1
    db.session.execute(
        update(Conversation)
        .where(Conversation.id == post.conversation_id)
        .values(version=Conversation.version + 1)
    )
