"""The sentences of a synopsis, and how what each rests on stands at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, bindparam, select

from hrcn_community.conversations.models import Post, PostState
from hrcn_community.core.db import Rows, db
from hrcn_community.discussions.models import Citation, Sentence, Thread
from hrcn_community.discussions.sentences import line_of


@dataclass(frozen=True)
class ShownSource:
    """A post that a sentence rests on; nothing is told of one that was withdrawn but its number."""

    number: int
    href: str
    is_withdrawn: bool
    is_edited: bool = False
    history_href: str = ""
    author_id: int | None = None


@dataclass(frozen=True)
class ShownSentence:
    position: int
    words: str
    html: Markup
    sources: tuple[ShownSource, ...]

    @property
    def is_unsourced(self) -> bool:
        """Was everything withdrawn that it rests on?"""
        return all(source.is_withdrawn for source in self.sources)

    @property
    def lost_one(self) -> bool:
        return not self.is_unsourced and any(source.is_withdrawn for source in self.sources)

    @property
    def edited(self) -> tuple[ShownSource, ...]:
        return tuple(source for source in self.sources if source.is_edited)

    @property
    def line(self) -> str:
        """The sentence as it is typed."""
        return line_of(self.words, (source.number for source in self.sources))

    @property
    def print(self) -> tuple[Any, ...]:
        sources = ((s.number, s.is_withdrawn, s.is_edited) for s in self.sources)
        return self.position, str(self.html), *sources


def sentences_of(thread: Thread) -> tuple[ShownSentence, ...]:
    """Return the sentences of the synopsis of `thread`, in order, in one statement."""
    rows = db.session.execute(
        _sentences(), {"thread_id": thread.id, "conversation_id": thread.conversation_id}
    )
    by_sentence = groupby(rows, key=lambda row: (row.position, row.words, row.html))
    return tuple(
        _shown(*sentence, cited, thread.conversation.address) for sentence, cited in by_sentence
    )


@cache
def _sentences() -> Rows:
    stands = and_(
        Post.id == Citation.post_id,
        Post.conversation_id == bindparam("conversation_id"),
        Post.state == PostState.PUBLISHED,
    )
    return (
        select(
            Sentence.position,
            Sentence.words,
            Sentence.html,
            Citation.number,
            Citation.revision.label("cited_revision"),
            Post.ref,
            Post.revision,
            Post.author_id,
        )
        .outerjoin(Citation, Citation.sentence_id == Sentence.id)
        .outerjoin(Post, stands)
        .where(Sentence.thread_id == bindparam("thread_id"))
        .order_by(Sentence.position, Citation.number)
    )


def _shown(
    position: int, words: str, html: str, cited: Iterable[Any], address: str
) -> ShownSentence:
    sources = tuple(_source(row, address) for row in cited if row.number is not None)
    gated = Markup(html)  # noqa: S704 - rendered and gated by core.richtext when it was written
    return ShownSentence(position, words, gated, sources)


def _source(row: Any, address: str) -> ShownSource:
    href = f"{address}?post={row.number}#p{row.number}"
    if row.ref is None:
        return ShownSource(row.number, href, is_withdrawn=True)
    return ShownSource(
        number=row.number,
        href=href,
        is_withdrawn=False,
        is_edited=row.revision > row.cited_revision,
        history_href=f"/posts/{row.ref}/history",
        author_id=row.author_id,
    )
