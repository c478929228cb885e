"""Saying something of a post without a word, and no longer. Nothing here commits."""

from sqlalchemy import delete, func, select

from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.liveliness import count_lively
from hrcn_community.conversations.actions.posts import lock, touch
from hrcn_community.conversations.events import PostReacted, ReactionWithdrawn
from hrcn_community.conversations.models import (
    NobodyNamed,
    OwnPost,
    Post,
    PostNotStanding,
    PostReaction,
    PostState,
    ReactionKind,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.upsert import insert_or_ignore

WORTH = {
    ReactionKind.THANKS: 1,
    ReactionKind.AGREE: 1,
    ReactionKind.INSIGHT: 2,
    ReactionKind.TRIED: 3,
}


def react(post: Post, kind: ReactionKind, *, by: Viewer) -> None:
    """Say `kind` of somebody else's post; said again it is said once."""
    refuse_silenced(by, post.conversation.space_id)
    lock(post)
    if post.state != PostState.PUBLISHED:
        raise PostNotStanding
    if post.author_id is None:
        raise NobodyNamed
    if by.wrote(post.author_id):
        raise OwnPost
    if insert_or_ignore(
        PostReaction, post_id=post.id, person_id=by.id, kind=kind, reacted_at=clock.now()
    ):
        _recount(post)
        record(_facts(PostReacted, post, kind), by=by.id)


def take_reaction_back(post: Post, kind: ReactionKind, *, by: Viewer) -> None:
    """Say it no longer."""
    lock(post)
    said = delete(PostReaction).where(
        PostReaction.post_id == post.id,
        PostReaction.person_id == by.id,
        PostReaction.kind == kind,
    )
    if db.session.execute(said.returning(PostReaction.kind)).first():
        _recount(post)
        record(_facts(ReactionWithdrawn, post, kind), by=by.id)


def _recount(post: Post) -> None:
    """Count anew what was said of a post that is held: whoever comes next counts after us."""
    rows = db.session.execute(
        select(PostReaction.kind, func.count())
        .where(PostReaction.post_id == post.id)
        .group_by(PostReaction.kind)
    )
    counted = dict(rows.all())
    points = _points(counted) - _points(post.reactions)
    post.reactions = {kind: counted[kind] for kind in ReactionKind if kind in counted}
    post.score = post.score + points
    touch(post)
    count_lively(post.conversation_id, points, clock.now())


def _points(counts: dict[str, int]) -> int:
    return sum(WORTH[ReactionKind(kind)] * count for kind, count in counts.items())


def _facts(event: type, post: Post, kind: ReactionKind):
    return event(conversation_id=post.conversation_id, post_id=post.id, kind=str(kind))
