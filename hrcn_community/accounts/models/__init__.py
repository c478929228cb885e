"""A person, their places in spaces, and everything that lets them in."""

from hrcn_community.accounts.models.accepting import Acceptance
from hrcn_community.accounts.models.distances import Distance, DistanceKind
from hrcn_community.accounts.models.doors import (
    Application,
    Invitation,
    Letter,
    MailedToken,
    Purpose,
    SentForm,
    SignIn,
    Way,
    WrongTry,
)
from hrcn_community.accounts.models.people import (
    ERASED_NAME,
    PAGELESS,
    Membership,
    Person,
    Persona,
    PersonTerm,
    SiteRole,
    SpaceRequest,
    SpaceRole,
    Standing,
)
from hrcn_community.accounts.models.proofs import (
    AddressChange,
    CodeKey,
    LinkedIdentity,
    Passkey,
    RecoveryCode,
    Spent,
)

__all__ = [
    "ERASED_NAME",
    "PAGELESS",
    "Acceptance",
    "AddressChange",
    "Application",
    "CodeKey",
    "Distance",
    "DistanceKind",
    "Invitation",
    "Letter",
    "LinkedIdentity",
    "MailedToken",
    "Membership",
    "Passkey",
    "Person",
    "PersonTerm",
    "Persona",
    "Purpose",
    "RecoveryCode",
    "SentForm",
    "SignIn",
    "SiteRole",
    "SpaceRequest",
    "SpaceRole",
    "Spent",
    "Standing",
    "Way",
    "WrongTry",
]
