"""Polls as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.shown import ShownPost


@dataclass(frozen=True)
class ShownPoll:
    """A poll in a post."""


def polls_in(posts: Sequence[ShownPost], *, viewer: AnyViewer) -> dict[int, ShownPoll]:
    """Return the polls of `posts`, by post."""
    return {}
