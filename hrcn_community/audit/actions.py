"""Writing the read log."""

from sqlalchemy import insert

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.audit.models import ReadEntry
from hrcn_community.core import clock
from hrcn_community.core.db import mark


def log_read(space_id: int, viewer: AnyViewer) -> None:
    """Write, durably, that `viewer` is about to read; if it cannot be written the page is a 503."""
    with mark() as connection:
        connection.execute(
            insert(ReadEntry).values(space_id=space_id, person_id=viewer.id, read_at=clock.now())
        )
