"""A person, their places in spaces, and everything that lets them in."""

from hrcn_community.accounts.models.accepting import Acceptance
from hrcn_community.accounts.models.distances import Distance, DistanceKind
from hrcn_community.accounts.models.doors import (
    Application,
    Invitation,
    InvitationSpace,
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
    LEFT_NAME,
    Membership,
    Person,
    Persona,
    PersonTerm,
    SpaceRemoval,
    SpaceRequest,
    takes_part,
)
from hrcn_community.accounts.models.proofs import (
    AddressChange,
    CodeKey,
    LinkedIdentity,
    Passkey,
    RecoveryCode,
    Spent,
)
from hrcn_community.accounts.models.roles import (
    GRANTED_BY_TWO,
    PAGELESS,
    Reach,
    SiteRole,
    SpaceRole,
    Standing,
)
from hrcn_community.accounts.models.standing import Affiliation, RoleProposal, Suspension

__all__ = [
    "ERASED_NAME",
    "GRANTED_BY_TWO",
    "LEFT_NAME",
    "PAGELESS",
    "Acceptance",
    "AddressChange",
    "Affiliation",
    "Application",
    "CodeKey",
    "Distance",
    "DistanceKind",
    "Invitation",
    "InvitationSpace",
    "Letter",
    "LinkedIdentity",
    "MailedToken",
    "Membership",
    "Passkey",
    "Person",
    "PersonTerm",
    "Persona",
    "Purpose",
    "Reach",
    "RecoveryCode",
    "RoleProposal",
    "SentForm",
    "SignIn",
    "SiteRole",
    "SpaceRemoval",
    "SpaceRequest",
    "SpaceRole",
    "Spent",
    "Standing",
    "Suspension",
    "Way",
    "WrongTry",
    "takes_part",
]
