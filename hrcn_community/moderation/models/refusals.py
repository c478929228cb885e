"""What the state of a matter does not allow."""

from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l


class ClaimedByAnother(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(_l("%(name)s has claimed this already.", name=name))


class ClaimFirst(Refusal):
    message = _l("Claim this first, so that nobody else decides it at the same time.")


class DecidedBefore(Refusal):
    message = _l("This has been decided already.")


class NotYoursToDecide(Refusal):
    message = _l("What is about you, or about a notice of yours, another person must decide.")


class NotWithoutUnmasking(Refusal):
    message = _l(
        "Whoever writes under a pseudonym can be silenced there. To suspend the person behind it, two "
        "of the core team must first agree that the name be known."
    )


class AppealedBefore(Refusal):
    message = _l("You have appealed against this already. Another person is looking at it.")


class TooLateToAppeal(Refusal):
    message = _l(
        "There is nothing to appeal against any more: it was undone, or six months are over."
    )


class NothingToGiveBack(Refusal):
    message = _l("Nothing is hidden here that you could give back.")
