"""What somebody wrote of themselves, hidden or taken out by a decision, and given back. Nothing here commits."""

from typing import Any

from sqlalchemy import delete, select, update

from hrcn_community.accounts.models import Affiliation, Person, PersonTerm
from hrcn_community.core import richtext
from hrcn_community.core.db import db


def hide_texts(person_id: int, *, hidden: bool) -> None:
    """Keep what somebody wrote of themselves from everybody else, or do so no longer."""
    shown = update(Person).where(Person.id == person_id)
    db.session.execute(shown.values(texts_hidden=hidden))


def take_out_texts(person_id: int) -> dict[str, Any]:
    """Take out what somebody wrote of themselves, and return it."""
    person = _alone_with(person_id)
    roles = Affiliation.person_id == person_id, Affiliation.as_what != ""
    said = db.session.execute(select(Affiliation.id, Affiliation.as_what).where(*roles)).all()
    known = db.session.scalars(select(PersonTerm.term_id).where(PersonTerm.person_id == person_id))
    taken = {
        "headline": person.headline,
        "bio": person.bio,
        "as_what": {str(row.id): row.as_what for row in said},
        "expertise": list(known),
    }
    person.headline = person.bio = person.bio_html = ""
    db.session.execute(update(Affiliation).where(*roles).values(as_what=""))
    db.session.execute(delete(PersonTerm).where(PersonTerm.person_id == person_id))
    return taken


def give_back_texts(person_id: int, taken: dict[str, Any]) -> None:
    """Put back what was taken out, but where something else was written since."""
    person = _alone_with(person_id)
    person.headline = person.headline or taken.get("headline", "")
    if not person.bio:
        person.bio = taken.get("bio", "")
        person.bio_html = richtext.render(person.bio)
    for id_, words in taken.get("as_what", {}).items():
        empty = Affiliation.id == int(id_), Affiliation.person_id == person_id
        back = update(Affiliation).where(*empty, Affiliation.as_what == "")
        db.session.execute(back.values(as_what=words))
    known = set(
        db.session.scalars(select(PersonTerm.term_id).where(PersonTerm.person_id == person_id))
    )
    if not known:
        ids = taken.get("expertise", [])
        db.session.add_all(PersonTerm(person_id=person_id, term_id=id_) for id_ in ids)


def _alone_with(person_id: int) -> Person:
    return db.session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
