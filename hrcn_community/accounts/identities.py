"""Who somebody is at another house: linked by themselves alone, never by an address that it names."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from hrcn_community.accounts.events import IdentityLinked, IdentityUnlinked
from hrcn_community.accounts.models import LinkedIdentity, Person, Way
from hrcn_community.accounts.signing_in import MAY_COME, Outcome, enter, half_signed_in
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.settings import setting
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l


class LinkedAlready(Refusal):
    message = _l(
        "This is linked already: your account to another, or theirs to somebody else here."
    )


@dataclass(frozen=True)
class Vouched:
    """Whom another house names, and how it made sure."""

    issuer: str
    subject: str
    amr: tuple[str, ...]


def linked_since(viewer: Viewer) -> LinkedIdentity | None:
    mine = select(LinkedIdentity).where(LinkedIdentity.person_id == viewer.id)
    return db.session.scalar(mine)


def link_identity(vouched: Vouched, *, by: Viewer) -> None:
    """Let the other house vouch for the viewer from now on."""
    who = {"issuer": vouched.issuer, "subject": vouched.subject}
    if not insert_or_ignore(LinkedIdentity, person_id=by.id, linked_at=clock.now(), **who):
        raise LinkedAlready
    record(IdentityLinked(person_id=by.id), by=by.id)


def unlink_identity(*, by: Viewer) -> None:
    gone = delete(LinkedIdentity).where(LinkedIdentity.person_id == by.id)
    if db.session.scalar(gone.returning(LinkedIdentity.id)) is not None:
        record(IdentityUnlinked(person_id=by.id), by=by.id)


def sign_in_vouched(vouched: Vouched, *, device: str, browser: str) -> Outcome:
    """Sign in whom the other house names, if they linked it; whoever has a second step is asked for it."""
    row = db.session.execute(
        select(Person.id, Person.password_hash, Person.two_step_since)
        .join(LinkedIdentity, LinkedIdentity.person_id == Person.id)
        .where(LinkedIdentity.issuer == vouched.issuer, LinkedIdentity.subject == vouched.subject)
        .where(Person.standing.in_(MAY_COME))
    ).one_or_none()
    if row is None:
        return Outcome()
    if row.two_step_since and not set(vouched.amr) & set(setting("OIDC_TRUSTED_AMR")):
        return Outcome(half=half_signed_in(row.id, row.password_hash, device, Way.PROVIDER))
    return enter(row.id, device=device, browser=browser, way=Way.PROVIDER)
