"""What a browser carries for us for some minutes, sealed: it says what it is for, and is good once.

No row stands in the database until it is used, so that nobody fills tables by asking; then its print
is kept, and a copy of the browser's cookie is worth nothing.
"""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from hrcn_community.accounts.models import Spent
from hrcn_community.accounts.secrets import digest
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import new_secret
from hrcn_community.core.sealing import WrongKey, seal, unseal
from hrcn_community.core.upsert import insert_or_ignore

KEPT_FOR = timedelta(days=1)  # longer than anything that is carried lives


def carry(purpose: str, lives: timedelta, /, **facts: Any) -> str:
    """Return `facts` sealed, to be good for `purpose` alone, for as long as `lives`."""
    until = (clock.now() + lives).timestamp()
    return seal(json.dumps({"for": purpose, "until": until, "number": new_secret()} | facts))


def carried(sealed: str, purpose: str) -> dict[str, Any] | None:
    """Return the facts that were sealed for `purpose`; None where they are forged, older, or for another."""
    try:
        facts = json.loads(unseal(sealed)) if sealed else None
    except (WrongKey, ValueError):
        return None
    if facts is None or facts["for"] != purpose or facts["until"] <= clock.now().timestamp():
        return None
    return facts


def spend(facts: dict[str, Any]) -> bool:
    """Use up what was carried; return whether it was still good. Of two at once, one is refused."""
    now = clock.now()
    db.session.execute(delete(Spent).where(Spent.spent_at < now - KEPT_FOR))
    return insert_or_ignore(Spent, print=digest(facts["number"]), spent_at=now)
