"""What the house keeps of how somebody stands here: what proves who they are, where they belong, and
what was decided about their coming in.

Names and dates: no key, no code, no print goes into an archive, as whoever finds it could use them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.models import (
    Acceptance,
    AddressChange,
    Affiliation,
    CodeKey,
    Distance,
    LinkedIdentity,
    Passkey,
    RecoveryCode,
    RoleProposal,
    SpaceRemoval,
    Suspension,
)
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.keeping_models import Hold
from hrcn_community.register.models import City, Organisation
from hrcn_community.spaces.models import Space


def _holds(viewer: Viewer) -> Sequence[Any]:
    """What must be kept of somebody, and until when; not why, nor anything that a law forbids to tell them."""
    columns = (Hold.begins_at, Hold.review_on, Hold.ended_at)
    mine = Hold.person_id == viewer.id, Hold.silent_because == ""
    rows = db.session.execute(select(*columns).where(*mine).order_by(Hold.id))
    return [dict(row._mapping) for row in rows]


PROOFS = (
    Chapter(
        "passkeys",
        _l("Passkeys"),
        Passkey.person_id,
        (Passkey.name, Passkey.added_at, Passkey.last_used_at),
    ),
    Chapter("code_keys", _l("Codes from an app"), CodeKey.person_id, (CodeKey.since,)),
    Chapter(
        "recovery_codes",
        _l("Recovery codes"),
        RecoveryCode.person_id,
        (RecoveryCode.used_at,),
    ),
    Chapter(
        "linked_identities",
        _l("Other houses that vouch for you"),
        LinkedIdentity.person_id,
        (LinkedIdentity.issuer, LinkedIdentity.subject, LinkedIdentity.linked_at),
    ),
    Chapter(
        "address_changes",
        _l("A change of your address"),
        AddressChange.person_id,
        (
            AddressChange.old_email,
            AddressChange.new_email,
            AddressChange.old_opened_at,
            AddressChange.new_opened_at,
            AddressChange.expires_at,
        ),
    ),
)

STANDING = (
    Chapter("holds", _l("Legal holds on what is yours"), found=_holds),
    Chapter(
        "acceptances",
        _l("Terms and privacy notice that you accepted"),
        Acceptance.person_id,
        (Acceptance.page, Acceptance.version, Acceptance.accepted_at),
    ),
    Chapter(
        "affiliations",
        _l("Where you belong, or belonged"),
        Affiliation.person_id,
        (
            Affiliation.as_what,
            Affiliation.since,
            Affiliation.until,
            Affiliation.wanted_since,
            City.name.label("city"),
            Organisation.name.label("organisation"),
        ),
        (
            (City, City.id == Affiliation.city_id),
            (Organisation, Organisation.id == Affiliation.organisation_id),
        ),
    ),
    Chapter(  # never from whom: that would tell which pseudonym stood where
        "distances",
        _l("How often you keep your distance"),
        Distance.person_id,
        (Distance.kind, Distance.since),
    ),
    Chapter(
        "role_proposals",
        _l("Roles that were proposed for you"),
        RoleProposal.person_id,
        (
            RoleProposal.role,
            RoleProposal.was,
            RoleProposal.reason,
            RoleProposal.proposed_at,
            RoleProposal.decided_at,
            RoleProposal.is_confirmed,
            RoleProposal.answer,
        ),
    ),
    Chapter(
        "suspensions",
        _l("When you could not come in"),
        Suspension.person_id,
        (Suspension.reason, Suspension.began_at, Suspension.until, Suspension.ended_at),
    ),
    Chapter(
        "space_removals",
        _l("Spaces that you were put out of"),
        SpaceRemoval.person_id,
        (SpaceRemoval.reason, SpaceRemoval.removed_at),
        at=(Space, SpaceRemoval.space_id),
    ),
)
