"""What one wrote elsewhere before this house was, to be claimed with one button."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import page
from hrcn_community.importing.actions import claim
from hrcn_community.importing.queries import offer_for

claims = Blueprint("claims", __name__)


@claims.get("/settings/imported")
@permit(Permission.Own.SETTINGS)
def offered() -> Any:
    return page("settings/imported.html", offer=offer_for(me()))


@claims.post("/settings/imported")
@permit(Permission.Own.SETTINGS)
def take() -> Response:
    claim(by=me())
    flash(_("What you wrote elsewhere bears your name now."), "success")
    return redirect("/settings/imported", 303)
