"""Chores that do one thing after another: each is a transaction of its own."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

from hrcn_community.core.db import db, is_away

log = structlog.get_logger()
Thing = TypeVar("Thing")


def one_by_one(things: Iterable[Thing], deed: Callable[[Thing], None]) -> None:
    """Do `deed` with each; one that fails is written down and holds up no other, and a kill halves none."""
    for thing in things:
        try:
            deed(thing)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            if is_away(error):
                raise
            log.error("one_failed", deed=deed.__name__, thing=str(thing), kind=type(error).__name__)
