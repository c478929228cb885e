"""Moving a conversation to another space, and posts to another conversation. Nothing here commits.

A post keeps its row, so all that hangs on it comes along. What was said beside it for fewer people
(why it was hidden, why and how it was edited) stays with those for whom it was said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, insert, literal, or_, select, update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.posts import write_terms
from hrcn_community.conversations.actions.trail import leave_trail
from hrcn_community.conversations.models import (
    Conversation,
    MovedElsewhere,
    MovedNumber,
    Post,
    PostState,
    TrailKind,
    Translation,
)
from hrcn_community.conversations.queries.history import opened_at
from hrcn_community.core import clock
from hrcn_community.core.db import Moment, db
from hrcn_community.core.text import one_line
from hrcn_community.spaces.models import Space

Range = tuple[int, int]
HELD = (
    "space_id",
    "closed_at",
    "is_listed",
    "post_count",
    "last_number",
    "last_post_at",
    "last_author_id",
    "version",
    "has_held",
)


@dataclass(frozen=True)
class Moved:
    """How many posts with a number went, and why some of them had been hidden, by their old numbers."""

    count: int
    hidden: list[list[int | str]]


def hold(source: Conversation, *others: Conversation, with_posts: bool = True) -> None:
    """Let nobody add to them, nor change a post of `source`, until the commit; see them as they are now.

    Always in one order, and posts first: so does everybody who changes one. Where posts stay as they
    are only the conversations are held: a long thread has many posts, and whoever reacts would wait.
    """
    if with_posts:
        posts = select(Post.id).where(Post.conversation_id == source.id).order_by(Post.id)
        db.session.execute(select(func.count()).select_from(posts.with_for_update().subquery()))
    conversations = {source, *others}
    for conversation in sorted(conversations, key=lambda each: each.id):
        db.session.refresh(conversation, HELD, with_for_update=True)
        if conversation.space_id != conversation.space.id:
            raise MovedElsewhere


def move_conversation(
    conversation: Conversation, space: Space, *, by: Viewer, reason: str = ""
) -> None:
    """Let `conversation` stand in `space` from now on, with a line that says so.

    It is held, with its posts where others read it there: why some are hidden is taken from them, also
    from one that is being hidden at this moment.
    """
    before = conversation.space
    is_wider = space.reaches_beyond(before)
    hidden = _keep_reasons_inside(Post.conversation_id == conversation.id) if is_wider else []
    conversation.space = space
    db.session.flush()
    leave_trail(
        conversation,
        TrailKind.MOVED,
        by=by,
        came_from=before,
        reason=one_line(reason),
        wider=is_wider,
        hidden=hidden,
    )


def move_posts(source: Conversation, target: Conversation, ranges: Sequence[Range] = ()) -> Moved:
    """Put posts of `source` (those in `ranges` of numbers, else all) at the end of `target`, in order.

    Both are held. Each old number leads to its post from now on. A translation goes with its
    original; where all go, so does what has no number yet. A few statements, however many posts.
    """
    chosen = _chosen(source, ranges)
    count, shown = db.session.execute(
        select(func.count(), func.count(case((Post.state == PostState.PUBLISHED, 1)))).where(chosen)
    ).one()
    is_wider = target.space.reaches_beyond(source.space)
    hidden = _keep_reasons_inside(chosen) if is_wider else []
    _remember_numbers(source, chosen, clock.now() if is_wider else opened_at(source))
    _renumber(target, chosen)
    _bring_along(source, target, everything=not ranges)
    target.has_held = target.has_held or (source.has_held and not ranges)
    source.post_count -= shown
    target.post_count += shown
    target.last_number += count
    for each in (source, target):
        each.version += 1
    db.session.flush()
    return Moved(count, hidden)


def begin_with_first(conversation: Conversation) -> None:
    """Let the first post of a conversation that was made of moved ones be found by its title."""
    opening = db.session.scalars(
        select(Post).where(Post.conversation_id == conversation.id, Post.number == 1)
    ).one()
    opening.conversation = conversation
    write_terms(opening)


def _chosen(source: Conversation, ranges: Sequence[Range]) -> ColumnElement[bool]:
    here = and_(Post.conversation_id == source.id, Post.number.is_not(None))
    between = [Post.number.between(first, last) for first, last in ranges]
    return and_(here, or_(*between)) if between else here


def _remember_numbers(
    source: Conversation, chosen: ColumnElement[bool], opened: datetime | None
) -> None:
    moved = select(literal(source.id), Post.number, Post.id, literal(opened, Moment)).where(chosen)
    names = ["conversation_id", "number", "post_id", "opened_at"]
    db.session.execute(insert(MovedNumber).from_select(names, moved))


def _renumber(target: Conversation, chosen: ColumnElement[bool]) -> None:
    """Give the chosen posts the next numbers of `target`: none of them can be taken."""
    number = func.row_number().over(order_by=Post.number) + target.last_number
    numbered = select(Post.id, number.label("number")).where(chosen).subquery()
    title_terms = case((numbered.c.number == 1, Post.title_terms), else_="")
    _update_posts(
        Post.id == numbered.c.id,
        conversation_id=target.id,
        number=numbered.c.number,
        title_terms=title_terms,  # a title finds the opening of a thread, and only that
    )


def _bring_along(source: Conversation, target: Conversation, *, everything: bool) -> None:
    without_number = and_(Post.conversation_id == source.id, Post.number.is_(None))
    if not everything:
        originals = select(MovedNumber.post_id).where(MovedNumber.conversation_id == source.id)
        moved = select(Post.id).where(Post.id.in_(originals), Post.conversation_id == target.id)
        theirs = select(Translation.post_id).where(Translation.original_id.in_(moved))
        without_number = and_(without_number, Post.id.in_(theirs))
    _update_posts(without_number, conversation_id=target.id)


def _keep_reasons_inside(posts: ColumnElement[bool]) -> list[list[int | str]]:
    """Take from hidden posts why they were hidden, and return it by their numbers.

    Why a first post was refused stays with it: that is for its author, who reads it still. A hidden
    translation has no number, and no reader is told of it.
    """
    hidden = and_(posts, Post.state == PostState.HIDDEN, Post.taken_back_reason != "")
    reasons = select(Post.number, Post.taken_back_reason).where(hidden).order_by(Post.number)
    found = db.session.execute(reasons).all()
    if found:
        _update_posts(hidden, taken_back_reason="", version=Post.version + 1)
    return [[number, reason] for number, reason in found if number is not None]


def _update_posts(which: ColumnElement[bool], **values: object) -> None:
    """Change posts in one statement; those at hand are read anew when they are next asked."""
    db.session.execute(
        update(Post).where(which).values(**values), execution_options={"synchronize_session": False}
    )
    for post in [each for each in db.session.identity_map.values() if isinstance(each, Post)]:
        db.session.expire(post, list(values))
