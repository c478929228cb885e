"""What stands in any room and is about what a thread is about: by the words of its title, and its themes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ConversationTerm, Post, PostState
from hrcn_community.core.db import Rows, db
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.queries.similar import IN_TITLE, telling_stems
from hrcn_community.search.scoring import how_many_of, title_holds_any
from hrcn_community.spaces.models import Space, Visibility

MOST = 5
MOST_LOOKED_AT = 25  # a practice, a module, a workshop have several conversations of one name
A_THEME = 4  # half a word: many things have a theme in common


@dataclass(frozen=True)
class Related:
    """Something that is about the same."""

    title: str
    href: str
    lang: str
    room: str


def related_things(thread: Thread, *, viewer: AnyViewer) -> Sequence[Related]:
    """Return up to five things that `viewer` may read and that are about what `thread` is about, best first.

    Of other confidential spaces there is nothing, also for those inside: beside a thread that others
    read too nobody should have to ask who sees it, and no name is shown there that no log knows of.
    """
    found: dict[tuple[str, str], Related] = {}
    for row in db.session.execute(_about_the_same(thread, viewer)):
        found.setdefault((row.room, row.title), Related(*row[:4]))
    return list(found.values())[:MOST]


def _about_the_same(thread: Thread, viewer: AnyViewer) -> Rows:
    here = thread.conversation
    stems = telling_stems(here.title)
    themes = _shared_themes(here.id)
    words: ColumnElement[int] = how_many_of(stems, Post.title_terms) if stems else literal(0)
    score = words * IN_TITLE + themes * A_THEME
    is_open = or_(Space.visibility != Visibility.CONFIDENTIAL, Space.id == here.space_id)
    return (
        select(Conversation.title, Conversation.address, Conversation.language, Conversation.room)
        .join(Post, Post.conversation_id == Conversation.id)
        .join(Space, Space.id == Conversation.space_id)
        .where(_alike(stems, here.id), Conversation.id != here.id, Conversation.is_listed.is_(True))
        .where(Post.number == 1, Post.state == PostState.PUBLISHED, is_open, visible_to(viewer))
        .where(Space.is_searched.is_(True))
        .order_by(score.desc(), Conversation.last_post_at.desc(), Conversation.id.desc())
        .limit(MOST_LOOKED_AT)
    )


def _alike(stems: list[set[str]], id_: int) -> ColumnElement[bool]:
    """Return the condition that something is looked at: a word of its title, or a theme, is the same."""
    theirs = select(ConversationTerm.conversation_id).where(
        ConversationTerm.term_id.in_(_terms_of(id_))
    )
    about = Conversation.id.in_(theirs)
    return or_(title_holds_any(stems), about) if stems else about


def _shared_themes(id_: int) -> ColumnElement[int]:
    """Return how many terms a Conversation has in common with one."""
    return (
        select(func.count())
        .where(
            ConversationTerm.conversation_id == Conversation.id,
            ConversationTerm.term_id.in_(_terms_of(id_)),
        )
        .correlate(Conversation)
        .scalar_subquery()
    )


def _terms_of(id_: int) -> Any:
    own = ConversationTerm.__table__.alias("own")
    return select(own.c.term_id).where(own.c.conversation_id == id_)
