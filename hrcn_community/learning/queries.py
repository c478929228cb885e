"""What the room learning shows."""

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.shown import Waiting


def waiting(*, viewer: AnyViewer) -> list[Waiting]:
    """Return what waits for the viewer in this room."""
    return []
