"""Clean one file in this process: look what it is, and load only what can clean that."""

import errno
from importlib import import_module
from pathlib import Path
from warnings import catch_warnings, simplefilter

from hrcn_community.attachments.cleaning.outcome import Cleaned, NotTaken, Why
from hrcn_community.attachments.cleaning.sniffing import what_is

CLEANERS = {
    "JPEG": "images",
    "PNG": "images",
    "GIF": "images",
    "WEBP": "images",
    "AVIF": "images",
    "PDF": "papers",
    "ZIP": "office",
    "TEXT": "texts",
}


def clean(source: Path, folder: Path) -> Cleaned:
    """Write a clean copy into the folder. Whatever a library stumbles over is a damaged file."""
    try:
        form = what_is(source)
        cleaner = import_module(f"{__package__}.{CLEANERS[form]}")
        with catch_warnings():
            # What a library thinks of a stranger's file is said by the outcome, and to nobody else.
            simplefilter("ignore")
            return cleaner.clean(source, folder, form)
    except NotTaken:
        raise
    except MemoryError as problem:
        raise NotTaken(Why.TOO_MUCH) from problem
    except Exception as problem:
        raise NotTaken(_why(problem)) from problem


def _why(problem: Exception) -> Why:
    """The disk and the system have numbers for what they refuse; a library that cannot read has none."""
    number = problem.errno if isinstance(problem, OSError) else None
    if number is None:
        return Why.DAMAGED
    return Why.UNPACKS_TOO_LARGE if number == errno.EFBIG else Why.TOO_MUCH
