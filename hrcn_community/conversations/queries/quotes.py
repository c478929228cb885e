"""Which posts quote which, as far as a viewer may read both.

A post is named beside another only while it stands and its space is open to the viewer. How often a
post is quoted in all is never shown: the number says only whether to ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, literal, select, true, union_all

from hrcn_community.access.visibility import WHOEVER, as_seen_by, visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, PostState, Quote
from hrcn_community.conversations.shown import ShownPost
from hrcn_community.core.db import Rows, db
from hrcn_community.core.keyset import KEY, key_of
from hrcn_community.spaces.models import Space

MOST_SHOWN = 5
PAGE = 30


@dataclass(frozen=True)
class NamedPost:
    """A post that is named beside another; `title` is empty where both stand in one conversation."""

    href: str
    number: int
    author: str
    title: str
    language: str
    ref: str


@dataclass(frozen=True)
class QuotesAround:
    """What a post quotes, and the newest posts that quote it; `more` leads to all, '' where these are all."""

    quotes: tuple[NamedPost, ...] = ()
    quoted_in: tuple[NamedPost, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class QuotingList:
    """A page of posts that quote another, and the key of the next one ('' at the end)."""

    posts: Sequence[Any]
    older: str


def quotes_around(posts: Sequence[ShownPost], *, viewer: AnyViewer) -> dict[int, QuotesAround]:
    """Return what `posts` quote and where they are quoted, by post, in one statement or none."""
    quoting = [post.id for post in posts if post.has_quotes]
    quoted = [post.id for post in posts if post.quoted_count > 0]
    if not quoting and not quoted:
        return {}
    asked = {"quoting": quoting, **{f"quoted_{n}": id_ for n, id_ in enumerate(quoted)}}
    rows: dict[int, list[Any]] = {}
    for row in db.session.execute(_named(len(quoted)), asked | as_seen_by(viewer)):
        rows.setdefault(row.beside, []).append(row)
    around = {post.id: _around(post, rows[post.id]) for post in posts if post.id in rows}
    return {id_: each for id_, each in around.items() if each.quotes or each.quoted_in}


def quoting_posts(post: Post, *, viewer: AnyViewer, before: str = "") -> QuotingList:
    """Return a page of the posts that quote `post`, the newest first, older than the key `before`."""
    key = KEY.fullmatch(before)
    rows = (
        select(*_NAMED, Post.id, Post.created_at)
        .join(Quote, Quote.post_id == Post.id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Person, Person.id == Post.author_id)
        .where(Quote.quoted_id == post.id, _readable())
        .where(Quote.post_id < int(key[2]) if key else true())
        .order_by(Quote.post_id.desc())  # as the index has them: a post may be quoted very often
    )
    found = db.session.execute(rows.limit(PAGE + 1), as_seen_by(viewer)).all()
    older = key_of(found[PAGE - 1].created_at, found[PAGE - 1].id) if len(found) > PAGE else ""
    return QuotingList(found[:PAGE], older)


_NAMED = (
    Post.number,
    Post.ref,
    Post.language,
    Conversation.address,
    Conversation.title,
    Person.name.label("author_name"),
)


def _around(post: ShownPost, rows: Sequence[Any]) -> QuotesAround:
    here = post.href.partition("?")[0]
    back = [_name(row, here) for row in rows if row.is_back]
    return QuotesAround(
        quotes=tuple(_name(row, here) for row in reversed(rows) if not row.is_back),
        quoted_in=tuple(back[:MOST_SHOWN]),
        more=f"/posts/{post.ref}/quotes" if len(back) > MOST_SHOWN else "",
    )


def _name(row: Any, here: str) -> NamedPost:
    return NamedPost(
        href=f"{row.address}?post={row.number}#p{row.number}",
        number=row.number,
        author=row.author_name or "",
        title="" if row.address == here else row.title,
        language=row.language,
        ref=row.ref,
    )


@cache  # one for each number of quoted posts that a page can have: dear to make, and a page shows it often
def _named(quoted: int) -> Rows:
    """Select what is shown of the second post of each pair, where the viewer may read it; the newest first."""
    pairs = _pairs(quoted)
    return (
        select(pairs.c.beside, pairs.c.is_back, *_NAMED)
        .select_from(pairs)
        .join(Post, Post.id == pairs.c.other)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Person, Person.id == Post.author_id)
        .where(_readable())
        .order_by(Post.id.desc())
    )


def _pairs(quoted: int) -> Any:
    """Select (beside, other, is_back): what each quotes, and of what quotes it no more than are shown."""
    quotes = select(
        Quote.post_id.label("beside"),
        Quote.quoted_id.label("other"),
        literal(0).label("is_back"),
    ).where(Quote.post_id.in_(bindparam("quoting", expanding=True)))
    return union_all(quotes, *(_newest_quoting(f"quoted_{n}") for n in range(quoted))).subquery()


def _newest_quoting(name: str) -> Select[Any]:
    """Cut off before the union: a post may be quoted a hundred thousand times."""
    newest = (
        select(
            Quote.quoted_id.label("beside"),
            Quote.post_id.label("other"),
            literal(1).label("is_back"),
        )
        .join(Post, Post.id == Quote.post_id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Quote.quoted_id == bindparam(name), _readable())
        .order_by(Quote.post_id.desc())
        .limit(MOST_SHOWN + 1)
    )
    return select(newest.subquery())


def _readable() -> ColumnElement[bool]:
    """May the viewer of `as_seen_by` read a post, and does it stand?"""
    stands = and_(Post.state == PostState.PUBLISHED, Post.number.is_not(None))
    return and_(stands, visible_to(WHOEVER))
