"""A poll found through its viewer, and who voted in it by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    Conversation,
    Poll,
    PollChoice,
    PollVote,
    Post,
    PostState,
)
from hrcn_community.core.db import Rows, db
from hrcn_community.core.keyset import key_of, latest_first
from hrcn_community.core.sealing import keyed_print

PAGE = 50


@dataclass(frozen=True)
class Voters:
    """Some of those who chose something, the latest first, and the key of the next page."""

    people: Sequence[Any]
    older: str


def voter_print(poll_id: int, person_id: int) -> str:
    """Return what a ballot bears in place of its voter."""
    return keyed_print("voter", poll_id, person_id)


def find_poll(ref: str, *, viewer: AnyViewer) -> Poll | None:
    """Return the poll of a post that stands, with post, conversation and space, if open to `viewer`."""
    return db.session.scalar(
        _with_post().where(Post.ref == ref, Post.state == PostState.PUBLISHED, visible_to(viewer))
    )


def find_named_poll(ref: str, *, viewer: AnyViewer) -> Poll | None:
    """Return a poll in which people vote by name; of an anonymous one there is no list of names."""
    poll = find_poll(ref, viewer=viewer)
    return None if poll is None or poll.is_anonymous else poll


def choices_of(poll: Poll) -> dict[int, PollChoice]:
    """Return the choices of a poll in their order, by position."""
    found = select(PollChoice).where(PollChoice.poll_id == poll.id).order_by(PollChoice.position)
    return {choice.position: choice for choice in db.session.scalars(found)}


def voters_of(poll: Poll, position: int, before: str = "") -> Voters:
    """Return a page of those who chose the choice at `position`. The caller knows that it may be shown."""
    in_order = latest_first(_voters(poll, position), PollVote.voted_at, PollVote.person_id, before)
    rows = db.session.execute(in_order.limit(PAGE + 1)).all()
    people = rows[:PAGE]
    last = people[-1] if len(rows) > PAGE else None
    return Voters(people, key_of(last.voted_at, last.person_id) if last else "")


def _voters(poll: Poll, position: int) -> Rows:
    is_known = Person.standing == Standing.MEMBER  # whoever is suspended has no profile
    return (
        select(
            PollVote.person_id,
            PollVote.rank,
            PollVote.voted_at,
            Person.name,
            Person.handle,
            is_known.label("is_known"),
        )
        .join(PollChoice, PollChoice.id == PollVote.choice_id)
        .join(Person, Person.id == PollVote.person_id)
        .where(PollChoice.poll_id == poll.id, PollChoice.position == position)
    )


def _with_post() -> Select[Poll]:
    return (
        select(Poll)
        .join(Poll.post)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(
            contains_eager(Poll.post)
            .contains_eager(Post.conversation)
            .contains_eager(Conversation.space)
        )
    )
