"""What remains of whoever was erased: an empty row, so that nobody is ever given its number."""

import secrets

from sqlalchemy import select, update

from hrcn_community.accounts.models import ERASED_NAME, Person, Reach, SiteRole, Standing
from hrcn_community.core import clock
from hrcn_community.core.db import db, take_turn

HANDLES = "erased--"  # no name makes two hyphens in a row: no member ever has such a handle
NOWHERE = "@erased.invalid"  # a domain that can never be
SHOWN = [column.key for column in Person.__table__.columns if column.key.startswith("shows_")]
NOBODY = f"{HANDLES}nobody"


def nobody_id() -> int:
    """Return who stands where somebody stood who was erased: one row for all, so that nothing joins theirs."""
    nobody = select(Person.id).where(Person.handle == NOBODY)
    if (found := db.session.scalar(nobody)) is not None:
        return found
    take_turn("nobody")
    if (found := db.session.scalar(nobody)) is not None:
        return found
    row = Person(
        handle=NOBODY,
        name=ERASED_NAME,
        email=f"nobody{NOWHERE}",
        site_role=SiteRole.PRACTITIONER,
        standing=Standing.ERASED,
        joined_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def empty_row(person_id: int) -> None:
    """Take everything from a person's row but its number and the day it began."""
    handle = f"{HANDLES}{secrets.token_hex(12)}"
    blank = Person(name=ERASED_NAME, handle=handle)  # never added: it knows the columns that follow
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            handle=handle,
            name=ERASED_NAME,
            name_key=blank.name_key,
            name_skeleton=blank.name_skeleton,
            handle_skeleton=blank.handle_skeleton,
            email=f"{secrets.token_hex(24)}{NOWHERE}",
            email_confirmed_at=None,
            password_hash="",
            two_step_since=None,
            two_step_due_at=None,
            site_role=SiteRole.PRACTITIONER,
            standing=Standing.ERASED,
            city_id=None,
            organisation_id=None,
            headline="",
            bio="",
            bio_html="",
            languages=[],
            locale="",
            timezone="Europe/Brussels",
            theme="",
            last_seen_at=None,
            is_settled=False,
            texts_hidden=False,
            keeps_distance=False,
            accepted_terms=0,
            accepted_privacy=0,
            silences={},
            has_public_page=False,
            **dict.fromkeys(SHOWN, Reach.NOBODY),
        )
    )
