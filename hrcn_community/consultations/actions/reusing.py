"""Finding an answer before asking: it is counted, and nothing else is kept of it."""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.models import Reuse
from hrcn_community.core import clock
from hrcn_community.core.db import db


def count_reuse(room: str, *, by: Viewer) -> None:
    """Count that something of `room` answered somebody; who it was stands nowhere."""
    db.session.add(Reuse(room=room, reused_on=clock.now().date()))
