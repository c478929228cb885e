"""Posts whose author goes: taken out, or with a name taken out of them. Nothing here commits."""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import contains_eager

from hrcn_community.conversations.actions.posts import renew, write_terms
from hrcn_community.conversations.actions.rerendering import html_of
from hrcn_community.conversations.actions.taking_back import delete_post
from hrcn_community.conversations.models import (
    Attachment,
    Conversation,
    LetGoFile,
    Poll,
    PollChoice,
    Post,
    PostState,
    Quote,
    Revision,
    WatchFinding,
)
from hrcn_community.core.db import db

AT_ONCE = 50
NEVER_SHOWN = (PostState.DRAFT, PostState.HELD, PostState.REFUSED)
EMPTY = "–"
LONGEST_LINE = 200


def blank_some(author_id: int, lasting: Sequence[Select], *, only_unshown: bool) -> bool:
    """Empty some posts of an author, but the `lasting`; return whether there may be more.

    What was shown leaves a tombstone, as if its author had taken it back, and no version of it.
    """
    some = _whole().where(Post.author_id == author_id)
    some = some.where(or_(Post.source != "", Post.state.in_(NEVER_SHOWN)))
    for kept in lasting:
        some = some.where(Post.id.not_in(kept))
    if only_unshown:
        some = some.where(Post.state.in_(NEVER_SHOWN))
    posts = db.session.scalars(some.order_by(Post.id).limit(AT_ONCE)).all()
    for post in posts:
        _blank(post)
    return len(posts) == AT_ONCE


def blank_post(post_id: int) -> None:
    """Empty one post, whoever stands as its author."""
    _blank(db.session.scalars(_whole().where(Post.id == post_id)).one())


def rewrite(post_id: int, change: Callable[[str], str]) -> None:
    """Let a post, and every version of it, say what `change` makes of it, as if it had never said else."""
    post = db.session.scalars(_whole().where(Post.id == post_id).with_for_update(of=Post)).one()
    post.heading, post.taken_back_reason = change(post.heading), change(post.taken_back_reason)
    post.label_words = change(post.label_words)[:LONGEST_LINE]
    post.source = change(post.source)
    post.html = html_of(post.source, change(post.html))
    post.version += 1
    for revision in db.session.scalars(select(Revision).where(Revision.post_id == post.id)):
        revision.source, revision.reason = change(revision.source), change(revision.reason)
        revision.html = html_of(revision.source, change(revision.html))
    db.session.flush()
    write_terms(post)
    renew(post.conversation_id)


def find_anew(which: ColumnElement[bool]) -> None:
    """Let posts be found by the title, the files and the questions that they have now."""
    for post in db.session.scalars(_whole().where(which)).all():
        db.session.refresh(post.conversation, ["title"])
        write_terms(post)
        post.version += 1
        renew(post.conversation_id)
    db.session.flush()


def _whole() -> Select[Post]:
    return (
        select(Post)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .options(contains_eager(Post.conversation))
    )


def _blank(post: Post) -> None:
    if post.state == PostState.PUBLISHED:
        delete_post(post, by=None)
    post.state = PostState.DELETED
    post.source = post.html = post.heading = post.label_words = ""
    post.taken_back_reason, post.file_count, post.has_quotes = "", 0, False
    post.version += 1
    for model in (Attachment, LetGoFile, Quote, WatchFinding):
        db.session.execute(delete(model).where(model.post_id == post.id))
    gone = update(Revision).where(Revision.post_id == post.id)
    db.session.execute(gone.values(source="", html="", reason=""))
    if post.has_poll:
        polls = select(Poll.id).where(Poll.post_id == post.id)
        choices = update(PollChoice).where(PollChoice.poll_id.in_(polls))
        db.session.execute(choices.values(words=EMPTY))
        db.session.execute(update(Poll).where(Poll.post_id == post.id).values(question=EMPTY))
    db.session.flush()
    write_terms(post)
