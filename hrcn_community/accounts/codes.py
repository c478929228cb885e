"""Codes of an app, one every half minute, and recovery codes on paper; each is good once."""

import hmac
from collections.abc import Iterator

from pyotp import random_base32
from pyotp.totp import TOTP
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from hrcn_community.accounts.limits import count_code, forget_code
from hrcn_community.accounts.models import CodeKey, RecoveryCode, Way
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.house import house_title
from hrcn_community.core.refs import new_ref
from hrcn_community.core.sealing import WrongKey, keyed_print, seal, unseal
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l

STEP = 30
EACH_SIDE = 1  # clocks differ, and typing takes time
RECOVERY_CODES = 10
RECOVERY_BITS = 50
AS_READ = str.maketrans({"o": "0", "i": "1", "l": "1", " ": None, "-": None})


class CodesWait(Refusal):
    message = _l("There were many wrong codes. Please try again in an hour, or use a passkey.")


def new_key() -> str:
    """Return a new secret for an app, in the letters that one types into it."""
    return random_base32()


def app_address(key: str, account: str) -> str:
    """Return the address that an app reads from the picture."""
    return TOTP(key).provisioning_uri(name=account, issuer_name=house_title())


def is_code_of(key: str, code: str) -> int:
    """Return the half minute of which `code` is, near this one, else 0."""
    digits, totp = code.replace(" ", ""), TOTP(key)
    this = int(clock.now().timestamp()) // STEP
    near = range(this - EACH_SIDE, this + EACH_SIDE + 1)
    if not (digits.isascii() and digits.isdecimal()):
        return 0
    return max((n for n in near if hmac.compare_digest(totp.generate_otp(n), digits)), default=0)


def use_code(person_id: int, code: str, counted: str) -> Way | None:
    """Use up a code of the app or a recovery code; return which it was, or None for a wrong one.

    Each is counted for `counted`, durably, and a right one forgotten: call it before anything is written.
    """
    db.session.rollback()  # it may hold a lock; counting wants one of its own
    this = count_code(counted)
    if not this:
        raise CodesWait
    way = _use(person_id, code)
    if way:
        forget_code(this)
    else:
        db.session.rollback()  # what is said of a wrong one holds up nobody
    return way


def _use(person_id: int, code: str) -> Way | None:
    if _use_app_code(person_id, code):
        return Way.CODE
    return Way.RECOVERY if _use_recovery_code(person_id, code) else None


def keep_key(person_id: int, key: str, step: int) -> bool:
    """Keep the secret of an app that has shown its first code, unless there is one; that one is used up."""
    values = {"sealed": seal(key), "last_step": step, "since": clock.now()}
    return insert_or_ignore(CodeKey, person_id=person_id, **values)


def make_recovery_codes(person_id: int) -> list[str]:
    """Return new recovery codes as they are written down; here only their prints are kept."""
    codes = [new_ref(RECOVERY_BITS) for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(person_id=person_id, code_hash=_print(person_id, code)) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def reseal_keys() -> int:
    """Seal anew, with the newest key, the secrets of all apps; return how many."""
    keys = db.session.scalars(select(CodeKey)).all()
    for each in keys:
        each.sealed = seal(unseal(each.sealed))
    return len(keys)


def keys_open() -> bool:
    """Do our keys open the oldest and the newest secret of an app?"""
    try:
        return all(unseal(sealed) for sealed in _outermost())
    except WrongKey:
        return False
    except DBAPIError:  # away, or without its tables yet: others say so
        return True
    finally:
        db.session.rollback()


def _use_app_code(person_id: int, code: str) -> bool:
    row = db.session.execute(
        select(CodeKey.sealed, CodeKey.last_step).where(CodeKey.person_id == person_id)
    ).one_or_none()
    step = is_code_of(unseal(row.sealed), code) if row else 0
    used = update(CodeKey).where(CodeKey.person_id == person_id, CodeKey.last_step < step)
    used = used.values(last_step=step).returning(CodeKey.person_id)
    return bool(step) and db.session.scalar(used) is not None


def _use_recovery_code(person_id: int, code: str) -> bool:
    used = db.session.scalar(
        update(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
        .where(RecoveryCode.code_hash == _print(person_id, code))
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return used is not None


def _print(person_id: int, code: str) -> str:
    """Return what is kept of a recovery code, however it was typed; made with our key, as it is short."""
    return keyed_print("recovery", person_id, code.strip().lower().translate(AS_READ))


def _outermost() -> Iterator[str]:
    for order in (CodeKey.person_id, CodeKey.person_id.desc()):
        yield from db.session.scalars(select(CodeKey.sealed).order_by(order).limit(1))
