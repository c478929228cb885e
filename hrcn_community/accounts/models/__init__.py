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

__all__ = [
    "ERASED_NAME",
    "PAGELESS",
    "Acceptance",
    "Application",
    "Distance",
    "DistanceKind",
    "Invitation",
    "Letter",
    "MailedToken",
    "Membership",
    "Person",
    "PersonTerm",
    "Persona",
    "Purpose",
    "SentForm",
    "SignIn",
    "SiteRole",
    "SpaceRequest",
    "SpaceRole",
    "Standing",
    "WrongTry",
]
