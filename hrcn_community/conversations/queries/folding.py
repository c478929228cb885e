"""Posts folded away for whoever mutes their author. What stands in them is the same for everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from hrcn_community.accounts.distances import muted_by
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.shown import ShownPost, shown_posts


def posts_read_by(rows: Iterable[Any], address: str, *, viewer: AnyViewer) -> list[ShownPost]:
    """Return the posts of `queries.post_rows` as a page shows them to `viewer`."""
    return as_read_by(shown_posts(rows, address), viewer=viewer)


def as_read_by(posts: Sequence[ShownPost], *, viewer: AnyViewer) -> list[ShownPost]:
    """Return `posts`, those of people whom `viewer` mutes folded. Who mutes nobody asks nothing."""
    muted = muted_by(viewer)
    return [_folded(post) if post.author_id in muted else post for post in posts]


def _folded(post: ShownPost) -> ShownPost:
    return replace(post, is_folded=True) if post.state == "shown" else post
