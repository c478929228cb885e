"""A query with its synopsis, found through the viewer."""

from dataclasses import dataclass

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Synopsis, Thread
from hrcn_community.discussions.queries.thread import find_thread
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class Consolidation:
    """A query with its synopsis; as a subject it stands where its thread stands."""

    thread: Thread
    synopsis: Synopsis

    @property
    def space(self) -> Space:
        return self.thread.space

    @property
    def author_id(self) -> int | None:
        return self.thread.author_id

    @property
    def address(self) -> str:
        return f"{self.thread.conversation.address}/synopsis"


def find_consolidation(ref: str, *, viewer: AnyViewer) -> Consolidation | None:
    """Return a query with its synopsis, if the space is open to `viewer`."""
    thread = find_thread(ref, viewer=viewer)
    synopsis = db.session.get(Synopsis, thread.id) if thread else None
    return Consolidation(thread, synopsis) if thread and synopsis else None
