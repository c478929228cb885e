"""Letting the search index forget words that stand nowhere any more. Nothing here commits."""

from sqlalchemy import text

from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.privacy.events import NamingDecided
from hrcn_community.privacy.models import Erasure, Naming


def tidy_index() -> None:
    """SQLite only crosses out what is deleted, until its index is put in order; PostgreSQL vacuums itself."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("INSERT INTO post_index(post_index) VALUES ('optimize')"))


def tidy_after_the_last(event: NamingDecided, entry: Entry) -> None:
    """Put the index in order when the last name of an erasure was looked at."""
    naming = db.session.get(Naming, event.naming_id)
    if naming and not db.session.get_one(Erasure, naming.erasure_id).sealed:
        tidy_index()
