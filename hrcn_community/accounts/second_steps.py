"""The second step of signing in: whoever gave the right password proves more, or is not in.

Between the two there is no row and no sign-in, only something sealed in this browser's session: it
names the person, the device and the password that was right, lives ten minutes, and is good once. So
half a sign-in opens nothing by being forgotten in some check, and dies with a changed password.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.carried import carried, spend
from hrcn_community.accounts.codes import use_code
from hrcn_community.accounts.models import Person, SignIn, Way
from hrcn_community.accounts.passkeys import ask_for_known, use_passkey
from hrcn_community.accounts.secrets import digest
from hrcn_community.accounts.signing_in import HALF, MAY_COME, Outcome, enter
from hrcn_community.accounts.two_step import Factors, factors_of, note_recovery
from hrcn_community.core.db import db, reading
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l

SECOND = "second"


class HalfGone(Refusal):
    message = _l("That took too long, or something changed meanwhile. Please sign in again.")
    back = "/sign-in"


@dataclass(frozen=True)
class Half:
    """Somebody whose password was right, in this browser, a moment ago."""

    person_id: int
    facts: dict[str, Any]
    factors: Factors
    way: Way


def find_half(sealed: str, device: str) -> Half | None:
    """Return who is half signed in here, if all is as it was when the password was given."""
    facts = carried(sealed, HALF)
    if facts is None or facts["device"] != digest(device):
        return None
    with reading():
        password_hash = db.session.scalar(
            select(Person.password_hash).where(
                Person.id == facts["person"], Person.standing.in_(MAY_COME)
            )
        )
        factors = factors_of(facts["person"])
        db.session.rollback()
    if password_hash is None or digest(password_hash) != facts["password"]:
        return None
    return Half(facts["person"], facts, factors, Way(facts["way"]))


def finish_by_code(half: Half, code: str, *, device: str, browser: str) -> Outcome | None:
    """Sign in by a code; None for a wrong one."""
    way = use_code(half.person_id, code, _counted(half.person_id, device))
    if way is None:
        return None
    if way == Way.RECOVERY:
        note_recovery(half.person_id)
    return _finish(half, way, device, browser)


def ask_for_passkey(half: Half) -> tuple[str, str]:
    return ask_for_known(SECOND, half.person_id)


def finish_by_passkey(
    half: Half, credential: str, challenge: str, *, device: str, browser: str
) -> Outcome:
    use_passkey(credential, challenge, SECOND, half.person_id)
    return _finish(half, Way.PASSKEY, device, browser)


def _finish(half: Half, way: Way, device: str, browser: str) -> Outcome:
    if not spend(half.facts):
        raise HalfGone
    began = half.way if half.way != Way.PASSWORD else way
    return enter(half.person_id, device=device, browser=browser, way=began)


def _counted(person_id: int, device: str) -> str:
    """Return for what wrong codes count: on a device that is known those made there alone."""
    with reading():
        known = db.session.scalar(
            select(SignIn.id)
            .where(SignIn.person_id == person_id, SignIn.device_hash == digest(device))
            .limit(1)
        )
        db.session.rollback()
    return f"code {person_id} {device if known else ''}"
