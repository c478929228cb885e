"""The ledger of erasures, which outlives the database: one small sealed object for each in the storage.

Whoever puts an older copy of the database in place replays it, and who had been erased is erased again.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.signing_in import end_sign_ins
from hrcn_community.attachments.storage import storage
from hrcn_community.attachments.workplace import workplace
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.sealing import seal, unseal
from hrcn_community.privacy.actions.departing import step_out_of_sight
from hrcn_community.privacy.actions.erasing import address_print
from hrcn_community.privacy.events import ErasureReached
from hrcn_community.privacy.models import Erasure

PREFIX = "ledger"


def note_in_ledger(erasure: Erasure) -> None:
    """Write an erasure into the ledger; written twice it is there once."""
    noted = {
        "ref": erasure.ref,
        "person_id": erasure.person_id,
        "print": erasure.print,
        "joined_at": erasure.joined_at.isoformat(),
        "keeps_texts": erasure.keeps_texts,
        "begun_at": clock.now().isoformat(),
    }
    with workplace() as folder:
        file = folder / "noted"
        file.write_text(seal(json.dumps(noted)))
        storage().put(f"{PREFIX}{erasure.ref}", file)


def ledger() -> Iterator[dict[str, Any]]:
    """Yield every erasure that was ever begun."""
    for names in storage().older_than(clock.now() + timedelta(days=1)):
        for name in names:
            if name.startswith(PREFIX):
                yield json.loads(unseal(b"".join(storage().read(name)).decode()))


def erase_again(_as_it_was_at: datetime) -> None:
    """Erase, in what a backup brought back, whoever was erased since."""
    replay_ledger()


def replay_ledger() -> int:
    """Close at once the account of everybody in the ledger who is here again, and let the worker erase them.

    Return how many. The caller commits.
    """
    found = [noted for noted in ledger() if _closed_again(noted)]
    return len(found)


def _closed_again(noted: dict[str, Any]) -> bool:
    person = _who_is_back(noted)
    if person is None:
        return False
    erasure = db.session.scalar(select(Erasure).where(Erasure.ref == noted["ref"]))
    if erasure is None:
        erasure = Erasure(ref=noted["ref"], asked_at=clock.now())
        db.session.add(erasure)
    erasure.person_id, erasure.keeps_texts = person.id, noted["keeps_texts"]
    erasure.print, erasure.joined_at = address_print(person.email), person.joined_at
    erasure.due_at, erasure.taken_back_at, erasure.done_at = clock.now(), None, None
    erasure.step, erasure.cursor = "", 0
    step_out_of_sight(person, erasure)
    person.standing = Standing.LEAVING
    end_sign_ins(person.id)
    db.session.flush()
    record(ErasureReached(erasure_id=erasure.id))
    return True


def _who_is_back(noted: dict[str, Any]) -> Person | None:
    """Return whom that erasure was of, if they stand here: by number and day, or by their address.

    The number alone will not do: after a restore it may be given to somebody else.
    """
    joined_at = datetime.fromisoformat(noted["joined_at"])
    same = db.session.get(Person, noted["person_id"])
    if same and same.joined_at == joined_at and same.standing != Standing.ERASED:
        return same
    since = datetime.fromisoformat(noted["begun_at"])
    columns = select(Person.id, Person.email).where(Person.joined_at <= since)
    people = db.session.execute(columns.where(Person.standing != Standing.ERASED))
    ids = [row.id for row in people if address_print(row.email) == noted["print"]]
    return db.session.get(Person, ids[0]) if ids else None
