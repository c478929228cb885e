"""Taking somebody out of every table that points at them, some rows at a time. Nothing here commits.

A tie says what becomes of a row (accounts/ties.py): what is theirs goes, what they made for others or
did by office stays, and in their place stands nobody.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, delete, select, tuple_, update

from hrcn_community.accounts.models import Membership
from hrcn_community.accounts.places import put_outside
from hrcn_community.accounts.ties import UNCHANGED, Tie
from hrcn_community.conversations.models import Conversation, Poll, PollVote, Post
from hrcn_community.conversations.queries.polls_found import voter_print
from hrcn_community.core.db import Base, db
from hrcn_community.core.refs import new_ref
from hrcn_community.spaces.models import Space

AT_ONCE = 500


def ties(*kinds: Tie) -> list[Column[Any]]:
    """Return every column that points at a person with one of these ties: what hangs at others first."""
    return [
        column
        for table in reversed(Base.metadata.sorted_tables)
        for column in table.columns
        if column.info.get("tie") in kinds
    ]


def delete_some(column: Column[Any], person_id: int) -> bool:
    """Delete some rows that are a person's own; return whether there may be more."""
    if column.table is Membership.__table__:
        return _leave_some(person_id)
    keys = _some(column, person_id)
    if keys:
        db.session.execute(delete(column.table).where(_is_one_of(column, keys)))
    return len(keys) == AT_ONCE


def sever_some(column: Column[Any], person_id: int, nobody_id: int) -> bool:
    """Put nobody into some rows in a person's place; return whether there may be more."""
    keys = _some(column, person_id)
    if not keys:
        return False
    table, where = column.table, _is_one_of(column, keys)
    values: dict[Any, Any] = {column: None if UNCHANGED in table.info else nobody_id}
    if table is Post.__table__:  # pages that bear the name are made anew
        values[table.c.version] = table.c.version + 1
        _renew(select(table.c.conversation_id).where(where))
    db.session.execute(update(table).where(where).values(values))
    return len(keys) == AT_ONCE


def hide_voter(person_id: int, after: int) -> int:
    """Let votes stay and nobody find whose they were, in some polls; return after which to go on, or 0."""
    polls = select(Poll.id).where(Poll.id > after).order_by(Poll.id).limit(AT_ONCE)
    ids = db.session.scalars(polls).all()
    for id_ in ids:
        db.session.execute(
            update(PollVote)
            .where(PollVote.poll_id == id_, PollVote.voter == voter_print(id_, person_id))
            .values(voter=new_ref(320))
            .execution_options(synchronize_session=False)
        )
    return ids[-1] if len(ids) == AT_ONCE else 0


def _renew(conversation_ids: Any) -> None:
    db.session.execute(
        update(Conversation)
        .where(Conversation.id.in_(conversation_ids))
        .values(version=Conversation.version + 1)
        .execution_options(synchronize_session=False)
    )


def _leave_some(person_id: int) -> bool:
    inside = select(Space).join(Membership, Membership.space_id == Space.id)
    places = inside.where(Membership.person_id == person_id).distinct().limit(AT_ONCE)
    spaces = db.session.scalars(places).all()
    for space in spaces:
        put_outside(space, person_id)
    return len(spaces) == AT_ONCE


def _some(column: Column[Any], person_id: int) -> Sequence[Any]:
    keys = select(*column.table.primary_key.columns)
    return db.session.execute(keys.where(column == person_id).limit(AT_ONCE)).all()


def _is_one_of(column: Column[Any], keys: Sequence[Any]) -> Any:
    key = list(column.table.primary_key.columns)
    if len(key) == 1:
        return key[0].in_([row[0] for row in keys])
    return tuple_(*key).in_([tuple(row) for row in keys])
