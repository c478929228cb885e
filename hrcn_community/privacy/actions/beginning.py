"""The first piece of an erasure: from here on nobody is there any more. Nothing here commits."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from hrcn_community.accounts.erased import empty_row
from hrcn_community.accounts.models import AddressChange, Person, Persona, Standing
from hrcn_community.accounts.secrets import persona_print
from hrcn_community.accounts.signing_in import end_sign_ins
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.notifications.models import Mail
from hrcn_community.privacy.actions.departing import traces_of
from hrcn_community.privacy.actions.ledger import note_in_ledger
from hrcn_community.privacy.events import ErasureTakenBack
from hrcn_community.privacy.last_letter import post_last_letter
from hrcn_community.privacy.models import Erasure, Fading
from hrcn_community.spaces.models import Pseudonyms, Space

FIRST = "rooms"
FADING_HOURS = range(24, 24 * 30)


def begin(erasure: Erasure, entry: Entry) -> None:
    """Write it into the ledger, say goodbye, empty the row.

    Who came back in between, by whatever way, is not erased.
    """
    person = db.session.get_one(Person, erasure.person_id, with_for_update=True)
    if person.standing != Standing.LEAVING:
        erasure.taken_back_at, erasure.sealed = clock.now(), ""
        record(ErasureTakenBack(erasure_id=erasure.id))
        return
    traces = traces_of(person)
    erasure.sealed, erasure.step = traces.sealed(), FIRST
    note_in_ledger(erasure)
    end_sign_ins(person.id)
    _let_pseudonyms_fade(person.id, erasure.keeps_texts)
    db.session.execute(delete(Mail).where(Mail.recipient.in_(_addresses(person))))
    post_last_letter(person, traces.name, entry, keeps_texts=erasure.keeps_texts)
    db.session.expunge(person)
    empty_row(erasure.person_id)


def pseudonyms_of(person_id: int) -> list[int]:
    """Return who somebody is under pseudonyms, as long as that can be found out."""
    found = select(Persona.person_id).where(Persona.lookup.in_(_prints_of(person_id)))
    return sorted(db.session.scalars(found))


def _prints_of(person_id: int) -> list[str]:
    spaces = select(Space.id).where(Space.pseudonyms != Pseudonyms.NEVER)
    return [persona_print(person_id, id_) for id_ in db.session.scalars(spaces)]


def _addresses(person: Person) -> set[str]:
    """Return their address, and those that they were about to have or had till now."""
    change = db.session.get(AddressChange, person.id)
    return {person.email} | ({change.old_email, change.new_email} if change else set())


def _let_pseudonyms_fade(person_id: int, keeps_texts: bool) -> None:
    """Break the seals, so that nobody can ever be told whose they were; what is kept for them goes later."""
    for persona_id in pseudonyms_of(person_id):
        due = clock.now() + timedelta(hours=secrets.choice(FADING_HOURS))
        insert_or_ignore(Fading, person_id=persona_id, keeps_texts=keeps_texts, due_at=due)
    db.session.execute(delete(Persona).where(Persona.lookup.in_(_prints_of(person_id))))
