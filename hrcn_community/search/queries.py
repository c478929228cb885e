"""Full text over every room. Both databases find the same set in the same order.

The index holds folded stems (`Post.terms`, `Post.title_terms`) and is kept by triggers, so it
changes in the transaction that changes the text. Who may read is part of each statement, never a
sieve behind it: nothing is counted, ordered or cut to a page that the viewer cannot read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from hrcn_community.access.visibility import unsealed_for, visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, PostState, Translation
from hrcn_community.conversations.visibility import posts_visible_to
from hrcn_community.core.db import Rows, db
from hrcn_community.core.richtext import plain
from hrcn_community.search.asked import Asked, Known, parse
from hrcn_community.search.conditions import Rooms, conditions
from hrcn_community.search.excerpts import excerpt
from hrcn_community.search.index import holds
from hrcn_community.search.paging import place_of
from hrcn_community.search.runs import Either, row_runs, unwanted_runs, wanted_runs
from hrcn_community.search.scoring import score
from hrcn_community.spaces.models import Space, Visibility

PAGE = 20
COUNTED = 100
_Original = aliased(Post)  # of a translation, which has no place of its own


@dataclass(frozen=True)
class Hit:
    """A found post: where it stands, and the words around the first match."""

    title: str
    title_lang: str
    href: str
    room: str
    place: str
    visibility: str
    at: datetime
    lang: str
    excerpt: Markup


@dataclass(frozen=True)
class Found:
    """A page of hits. `next_key` leads to the next one; it is empty at the end."""

    hits: Sequence[Hit] = ()
    next_key: str = ""
    confidential_ids: frozenset[int] = frozenset()  # the spaces whose words are on this page


NOTHING = Found()
NO_ROOMS = Rooms()


def find(
    asked: Asked | str, *, viewer: AnyViewer, rooms: Rooms = NO_ROOMS, after: str = ""
) -> Found:
    """Return a page of what `viewer` may read of what is asked for, best first, after the key `after`."""
    asked = parse(asked, Known()) if isinstance(asked, str) else asked
    if not may_find_something(asked):
        return NOTHING
    wanted, place = wanted_runs(asked), place_of(asked.text, after)
    points = score(wanted, row_runs(asked), place.day)
    narrow = _found(select(Post.id, Post.created_at, points.label("score")), asked, rooms, viewer)
    in_order = narrow.where(*place.below(points)).order_by(
        points.desc(), Post.created_at.desc(), Post.id.desc()
    )
    rows = db.session.execute(_shown(in_order.limit(PAGE + 1))).all()
    last, more = rows[:PAGE][-1:], len(rows) > PAGE
    read = frozenset(r.space_id for r in rows[:PAGE] if r.visibility == Visibility.CONFIDENTIAL)
    key = place.key_after(last[0].score, last[0].created_at, last[0].id) if more else ""
    return Found([_hit(row, wanted) for row in rows[:PAGE]], key, read)


def count_found(asked: Asked, *, viewer: AnyViewer, rooms: Rooms = NO_ROOMS) -> int:
    """Return how many posts `viewer` may find, counted to one more than COUNTED."""
    if not may_find_something(asked):
        return 0
    some = _found(select(Post.id), asked, rooms, viewer).limit(COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def may_find_something(asked: Asked) -> bool:
    """Is anything looked for, and each of it something that can be?"""
    is_clear = all(part.is_not for part in asked.misunderstood)
    is_met = len(wanted_runs(asked)) == len(asked.wanted)
    return asked.asks_something and is_clear and is_met


def _found(rows: Any, asked: Asked, rooms: Rooms, viewer: AnyViewer) -> Rows:
    """Narrow `rows` of posts to those that are asked for and may be read; a draft is found by nothing."""
    wanted, unwanted = wanted_runs(asked), unwanted_runs(asked)
    held = [holds(wanted, unwanted)] if wanted or unwanted else []
    return (
        rows.join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(*held, *conditions(asked, rooms, viewer))
        .where(visible_to(viewer), unsealed_for(viewer), posts_visible_to(viewer))
        .where(Post.state == PostState.PUBLISHED, Space.is_searched.is_(True))
    )


def _shown(narrow: Rows) -> Rows:
    """Select what a page shows of the few posts it shows: their long texts are read for these alone."""
    page = narrow.subquery()
    return (
        select(
            Conversation.title,
            Conversation.language.label("title_lang"),
            Conversation.address,
            Conversation.room,
            Space.id.label("space_id"),
            Space.name.label("space"),
            Space.visibility,
            func.coalesce(Post.number, _Original.number).label("number"),
            Post.html,
            Post.language,
            Person.name.label("author"),
            *page.c,
        )
        .select_from(page)
        .join(Post, Post.id == page.c.id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Person, Person.id == Post.author_id)
        .outerjoin(Translation, and_(Post.number.is_(None), Translation.post_id == Post.id))
        .outerjoin(_Original, _Original.id == Translation.original_id)
        .order_by(page.c.score.desc(), page.c.created_at.desc(), page.c.id.desc())
    )


def _hit(row: Any, wanted: Sequence[Either]) -> Hit:
    return Hit(
        title=row.title,
        title_lang=row.title_lang,
        href=f"{row.address}?post={row.number}#p{row.number}" if row.number else row.address,
        room=row.room,
        place=", ".join(filter(None, (row.author, row.space if row.space != row.title else ""))),
        visibility=row.visibility,
        at=row.created_at,
        lang=row.language,
        excerpt=excerpt(plain(row.html), row.language, wanted),
    )
