"""Putting an answer on the shelf, and taking it down. Where it came from is never told to this room."""

from collections.abc import Collection

from sqlalchemy import delete

from hrcn_community.conversations.actions import open_conversation, write_post
from hrcn_community.conversations.models import Conversation
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import slugify
from hrcn_community.knowledge.events import AnswerTakenDown
from hrcn_community.knowledge.models import ROOM, PublishedAnswer, PublishedAnswerAuthor
from hrcn_community.moderation.models import Matter
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.models import Space, Visibility


def put_on_shelf(
    title: str,
    question: str,
    answer: str,
    *,
    language: str,
    licence: str,
    term_ids: Collection[int] = (),
    author_ids: Collection[int] = (),
) -> PublishedAnswer:
    """Write the two texts anew, by nobody, where anyone reads them. Of the moment the day alone is kept."""
    slug = f"{slugify(title)[:64].strip('-')}-{new_ref(40)}"
    today = clock.today()
    with clock.at(today):
        space = open_space(title[:200], Visibility.PUBLIC, language=language)
        conversation = open_conversation(
            space,
            ROOM,
            title,
            f"/answers/{slug}",
            by=None,
            language=language,
            term_ids=tuple(term_ids),
        )
        for words in (question, answer):
            write_post(conversation, words, by=None, language=language)
    shelved = PublishedAnswer(
        slug=slug, conversation=conversation, licence=licence, published_at=today
    )
    db.session.add(shelved)
    db.session.flush()
    db.session.add_all(
        PublishedAnswerAuthor(answer_id=shelved.id, person_id=id_) for id_ in author_ids
    )
    return shelved


def take_down(answer: PublishedAnswer) -> None:
    """Let every word of it go, at once and everywhere; its address stays, to say that it is gone."""
    conversation_id = answer.conversation_id
    if conversation_id is None:
        return
    space_id = db.session.get_one(Conversation, conversation_id).space_id
    answer.conversation_id, answer.taken_down_at = None, clock.now()
    record(AnswerTakenDown(answer_id=answer.id))
    db.session.flush()
    db.session.execute(
        delete(PublishedAnswerAuthor).where(PublishedAnswerAuthor.answer_id == answer.id)
    )
    db.session.execute(delete(Matter).where(Matter.space_id == space_id))
    db.session.execute(delete(Conversation).where(Conversation.id == conversation_id))
    db.session.execute(delete(Space).where(Space.id == space_id))
    db.session.expire_all()
