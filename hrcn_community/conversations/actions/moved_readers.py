"""Who follows and how far they have read, where posts were moved. Nothing here commits."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import (
    Membership,
    Person,
    takes_part,
)
from hrcn_community.conversations.models import (
    Conversation,
    ConversationDay,
    Draft,
    Follow,
    MovedNumber,
    Post,
    ReadState,
)
from hrcn_community.core.db import db
from hrcn_community.core.upsert import insert_selected


def carry_followers(
    source: Conversation, target: Conversation, *, only_authors: bool = False
) -> None:
    """Let those who follow `source` follow `target`, or also `target` who wrote what is there now.

    Only whoever may read there. They are told of what happened since they followed the first.
    """
    rows = select(Follow.person_id, literal(target.id), Follow.level, Follow.since).where(
        Follow.conversation_id == source.id
    )
    if only_authors:
        authors = select(Post.author_id).where(Post.conversation_id == target.id)
        rows = rows.where(Follow.person_id.in_(authors))
    if source.space_id != target.space_id:
        rows = rows.join(Person, Person.id == Follow.person_id).where(_may_read(target))
    insert_selected(Follow, ("person_id", "conversation_id", "level", "since"), rows)


def carry_reading_to_new(source: Conversation, target: Conversation) -> None:
    """Let everybody have read as much of `target` as they had read of its posts where they stood."""
    number = _newly_read(ReadState.last_read_number, source, target)
    rows = select(ReadState.person_id, literal(target.id), number, ReadState.read_at).where(
        ReadState.conversation_id == source.id, number.is_not(None)
    )
    names = ("person_id", "conversation_id", "last_read_number", "read_at")
    insert_selected(ReadState, names, rows)


def close_gaps(conversation: Conversation) -> None:
    """Let nobody count as unread what has left: they have read up to the next post that still stands."""
    following = select(func.min(Post.number)).where(
        Post.conversation_id == conversation.id, Post.number > ReadState.last_read_number
    )
    reached = func.coalesce(following.scalar_subquery() - 1, conversation.last_number)
    _set_read(ReadState.conversation_id == conversation.id, reached)


def carry_reading_to_end(source: Conversation, target: Conversation, end: int) -> None:
    """Let whoever had read `target` to its `end` have read on through what they had read of `source`.

    One number says how far somebody has read, and it says that all before was read. So whoever had not
    finished `target` keeps their place there, and meets again as new, further on, what they had read
    of `source`; whoever had never begun it meets nothing as new until they begin.
    """
    before = aliased(ReadState)
    number = (
        select(func.coalesce(_newly_read(before.last_read_number, source, target), end))
        .where(before.conversation_id == source.id, before.person_id == ReadState.person_id)
        .scalar_subquery()
    )
    had_finished = (ReadState.conversation_id == target.id) & (ReadState.last_read_number >= end)
    _set_read(had_finished, func.coalesce(number, end))
    db.session.execute(delete(ReadState).where(ReadState.conversation_id == source.id))


def carry_days(source: Conversation, target: Conversation) -> None:
    """Count all that made `source` lively for `target`."""
    rows = select(literal(target.id), ConversationDay.day, ConversationDay.score).where(
        ConversationDay.conversation_id == source.id
    )
    insert_selected(ConversationDay, ("conversation_id", "day", "score"), rows, adding="score")
    db.session.execute(delete(ConversationDay).where(ConversationDay.conversation_id == source.id))


def count_days_of_new(source: Conversation, target: Conversation) -> None:
    """Count the posts of `target`, which all came from `source`, on their days, and no longer there."""
    day = _day(Post.created_at)
    posts = Post.conversation_id == target.id, Post.number.is_not(None)
    rows = select(literal(target.id), day, func.count()).where(*posts).group_by(day)
    insert_selected(ConversationDay, ("conversation_id", "day", "score"), rows)
    theirs = aliased(ConversationDay)
    gone = (
        select(theirs.score)
        .where(theirs.conversation_id == target.id, theirs.day == ConversationDay.day)
        .scalar_subquery()
    )
    left = ConversationDay.score - func.coalesce(gone, 0)
    db.session.execute(
        update(ConversationDay)
        .where(ConversationDay.conversation_id == source.id)
        .values(score=case((left > 0, left), else_=0)),
        execution_options={"synchronize_session": False},
    )


def carry_drafts(place: str, conversation: Conversation, to_place: str = "") -> None:
    """Let what is being written for `place`, or as a change of a post, go where `conversation` stands.

    Where somebody writes at `to_place` already, both texts stay, each where it is.
    """
    edited = select("edit:" + Post.ref).where(Post.conversation_id == conversation.id)
    here = or_(Draft.place == place, Draft.place.in_(edited))
    _update_drafts(here, space_id=conversation.space_id)
    if to_place:
        other = aliased(Draft)
        stands = exists().where(other.person_id == Draft.person_id, other.place == to_place)
        _update_drafts((Draft.place == place) & ~stands, place=to_place)


def say_who_was_last(conversation: Conversation) -> None:
    """Write down anew who added the latest of the posts that are left, and when."""
    last = db.session.execute(
        select(Post.created_at, Post.author_id)
        .where(Post.conversation_id == conversation.id, Post.number.is_not(None))
        .order_by(Post.created_at.desc(), Post.number.desc())
        .limit(1)
    ).one()
    conversation.last_post_at, conversation.last_author_id = last


def _newly_read(read: Any, source: Conversation, target: Conversation) -> Any:
    """Return the new number of the last moved post up to number `read`: one look into two indexes."""
    return (
        select(Post.number)
        .join(MovedNumber, MovedNumber.post_id == Post.id)
        .where(MovedNumber.conversation_id == source.id, MovedNumber.number <= read)
        .where(Post.conversation_id == target.id)
        .order_by(MovedNumber.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def _may_read(conversation: Conversation) -> ColumnElement[bool]:
    is_member = takes_part()
    if not conversation.space.audience.is_closed:
        return is_member
    inside: Select[Any] = select(Membership.person_id).where(
        Membership.space_id == conversation.space_id
    )
    return is_member & Person.id.in_(inside)


def _update_drafts(which: ColumnElement[bool], **values: Any) -> None:
    db.session.execute(
        update(Draft).where(which).values(**values),
        execution_options={"synchronize_session": False},
    )


def _set_read(which: ColumnElement[bool], number: Any) -> None:
    db.session.execute(
        update(ReadState).where(which).values(last_read_number=number),
        execution_options={"synchronize_session": False},
    )


def _day(moment: Any) -> Any:
    """Return the day in UTC of a moment, as a column of days holds it."""
    if db.engine.dialect.name == "sqlite":
        return func.date(moment)
    return cast(func.timezone("UTC", moment), Date)
