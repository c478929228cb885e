"""Which posts quote which, as far as a viewer may read both."""

from collections.abc import Sequence
from dataclasses import dataclass

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.shown import ShownPost


@dataclass(frozen=True)
class QuotesAround:
    """What a post quotes, and where it is quoted."""


def quotes_around(posts: Sequence[ShownPost], *, viewer: AnyViewer) -> dict[int, QuotesAround]:
    """Return what `posts` quote and where they are quoted, by post."""
    return {}
