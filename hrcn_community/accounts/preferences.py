"""What a person prefers for reading."""

from sqlalchemy import update

from hrcn_community.accounts.models import Person
from hrcn_community.core.db import db

COLUMNS = {"language": "locale", "theme": "theme"}


def set_preference(person_id: int, name: str, value: str) -> None:
    """Keep a preference that pages are made by: the language or the theme."""
    db.session.execute(update(Person).where(Person.id == person_id).values({COLUMNS[name]: value}))
