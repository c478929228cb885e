"""All that a post says to whoever finds it: its text, its files, what it asks, and what stands above it."""

from collections.abc import Iterator

from sqlalchemy import select

from hrcn_community.conversations.models import Attachment, Hidden, Poll, PollChoice, Post
from hrcn_community.core import richtext
from hrcn_community.core.db import db


def words_of(post: Post) -> Iterator[str]:
    """Yield the words by which `post` is found, in plain text."""
    yield richtext.plain(post.html)
    yield post.heading or ""
    if post.file_count:
        yield from _of_files(post)
    if post.has_poll:
        yield from _of_poll(post)


def _of_files(post: Post) -> Iterator[str]:
    """Yield what the files of a post are called and how they are described."""
    rows = select(Attachment.name, Attachment.description).where(
        Attachment.post_id == post.id, Attachment.hidden == Hidden.NO
    )
    for name, description in db.session.execute(rows):
        yield f"{name} {description}"


def _of_poll(post: Post) -> Iterator[str]:
    """Yield what a poll asks and what can be chosen."""
    yield from db.session.scalars(select(Poll.question).where(Poll.post_id == post.id))
    yield from db.session.scalars(
        select(PollChoice.words)
        .join(Poll, Poll.id == PollChoice.poll_id)
        .where(Poll.post_id == post.id, PollChoice.retired_at.is_(None))
        .order_by(PollChoice.position)
    )
