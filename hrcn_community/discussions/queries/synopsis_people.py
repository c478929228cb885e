"""Who contributed to a query, and whom its reply names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select

from hrcn_community.accounts.models import PAGELESS, Person
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.conversations.models import Post, PostState
from hrcn_community.core import richtext
from hrcn_community.core.cache import for_a_while
from hrcn_community.core.db import Rows, db
from hrcn_community.discussions.models import Citation, Confirmation, Sentence
from hrcn_community.discussions.queries.synopses import Consolidation

PAGE = 200  # contributions on one page of the desk
LONGEST_BEGINNING = 160
BEFORE_A_STOP = re.compile(r" (?=[.,;:!?])")  # left where a word was emphasised
COUNTED_EVERY_SECONDS = 600  # and anew whenever the conversation has changed


@dataclass(frozen=True)
class Contribution:
    """A reply as the desk lists it: by whom, its first words, and whether it came in time."""

    number: int
    href: str
    author_name: str
    beginning: str
    posted_at: datetime
    is_late: bool


@dataclass(frozen=True)
class Contributions:
    """A page of contributions, and the number after which the next page begins (0 at the end)."""

    listed: Sequence[Contribution]
    later: int


@dataclass(frozen=True)
class Credit:
    """Somebody whom the reply names, under the name that they bear at this moment."""

    person_id: int
    name: str
    href: str


@dataclass(frozen=True)
class Self:
    """One of the selves under which the viewer contributed, and what it said."""

    id: int
    is_masked: bool
    name: str
    confirmation: Confirmation | None


def contributor_count(query: Consolidation) -> int:
    """Return how many people have replied in the window; counted when the conversation has changed."""
    thread, until = query.thread, query.synopsis.contributions_until
    key = "contributors", thread.id, thread.conversation.version, until
    asked = {"conversation_id": thread.conversation_id, "until": until}
    return for_a_while(key, COUNTED_EVERY_SECONDS, lambda: db.session.scalar(_count(), asked) or 0)


def contributions(query: Consolidation, after: int = 0) -> Contributions:
    """Return up to 200 replies that stand, after number `after`."""
    thread, until = query.thread, query.synopsis.contributions_until
    rows = db.session.execute(
        select(Post.number, Post.html, Post.created_at, Person.name)
        .outerjoin(Person, Person.id == Post.author_id)
        .where(replies_in(thread.conversation_id), Post.number > after)
        .where(Post.id != (query.synopsis.post_id or 0))
        .order_by(Post.number)
        .limit(PAGE + 1)
    )
    address = thread.conversation.address
    found = [
        Contribution(
            number=row.number,
            href=f"{address}?post={row.number}#p{row.number}",
            author_name=row.name or "",
            beginning=_beginning(row.html),
            posted_at=row.created_at,
            is_late=row.created_at > until,
        )
        for row in rows
    ]
    return Contributions(found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else 0)


def contributor_ids(query: Consolidation) -> Select[Any]:
    """Select the ids of those who replied in the window, or whom the synopsis cites."""
    cited = (
        select(Citation.post_id)
        .join(Sentence, Sentence.id == Citation.sentence_id)
        .where(Sentence.thread_id == query.thread.id)
    )
    in_time = Post.created_at <= query.synopsis.contributions_until
    return (
        select(Post.author_id)
        .where(replies_in(query.thread.conversation_id), or_(in_time, Post.id.in_(cited)))
        .where(Post.author_id.is_not(None), Post.id != (query.synopsis.post_id or 0))
    )


def own_contributors(query: Consolidation, *, viewer: AnyViewer) -> Sequence[int]:
    """Return those of the viewer's selves that contributed; nobody else's."""
    if not viewer.is_member:
        return []
    own = contributor_ids(query).where(Post.author_id.in_(viewer.selves)).distinct()
    return db.session.scalars(own).all()


def selves_in(query: Consolidation, *, viewer: Viewer) -> Sequence[Self]:
    """Return under whom the viewer contributed, their own name first, and what each said."""
    found = own_contributors(query, viewer=viewer)
    rows = db.session.execute(
        select(Person.id, Person.name, Confirmation)
        .outerjoin(Confirmation, said_here(query))
        .where(Person.id.in_(found))
    )
    selves = [Self(row.id, row.id != viewer.id, row.name, row.Confirmation) for row in rows]
    return sorted(selves, key=lambda each: each.is_masked)


def credits_of(query: Consolidation) -> tuple[Credit, ...]:
    """Return whom the reply names: who agrees to what was published, wants it, and still stands by a reply."""
    asked = {
        "thread_id": query.thread.id,
        "conversation_id": query.thread.conversation_id,
        "round": query.synopsis.round,
        "post_id": query.synopsis.post_id,
    }
    rows = db.session.execute(_credits(), asked)
    return tuple(Credit(row.id, row.name, profile_of(row)) for row in rows)


@cache
def _credits() -> Rows:
    standing = (
        select(Post.id)
        .where(Post.author_id == Person.id, Post.id != bindparam("post_id"))
        .where(replies_in(bindparam("conversation_id")))
        .correlate(Person)
    )
    return (
        select(Person.id, Person.name, Person.handle, Person.standing)
        .join(Confirmation, Confirmation.person_id == Person.id)
        .where(Confirmation.thread_id == bindparam("thread_id"))
        .where(Confirmation.round == bindparam("round"))
        .where(Confirmation.agrees.is_(True), Confirmation.wants_credit.is_(True))
        .where(standing.exists())
        .order_by(Person.name_key, Person.id)
    )


@cache
def _count() -> Rows:
    in_time = Post.created_at <= bindparam("until")
    return select(func.count(Post.author_id.distinct())).where(
        replies_in(bindparam("conversation_id")), in_time
    )


def replies_in(conversation_id: Any) -> ColumnElement[bool]:
    """Return the condition that a Post is a reply there that stands."""
    here = Post.conversation_id == conversation_id
    return and_(here, Post.number > 1, Post.state == PostState.PUBLISHED)


def said_here(query: Consolidation) -> ColumnElement[bool]:
    """Return the condition that a Confirmation is what a Person said of the draft of this query."""
    here = Confirmation.thread_id == query.thread.id
    return and_(here, Confirmation.person_id == Person.id)


def profile_of(row: Any) -> str:
    """Return the address of somebody's profile; a pseudonym has none."""
    return "" if row.standing in PAGELESS else f"/people/{row.handle}"


def _beginning(html: str) -> str:
    text = BEFORE_A_STOP.sub("", richtext.plain(html))
    return text if len(text) <= LONGEST_BEGINNING else f"{text[:LONGEST_BEGINNING].rstrip()} …"
