"""Settings for those who know nothing of the web."""

from typing import Any

from flask import current_app


def setting(name: str) -> Any:
    """Return the setting that config.py names so."""
    return current_app.config[name]


def address(path: str) -> str:
    """Return the whole address of a page; a mailed link never follows the Host header."""
    return f"{current_app.config['BASE_URL']}{path}"
