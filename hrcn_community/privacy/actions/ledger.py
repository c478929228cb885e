"""The ledger of erasures, which outlives the database: one small sealed object for each in the storage.

It says that one was asked for, taken back, or begun. Whoever puts an older copy of the database in place
replays it: who had been erased is erased again, who was about to be still is, and who came back stays.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.signing_in import end_sign_ins
from hrcn_community.attachments.storage import storage
from hrcn_community.attachments.workplace import workplace
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record
from hrcn_community.core.sealing import seal, unseal
from hrcn_community.core.settings import setting
from hrcn_community.privacy.actions.departing import (
    renew_mentions,
    step_back,
    step_out_of_sight,
)
from hrcn_community.privacy.actions.erasing import address_print
from hrcn_community.privacy.events import ErasureAsked, ErasureReached, ErasureTakenBack
from hrcn_community.privacy.models import Erasure

PREFIX = "ledger"


class Noted(StrEnum):
    """What the ledger knows of an erasure."""

    ASKED = "asked"
    TAKEN_BACK = "taken_back"
    BEGUN = "begun"


def note_wish(event: ErasureAsked, entry: Entry) -> None:
    """Write down that somebody wishes to be erased; who takes that back waits until it is written."""
    erasure = db.session.get(
        Erasure, event.erasure_id, populate_existing=True, with_for_update=True
    )
    if erasure and erasure.waits:
        _put(erasure.ref, {"is": Noted.ASKED, **_facts(erasure)})


def note_return(event: ErasureTakenBack, entry: Entry) -> None:
    """Write down that they came back, and nothing more of them."""
    if erasure := db.session.get(Erasure, event.erasure_id):
        _put(erasure.ref, {"is": Noted.TAKEN_BACK})


def note_in_ledger(erasure: Erasure) -> None:
    """Write an erasure that begins into the ledger; written twice it is there once."""
    begun = {"is": Noted.BEGUN, "begun_at": clock.now().isoformat()}
    _put(erasure.ref, begun | _facts(erasure))


def _facts(erasure: Erasure) -> dict[str, Any]:
    return {
        "person_id": erasure.person_id,
        "print": erasure.print,
        "joined_at": erasure.joined_at.isoformat(),
        "keeps_texts": erasure.keeps_texts,
        "asked_at": erasure.asked_at.isoformat(),
    }


def _put(ref: str, noted: dict[str, Any]) -> None:
    with workplace() as folder:
        file = folder / "noted"
        file.write_text(seal(json.dumps({"ref": ref, **noted})))
        storage().put(f"{PREFIX}{ref}", file)


def ledger() -> Iterator[dict[str, Any]]:
    """Yield every erasure that was ever asked for."""
    for names in storage().older_than(clock.now() + timedelta(days=1)):
        for name in names:
            if name.startswith(PREFIX):
                yield json.loads(unseal(b"".join(storage().read(name)).decode()))


def erase_again(_as_it_was_at: datetime) -> None:
    """Erase, in what a backup brought back, whoever was erased since; close what was closed since."""
    let_think_anew()
    replay_ledger()


def let_think_anew() -> None:
    """Give whoever waits to be erased all the days anew: what they said since the backup, nobody knows."""
    waits = (Erasure.step == "", Erasure.taken_back_at.is_(None), Erasure.done_at.is_(None))
    db.session.execute(update(Erasure).where(*waits).values(due_at=_days_anew()))


def replay_ledger() -> int:
    """Close at once the account of everybody in the ledger who is here again, and let the worker erase them.

    Return how many. The caller commits.
    """
    return sum(_replay(noted) for noted in ledger())


def _replay(noted: dict[str, Any]) -> bool:
    erasure = db.session.scalar(select(Erasure).where(Erasure.ref == noted["ref"]))
    is_ = noted.get("is", Noted.BEGUN)  # older ones say nothing
    if is_ == Noted.TAKEN_BACK:
        if erasure:
            _let_come_back(erasure)
        return False
    person = _who_is_back(noted)
    if person is None or (is_ == Noted.ASKED and erasure and not erasure.waits):
        return False
    due = clock.now() if is_ == Noted.BEGUN else _days_anew()
    _close_again(person, erasure or Erasure(ref=noted["ref"]), noted, due)
    return True


def _let_come_back(erasure: Erasure) -> None:
    """Open the account again of which the wish was taken back since."""
    person = db.session.get(Person, erasure.person_id)
    if erasure.waits:
        erasure.taken_back_at = clock.now()
        if person and person.standing == Standing.LEAVING:
            person.standing = Standing.MEMBER
            step_back(person, erasure)
            renew_mentions(person)


def _close_again(person: Person, erasure: Erasure, noted: dict[str, Any], due: datetime) -> None:
    db.session.add(erasure)
    erasure.person_id, erasure.keeps_texts = person.id, noted["keeps_texts"]
    erasure.print, erasure.joined_at = address_print(person.email), person.joined_at
    erasure.asked_at = datetime.fromisoformat(noted.get("asked_at") or noted["begun_at"])
    erasure.due_at, erasure.taken_back_at, erasure.done_at = due, None, None
    erasure.step, erasure.cursor = "", 0
    person.standing = Standing.LEAVING
    step_out_of_sight(person, erasure)
    renew_mentions(person)
    end_sign_ins(person.id)
    db.session.flush()
    record(ErasureReached(erasure_id=erasure.id), due=due)


def _days_anew() -> datetime:
    return clock.now() + timedelta(days=setting("ERASURE_DAYS"))


def _who_is_back(noted: dict[str, Any]) -> Person | None:
    """Return whom that erasure was of, if they stand here: by number and day, or by their address.

    The number alone will not do: after a restore it may be given to somebody else.
    """
    joined_at = datetime.fromisoformat(noted["joined_at"])
    same = db.session.get(Person, noted["person_id"])
    if same and same.joined_at == joined_at and same.standing != Standing.ERASED:
        return same
    since = datetime.fromisoformat(noted.get("begun_at") or noted["asked_at"])
    columns = select(Person.id, Person.email).where(Person.joined_at <= since)
    people = db.session.execute(columns.where(Person.standing != Standing.ERASED))
    ids = [row.id for row in people if address_print(row.email) == noted["print"]]
    return db.session.get(Person, ids[0]) if ids else None
