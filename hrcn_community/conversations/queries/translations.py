"""Posts in other languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.shown import ShownPost


@dataclass(frozen=True)
class ShownTranslation:
    """What a post says, in another language."""


def translations_of(
    posts: Sequence[ShownPost], *, viewer: AnyViewer
) -> dict[int, tuple[ShownTranslation, ...]]:
    """Return the translations of `posts` that are shown to `viewer`, by original."""
    return {}
