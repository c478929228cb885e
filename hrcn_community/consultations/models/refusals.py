"""What is said when a deed of a case cannot be."""

from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l


class NotFromHere(Refusal):
    message = _l("This cannot be done with the case as it stands now. Look at it again.")


class ReasonMissing(Refusal):
    message = _l("This deed needs a reason, which stays with the case.")


class NobodyToLead(Refusal):
    message = _l(
        "Nobody of the core team is free to lead this case, so it was not submitted. "
        "Please write to the consultation desk."
    )


class NotOffered(Refusal):
    message = _l("Sealed consultations are not offered yet.")


class NotTighter(Refusal):
    message = _l("You can only make the circle of readers smaller by yourself.")


class NotEligible(Refusal):
    message = _l("This person cannot take this part in this case.")


class NotAvailable(Refusal):
    message = _l("This person is away, or has as many open cases as they take on at a time.")


class NotThreePeople(Refusal):
    message = _l("Author, reviewer and signer are three different people.")


class NothingToSend(Refusal):
    message = _l("There is no text for this yet.")


class ChangedSince(Refusal):
    message = _l("The draft was changed after it was reviewed or signed. It has to be read again.")
