"""What somebody has enrolled beside a password, and what follows from having it or not."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from hrcn_community.accounts.addresses import folded_address
from hrcn_community.accounts.codes import keep_key, make_recovery_codes, use_code
from hrcn_community.accounts.events import TwoStepChanged
from hrcn_community.accounts.models import CodeKey, Passkey, Person, RecoveryCode, Standing, Way
from hrcn_community.accounts.signing_in import end_sign_ins
from hrcn_community.accounts.stepping_up import end_step_ups
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.words import _l


class AlreadyEnrolled(Refusal):
    message = _l("An app is enrolled already. Remove it first, if you want another.")


class NobodyThere(Refusal):
    message = _l("No member has this address.")


@dataclass(frozen=True)
class Factors:
    """What a person can prove themselves with, beside the password."""

    has_app: bool
    passkeys: int
    recovery_left: int

    @property
    def any(self) -> bool:
        return self.has_app or self.passkeys > 0

    @property
    def takes_codes(self) -> bool:
        return self.has_app or self.recovery_left > 0


def factors_of(person_id: int) -> Factors:
    """Return what a person has enrolled."""
    app = select(func.count()).where(CodeKey.person_id == person_id).scalar_subquery()
    keys = select(func.count()).where(Passkey.person_id == person_id).scalar_subquery()
    left = select(func.count()).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    row = db.session.execute(select(app, keys, left.scalar_subquery())).one()
    return Factors(bool(row[0]), row[1], row[2])


def enrol_app(key: str, step: int, *, by: Viewer) -> list[str]:
    """Enrol an app that showed the code of `step`; return recovery codes where it is the first thing."""
    if not keep_key(by.id, key, step):
        raise AlreadyEnrolled
    return note_enrolled(by.id, "app_added")


def remove_app(*, by: Viewer) -> None:
    """Let codes of the app count no more."""
    gone = delete(CodeKey).where(CodeKey.person_id == by.id).returning(CodeKey.person_id)
    if db.session.scalar(gone) is not None:
        note_removed(by.id, "app_removed")


def prove_by_code(code: str, *, by: Viewer) -> bool:
    """Is this a code of the viewer's? It is used up then; wrong ones count for this browser."""
    way = use_code(by.id, code, f"code in sign-in {by.sign_in_id}")
    if way == Way.RECOVERY:
        note_recovery(by.id)
    return way is not None


def note_recovery(person_id: int) -> None:
    """Note that a recovery code was used: its owner is told, as it may have been somebody else."""
    record(TwoStepChanged(person_id=person_id, how="code_used"), by=person_id)


def renew_recovery_codes(*, by: Viewer) -> list[str]:
    """Return new recovery codes; the ones from before are worth nothing."""
    _alone_with(by.id)
    _forget_recovery_codes(by.id)
    record(TwoStepChanged(person_id=by.id, how="codes_renewed"), by=by.id)
    return make_recovery_codes(by.id)


def note_enrolled(person_id: int, how: str) -> list[str]:
    """Note that something was enrolled; whoever had nothing before gets recovery codes."""
    _alone_with(person_id)
    first = db.session.scalar(
        update(Person)
        .where(Person.id == person_id, Person.two_step_since.is_(None))
        .values(two_step_since=clock.now())
        .returning(Person.id)
    )
    record(TwoStepChanged(person_id=person_id, how=how), by=person_id)
    return make_recovery_codes(person_id) if first else []


def note_removed(person_id: int, how: str) -> None:
    """Note that something is enrolled no more; without the last of them recovery codes go, too."""
    _alone_with(person_id)
    db.session.flush()
    if not factors_of(person_id).any:
        _end_two_step(person_id)
    end_step_ups(person_id)
    record(TwoStepChanged(person_id=person_id, how=how), by=person_id)


def reset_two_step(email: str) -> str:
    """Let somebody who lost everything in by password alone again; return their name.

    Only from the command line. All their browsers are signed out, and they are told by mail.
    """
    person = db.session.scalar(
        select(Person).where(
            Person.email == folded_address(email), Person.standing == Standing.MEMBER
        )
    )
    if person is None:
        raise NobodyThere
    for model in (CodeKey, Passkey):
        db.session.execute(delete(model).where(model.person_id == person.id))
    _end_two_step(person.id)
    end_sign_ins(person.id)
    record(TwoStepChanged(person_id=person.id, how="reset"))
    return person.name


def _alone_with(person_id: int) -> None:
    """Let nobody add the first thing while somebody removes the last, nor two remove the last two."""
    take_turn(f"two-step {person_id}")


def _end_two_step(person_id: int) -> None:
    _forget_recovery_codes(person_id)
    db.session.execute(update(Person).where(Person.id == person_id).values(two_step_since=None))


def _forget_recovery_codes(person_id: int) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
