"""Before somebody goes: what hangs at them alone, and who takes it."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.running import people_named
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.privacy import handing_over as duties
from hrcn_community.privacy.handing_over import Duty
from hrcn_community.privacy.handing_spaces import orphans
from hrcn_community.privacy.keeping_models import Handover
from hrcn_community.spaces.models import Visibility

handing_over = Blueprint("handing_over", __name__)
OPEN = [each for each in Visibility if not each.is_closed]


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
        form.to.errors = [_("There is nobody of this name who may take it.")]
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
    """Show the open spaces that nobody runs; of closed ones the core team knows nothing."""
    return page("admin/handovers.html", found=orphans(visibilities=OPEN))


def _offered(duty: Duty, form: OfferForm) -> str:
    name = form.to.data or ""
    duties.offer(duty, people_named([name]).get(name, 0), by_id=me().id)
    flash(_("It is offered. Until they take it, it stays yours."), "success")
    return "/settings/handover"


def _page(wrong: Duty | None = None, form: OfferForm | None = None) -> Any:
    kinds = duties.kinds()
    return page(
        "settings/handover.html",
        422 if wrong else 200,
        owed=[
            (each, kinds[each.kind].label, form if wrong == each and form else _empty())
            for each in duties.hangs_at(me().id)
        ],
        offered=duties.offered_by(me().id),
        offers=[
            (h, duty, name, kinds[h.kind].label) for h, duty, name in duties.offers_to(me().id)
        ],
        wrong=form if wrong else None,
    )


def _empty() -> OfferForm:
    return OfferForm(formdata=None)


def _back(message: str) -> Response:
    flash(message, "success")
    return redirect("/settings/handover", 303)
