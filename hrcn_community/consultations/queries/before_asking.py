"""What may answer a question before it is asked: answers, guidelines, practices and threads of open spaces.

Nothing of a closed space is ever looked through here, whoever looks: what is typed needs no read log then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import exists, or_, select

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import ROOM, Case, Kind
from hrcn_community.consultations.models.cases import CaseWords
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.conversations.visibility import posts_visible_to
from hrcn_community.core.common_words import COMMON
from hrcn_community.core.db import Rows, db
from hrcn_community.core.richtext import plain
from hrcn_community.core.text import query_stems, words
from hrcn_community.search.excerpts import excerpt
from hrcn_community.search.index import holds
from hrcn_community.search.runs import Either, Run
from hrcn_community.search.scoring import how_many_of
from hrcn_community.spaces.models import Space, Visibility

OPEN = (Visibility.PUBLIC, Visibility.NETWORK)
ROOMS = (ROOM, "knowledge", "discussions")
MOST, MOST_OF_A_ROOM = 6, 3
MOST_LIKELY = 300  # posts that are weighed; the newest of those that hold any of the words
MOST_WORDS, SHORTEST = 8, 4
IN_TITLE = 3


@dataclass(frozen=True)
class Before:
    """Something that may answer already."""

    room: str
    title: str
    address: str
    lang: str
    space_name: str
    posted_at: datetime
    excerpt: Markup


def before_asking(question: str, *, viewer: AnyViewer) -> Sequence[Before]:
    """Return up to six that hold words of `question`, best first, at most three of a room."""
    stems = _telling_stems(question)
    if not stems:
        return []
    found, of_room = dict[str, Before](), dict[str, int]()
    for row in db.session.execute(_best(stems, viewer)):
        if row.address in found or of_room.get(row.room, 0) >= MOST_OF_A_ROOM:
            continue
        of_room[row.room] = of_room.get(row.room, 0) + 1
        found[row.address] = _before(row, stems)
    return list(found.values())[:MOST]


def find_before(address: str, *, viewer: AnyViewer) -> Any:
    """Return room, title, language and address of what stands there, if it may answer somebody."""
    rows = _open_to(viewer, Conversation.room, Conversation.title, Conversation.language)
    here = rows.add_columns(Conversation.address).where(Conversation.address == address)
    return db.session.execute(here.limit(1)).first()


def _telling_stems(question: str) -> list[set[str]]:
    telling = [w for w in words(question[:600]) if len(w) >= SHORTEST and w not in COMMON]
    return query_stems(" ".join(dict.fromkeys(telling)))[:MOST_WORDS]


def _best(stems: list[set[str]], viewer: AnyViewer) -> Rows:
    """Select those that hold most of the words; of three words or more, two at least."""
    likely = _open_to(viewer, Post.id).where(holds([_any_of(stems)]))
    likely = likely.order_by(Post.created_at.desc(), Post.id.desc()).limit(MOST_LIKELY).subquery()
    in_title = how_many_of(stems, Post.title_terms)
    held = how_many_of(stems, Post.terms)
    score = held + in_title * IN_TITLE
    return (
        select(
            Conversation.room,
            Conversation.title,
            Conversation.address,
            Conversation.language.label("lang"),
            Space.name.label("space_name"),
            Post.created_at,
            Post.html,
            Post.language,
        )
        .join(likely, likely.c.id == Post.id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(held + in_title >= min(2, len(stems)))
        .order_by(score.desc(), Post.created_at.desc(), Post.id.desc())
        .limit(MOST * 10)
    )


def _open_to(viewer: AnyViewer, *columns: Any) -> Rows:
    """Select of published posts that the viewer may read in open spaces; of a case its answer counts."""
    answered = exists().where(
        Case.conversation_id == Conversation.id, Case.answer_post_id.is_not(None)
    )
    talk = exists().where(
        CaseWords.post_id == Post.id, CaseWords.kind.not_in([Kind.QUESTION, Kind.ANSWER])
    )
    return (
        select(*columns)
        .select_from(Post)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Space.visibility.in_(OPEN), Space.is_sealed.is_(False), Space.is_searched.is_(True))
        .where(visible_to(viewer), posts_visible_to(viewer), Post.state == PostState.PUBLISHED)
        .where(Conversation.room.in_(ROOMS))
        .where(or_(Conversation.room != ROOM, answered & ~talk))
    )


def _any_of(stems: list[set[str]]) -> Either:
    return tuple(Run((each,)) for each in sorted(set().union(*stems)))


def _before(row: Any, stems: list[set[str]]) -> Before:
    wanted = [tuple(Run((each,)) for each in sorted(word)) for word in stems]
    return Before(
        room=row.room,
        title=row.title,
        address=row.address,
        lang=row.lang,
        space_name=row.space_name,
        posted_at=row.created_at,
        excerpt=excerpt(plain(row.html), row.language, wanted),
    )
