"""Who opened a confidential space: for those who run it."""

from typing import Any

from flask import Blueprint, request

from hrcn_community.access.guard import permit
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.web import page
from hrcn_community.privacy.readers import readings
from hrcn_community.spaces.models import Space

readers = Blueprint("readers", __name__)


def find_logged(slug: str, *, viewer: AnyViewer) -> Space | None:
    """Return a space that is open to `viewer` and whose readers are written down."""
    space = find_space(slug, viewer=viewer)
    return space if space and space.logs_readers else None


@readers.get("/spaces/<slug>/readers")
@permit(Permission.Spaces.SEE_READERS, find_logged)
def of_space(space: Space) -> Any:
    found = readings(space.id, request.args.get("before", ""))
    return page("spaces/readers.html", space=space, found=found)
