"""Published answers as anyone may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person, takes_part
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ConversationTerm, Post, PostState
from hrcn_community.conversations.queries import conversations_about
from hrcn_community.core.db import Rows, db
from hrcn_community.knowledge.models import PublishedAnswer, PublishedAnswerAuthor
from hrcn_community.knowledge.queries.shelf import terms_of
from hrcn_community.knowledge.queries.texts import Text, texts
from hrcn_community.register.models import Term
from hrcn_community.spaces.models import Space

PAGE = 20
MOST_RELATED = 5


@dataclass(frozen=True)
class AnswerRow:
    """An answer as a list shows it."""

    title: str
    href: str
    question: Markup
    lang: str
    published_at: datetime
    themes: Sequence[Term]


@dataclass(frozen=True)
class AnswerList:
    answers: Sequence[AnswerRow]
    older: str


@dataclass(frozen=True)
class AnswerPage:
    """Everything that the page of one answer shows."""

    answer: PublishedAnswer
    title: str
    language: str
    question: Text
    words: Text
    authors: Sequence[Any]
    terms: Sequence[Term]
    related: Sequence[AnswerRow]


def find_answer(slug: str, *, viewer: AnyViewer) -> PublishedAnswer | None:
    """Return the answer with its conversation, if it stands and is open to `viewer`."""
    return db.session.scalar(
        select(PublishedAnswer)
        .join(PublishedAnswer.conversation)
        .join(Conversation.space)
        .options(contains_eager(PublishedAnswer.conversation).contains_eager(Conversation.space))
        .where(PublishedAnswer.slug == slug, visible_to(viewer))
    )


def was_taken_down(slug: str) -> bool:
    """Did an answer stand at this address that was public once?"""
    gone = select(PublishedAnswer.id).where(
        PublishedAnswer.slug == slug, PublishedAnswer.taken_down_at.is_not(None)
    )
    return db.session.scalar(gone) is not None


def answer_at(conversation_id: int) -> PublishedAnswer | None:
    """Return the answer that stands in this conversation; for a rule."""
    return db.session.scalar(
        select(PublishedAnswer).where(PublishedAnswer.conversation_id == conversation_id)
    )


def answer_page(answer: PublishedAnswer, *, viewer: AnyViewer) -> AnswerPage:
    conversation = answer.conversation
    assert conversation is not None  # noqa: S101 - find_answer joins it
    ids = db.session.scalars(
        select(Post.id).where(Post.conversation_id == conversation.id).order_by(Post.number)
    ).all()
    found = texts(ids)
    terms = terms_of([conversation.id]).get(conversation.id, [])
    return AnswerPage(
        answer=answer,
        title=conversation.title,
        language=conversation.language,
        question=found[ids[0]],
        words=found[ids[1]],
        authors=_authors(answer),
        terms=terms,
        related=_related(answer, [term.id for term in terms], viewer),
    )


def answers(
    *, viewer: AnyViewer, theme: str = "", language: str = "", before: str = "", most: int = PAGE
) -> AnswerList:
    """Return up to `most` answers, the latest first, older than the one named `before`."""
    rows = _rows(viewer)
    if theme:
        rows = rows.where(Conversation.id.in_(conversations_about(theme)))
    if language:
        rows = rows.where(Conversation.language == language)
    if before:
        place = select(PublishedAnswer.published_at, PublishedAnswer.id).where(
            PublishedAnswer.slug == before
        )
        rows = rows.where(
            tuple_(PublishedAnswer.published_at, PublishedAnswer.id) < place.scalar_subquery()
        )
    found = db.session.execute(rows.limit(most + 1)).all()
    older = found[most - 1].slug if len(found) > most else ""
    return AnswerList(_shown(found[:most]), older)


def answer_texts(slugs: Sequence[str], *, viewer: AnyViewer) -> dict[str, list[str]]:
    """Return question and answer of each, as they are shown: what a feed bears."""
    rows = (
        select(PublishedAnswer.slug, Post.html)
        .join(Conversation, Conversation.id == PublishedAnswer.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .join(Post, Post.conversation_id == Conversation.id)
        .where(
            PublishedAnswer.slug.in_(slugs), visible_to(viewer), Post.state == PostState.PUBLISHED
        )
        .order_by(Post.number)
    )
    found: dict[str, list[str]] = {}
    for slug, html in db.session.execute(rows):
        found.setdefault(slug, []).append(html)
    return found


def _related(
    answer: PublishedAnswer, term_ids: Sequence[int], viewer: AnyViewer
) -> Sequence[AnswerRow]:
    """Return the latest others about something that this one is about."""
    about = select(ConversationTerm.conversation_id).where(ConversationTerm.term_id.in_(term_ids))
    rows = _rows(viewer).where(PublishedAnswer.id != answer.id, Conversation.id.in_(about))
    return _shown(db.session.execute(rows.limit(MOST_RELATED)).all())


def _authors(answer: PublishedAnswer) -> Sequence[Any]:
    return db.session.execute(
        select(Person.name, Person.handle)
        .join(PublishedAnswerAuthor, PublishedAnswerAuthor.person_id == Person.id)
        .where(PublishedAnswerAuthor.answer_id == answer.id, takes_part())
        .order_by(Person.name)
    ).all()


def _rows(viewer: AnyViewer) -> Rows:
    opening = and_(Post.conversation_id == Conversation.id, Post.number == 1)
    return (
        select(
            PublishedAnswer.slug,
            PublishedAnswer.published_at,
            Conversation.id,
            Conversation.title,
            Conversation.language,
            Post.html,
        )
        .join(Conversation, Conversation.id == PublishedAnswer.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .join(Post, opening)
        .where(visible_to(viewer), Post.state == PostState.PUBLISHED)
        .order_by(PublishedAnswer.published_at.desc(), PublishedAnswer.id.desc())
    )


def _shown(rows: Sequence[Any]) -> list[AnswerRow]:
    themes = terms_of([row.id for row in rows], "themes")
    return [
        AnswerRow(
            title=row.title,
            href=f"/answers/{row.slug}",
            question=Markup(row.html),  # noqa: S704 - rendered and gated when it was written
            lang=row.language,
            published_at=row.published_at,
            themes=themes.get(row.id, []),
        )
        for row in rows
    ]
