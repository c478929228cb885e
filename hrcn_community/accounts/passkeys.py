"""Passkeys: a key in somebody's device proves who they are, to this house's own address alone.

Every question to a device is good once, for five minutes, for one purpose, in one browser. Whoever
answers must be verified by the device (a finger, a face, its code): so a passkey is both steps at once.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, select, update
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hrcn_community.accounts.carried import carried, carry, spend
from hrcn_community.accounts.models import Passkey, Person
from hrcn_community.accounts.signing_in import MAY_COME
from hrcn_community.accounts.two_step import note_enrolled, note_removed
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.house import house_title
from hrcn_community.core.refs import new_ref
from hrcn_community.core.sealing import keyed_print
from hrcn_community.core.settings import setting
from hrcn_community.core.text import one_line
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l

CHALLENGE_LIVES = timedelta(minutes=5)
MOST = 10
REQUIRED = UserVerificationRequirement.REQUIRED


class NoPasskey(Refusal):
    message = _l("This passkey was not taken. Please try again from the beginning.")


class EnoughPasskeys(Refusal):
    message = _l("You have ten passkeys. Remove one that you no longer use.")


def passkeys_of(person_id: int) -> Sequence[Passkey]:
    mine = select(Passkey).where(Passkey.person_id == person_id)
    return db.session.scalars(mine.order_by(Passkey.id)).all()


def find_passkey(ref: str, *, viewer: AnyViewer) -> Passkey | None:
    """Return one of the viewer's own passkeys."""
    return db.session.scalar(
        select(Passkey).where(Passkey.ref == ref, Passkey.person_id == viewer.id)
    )


def ask_for_new(*, by: Viewer) -> tuple[str, str]:
    """Return what the device is asked for a new passkey, and what the browser carries until it answers."""
    known = [base64url_to_bytes(each.credential_id) for each in passkeys_of(by.id)]
    options = generate_registration_options(
        rp_id=_place()[0],
        rp_name=house_title(),
        user_id=_handle(by.id),
        user_name=by.handle,
        user_display_name=by.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return options_to_json(options), _carry(options.challenge, "passkey new", by.id)


def add_passkey(credential: str, carried_: str, name: str, *, by: Viewer) -> list[str]:
    """Keep a new passkey; return recovery codes where it is the first thing that is enrolled."""
    if len(passkeys_of(by.id)) >= MOST:
        raise EnoughPasskeys
    challenge = _challenge(carried_, "passkey new", by.id)
    found, transports = _new_one(credential, challenge)
    added = insert_or_ignore(
        Passkey,
        ref=new_ref(),
        person_id=by.id,
        credential_id=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
        transports=transports,
        name=one_line(name)[:200],
        added_at=clock.now(),
    )
    if not added:
        raise NoPasskey
    return note_enrolled(by.id, "passkey_added")


def remove_passkey(passkey: Passkey, *, by: Viewer) -> None:
    """Let a passkey open nothing any more."""
    gone = delete(Passkey).where(Passkey.id == passkey.id).returning(Passkey.id)
    if db.session.scalar(gone) is not None:
        note_removed(by.id, "passkey_removed")


def ask_for_known(purpose: str, person_id: int = 0) -> tuple[str, str]:
    """Return what any device is asked for `purpose`; it names nobody, as the device knows its owner."""
    options = generate_authentication_options(rp_id=_place()[0], user_verification=REQUIRED)
    return options_to_json(options), _carry(options.challenge, f"passkey {purpose}", person_id)


def use_passkey(credential: str, carried_: str, purpose: str, person_id: int = 0) -> int:
    """Return whose passkey answered, of `person_id` if that is given; else refuse.

    They are a member, or somebody who is leaving and may come back.
    """
    challenge = _challenge(carried_, f"passkey {purpose}", person_id)
    passkey, answer = _answered(credential)
    if passkey is None or (person_id and passkey.person_id != person_id):
        raise NoPasskey
    if answer.response.user_handle != _handle(passkey.person_id):
        raise NoPasskey
    count = _verified_count(answer, challenge, passkey)
    used = update(Passkey).where(Passkey.id == passkey.id, Passkey.sign_count == passkey.sign_count)
    used = used.values(sign_count=count, last_used_at=clock.now()).returning(Passkey.person_id)
    owner = db.session.scalar(used.execution_options(synchronize_session=False))
    if owner is None:
        raise NoPasskey
    return owner


def _answered(credential: str) -> tuple[Passkey | None, Any]:
    try:
        answer = parse_authentication_credential_json(credential)
    except Exception:  # whatever a made-up answer breaks in there, it is no passkey
        raise NoPasskey from None
    passkey = db.session.scalar(
        select(Passkey)
        .join(Person, Person.id == Passkey.person_id)
        .where(Passkey.credential_id == bytes_to_base64url(answer.raw_id))
        .where(Person.standing.in_(MAY_COME))
    )
    return passkey, answer


def _verified_count(answer: Any, challenge: bytes, passkey: Passkey) -> int:
    """Return how often the device says that the key was used; it must grow, or always be 0."""
    rp_id, origin = _place()
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        ).new_sign_count
    except Exception:
        raise NoPasskey from None


def _new_one(credential: str, challenge: bytes) -> tuple[Any, list[str]]:
    rp_id, origin = _place()
    try:
        answer = parse_registration_credential_json(credential)
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
        )
    except Exception:
        raise NoPasskey from None
    return found, [each.value for each in answer.response.transports or []]


def _carry(challenge: bytes, purpose: str, person_id: int) -> str:
    asked = bytes_to_base64url(challenge)
    return carry(purpose, CHALLENGE_LIVES, challenge=asked, person=person_id)


def _challenge(sealed: str, purpose: str, person_id: int) -> bytes:
    """Return the question that was asked in this browser, and use it up."""
    facts = carried(sealed, purpose)
    if facts is None or facts["person"] != person_id or not spend(facts):
        raise NoPasskey
    return base64url_to_bytes(facts["challenge"])


def _handle(person_id: int) -> bytes:
    """Return the name by which a device knows its owner: a print, which says nothing to others."""
    return bytes.fromhex(keyed_print("passkey", person_id))


def _place() -> tuple[str, str]:
    """Return for whom passkeys are, and where they are asked for; neither follows the Host header."""
    parts = urlsplit(setting("BASE_URL"))
    host = "localhost" if parts.hostname == "127.0.0.1" else parts.hostname or "localhost"
    return host, f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
