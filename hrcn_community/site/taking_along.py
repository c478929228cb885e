"""Taking one's data along, and being erased."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, request, session
from flask_babel import gettext as _
from flask_login import logout_user
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm, Written, with_error
from hrcn_community.access.guard import me, permit, public, steps_up, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.core import clock
from hrcn_community.core.errors import Refusal
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.privacy.actions.erasing import ask_erasure, take_erasure_back
from hrcn_community.privacy.actions.exporting import KEPT_FOR, ask_for_export
from hrcn_community.privacy.archive import opened
from hrcn_community.privacy.handing_over import handover_owed
from hrcn_community.privacy.models import Export, WrongHandle
from hrcn_community.privacy.queries.own import archive_token, find_archive, own_export
from hrcn_community.site.leaving import person_of_pass

taking_along = Blueprint("taking_along", __name__)


class ExportForm(HouseForm):
    with_pseudonyms = BooleanField(
        _l("Also what I wrote under pseudonyms"),
        description=_l(
            "Whoever gets hold of this archive then knows which pseudonyms are yours. Leave it out "
            "unless you need it."
        ),
    )


class ErasureForm(HouseForm):
    texts = RadioField(
        _l("What becomes of what you wrote"),
        validators=[InputRequired(_l("Choose what becomes of your texts."))],
    )
    handle = StringField(
        _l("Your handle, to be sure"),
        validators=[Written(_l("Type your handle.")), Length(max=60)],
    )

    def process(self, *args: Any, **more: Any) -> None:
        self.texts.choices = options(
            [
                ("keep", _l("It stays, without my name: conversations can still be followed")),
                ("empty", _l("It goes: in its place stands that something was taken back")),
            ]
        )
        super().process(*args, **more)


@taking_along.get("/settings/data")
@permit(Permission.Own.EXPORT)
def show() -> Any:
    return _shown(ExportForm())


@taking_along.post("/settings/data")
@steps_up
@permit(Permission.Own.EXPORT)
def ask() -> Any:
    form = ExportForm()
    if not form.validate_on_submit():
        return _shown(form, 422)
    return form.once(lambda: _asked(form))


@taking_along.get("/settings/data/<token>")
@steps_up
@permit(Permission.Own.EXPORT, find_archive)
def fetch(export: Export) -> Response:
    name = f"hrcn-community-{clock.today():%Y-%m-%d}.zip"
    headers = {
        "Content-Type": "application/zip",
        "Content-Length": str(export.size),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(opened(export.stored), headers=headers, direct_passthrough=True)


@taking_along.get("/settings/data/erasure")
@permit(Permission.Own.EXPORT)
def erasure() -> Any:
    return _erasure(ErasureForm())


@taking_along.post("/settings/data/erasure")
@steps_up
@permit(Permission.Own.EXPORT)
def erase() -> Any:
    form = ErasureForm()
    if not form.validate_on_submit() or not _is_asked(form):
        return _erasure(form, 422)
    logout_user()
    session.clear()
    return _closed()


@taking_along.post("/sign-in/return")
@public
def come_back() -> Any:
    """Open a closed account again; whoever has the pass gave the right password a moment ago."""
    take_erasure_back(person_of_pass(request.form.get("pass", "")))
    flash(_("Your account is open again, and nothing was erased. Sign in as before."), "success")
    return redirect("/sign-in", 303)


def _is_asked(form: ErasureForm) -> bool:
    """Ask to be erased; where that cannot be, say why beside the field or above the form."""
    keeps_texts = form.texts.data == "keep"
    try:
        ask_erasure(form.handle.data or "", keeps_texts=keeps_texts, by=me())
    except WrongHandle as refused:
        with_error(form, form.handle, refused)
    except Refusal as refused:
        form.form_errors.append(str(refused.message))
    else:
        return True
    return False


def _closed() -> Any:
    days = current_app.config["ERASURE_DAYS"]
    said = _(
        "Your account is closed. Within %(days)s days you can sign in and come back.", days=days
    )
    flash(said, "success")
    return redirect("/", 303)


def _asked(form: ExportForm) -> str:
    ask_for_export(with_pseudonyms=bool(form.with_pseudonyms.data), by=me())
    flash(_("Your archive is being made. You are told when it is ready."), "success")
    return "/settings/data"


def _shown(form: ExportForm, status: int = 200) -> Any:
    export = own_export(viewer=viewer())
    ready = export if export and export.is_ready else None
    href = f"/settings/data/{archive_token(ready, me())}" if ready else ""
    making = bool(export and not export.stored)
    shown = {"form": form, "ready": ready, "href": href, "making": making, "days": KEPT_FOR.days}
    return page("privacy/data.html", status, **shown)


def _erasure(form: ErasureForm, status: int = 200) -> Any:
    shown = {
        "form": form,
        "owed": handover_owed(me().id),
        "days": current_app.config["ERASURE_DAYS"],
    }
    return page("privacy/erasure.html", status, **shown)
