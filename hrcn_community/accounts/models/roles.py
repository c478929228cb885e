"""What somebody is in the house and in a space, how far they have come in, and who sees what of them."""

from enum import StrEnum


class SiteRole(StrEnum):
    PRACTITIONER = "practitioner"
    OFFICIAL = "official"
    ADVISOR = "advisor"
    CORE = "core"
    ADMINISTRATOR = "administrator"  # looks after the machine and reads no content


GRANTED_BY_TWO = {SiteRole.ADVISOR, SiteRole.CORE, SiteRole.ADMINISTRATOR}


class SpaceRole(StrEnum):
    """What a person is inside a space. A host's is a workshop; what follows belongs to the spaces of a case.

    A host is no facilitator: whoever facilitates some space may do more than host this workshop.
    """

    MEMBER = "member"
    FACILITATOR = "facilitator"
    HOST = "host"
    ASKER = "asker"
    LEAD = "lead"
    TRIAGER = "triager"
    ADVISOR = "advisor"
    REVIEWER = "reviewer"
    SIGNER = "signer"


class Standing(StrEnum):
    """How far somebody has come in joining. Only members sign in; a persona is a pseudonym of one.

    Who is imported wrote elsewhere, before this house was, and has not claimed it. Who is leaving asked
    to be erased and may still come back; of who is erased an empty row remains.
    """

    APPLYING = "applying"
    MEMBER = "member"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    PERSONA = "persona"
    IMPORTED = "imported"
    LEAVING = "leaving"
    ERASED = "erased"


# They have a name and no page.
PAGELESS = {Standing.PERSONA, Standing.IMPORTED, Standing.LEAVING, Standing.ERASED}


class Reach(StrEnum):
    """How far somebody lets a part of their profile be seen. Spaces: by whoever is inside one with them."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    SPACES = "spaces"
    NOBODY = "nobody"
