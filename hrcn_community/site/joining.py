"""Asking to join, confirming an address, and coming in by an invitation."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from hrcn_community.access.choices import option
from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import public, viewer
from hrcn_community.accounts.accepting import accept_pages
from hrcn_community.accounts.coming_in import accept, invited_by
from hrcn_community.accounts.joining import Newcomer, apply_to_join, confirm_address
from hrcn_community.accounts.limits import count_asking, network_of
from hrcn_community.accounts.models import Purpose, SiteRole
from hrcn_community.accounts.passwords import owner_of
from hrcn_community.accounts.secrets import matches
from hrcn_community.accounts.signing_in import begin
from hrcn_community.core.errors import error_page
from hrcn_community.core.house import INVITED, house_now, kept_house
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.accepting import newest, newest_words
from hrcn_community.site.browsers import device, let_in, remember_device
from hrcn_community.site.fields import (
    AlwaysGiven,
    NewPasswordForm,
    chosen_id,
    city_choices,
    done_under,
    honest_name,
    one_recipient,
    organisation_choices,
    privacy_field,
)

joining = Blueprint("joining", __name__)
MOST_JOINED = 20  # an hour
MOST_MAILED = 5
ROLES = [
    option(
        SiteRole.PRACTITIONER, _l("Practitioner: I work for human rights in a city, paid or unpaid")
    ),
    option(SiteRole.OFFICIAL, _l("Official: I speak for a city or an institution")),
]


def name_field() -> Any:
    return StringField(
        _l("Your name"),
        description=_l("As others should read it beside what you write."),
        filters=[lambda text: one_line(text or "")],
        validators=[Written(_l("Give your name.")), Length(max=120), honest_name],
    )


class AcceptingForm(NewPasswordForm):
    """A form by which somebody comes in: it bears which versions of terms and notice stood beside it."""

    seen = HiddenField(default=newest_words)
    privacy = privacy_field()

    def validate_privacy(self, field: BooleanField) -> None:
        if self.seen.data and self.seen.data != newest_words():
            self.seen.data = newest_words()
            raise ValidationError(
                _("The terms or the notice were changed just now. Please look at them again.")
            )


class JoinForm(AcceptingForm):
    """The application; the city of an official is believed when the core team approves it."""

    name = name_field()
    email = EmailField(
        _l("E-mail address"),
        validators=[DataRequired(_l("Give your address.")), Length(max=254), one_recipient],
    )
    role = RadioField(
        _l("I come as"),
        choices=ROLES,
        default=SiteRole.PRACTITIONER,
        validators=[AlwaysGiven()],
    )
    city = SelectField(_l("City"), default="")
    organisation = SelectField(_l("Organisation"), default="")
    statement = TextAreaField(
        _l("Why would you like to join?"),
        description=_l("Two or three sentences. Only the core team reads them."),
        validators=[Written(_l("Say it in a sentence or two.")), Length(max=2000)],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.password.label.text = _("Password")
        self.personal = (self.name.data or "", self.email.data or "")
        self.city.choices = city_choices(_("None of these"))
        self.organisation.choices = organisation_choices(_("None of these"))

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(
            self.name.data or "",
            self.email.data or "",
            self.role.data,
            chosen_id(self.city.data),
            chosen_id(self.organisation.data),
            str(get_locale()),
            newest(),
        )


class ConfirmForm(HouseForm):
    password = PasswordField(
        _l("Password"),
        description=_l("The one that you chose when you asked to join."),
        validators=[DataRequired(_l("Give your password.")), Length(max=1000)],
    )


class AcceptForm(AcceptingForm):
    name = name_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.password.label.text = _("Password")


@joining.get("/join")
@public
def ask() -> Any:
    if viewer().is_signed_in:
        return redirect("/")
    if kept_house().joining == INVITED:
        return page("account/by_invitation.html")
    return page("account/join.html", form=JoinForm())


@joining.post("/join")
@public
def send() -> Any:
    form = JoinForm()
    if house_now().joining == INVITED:
        return page("account/by_invitation.html", 409)
    if not form.validate_on_submit():
        return page("account/join.html", 422, form=form)
    apply_to_join(form.newcomer, form.password.data or "", form.statement.data or "")
    if not _keeps_pace(form.newcomer.email):
        return error_page(429)  # which saves nothing
    return redirect("/join/sent", 303)


@joining.get("/join/sent")
@public
def sent() -> Any:
    return page("account/join_sent.html")


@joining.get("/join/confirm/<token>")
@public
def confirm(token: str) -> Any:
    return page("account/confirm.html", form=ConfirmForm())


@joining.post("/join/confirm/<token>")
@public
def confirmed(token: str) -> Any:
    owner, form = owner_of(token, Purpose.CONFIRM), ConfirmForm()
    if not form.validate_on_submit():
        return page("account/confirm.html", 422, form=form)
    if not matches(owner.password_hash, form.password.data or ""):
        form.password.errors = [_("This is not the password that came with this request.")]
        return page("account/confirm.html", 422, form=form)
    confirm_address(token)
    return redirect("/join/confirmed", 303)


@joining.get("/join/confirmed")
@public
def done() -> Any:
    return page("account/confirmed.html")


@joining.get("/join/invitation/<token>")
@public
def invitation(token: str) -> Any:
    if viewer().is_member:  # who is here already finds there what is for their address
        return redirect("/settings/invitations")
    return page("account/invitation.html", form=AcceptForm())


@joining.post("/join/invitation/<token>")
@public
def come_in(token: str) -> Any:
    if viewer().is_member:
        return redirect("/settings/invitations", 303)
    invited, form = invited_by(token), AcceptForm()
    form.personal = (form.name.data or "", invited.email)
    if not form.validate_on_submit() or not done_under(form.name, lambda: _accept(token, form)):
        return page("account/invitation.html", 422, form=form)
    flash(_("Welcome. Tell the others a little about yourself."), "success")
    return remember_device(redirect("/settings", 303))


def _keeps_pace(email: str) -> bool:
    """Are these few enough, from where they come and to that mailbox? Known or not, it is counted alike."""
    paces = {
        f"join {network_of(request.remote_addr or '')}": MOST_JOINED,
        f"join as {email}": MOST_MAILED,
    }
    return all(count_asking(subject, most) for subject, most in paces.items())


def _accept(token: str, form: AcceptForm) -> None:
    name, password = form.name.data or "", form.password.data or ""
    person_id = accept(token, name, password, locale=str(get_locale()))
    accept_pages(person_id, newest())
    _begin(person_id)


def _begin(person_id: int) -> None:
    if newcomer := begin(person_id, device(), request.user_agent.string):
        let_in(newcomer)
