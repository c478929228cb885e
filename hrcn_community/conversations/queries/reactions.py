"""Who said what of a post without a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Post, PostReaction, ReactionKind
from hrcn_community.conversations.queries.posts import find_standing_post
from hrcn_community.core.db import db
from hrcn_community.core.keyset import key_of, latest_first
from hrcn_community.spaces.models import Space

PAGE = 50


@dataclass(frozen=True)
class Reaction:
    """A post and what somebody wants to say of it; as a subject it stands where the post stands."""

    post: Post
    kind: ReactionKind

    @property
    def space(self) -> Space:
        return self.post.space


def find_reaction(ref: str, kind: str, *, viewer: AnyViewer) -> Reaction | None:
    """Return a post that is open to `viewer`, and one of the kinds that there are."""
    if kind not in set(ReactionKind):
        return None
    post = find_standing_post(ref, viewer=viewer)
    return Reaction(post, ReactionKind(kind)) if post else None


@dataclass(frozen=True)
class Reacted:
    """A page of people who said `kind` of a post, the latest first; and the key of the next page."""

    kind: str
    people: Sequence[Any]
    older: str


def is_said(post: Post, kind: str, person_id: int | None) -> bool:
    """Does that person still say `kind` of the post?"""
    return db.session.get(PostReaction, (post.id, person_id, kind)) is not None


def who_reacted(post: Post, kind: str = "", before: str = "") -> Reacted:
    """Return who said `kind` of a post that its reader was let to; else the first that was said."""
    said = [each for each in ReactionKind if each in post.reactions]
    kind = kind if kind in said else next(iter(said), "")
    rows = (
        select(Person.id, Person.name, Person.handle, Person.site_role, PostReaction.reacted_at)
        .join(PostReaction, PostReaction.person_id == Person.id)
        .where(PostReaction.post_id == post.id, PostReaction.kind == kind)
    )
    found = db.session.execute(
        latest_first(rows, PostReaction.reacted_at, Person.id, before).limit(PAGE + 1)
    ).all()
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Reacted(kind, found[:PAGE], key_of(last.reacted_at, last.id) if last else "")
