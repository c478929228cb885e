"""Before somebody goes: what hangs at them alone, and who takes it."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.running import people_named
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.privacy import handing_over as duties
from hrcn_community.privacy.handing_over import Duty
from hrcn_community.privacy.keeping_models import Handover
from hrcn_community.privacy.orphans import asked_by_the_house, find_orphan, orphans

handing_over = Blueprint("handing_over", __name__)


NOBODY = _l("There is nobody of this name who may take it.")


class OfferForm(HouseForm):
    to = StringField(
        _l("Offer it to"),
        description=_l("Their name in addresses, as in @name."),
        filters=[lambda text: one_line(text or "").lstrip("@").lower()],
        validators=[Written(_l("Name somebody.")), Length(max=40)],
    )


@handing_over.get("/settings/handover")
@permit(Permission.Own.SETTINGS)
def mine() -> Any:
    return _page()


@handing_over.post("/settings/handover/<kind>/<int:subject>")
@permit(Permission.Own.SETTINGS, duties.find_duty)
def offer(duty: Duty) -> Any:
    form = OfferForm()
    if not form.validate_on_submit():
        return _page(duty, form)
    try:
        return form.once(lambda: _offered(duty, form))
    except duties.NotTheirs:
        form.to.errors = [NOBODY]
        return _page(duty, form)


@handing_over.post("/settings/handover/offers/<ref>/acceptance")
@permit(Permission.Own.SETTINGS, duties.find_offer)
def accept(handover: Handover) -> Response:
    duty = duties.take(handover, by=me())
    return _back(_("It is yours now: %(title)s.", title=duty.title))


@handing_over.post("/settings/handover/offers/<ref>/refusal")
@permit(Permission.Own.SETTINGS, duties.find_offer)
def refuse(handover: Handover) -> Response:
    duties.decline(handover, by=me())
    return _back(_("You have declined; they are told."))


@handing_over.get("/admin/handovers")
@permit(Permission.Admin.HOLDS)
def orphaned() -> Any:
    """Show what hangs at nobody any more, as far as it is open to whoever looks."""
    return _orphans()


@handing_over.post("/admin/handovers/<kind>/<int:subject>")
@permit(Permission.Admin.HOLDS, find_orphan)
def offer_orphan(duty: Duty) -> Any:
    form = OfferForm()
    if not form.validate_on_submit():
        return _orphans(duty, form)
    try:
        return form.once(lambda: _asked(duty, form))
    except duties.NotTheirs:
        form.to.errors = [NOBODY]
        return _orphans(duty, form)


def _asked(duty: Duty, form: OfferForm) -> str:
    duties.offer(duty, _named(form), by_id=None, asked_by_id=me().id)
    flash(_("They are asked. Until they take it, nobody looks after it."), "success")
    return "/admin/handovers"


def _orphans(wrong: Duty | None = None, form: OfferForm | None = None) -> Any:
    kinds, found = duties.kinds(), orphans(viewer=viewer())
    shown = [(each, kinds[each.kind].of_nobody, _form(each, wrong, form)) for each in found]
    status, asked = 422 if wrong else 200, asked_by_the_house(found)
    return page("admin/handovers.html", status, found=shown, asked=asked, wrong=form)


def _offered(duty: Duty, form: OfferForm) -> str:
    duties.offer(duty, _named(form), by_id=me().id)
    flash(_("It is offered. Until they take it, it stays yours."), "success")
    return "/settings/handover"


def _page(wrong: Duty | None = None, form: OfferForm | None = None) -> Any:
    kinds = duties.kinds()
    return page(
        "settings/handover.html",
        422 if wrong else 200,
        owed=[
            (each, kinds[each.kind].label, _form(each, wrong, form))
            for each in duties.hangs_at(me().id)
        ],
        offered=duties.offered_by(me().id),
        offers=[
            (h, duty, name, kinds[h.kind].label) for h, duty, name in duties.offers_to(me().id)
        ],
        wrong=form if wrong else None,
    )


def _form(duty: Duty, wrong: Duty | None, form: OfferForm | None) -> OfferForm:
    """Return the form of one duty: the one that was refused, with what was written, or an empty one."""
    return form if form and duty == wrong else OfferForm(formdata=None)


def _named(form: OfferForm) -> int:
    name = form.to.data or ""
    return people_named([name]).get(name, 0)


def _back(message: str) -> Response:
    flash(message, "success")
    return redirect("/settings/handover", 303)
