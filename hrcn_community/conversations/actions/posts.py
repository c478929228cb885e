"""Writing, publishing and changing posts. Nothing here commits."""

from datetime import datetime

from sqlalchemy import update

from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.liveliness import FOR_A_POST, count_lively
from hrcn_community.conversations.actions.mentioned import rendered
from hrcn_community.conversations.actions.quotes import count_quotes, write_quotes
from hrcn_community.conversations.events import (
    PostEdited,
    PostHeld,
    PostPublished,
)
from hrcn_community.conversations.models import (
    Conversation,
    ConversationClosed,
    EditConflict,
    Post,
    PostNotStanding,
    PostState,
    Revision,
)
from hrcn_community.conversations.queries.words import words_of
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.languages import guess_language
from hrcn_community.core.refs import new_ref
from hrcn_community.core.terms import terms
from hrcn_community.core.text import clean, one_line

_COUNTED = ["last_number", "post_count", "last_post_at", "version", "closed_at", "is_listed"]
_COLUMNS = [column.key for column in Post.__table__.columns]


def write_post(
    conversation: Conversation,
    source: str,
    *,
    by: Viewer | None,
    language: str = "",
    state: PostState = PostState.PUBLISHED,
    heading: str = "",
) -> Post:
    """Add a post to `conversation`; raise TextRefused or ConversationClosed. A draft has no number yet.

    Without a language it is guessed; where that is not clear, it is the conversation's. `heading` is
    what stands above it and is kept elsewhere; it is found by that too.
    """
    if state != PostState.DRAFT:
        refuse_silenced(by, conversation.space_id)
    if conversation.closed_at:
        raise ConversationClosed
    now, source = clock.now(), clean(source)
    post = Post(
        ref=new_ref(),
        conversation=conversation,
        author_id=by.id if by else None,
        state=state,
        language=language or guess_language(source, conversation.language),
        created_at=now,
        heading=heading,
        **_rendered(source),
    )
    write_terms(post)
    db.session.add(post)
    db.session.flush()
    write_quotes(post, by=by)
    _keep_revision(post, by, now)
    if state == PostState.PUBLISHED:
        publish_post(post, by=by)
    elif state == PostState.HELD:
        _hold(post)
    return post


def publish_post(post: Post, *, by: Viewer | None) -> None:
    """Give `post` its number and its place at the end of its conversation."""
    refuse_silenced(by, post.conversation.space_id)
    publish_as(post, by.id if by else None)


def publish_as(post: Post, actor_id: int | None) -> None:
    """Publish `post`, and write down that `actor_id` did, whoever let it through."""
    conversation, now = post.conversation, clock.now()
    count_quotes(post, +1)  # before the conversation's row is locked: editing locks in this order
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
    db.session.refresh(conversation, _COUNTED)
    if conversation.closed_at and conversation.is_listed:  # what was merged away is closed too:
        raise ConversationClosed  # what was written for it is led on
    post.number, post.state = conversation.last_number, PostState.PUBLISHED
    if post.number == 1 or not post.terms:  # a draft is found by nothing
        write_terms(post)
    db.session.flush()
    count_lively(conversation.id, FOR_A_POST, now)
    record(PostPublished(conversation_id=conversation.id, post_id=post.id), by=actor_id)


def edit_post(
    post: Post,
    source: str,
    *,
    by: Viewer | None,
    over: int | None = None,
    reason: str = "",
    language: str | None = None,
) -> bool:
    """Replace the words of `post`. `over` is the revision that was edited; raise EditConflict if it is past.

    `by` is None where a rule hides who writes; `language` None leaves it, '' guesses it. Return whether
    anything changed.
    """
    lock(post)
    if post.state not in (PostState.PUBLISHED, PostState.DRAFT, PostState.HELD):
        raise PostNotStanding
    if post.state != PostState.DRAFT:
        refuse_silenced(by, post.conversation.space_id)
    source = clean(source)
    turned = language is not None and _turn_into(
        post, language or guess_language(source, post.language)
    )
    if source == post.source:
        return turned
    if over is not None and over != post.revision:
        raise EditConflict
    for column, value in _rendered(source).items():
        setattr(post, column, value)
    write_terms(post)
    write_quotes(post, by=by)
    keep_version(post, by=by, reason=reason)
    if post.state != PostState.HELD:  # nobody was shown what it said before
        place = {"conversation_id": post.conversation_id, "post_id": post.id}
        record(PostEdited(**place, revision=post.revision), by=who_acts(post, by))
    return True


def keep_version(post: Post, *, by: Viewer | None, reason: str = "") -> None:
    """Count one more version of `post`, as it says now and with what hangs at it."""
    now = clock.now()
    post.revision, post.edited_at = post.revision + 1, now
    touch(post)
    _keep_revision(post, by, now, one_line(reason)[:200])


def lock(post: Post) -> None:
    """Read `post` anew and let nobody else change it until the end: what is counted next is exact."""
    db.session.refresh(post, _COLUMNS, with_for_update=True)


def who_acts(post: Post, by: Viewer | None) -> int | None:
    """Return the id under which `by` acts on `post`: whoever wrote it as somebody else is that one still."""
    return post.author_id if by and by.wrote(post.author_id) else by.id if by else None


def set_heading(post: Post, heading: str) -> None:
    """Let `post` be found by what now stands above it."""
    if post.heading != heading:
        post.heading = heading
        write_terms(post)
        db.session.flush()  # whoever locks it next reads it anew


def write_terms(post: Post) -> None:
    """Keep what search finds the post by; the index follows by trigger in the same transaction."""
    shown = post.state == PostState.PUBLISHED
    words = "\n".join(words_of(post)) if shown else ""
    post.terms = terms(words, post.language)
    is_opening = shown and post.number == 1
    post.title_terms = (
        terms(post.conversation.title, post.conversation.language) if is_opening else ""
    )


def touch(post: Post) -> None:
    post.version = post.version + 1
    if post.state != PostState.HELD:  # of that nothing has changed that anybody else is shown
        renew(post.conversation_id)


def renew(conversation_id: int) -> None:
    """Let the version of a conversation grow, whoever else lets it grow meanwhile."""
    db.session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(version=Conversation.version + 1)
    )


def add_worth(post_id: int, points: int) -> None:
    """Let a post be worth more, or less where `points` are below zero."""
    db.session.execute(update(Post).where(Post.id == post_id).values(score=Post.score + points))


def _hold(post: Post) -> None:
    """Let `post` wait. A conversation whose opening waits is nowhere listed."""
    conversation = post.conversation
    conversation.has_held = True
    if conversation.last_number == 0:
        conversation.is_listed = False
    record(PostHeld(conversation_id=conversation.id, post_id=post.id), by=post.author_id)


def _turn_into(post: Post, language: str) -> bool:
    """Say that `post` is written in `language`: it is stemmed anew. Return whether that is another."""
    if language == post.language:
        return False
    post.language = language
    write_terms(post)
    touch(post)
    return True


def _rendered(source: str) -> dict[str, str | int]:
    return {"source": source, "html": rendered(source), "rendered_with": richtext.VERSION}


def _keep_revision(post: Post, by: Viewer | None, at: datetime, reason: str = "") -> None:
    db.session.add(
        Revision(
            post_id=post.id,
            number=post.revision or 1,
            source=post.source,
            html=post.html,
            written_by_id=who_acts(post, by),
            written_at=at,
            reason=reason,
        )
    )
