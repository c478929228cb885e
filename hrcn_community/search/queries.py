"""Full text over every room. Both databases find the same set; the order is our own integer score.

The index holds folded stems (`Post.terms`, `Post.title_terms`) and is kept by triggers, so it
changes in the transaction that changes the text. No statistic of the whole corpus has a say in the
order: it would betray what the viewer cannot read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape
from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, text
from sqlalchemy.orm import aliased

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, Translation
from hrcn_community.conversations.visibility import posts_visible_to
from hrcn_community.core.db import db
from hrcn_community.core.richtext import plain
from hrcn_community.core.text import WORD, query_stems, stem
from hrcn_community.spaces.models import Space, Visibility

PAGE = 20
MOST_WORDS = 12
TITLE_WEIGHT = 10
AROUND = 110
_Original = aliased(Post)  # of a translation, which has no place of its own
MARKED = Markup("<mark>{}</mark>")


@dataclass(frozen=True)
class Hit:
    """A found post: where it stands, and the words around the first match."""

    title: str
    href: str
    room: str
    place: str
    visibility: str
    at: datetime
    lang: str
    excerpt: Markup


@dataclass(frozen=True)
class Found:
    hits: Sequence[Hit]
    has_more: bool
    confidential_ids: frozenset[int] = frozenset()  # the spaces whose words are on this page


def find(query: str, *, viewer: AnyViewer, page: int = 1) -> Found:
    """Return a page of what `viewer` may read that holds every word of `query`, best first."""
    words = query_stems(query.replace("\0", " ")[:1000])[:MOST_WORDS]
    if not words:
        return Found([], False)
    rows = db.session.execute(
        select(
            Conversation.title,
            Conversation.address,
            Conversation.room,
            Space.id.label("space_id"),
            Space.name.label("space"),
            Space.visibility,
            func.coalesce(Post.number, _Original.number).label("number"),
            Post.html,
            Post.language,
            Post.created_at,
            Person.name.label("author"),
        )
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Person, Person.id == Post.author_id)
        .outerjoin(Translation, and_(Post.number.is_(None), Translation.post_id == Post.id))
        .outerjoin(_Original, _Original.id == Translation.original_id)
        .where(_matches(words), visible_to(viewer), posts_visible_to(viewer))
        .order_by(_score(words).desc(), Post.created_at.desc(), Post.id.desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    flat = set().union(*words)
    read = frozenset(r.space_id for r in rows[:PAGE] if r.visibility == Visibility.CONFIDENTIAL)
    return Found([_hit(row, flat) for row in rows[:PAGE]], len(rows) > PAGE, read)


def title_holds_any(words: list[set[str]]) -> ColumnElement[bool]:
    """Return the condition that the title above a Post holds any of `words`, given by their stems."""
    stems = sorted(set().union(*words))
    if db.engine.dialect.name == "sqlite":
        quoted = " OR ".join(f'"{each}"' for each in stems)
        return _in_index(f"title_terms : ({quoted})")
    in_title = or_(*(_padded(Post.title_terms).like(f"% {each} %") for each in stems))
    return and_(_in_index(" | ".join(f"'{each}'" for each in stems)), in_title)


def how_many_of(words: list[set[str]], column: Any) -> ColumnElement[int]:
    """Return how many of `words`, given by their stems, stand in a column of stems."""
    return _sum(
        case((or_(*(_padded(column).like(f"% {each} %") for each in sorted(word))), 1), else_=0)
        for word in words
    )


def _matches(words: list[set[str]]) -> ColumnElement[bool]:
    both, either, mark = (
        (" AND ", " OR ", '"') if db.engine.dialect.name == "sqlite" else (" & ", " | ", "'")
    )
    return _in_index(
        both.join(
            "(" + either.join(f"{mark}{stem_}{mark}" for stem_ in sorted(each)) + ")"
            for each in words
        )
    )


def _in_index(expression: str) -> ColumnElement[bool]:
    """Return the condition that the index finds a Post by `expression`, which is in its own language."""
    if db.engine.dialect.name == "sqlite":
        found = text("SELECT rowid FROM post_index WHERE post_index MATCH :expression")
    else:
        found = text(
            "SELECT post_id FROM post_index WHERE document @@ CAST(:expression AS tsquery)"
        )
    return Post.id.in_(found.bindparams(expression=expression).columns(Post.id))


def _score(words: list[set[str]]) -> ColumnElement[int]:
    padded = _padded(Post.title_terms)
    return _sum(
        case((padded.like(f"% {stem_} %"), TITLE_WEIGHT), else_=0)
        for each in words
        for stem_ in sorted(each)
    )


def _padded(column: Any) -> ColumnElement[str]:
    return literal(" ") + column + literal(" ")


def _sum(parts: Iterable[ColumnElement[int]]) -> ColumnElement[int]:
    first, *rest = parts
    return sum(rest, first)


def _hit(row: Any, wanted: set[str]) -> Hit:
    return Hit(
        title=row.title,
        href=f"{row.address}?post={row.number}#p{row.number}",
        room=row.room,
        place=", ".join(filter(None, (row.author, row.space if row.space != row.title else ""))),
        visibility=row.visibility,
        at=row.created_at,
        lang=row.language,
        excerpt=excerpt(plain(row.html), row.language, wanted),
    )


def excerpt(words: str, language: str, wanted: set[str]) -> Markup:
    """Return the part of plain `words` around its first match, escaped, every match marked."""
    spans = [m.span() for m in WORD.finditer(words) if stem(m[0], language) in wanted]
    start = max(spans[0][0] - AROUND, 0) if spans else 0
    end = min(start + 3 * AROUND, len(words))
    pieces, at = [escape("… " if start else "")], start
    for begin, finish in spans:
        if begin >= at and finish <= end:
            pieces += [escape(words[at:begin]), MARKED.format(words[begin:finish])]
            at = finish
    pieces += [escape(words[at:end]), escape(" …" if end < len(words) else "")]
    return Markup("").join(pieces)
