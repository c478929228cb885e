"""Writing the read log. The guard does, for every page; and whatever shows words of several spaces."""

from sqlalchemy import insert, literal, select

from hrcn_community.access.guard import is_quiet
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.audit.models import ReadEntry
from hrcn_community.core import clock
from hrcn_community.core.db import Moment, mark
from hrcn_community.spaces.models import Pseudonyms, Space, Visibility


def log_read(space_id: int, viewer: AnyViewer) -> None:
    """Write, durably, that `viewer` is about to read; if it cannot be written the page is a 503.

    Nothing is written of a space that is not confidential or where pseudonyms are, or were, worn;
    nor right after a masked deed. But whoever asked an expert learns of everybody who opened it: to be
    quiet is in the reader's hands, and would be a way to read unseen.
    """
    entry = select(Space.id, literal(viewer.id), literal(clock.now(), Moment())).where(
        Space.id == space_id,
        Space.visibility == Visibility.CONFIDENTIAL,
        Space.pseudonyms == Pseudonyms.NEVER,
    )
    if is_quiet():
        entry = entry.where(Space.is_listed.is_(False))  # those that a feature owns, as a case does
    with mark() as connection:
        connection.execute(
            insert(ReadEntry).from_select(["space_id", "person_id", "read_at"], entry)
        )
