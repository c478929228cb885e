"""What was delivered, as a copy for the public begins with it."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from hrcn_community.consultations.models import Case, CaseWords, Kind
from hrcn_community.conversations.models import ConversationTerm, Post, PostState, Revision
from hrcn_community.core.db import db
from hrcn_community.register.models import Term


@dataclass(frozen=True)
class Delivered:
    """What was asked and what was delivered, as it was written."""

    title: str
    question: str
    answer: str
    language: str
    term_ids: tuple[int, ...]


def delivered(case: Case) -> Delivered | None:
    """Return the question and the very version of the answer that was delivered."""
    pinned = and_(Revision.post_id == case.answer_post_id, Revision.number == case.answer_revision)
    stands = Post.state == PostState.PUBLISHED
    answered = select(Revision.source).join(Post, Post.id == Revision.post_id).where(pinned, stands)
    answer = db.session.scalar(answered) if case.answer_post_id else None
    if answer is None:
        return None
    asked = (
        select(Post.source)
        .join(CaseWords, CaseWords.post_id == Post.id)
        .where(CaseWords.case_id == case.id, CaseWords.kind == Kind.QUESTION, stands)
    )
    question = db.session.scalars(asked.order_by(Post.id).limit(1)).first()
    title, language = case.conversation.title, case.answer_language
    return Delivered(title, question, answer, language, _themes_of(case)) if question else None


def _themes_of(case: Case) -> tuple[int, ...]:
    rows = (
        select(Term.id)
        .join(ConversationTerm, ConversationTerm.term_id == Term.id)
        .where(ConversationTerm.conversation_id == case.conversation_id)
        .where(Term.vocabulary == "themes")
    )
    return tuple(sorted(db.session.scalars(rows)))
