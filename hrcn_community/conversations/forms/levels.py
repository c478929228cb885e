"""The one field by which somebody says how much they want to be told."""

from flask import request
from werkzeug.exceptions import BadRequest

from hrcn_community.conversations.models import Level
from hrcn_community.core.words import _l

NORMAL = "normal"
SAID = {
    Level.WATCHING: _l("You will be told of everything here, at once and by mail too."),
    Level.FOLLOWING: _l("You follow this: what is new will wait under the bell."),
    Level.MUTED: _l("You will be told of nothing here."),
    None: _l("You will be told what concerns you here, and no more."),
}


def chosen_level() -> Level | None:
    """Return the level that the button bears which was pressed; None is what is normal."""
    chosen = request.form.get("level", "")
    if chosen == NORMAL:
        return None
    if chosen not in set(Level):
        raise BadRequest
    return Level(chosen)


def said_of(level: Level | None) -> str:
    """Return what follows from a level, in words for whoever chose it."""
    return str(SAID[level])
