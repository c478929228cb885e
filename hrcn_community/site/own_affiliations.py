"""Settings: where one belonged, with its days; and what officials ask whoever keeps the register."""

import datetime as dt
from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from hrcn_community.access.choices import option
from hrcn_community.access.forms import HouseForm, with_error
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import affiliations
from hrcn_community.accounts.affiliations import Told
from hrcn_community.accounts.models import Affiliation
from hrcn_community.core import clock
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.register.queries import cities, organisations
from hrcn_community.site.dates import said_period

own_affiliations = Blueprint("own_affiliations", __name__)
OWN, KEPT = "/settings/affiliations", "/admin/affiliations"
FIRST = dt.date(1900, 1, 1)
REFUSED = (
    affiliations.Overlaps,
    affiliations.TooMany,
    affiliations.BelongsElsewhere,
    affiliations.OfficialStays,
)


class DatesForm(HouseForm):
    as_what = StringField(
        _l("As what"),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=200, message=_l("Use at most 200 characters."))],
    )
    since = DateField(
        _l("Since"),
        description=_l("Empty if you do not know the day."),
        validators=[Optional()],
    )
    until = DateField(_l("Until"), validators=[Optional()])

    def validate_since(self, field: DateField) -> None:
        _is_a_day_until_now(field)

    def validate_until(self, field: DateField) -> None:
        _is_a_day_until_now(field)
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("It ends before it begins."))

    @property
    def told(self) -> Told:
        return Told(self.since.data, self.until.data, self.as_what.data or "")


class FormerForm(DatesForm):
    where = SelectField(_l("Where"), validators=[InputRequired(_l("Choose one."))])

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        named = [option(f"city_id {each.id}", each.name) for each in cities()]
        named += [option(f"organisation_id {each.id}", each.name) for each in organisations()]
        self.where.choices = [option("", _("Choose one.")), *named]

    @property
    def chosen(self) -> dict[str, int]:
        column, id_ = (self.where.data or "").split()
        return {column: int(id_)}


class AnswerForm(HouseForm):
    seen = HiddenField()


@own_affiliations.get(OWN)
@permit(Permission.Own.SETTINGS)
def mine() -> Any:
    return _list(FormerForm(formdata=None))


@own_affiliations.post(OWN)
@permit(Permission.Own.SETTINGS)
def add() -> Any:
    form = FormerForm()
    if not form.validate_on_submit():
        return _list(form, 422)
    try:
        return form.once(lambda: _added(form))
    except REFUSED as refused:
        return _list(with_error(form, form.until, refused), 422)


@own_affiliations.get(f"{OWN}/<int:affiliation>")
@permit(Permission.Own.SETTINGS, affiliations.find_own)
def show(affiliation: Affiliation) -> Any:
    return _page(affiliation, DatesForm(formdata=None, obj=affiliation))


@own_affiliations.post(f"{OWN}/<int:affiliation>")
@permit(Permission.Own.SETTINGS, affiliations.find_own)
def change(affiliation: Affiliation) -> Any:
    form = DatesForm()
    if not form.validate_on_submit():
        return _page(affiliation, form, 422)
    try:
        return form.once(lambda: _changed(affiliation, form))
    except REFUSED as refused:
        return _page(affiliation, with_error(form, form.until, refused), 422)


@own_affiliations.post(f"{OWN}/<int:affiliation>/removal")
@permit(Permission.Own.SETTINGS, affiliations.find_own)
def remove(affiliation: Affiliation) -> Response:
    affiliations.take_out(affiliation, by=me())
    flash(_("It stands there no more."), "success")
    return redirect(OWN, 303)


@own_affiliations.get(KEPT)
@permit(Permission.Register.KEEP)
def wishes() -> Any:
    found = affiliations.wishes(viewer=viewer())
    return page("admin/affiliations.html", found=[(each, _time(each)) for each in found])


@own_affiliations.post(f"{KEPT}/<int:affiliation>/confirmation")
@permit(Permission.Register.KEEP, affiliations.find_wish)
def confirm(affiliation: Affiliation) -> Response:
    affiliations.answer_wish(affiliation, AnswerForm().seen.data or "", accepted=True, by=me())
    flash(_("It is written so from now on, and they are told."), "success")
    return redirect(KEPT, 303)


@own_affiliations.post(f"{KEPT}/<int:affiliation>/refusal")
@permit(Permission.Register.KEEP, affiliations.find_wish)
def decline(affiliation: Affiliation) -> Response:
    affiliations.answer_wish(affiliation, AnswerForm().seen.data or "", accepted=False, by=me())
    flash(_("It stays as it was, and they are told."), "success")
    return redirect(KEPT, 303)


def _added(form: FormerForm) -> str:
    affiliations.add_former(form.told, by=me(), **form.chosen)
    flash(_("Saved."), "success")
    return OWN


def _changed(affiliation: Affiliation, form: DatesForm) -> str:
    if affiliations.correct(affiliation, form.told, by=me()):
        flash(_("Saved."), "success")
    else:
        flash(_("Whoever keeps the register is asked to confirm this day."), "success")
    return OWN


def _is_a_day_until_now(field: DateField) -> None:
    if field.data and not FIRST <= field.data <= clock.now().date():
        raise ValidationError(_("Give a day that has come already, after the year 1900."))


def _list(form: FormerForm, status: int = 200) -> Any:
    found = [(each, _time(each)) for each in affiliations.own_affiliations(viewer=me())]
    return page("settings/affiliations.html", status, found=found, form=form)


def _page(affiliation: Affiliation, form: DatesForm, status: int = 200) -> Any:
    return page(
        "settings/affiliation.html",
        status,
        row=affiliations.row_of(affiliation),
        form=form,
        is_confirmed=affiliations.is_confirmed_by_keepers(affiliation, me()),
    )


def _time(row: Any) -> str:
    return said_period(row.since, row.until)
