"""Changing settings of the house. Each change is written down as it was and as it is, with who did it."""

import json
from collections.abc import Mapping
from typing import Any

from hrcn_community.core import clock
from hrcn_community.core.db import after_commit, db, take_turn
from hrcn_community.core.events import record
from hrcn_community.core.house import NAMES, HouseWord, forget_house, house_now
from hrcn_community.register.events import SettingChanged


def hold_house() -> None:
    """Let who changes settings at the same moment come after us."""
    take_turn("the house")


def change_house(wanted: Mapping[str, Any], *, by: int) -> None:
    """Keep what differs from how it is."""
    now = house_now()
    for name in NAMES:
        if name in wanted and wanted[name] != getattr(now, name):
            _keep(name, wanted[name])
            old, new = json.dumps(getattr(now, name)), json.dumps(wanted[name])
            record(SettingChanged(name=name, old=old, new=new), by=by)
    after_commit(forget_house)


def _keep(name: str, value: Any) -> None:
    row = db.session.get(HouseWord, name)
    if row is None:
        db.session.add(HouseWord(name=name, value=value, changed_at=clock.now()))
        return
    row.value, row.version, row.changed_at = value, row.version + 1, clock.now()
