"""Asking to be erased as a person does, and letting the days pass."""

from datetime import timedelta

from flask import Flask

from hrcn_community.core import clock
from hrcn_community.worker import work_off
from tests.factories import Somebody

AFTER = timedelta(days=8)


def ask_to_go(somebody: Somebody, texts: str = "keep"):
    """Send the form; return its answer."""
    somebody.browser.step_up()
    form = {"texts": texts, "handle": somebody.handle}
    return somebody.browser.post("/settings/data/erasure", form)


def let_days_pass(app: Flask, later: timedelta = AFTER) -> None:
    """Work off all that is owed a week later, twice: the last mail goes out in between."""
    for days in (later, later + timedelta(days=2)):
        with clock.at(clock.now() + days):
            work_off(app)


def be_erased(somebody: Somebody, texts: str = "keep") -> None:
    assert ask_to_go(somebody, texts).status_code == 303
    let_days_pass(somebody.app)
