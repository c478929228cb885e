"""One's own pseudonyms, and all that was ever asked about them."""

from typing import Any

from flask import Blueprint

from hrcn_community.access.guard import may, me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.personas import own_personas
from hrcn_community.conversations.queries.unmasking import unmaskings_of
from hrcn_community.core.web import page

pseudonyms = Blueprint("pseudonyms", __name__)


@pseudonyms.get("/settings/pseudonyms")
@permit(Permission.Own.SETTINGS)
def mine() -> Any:
    own = own_personas(me())
    asked = unmaskings_of([each.id for each in own])
    return page("settings/pseudonyms.html", rows=[_shown(each, asked) for each in own])


def _shown(own: Any, asked: Any) -> dict[str, Any]:
    """Return a pseudonym; its space is named while it is open, what was asked is told in any case."""
    space = own.Space if may(Permission.Spaces.READ, own.Space) else None
    return {
        "name": own.name,
        "space": space.name if space else "",
        "href": f"/spaces/{space.slug}" if space and space.is_listed else "",
        "unmaskings": [each for each in asked if each.persona_id == own.id],
    }
