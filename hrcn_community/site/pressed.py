"""Buttons that need a proof of who presses them: after it each is offered again in its own words.

Nothing is done by itself after a proof: what was sent could have come from another page than ours.
"""

from collections.abc import Mapping

from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from hrcn_community.core.words import _l

DEEDS: Mapping[str, object] = {
    "admin_people.propose": _l("Propose the role"),
    "admin_people.set_role": _l("Set the role"),
    "admin_roles.confirm": _l("Confirm the role"),
    "admin_roles.decline": _l("Decline the role"),
    "keeping.end_hold": _l("End the hold"),
    "keeping.hold": _l("Hold it"),
    "own_address.ask": _l("Change the address"),
    "provider.unlink": _l("End the link"),
    "running.make_facilitator": _l("Make facilitator"),
    "taking_along.ask": _l("Make the archive"),
    "taking_along.erase": _l("Close my account and erase me"),
    "two_step.end_app": _l("Remove the app"),
    "two_step.end_passkey": _l("Remove the passkey"),
    "two_step.renew_codes": _l("Make new recovery codes"),
    "unmasking.confirm": _l("It must be known"),
    "unmasking.open_": _l("Show the name"),
}


def deed_at(address: str) -> object:
    """Return the words of the button that sends something to `address`, '' where none stands above."""
    adapter = request_ctx.url_adapter
    try:
        endpoint = adapter.match(address, method="POST")[0] if adapter else ""
    except HTTPException:
        return ""
    return DEEDS.get(str(endpoint), "")
