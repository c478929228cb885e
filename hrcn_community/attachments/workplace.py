"""Folders in which files lie while they are taken in; what a killed server left there goes soon."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hrcn_community.core.settings import setting

LEFT_BEHIND = 300  # seconds; nobody works on a file for so long


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a new folder that is gone afterwards."""
    above = _above()
    above.mkdir(parents=True, exist_ok=True)
    tidy_workplaces()
    with tempfile.TemporaryDirectory(dir=above, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def tidy_workplaces() -> None:
    """Remove the folders of those who were killed at work."""
    for folder in _above().glob("*"):
        try:
            is_old = time.time() - folder.stat().st_mtime > LEFT_BEHIND
        except FileNotFoundError:
            continue  # its owner was quicker
        if is_old:
            shutil.rmtree(folder, ignore_errors=True)


def _above() -> Path:
    return Path(setting("INSTANCE_PATH")) / "taking-in"
