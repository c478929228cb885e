"""Accepting the terms and the privacy notice: by whom, in which version."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from hrcn_community.accounts.models import Acceptance, Person
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.upsert import insert_or_ignore

TERMS, PRIVACY = "terms", "privacy"
ACCEPTED = (TERMS, PRIVACY)
NEWEST: Mapping[str, Any] = {TERMS: Person.accepted_terms, PRIVACY: Person.accepted_privacy}


def accept_pages(person_id: int, versions: Mapping[str, int]) -> None:
    """Write down that a person accepted these versions; an older one never takes a newer one's place."""
    for page, version in versions.items():
        insert_or_ignore(
            Acceptance,
            person_id=person_id,
            page=page,
            version=version,
            accepted_at=clock.now(),
        )
        newest = NEWEST[page]
        db.session.execute(
            update(Person)
            .where(Person.id == person_id, newest < version)
            .values({newest.key: version})
        )
