"""The way of a copy for the public, as data: an object of its own, beside the case.

`models.CasePublication.move` reads it and refuses what it does not hold; a test walks every state
and every deed.
"""

from collections.abc import Mapping
from enum import StrEnum

from hrcn_community.accounts.models import SpaceRole


class Publication(StrEnum):
    """How far a copy for the public has come."""

    NONE = "none"
    PROPOSED = "proposed"
    REDACTED = "redacted"
    REQUESTER_CONSENT = "requester_consent"
    AUTHOR_CONSENT = "author_consent"
    SIGNED = "signed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class PublicationDeed(StrEnum):
    PROPOSE = "propose"
    EDIT = "edit"
    REDACT = "redact"
    CONSENT_AS_REQUESTER = "consent_as_requester"
    CONSENT_AS_AUTHOR = "consent_as_author"
    DECLINE = "decline"
    SIGN = "sign"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    LOSE_AUTHORS = "lose_authors"
    OVERTAKE = "overtake"


B, E = Publication, PublicationDeed
# The text is handed on in these; whoever changes a word of it begins again.
HANDED_ON = (B.REDACTED, B.REQUESTER_CONSENT, B.AUTHOR_CONSENT, B.SIGNED)
ALIVE = (B.PROPOSED, *HANDED_ON, B.PUBLISHED)

PUBLICATION: Mapping[tuple[Publication, PublicationDeed], Publication] = {
    (B.NONE, E.PROPOSE): B.PROPOSED,
    (B.PROPOSED, E.EDIT): B.PROPOSED,
    (B.PROPOSED, E.REDACT): B.REDACTED,
    (B.REDACTED, E.CONSENT_AS_REQUESTER): B.REQUESTER_CONSENT,
    (B.REQUESTER_CONSENT, E.CONSENT_AS_AUTHOR): B.AUTHOR_CONSENT,
    (B.AUTHOR_CONSENT, E.SIGN): B.SIGNED,
    (B.AUTHOR_CONSENT, E.SEND_BACK): B.PROPOSED,
    (B.SIGNED, E.PUBLISH): B.PUBLISHED,
    # Consent binds to the text: an edit voids it, and so does whoever takes theirs back.
    **{(state, E.EDIT): B.PROPOSED for state in HANDED_ON},
    **{(state, E.DECLINE): B.PROPOSED for state in HANDED_ON},
    # Nobody's deeds, but what befalls the case: nobody who wrote the answer is left to agree; it was corrected.
    **{(state, E.LOSE_AUTHORS): B.PROPOSED for state in (B.REDACTED, B.REQUESTER_CONSENT)},
    **{(state, E.OVERTAKE): B.PROPOSED for state in (B.PROPOSED, *HANDED_ON)},
    (B.PUBLISHED, E.OVERTAKE): B.PUBLISHED,  # what is public stays, and its people are told
    # What is withdrawn before it was public was public never; what comes later is a new object.
    **{(state, E.WITHDRAW): B.WITHDRAWN for state in ALIVE},
}
NEEDS_REASON = (E.DECLINE, E.SEND_BACK, E.WITHDRAW)

# Who has the next move, by their role in the case.
NEXT_OF_COPY: Mapping[Publication, tuple[SpaceRole, ...]] = {
    B.PROPOSED: (SpaceRole.ADVISOR, SpaceRole.LEAD),
    B.REDACTED: (SpaceRole.ASKER,),
    B.REQUESTER_CONSENT: (SpaceRole.ADVISOR,),
    B.AUTHOR_CONSENT: (SpaceRole.SIGNER, SpaceRole.LEAD),
    B.SIGNED: (SpaceRole.LEAD,),
}


class Wish(StrEnum):
    """What whoever asked says of a copy for the public, before there is an answer."""

    NO = "no"
    ASK = "ask"
    ANONYMISED = "anonymised"
