"""Why a role is not given, taken away or laid down, in words."""

from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l


class ProposalWaits(Refusal):
    message = _l("A role is proposed for this person already. Decide on that first.")


class ProposalOver(Refusal):
    message = _l("This was decided already, or is older than fourteen days.")


class NotYoursToDecide(Refusal):
    message = _l(
        "Two decide on this who are not meant themselves: you proposed it, agreed before, or it is about you."
    )


class SameRole(Refusal):
    message = _l("They have this role already.")


class RoleMoved(Refusal):
    message = _l("Their role has changed since this was proposed. Propose it anew.")


class NeedsTwo(Refusal):
    message = _l("This role is given and taken away by two of the core team: propose it.")


class CoreTeamTooSmall(Refusal):
    message = _l("The core team has two people, and it needs two. Let somebody else join it first.")


class InsideSpaces(Refusal):
    message = _l(
        "Whoever looks after the machine is inside no space. They must leave theirs first."
    )


class NoMember(Refusal):
    message = _l("Only a member has a role; this person is none now.")
