"""What a viewer has said of posts without words, and which of them they keep."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import CompoundSelect, bindparam, literal, select, union_all

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Bookmark, PostReaction
from hrcn_community.conversations.shown import ShownPost
from hrcn_community.core.db import db

KEPT = "kept"  # no kind of reaction


@dataclass(frozen=True)
class OwnMarks:
    """By the id of a post: the viewer's reactions; and the posts that they bookmarked."""

    reactions: dict[int, frozenset[str]] = field(default_factory=dict)
    bookmarked: frozenset[int] = frozenset()

    def of(self, post_id: int) -> tuple[frozenset[str], bool]:
        return self.reactions.get(post_id, frozenset()), post_id in self.bookmarked


def own_marks(posts: Sequence[ShownPost], *, viewer: AnyViewer) -> OwnMarks:
    """Return what `viewer` marked among `posts`."""
    return own_marks_of([post.id for post in posts], viewer=viewer)


def own_marks_of(post_ids: Sequence[int], *, viewer: AnyViewer) -> OwnMarks:
    """Return what `viewer` marked among the posts of these ids, in one look."""
    if not viewer.is_member or not post_ids:
        return OwnMarks()
    said: dict[int, frozenset[str]] = {}
    asked = {"person_id": viewer.id, "post_ids": list(post_ids)}
    for post_id, kind in db.session.execute(_marks(), asked).all():
        said[post_id] = said.get(post_id, frozenset()) | {kind}
    return OwnMarks(
        reactions={post_id: kinds - {KEPT} for post_id, kinds in said.items()},
        bookmarked=frozenset(post_id for post_id, kinds in said.items() if KEPT in kinds),
    )


@cache
def _marks() -> CompoundSelect[int, str]:
    person_id, post_ids = bindparam("person_id"), bindparam("post_ids", expanding=True)
    said = select(PostReaction.post_id, PostReaction.kind).where(
        PostReaction.person_id == person_id, PostReaction.post_id.in_(post_ids)
    )
    kept = select(Bookmark.post_id, literal(KEPT)).where(
        Bookmark.person_id == person_id, Bookmark.post_id.in_(post_ids)
    )
    return union_all(said, kept)
