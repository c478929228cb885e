"""HRCN Community: one house for talking, learning, deliberating and getting advice."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrcn_community.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """Load the house when it is asked for: what cleans files runs without it, in a process of its own."""
    if name == "create_app":
        return import_module("hrcn_community.app").create_app
    raise AttributeError(name)
