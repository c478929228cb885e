"""What a viewer has said of posts without words, and which of them they keep."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.shown import ShownPost


@dataclass(frozen=True)
class OwnMarks:
    """By the id of a post: the viewer's reactions; and the posts that they bookmarked."""

    reactions: dict[int, frozenset[str]] = field(default_factory=dict)
    bookmarked: frozenset[int] = frozenset()


def own_marks(posts: Sequence[ShownPost], *, viewer: AnyViewer) -> OwnMarks:
    """Return what `viewer` marked among `posts`."""
    return OwnMarks()
