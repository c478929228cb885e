"""What is done in the transaction of an event itself: a right that is taken away waits for no worker."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, current_app

Deeds = Mapping[type, Sequence[Callable[[Any], None]]]


def register_at_once(app: Flask, deeds: Deeds) -> None:
    """Let these deeds be done with their events, and not later."""
    app.extensions["at_once"] = deeds


def do_at_once(event: object) -> None:
    for deed in current_app.extensions.get("at_once", {}).get(type(event), ()):
        deed(event)
