"""The draft of a synopsis as somebody types it, checked against the replies that stand in its thread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.discussions.queries.synopses import Consolidation
from hrcn_community.discussions.queries.synopsis_people import replies_in
from hrcn_community.discussions.queries.synopsis_sentences import ShownSentence, ShownSource
from hrcn_community.discussions.sentences import (
    SentencesRefused,
    WrittenSentence,
    must_be_shown,
    read_sentences,
    unknown,
)


@dataclass(frozen=True)
class DraftedSentence:
    """A sentence that may stand: its words, its HTML, and the posts (id, number, revision) it rests on."""

    words: str
    html: str
    posts: tuple[Any, ...]


def drafted(query: Consolidation, text: str) -> Sequence[DraftedSentence]:
    """Return the sentences of `text`; raise SentencesRefused naming each line that cannot stand."""
    written = read_sentences(text)
    html = must_be_shown(written, query.thread.conversation.address)
    posts = _standing(query, {number for each in written for number in each.numbers})
    wrong = [
        unknown(each, number) for each in written for number in each.numbers if number not in posts
    ]
    if wrong:
        raise SentencesRefused(wrong)
    return [_drafted(each, shown, posts) for each, shown in zip(written, html, strict=True)]


def as_shown(query: Consolidation, sentences: Iterable[DraftedSentence]) -> Sequence[ShownSentence]:
    """Return drafted sentences as readers would see them."""
    address = query.thread.conversation.address
    return [
        ShownSentence(
            position=position,
            words=each.words,
            html=Markup(each.html),  # noqa: S704 - rendered and gated by core.richtext
            sources=tuple(
                ShownSource(post.number, f"{address}?post={post.number}#p{post.number}", False)
                for post in each.posts
            ),
        )
        for position, each in enumerate(sentences, start=1)
    ]


def _drafted(written: WrittenSentence, html: str, posts: dict[int, Any]) -> DraftedSentence:
    return DraftedSentence(written.words, html, tuple(posts[n] for n in sorted(written.numbers)))


def _standing(query: Consolidation, numbers: set[int]) -> dict[int, Any]:
    rows = db.session.execute(
        select(Post.id, Post.number, Post.revision).where(
            replies_in(query.thread.conversation_id), Post.number.in_(numbers)
        )
    )
    return {row.number: row for row in rows}
