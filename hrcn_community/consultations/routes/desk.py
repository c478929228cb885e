"""The desk: what has to be taken up, answered and moved on, the late ones first."""

from typing import Any

from flask import request

from hrcn_community.access.guard import permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.visibility import waits_for_proof
from hrcn_community.consultations.queries.desk import SHOWN_STATES, desk_page, find_desk
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.words import STATES
from hrcn_community.core.web import page
from hrcn_community.spaces.models import Space


@consultations.get("/consultations/desk")
@permit(Permission.Spaces.READ, find_desk)
def desk(space: Space) -> Any:
    state, after = request.args.get("state", ""), request.args.get("after", "")
    return page(
        "consultations/desk.html",
        listed=desk_page(viewer=viewer(), state=state, after=after),
        states=[(each, STATES[each]) for each in SHOWN_STATES],
        chosen=state if state in SHOWN_STATES else "",
        waits_for_proof=waits_for_proof(viewer()),
    )
