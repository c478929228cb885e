"""Accepting the terms and the privacy notice: at joining, and again when they ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, flash, g, make_response, redirect, request
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.accepting import ACCEPTED, accept_pages
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core.db import db, reading
from hrcn_community.core.differences import Piece
from hrcn_community.core.events import record
from hrcn_community.core.web import SAFE, STATIC, is_fragment, page, page_here, safe_target
from hrcn_community.core.words import _l
from hrcn_community.privacy.accepting import accepted_by, owed_by
from hrcn_community.privacy.keeping_events import PageAccepted
from hrcn_community.site.kept import Kept, destination, keep_request, kept_from_form
from hrcn_community.site.pages import StandingPage, difference, shown
from hrcn_community.site.standing import Version, current, versions

accepting = Blueprint("accepting", __name__)
# What stays open to whoever has not accepted: reading what is asked, and going.
OPEN = (
    "/accept",
    "/sign-out",
    "/contact",
    "/settings/language",
    "/settings/theme",
    "/settings/data",
    "/settings/erasure",
    "/settings/step-up",
    "/drafts",
    *(f"/{name}" for name in ("terms", "privacy", "imprint", "help", "about", "accessibility")),
)


@dataclass(frozen=True)
class Changed:
    """What somebody is asked to accept: the page, what is said of its changes, and what they are."""

    page: StandingPage
    sentences: Sequence[str]
    pieces: Sequence[Piece]
    due_at: datetime


class AcceptForm(HouseForm):
    """Bears which versions it showed, so that nobody accepts what they have not seen."""

    terms = HiddenField()
    privacy = HiddenField()
    next = HiddenField()
    agreed = BooleanField(
        _l("I have read it and accept it."),
        validators=[DataRequired(_l("Tick the box to accept. If you do not want to, see below."))],
    )

    @property
    def versions(self) -> dict[str, int]:
        return {
            name: int(self[name].data) for name in ACCEPTED if (self[name].data or "").isdecimal()
        }


def register_accepting(app: Flask) -> None:
    """Let whoever owes it be asked: after the guard, which knows who is there."""
    app.before_request(_ask)


def newest() -> dict[str, int]:
    """Return what somebody accepts who joins now."""
    return {name: current(name).number for name in ACCEPTED}


def newest_words() -> str:
    """Return the same as a form bears it."""
    return " ".join(f"{name}:{number}" for name, number in newest().items())


@accepting.get("/accept")
@permit(Permission.Own.SETTINGS)
def show() -> Any:
    target = safe_target(request.args.get("next"))
    return _page(AcceptForm(next=target)) if owed_by(me()) else redirect(target)


@accepting.post("/accept")
@permit(Permission.Own.SETTINGS)
def accept() -> Any:
    form, kept, owed = AcceptForm(), kept_from_form(), owed_by(me())
    if not form.validate_on_submit():
        return _page(form, 422, kept)
    if owed and form.versions != _as_shown(owed):
        return _page(form, 409, kept, overtaken=True)
    _accept(form.versions if owed else {})
    return _go_on(form, kept)


def _accept(shown_: Mapping[str, int]) -> None:
    accept_pages(me().id, shown_)
    for name, number in shown_.items():
        record(PageAccepted(page=name, version=number), by=me().id)
    g.owed = {}


def _go_on(form: AcceptForm, kept: Kept | None) -> Any:
    """Give back what was being written, or go where somebody was going."""
    if kept:
        to = destination(kept, viewer=viewer())
        return make_response(page("account/kept.html", kept=kept, to=to, is_proved=True))
    flash(_("Thank you. You have accepted it."), "success")
    return redirect(safe_target(form.next.data), 303)


def _ask() -> Any:
    """Lead whoever has not accepted what is due to where it is asked; before that, remind them."""
    who = viewer()
    g.owed = owed_by(who) if isinstance(who, Viewer) and request.endpoint not in STATIC else {}
    if not any(each.is_due for each in g.owed.values()) or _is_open():
        return None
    if request.method in SAFE:
        return redirect(f"/accept?next={_here()}", 303)
    kept = keep_request()
    db.session.rollback()
    with reading():  # nothing of the deed is done, and the page takes no lock
        return _page(AcceptForm(formdata=None, next="/"), 409, kept)


def _is_open() -> bool:
    """Is that a way out, or what a page asks by itself, so that nobody is led away by it?"""
    by_itself = is_fragment() or getattr(g.get("view"), "is_no_page", False)
    return request.path.startswith(OPEN) or (request.method in SAFE and by_itself)


def _here() -> str:
    return page_here().replace("&", "%26").replace("#", "%23").replace("+", "%2B")


def _page(
    form: AcceptForm, status: int = 200, kept: Kept | None = None, *, overtaken: bool = False
) -> Any:
    owed = owed_by(me())
    for name, number in _as_shown(owed).items():
        form[name].data = str(number)
    changes = [_changed(current(name), accepted_by(me(), name), owed[name].due_at) for name in owed]
    told = {"form": form, "changes": changes, "kept": kept, "overtaken": overtaken}
    return page("account/accept.html", status, **told)


def _as_shown(owed: Mapping[str, Any]) -> dict[str, int]:
    return {name: current(name).number for name in owed}


def _changed(new: Version, accepted: int, due_at: datetime) -> Changed:
    """Return what is new for somebody who accepted that version, or never any."""
    since = versions(new.page, since=max(accepted, 1))
    older = [each for each in versions(new.page) if each.number == max(accepted, 1)]
    language = str(get_locale())
    said = [each.changed(language) for each in reversed(since) if each.changed(language)]
    return Changed(shown(new), said, difference(new, older[0] if older else None), due_at)
