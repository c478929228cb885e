"""How long things are kept, and what must not go: the core team's pages for both."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit, steps_up, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.running import people_named
from hrcn_community.core import clock
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.privacy import holds as legal
from hrcn_community.privacy.actions.departing import leaving_named
from hrcn_community.privacy.keeping_models import Hold
from hrcn_community.privacy.retention import Period, find_period, periods, set_period
from hrcn_community.site.standing_words import days_words

keeping = Blueprint("keeping", __name__)
LONGEST_REVIEW = timedelta(days=366)
A_PAGE = 30


class PeriodForm(HouseForm):
    days = IntegerField(_l("Days"), validators=[InputRequired(_l("Give a number of days."))])

    def __init__(self, period: Period, **given: Any) -> None:
        super().__init__(**given)
        self.period = period

    def validate_days(self, field: IntegerField) -> None:
        rule = self.period.keeping
        if not rule.least <= (field.data or 0) <= rule.most:
            bounds = {"least": rule.least, "most": rule.most}
            raise ValidationError(_("Between %(least)s and %(most)s days.", **bounds))


class HoldForm(HouseForm):
    person = StringField(
        _l("Person"),
        description=_l(
            "Their name in addresses, as in @name. Or leave it empty and give an address."
        ),
        filters=[lambda text: one_line(text or "").lstrip("@").lower()],
        validators=[Length(max=40)],
    )
    address = StringField(
        _l("Address of a space or a case"),
        description=_l(
            "As it stands after the name of this site: /spaces/… or /consultations/… Whether anything "
            "is there is not told to you, and you cannot read more than before."
        ),
        filters=[lambda text: one_line(text or "").rstrip("/")],
        validators=[Length(max=200)],
    )
    reason = TextAreaField(
        _l("Reason"), validators=[Written(_l("Say why it must be kept.")), Length(max=2000)]
    )
    review_on = DateField(
        _l("To be looked at again on"), validators=[InputRequired(_l("Give a day."))]
    )
    silent_because = TextAreaField(
        _l("The person must not be told, because"),
        description=_l("Only if a law forbids it: name it. Left empty, whom it concerns is told."),
        validators=[Length(max=1000)],
    )

    def validate_review_on(self, field: DateField) -> None:
        today = clock.now().date()
        if field.data and not today < field.data <= today + LONGEST_REVIEW:
            raise ValidationError(_("Choose a day within a year from now."))

    def validate_address(self, field: StringField) -> None:
        if bool(field.data) == bool(self.person.data):
            raise ValidationError(_("Give either a person or an address."))
        if field.data and not field.data.startswith("/"):
            raise ValidationError(_("An address here begins with a slash."))

    @property
    def wanted(self) -> legal.Wanted | None:
        """Return what is asked for, None where there is no such person."""
        named = self.person.data or ""
        person_id = people_named([named]).get(named) or leaving_named(named)
        if self.person.data and not person_id:
            return None
        silent = self.silent_because.data or ""
        day = self.review_on.data or clock.now().date()
        address = self.address.data or ""
        return legal.Wanted(person_id, address, self.reason.data or "", day, silent)


class EndForm(HouseForm):
    reason = TextAreaField(
        _l("Why it ends"), validators=[Written(_l("Say why it ends.")), Length(max=1000)]
    )


@keeping.get("/admin/retention")
@permit(Permission.Admin.RETENTION)
def retention() -> Any:
    return _retention()


@keeping.post("/admin/retention/<rule>")
@permit(Permission.Admin.RETENTION, find_period)
def change(period: Period) -> Any:
    form = PeriodForm(period)
    if not form.validate_on_submit():
        return _retention(form, 422)
    set_period(period, form.days.data or 0, by=me())
    return _back("/admin/retention", _("From now on it is kept so long."))


@keeping.get("/admin/holds")
@permit(Permission.Admin.HOLDS)
def holds() -> Any:
    return _holds(HoldForm())


@keeping.post("/admin/holds")
@permit(Permission.Admin.HOLDS)
@steps_up
def hold() -> Any:
    form = HoldForm()
    if not form.validate_on_submit():
        return _holds(form, 422)
    if (wanted := form.wanted) is None:
        form.person.errors = [_("There is no member of this name.")]
        return _holds(form, 422)
    return form.once(lambda: _set(wanted))


@keeping.get("/admin/holds/<ref>")
@permit(Permission.Admin.HOLDS, legal.find_hold)
def show_hold(hold: Hold) -> Any:
    return _hold(hold, EndForm())


@keeping.post("/admin/holds/<ref>/end")
@permit(Permission.Admin.HOLDS, legal.find_hold)
@steps_up
def end_hold(hold: Hold) -> Any:
    form = EndForm()
    if not form.validate_on_submit():
        return _hold(hold, form, 422)
    return form.once(lambda: _ended(hold, form.reason.data or ""))


def _set(wanted: legal.Wanted) -> str:
    legal.set_hold(wanted, by=me())
    flash(_("Nothing of it goes from now on. The others of the core team are told."), "success")
    return "/admin/holds"


def _ended(hold: Hold, reason: str) -> str:
    legal.end_hold(hold, reason, by=me())
    flash(_("The hold has ended. What is due goes within the hour."), "success")
    return "/admin/holds"


def _retention(form: PeriodForm | None = None, status: int = 200) -> Any:
    rows = [(each, _form_of(each, form)) for each in periods()]
    return page("admin/retention.html", status, rows=rows, wrong=form, days_words=days_words)


def _form_of(period: Period, sent: PeriodForm | None) -> PeriodForm:
    if sent and sent.period.name == period.name:
        return sent
    return PeriodForm(period, formdata=None, data={"days": period.days})


def _holds(form: HoldForm, status: int = 200) -> Any:
    before = request.args.get("before", 0, type=int)
    found = legal.holds(viewer=viewer(), before=before, at_most=A_PAGE + 1)
    older = found[A_PAGE - 1].id if len(found) > A_PAGE else 0
    return page("admin/holds.html", status, found=found[:A_PAGE], older=older, form=form)


def _hold(hold: Hold, form: EndForm, status: int = 200) -> Any:
    return page("admin/hold.html", status, row=legal.hold_row(hold), form=form)


def _back(address: str, message: str) -> Response:
    flash(message, "success")
    return redirect(address, 303)
