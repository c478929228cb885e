"""Opening, renaming, following and reading conversations. Nothing here commits."""

from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.posts import write_terms
from hrcn_community.conversations.models import (
    Conversation,
    ConversationTerm,
    Post,
    ReadState,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.text import title_line
from hrcn_community.core.upsert import upsert
from hrcn_community.spaces.models import Space


def open_conversation(
    space: Space,
    room: str,
    title: str,
    address: str,
    *,
    by: Viewer | None,
    language: str = "en",
    city_id: int | None = None,
    term_ids: tuple[int, ...] = (),
) -> Conversation:
    """Add an empty conversation to `space`; its owner keeps `title` and `address` true."""
    now = clock.now()
    conversation = Conversation(
        space=space,
        room=room,
        title=title_line(title),
        address=address,
        language=language,
        city_id=city_id,
        started_by_id=by.id if by else None,
        started_at=now,
        last_post_at=now,
        last_author_id=by.id if by else None,
    )
    db.session.add(conversation)
    db.session.flush()
    db.session.add_all(
        ConversationTerm(conversation_id=conversation.id, term_id=term_id) for term_id in term_ids
    )
    return conversation


def rename(conversation: Conversation, title: str, language: str = "") -> None:
    """Change the title, perhaps the language too, and with them what the opening post is found by."""
    opening = db.session.scalar(  # held first: whoever edits it takes the two in this order
        select(Post)
        .where(Post.conversation_id == conversation.id, Post.number == 1)
        .with_for_update()
    )
    conversation.title, conversation.version = title_line(title), conversation.version + 1
    conversation.language = language or conversation.language
    if opening:
        opening.conversation = conversation
        write_terms(opening)


def set_read(conversation_id: int, person_id: int, number: int, connection=None) -> None:
    """Remember that a person has read up to `number`; never backwards.

    Of the moment only the day is kept: the hour would say who read just before a masked post came.
    """
    upsert(
        ReadState,
        {"person_id": person_id, "conversation_id": conversation_id},
        {"last_read_number": number, "read_at": clock.today()},
        only_if=lambda old, new: old.last_read_number < new.last_read_number,
        connection=connection,
    )
