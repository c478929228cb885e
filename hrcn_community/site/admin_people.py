"""Looking after the accounts of people: who is what, suspending, setting a role, proposing one."""

import datetime as dt
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import Length

from hrcn_community.access.choices import option, options
from hrcn_community.access.forms import HouseForm, Written, with_error
from hrcn_community.access.guard import me, permit, steps_up, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import looked_after, role_refusals, roles, suspending
from hrcn_community.accounts.models import GRANTED_BY_TWO, Person, SiteRole, Standing
from hrcn_community.conversations.shown import ROLE_NAMES
from hrcn_community.core import clock
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.fields import AlwaysGiven, chosen_id, city_choices

admin_people = Blueprint("admin_people", __name__)
NOT_PROPOSED = (
    role_refusals.ProposalWaits,
    role_refusals.NotYoursToDecide,
    role_refusals.SameRole,
)
STANDINGS = {Standing.MEMBER: _l("Member"), Standing.SUSPENDED: _l("Suspended")}
LASTS = (
    ("7", _l("A week")),
    ("30", _l("A month")),
    ("90", _l("Three months")),
    ("", _l("Until further notice")),
)


class SuspendForm(HouseForm):
    lasts = RadioField(
        _l("For how long"), choices=options(LASTS), default="7", validators=[AlwaysGiven()]
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Mailed to them as you write it."),
        validators=[
            Written(_l("Say why; they will read it.")),
            Length(max=1000, message=_l("Use at most 1000 characters.")),
        ],
        id="why-suspended",
    )

    @property
    def until(self) -> dt.datetime | None:
        return clock.now() + timedelta(days=int(self.lasts.data)) if self.lasts.data else None


class PlainRoleForm(HouseForm):
    role = RadioField(
        _l("Role"),
        choices=[option(role, ROLE_NAMES[role]) for role in roles.PLAIN],
        validators=[AlwaysGiven()],
    )
    city = SelectField(
        _l("City they speak for"),
        description=_l("Officials only; a practitioner says on their own profile where they are."),
        default="",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.city.choices = city_choices(_("No city in particular"))

    def validate_city(self, field: SelectField) -> None:
        if self.role.data == SiteRole.OFFICIAL and not field.data:
            raise ValidationError(_("Say for which city they speak."))


class ProposeForm(HouseForm):
    role = RadioField(_l("Role that they should have"), validators=[AlwaysGiven()], id="proposed")
    reason = TextAreaField(
        _l("Why"),
        description=_l("Who decides reads it, and so does the person."),
        validators=[
            Written(_l("Say why; another person decides by it.")),
            Length(max=1000, message=_l("Use at most 1000 characters.")),
        ],
        id="why-proposed",
    )

    def __init__(self, person: Person, **given: Any) -> None:
        super().__init__(**given)
        offered = [r for r in SiteRole if roles.needs_two(person.site_role, r)]
        wanted = [r for r in offered if r != person.site_role and _is_sensible(person, r)]
        self.role.choices = [option(role, ROLE_NAMES[role]) for role in wanted]


def _is_sensible(person: Person, role: SiteRole) -> bool:
    """A role that is taken away leaves a practitioner; an official is made of one."""
    return role in GRANTED_BY_TWO or role == SiteRole.PRACTITIONER


@admin_people.get("/admin/people")
@permit(Permission.People.SUSPEND)
def everybody() -> Any:
    asked = {name: request.args.get(name, "")[:100] for name in ("q", "role", "standing")}
    found, after = looked_after.accounts(
        asked["q"], asked["role"], asked["standing"], request.args.get("after", ""), viewer=viewer()
    )
    return page(
        "admin/people.html", found=found, after=after, asked=asked, standings=STANDINGS,
        roles=[(role.value, ROLE_NAMES[role]) for role in SiteRole],
    )  # fmt: skip


@admin_people.get("/admin/people/<handle>")
@permit(Permission.People.SUSPEND, looked_after.find_account)
def account(person: Person) -> Any:
    return _page(person)


@admin_people.post("/admin/people/<handle>/suspension")
@permit(Permission.People.SUSPEND, looked_after.find_account)
def suspend(person: Person) -> Any:
    form = SuspendForm()
    if not form.validate_on_submit():
        return _page(person, suspending_form=form)
    return form.once(lambda: _suspended(person, form))


@admin_people.post("/admin/people/<handle>/suspension/end")
@permit(Permission.People.SUSPEND, looked_after.find_account)
def reinstate(person: Person) -> Response:
    suspending.reinstate(person.id, by=me())
    return _back(person, _("They can sign in again and are told by mail."))


@admin_people.post("/admin/people/<handle>/role")
@permit(Permission.People.GRANT, looked_after.find_account)
@steps_up
def set_role(person: Person) -> Any:
    form = PlainRoleForm()
    if not form.validate_on_submit():
        return _page(person, plain_form=form)
    try:
        roles.set_plain_role(person.id, form.role.data, chosen_id(form.city.data), by=me())
    except role_refusals.NeedsTwo as refused:
        return _page(person, plain_form=with_error(form, form.role, refused))
    return _back(person, _("Their role is changed, and they are told."))


@admin_people.post("/admin/people/<handle>/proposals")
@permit(Permission.People.GRANT, looked_after.find_account)
@steps_up
def propose(person: Person) -> Any:
    form = ProposeForm(person)
    if not form.validate_on_submit():
        return _page(person, proposing=form)
    try:
        return form.once(lambda: _proposed(person, form))
    except NOT_PROPOSED as refused:
        return _page(person, proposing=with_error(form, form.role, refused))


def _suspended(person: Person, form: SuspendForm) -> str:
    suspending.suspend(person.id, until=form.until, by=me(), reason=form.reason.data or "")
    flash(_("They are suspended, signed out everywhere, and told by mail."), "success")
    return f"/admin/people/{person.handle}"


def _proposed(person: Person, form: ProposeForm) -> str:
    made = roles.propose_role(person.id, form.role.data, form.reason.data or "", by=me())
    flash(_("It is proposed. Another person of the core team decides."), "success")
    return f"/admin/roles/{made.ref}"


def _page(
    person: Person,
    *,
    suspending_form: SuspendForm | None = None,
    plain_form: PlainRoleForm | None = None,
    proposing: ProposeForm | None = None,
) -> Any:
    wrong = suspending_form or plain_form or proposing
    is_plain = person.site_role in roles.PLAIN
    now = {"role": person.site_role if is_plain else None, "city": str(person.city_id or "")}
    shown = {
        "person": person,
        "wrong": wrong,
        "suspending": suspending_form or SuspendForm(formdata=None),
        "setting": plain_form or PlainRoleForm(formdata=None, data=now) if is_plain else None,
        "proposing": proposing or ProposeForm(person, formdata=None),
        "is_self": person.id == me().id,
    }
    return page("admin/person.html", 422 if wrong else 200, **shown, **_known_of(person))


def _known_of(person: Person) -> dict[str, Any]:
    return {
        "standings": STANDINGS,
        "places": looked_after.open_places_of(person),
        "sign_ins": looked_after.sign_ins_of(person),
        "proposals": looked_after.proposals_about(person),
        "suspensions": looked_after.suspensions_of(person),
    }


def _back(person: Person, message: str) -> Response:
    flash(message, "success")
    return redirect(f"/admin/people/{person.handle}", 303)
