"""One hostile message ends no import: whatever it provokes is its own fault, and is reported."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from hrcn_community.importing.report import Report


@contextmanager
def guarded(report: Report, item: str) -> Iterator[None]:
    """Report `item` as left behind where it cannot be read; what is wrong with a database is nobody's text."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error):
        raise
    except Exception as error:  # what it is that nobody foresaw is said, and the others go on
        report.skip(item, f"it cannot be read ({type(error).__name__})")
