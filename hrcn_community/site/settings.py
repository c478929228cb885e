"""One's own profile, how one reads, the password, and the browsers in which one is signed in."""

from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, current_app, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import (
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from hrcn_community.access.choices import option
from hrcn_community.access.forms import ChoicesField, HouseForm, Written, markdown_text
from hrcn_community.access.guard import me, open_when_overdue, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import directory, passwords, profiles, signing_in
from hrcn_community.accounts.browser_names import browser_words
from hrcn_community.accounts.models import Person, SignIn, SiteRole, Way
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.queries import network_size
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.fields import (
    AlwaysGiven,
    NewPasswordForm,
    chosen_id,
    city_choices,
    done_under,
    expertise_choices,
    honest_name,
    organisation_choices,
)
from hrcn_community.site.people import language_name

settings = Blueprint("settings", __name__)
SPOKEN = (
    "en de nl sv fr ar bg bs cs da el es et fa fi ga hr hu is it lb lt lv mk mt no pl pt ro ru sk "
    "sl sq sr tr uk"
).split()
ZONES = sorted(
    zone
    for zone in available_timezones()
    if zone.split("/")[0] in {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe"}
    or zone in {"UTC", "Pacific/Auckland"}
)
WAYS = {
    Way.PASSWORD: _l("by password"),
    Way.CODE: _l("by password and code"),
    Way.PASSKEY: _l("by passkey"),
    Way.RECOVERY: _l("by password and recovery code"),
    Way.PROVIDER: _l("by another house that knows you"),
}
THEMES = [
    option("", _l("As the device")),
    option("light", _l("Light")),
    option("dark", _l("Dark")),
]


class ProfileForm(HouseForm):
    name = StringField(
        _l("Name"),
        filters=[lambda text: one_line(text or "")],
        validators=[Written(_l("Give your name.")), Length(max=120), honest_name],
    )
    headline = StringField(
        _l("In one line"),
        description=_l("What people may ask you about."),
        validators=[Length(max=160, message=_l("Use at most 160 characters."))],
    )
    bio = TextAreaField(_l("About you"), validators=[Length(max=4000), markdown_text])
    city = SelectField(_l("City"), default="")
    organisation = SelectField(_l("Organisation"), default="")
    expertise = ChoicesField(_l("What you know about"), description=_l("At most twelve."))
    languages = ChoicesField(_l("Languages you read and write"))
    locale = SelectField(_l("Language of this site"), default="")
    timezone = SelectField(_l("Time zone"), default="Europe/Brussels", validators=[AlwaysGiven()])
    theme = SelectField(_l("Appearance"), choices=THEMES, default="")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city.choices = city_choices(_("No city in particular"))
        self.organisation.choices = organisation_choices(_("None of these"))
        self.expertise.choices = expertise_choices()
        self.languages.choices = [option(code, language_name(code)) for code in SPOKEN]
        own = [option(*each) for each in current_app.config["LANGUAGES"].items()]
        self.locale.choices = [option("", _("As the browser asks")), *own]
        self.timezone.choices = [option(zone, zone.replace("_", " ")) for zone in ZONES]

    def validate_expertise(self, field: ChoicesField) -> None:
        if len(field.data or []) > profiles.MOST_TERMS:
            raise ValidationError(_("Choose at most twelve; what you would be asked about first."))

    @property
    def profile(self) -> profiles.Profile:
        return profiles.Profile(
            name=self.name.data or "",
            headline=self.headline.data or "",
            bio=self.bio.data or "",
            city_id=chosen_id(self.city.data),
            organisation_id=chosen_id(self.organisation.data),
            expertise=self.expertise.data or [],
            languages=self.languages.data or [],
            locale=self.locale.data,
            timezone=self.timezone.data,
            theme=self.theme.data,
        )


class PasswordForm(NewPasswordForm):
    current = PasswordField(
        _l("Current password"),
        validators=[DataRequired(_l("Give your current password.")), Length(max=1000)],
    )


@settings.get("/settings")
@permit(Permission.Own.SETTINGS)
def show() -> Any:
    person = profiles.own(me())
    form = ProfileForm(data=_written(person, profiles.own_expertise(me())))
    return _page(form)


@settings.post("/settings")
@permit(Permission.Own.SETTINGS)
def save() -> Any:
    form = ProfileForm()
    if not form.validate_on_submit() or not _is_changed(form):
        return _page(form, 422)
    flash(_("Your profile and settings are saved."), "success")
    return redirect("/settings", 303)


@settings.get("/settings/password")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
def password() -> Any:
    return page("settings/password.html", form=PasswordForm())


@settings.post("/settings/password")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
def change_password() -> Any:
    form, person = PasswordForm(), me()
    form.personal = (person.name, person.handle)
    if not form.validate_on_submit() or not _is_own(form, person):
        return page("settings/password.html", 422, form=form)
    passwords.change_password(form.password.data or "", by=person)
    flash(_("Your password is changed, and your other browsers are signed out."), "success")
    return redirect("/settings", 303)


@settings.get("/settings/sign-ins")
@permit(Permission.Own.SETTINGS)
def sign_ins() -> Any:
    rows = [_shown(row) for row in directory.sign_ins_of(me())]
    return page("settings/sign_ins.html", rows=rows)


@settings.post("/settings/sign-ins/end")
@permit(Permission.Own.SETTINGS)
def end_others() -> Response:
    signing_in.end_sign_ins(me().id, but=me().sign_in_id)
    flash(_("All other browsers are signed out."), "success")
    return redirect("/settings/sign-ins", 303)


@settings.post("/settings/sign-ins/<ref>/end")
@permit(Permission.Own.SETTINGS, directory.find_sign_in)
def end_one(sign_in: SignIn) -> Response:
    signing_in.end_sign_ins(me().id, only=sign_in.token_hash)
    flash(_("That browser is signed out."), "success")
    return redirect("/settings/sign-ins", 303)


def _is_changed(form: ProfileForm) -> bool:
    return done_under(form.name, lambda: profiles.change_profile(form.profile, by=me()))


def _is_own(form: PasswordForm, person: Viewer) -> bool:
    if passwords.knows_password(form.current.data or "", by=person):
        return True
    form.current.errors = [_("This is not your current password.")]
    return False


def _shown(row: SignIn) -> dict[str, Any]:
    return {
        "ref": row.token_hash[:20],
        "browser": browser_words(row.browser),
        "begun_at": row.created_at,
        "seen_at": row.last_seen_at,
        "way": WAYS[Way(row.way)],
        "is_this": row.id == me().sign_in_id,
    }


def _page(form: ProfileForm, status: int = 200) -> Any:
    offers_city = me().site_role != SiteRole.OFFICIAL
    shown = {"form": form, "offers_city": offers_city, "people": network_size()}
    return page("settings/profile.html", status, **shown)


def _written(person: Person, expertise: Any) -> dict[str, Any]:
    return {
        "name": person.name,
        "headline": person.headline,
        "bio": person.bio,
        "city": str(person.city_id or ""),
        "organisation": str(person.organisation_id or ""),
        "expertise": expertise,
        "languages": person.languages,
        "locale": person.locale,
        "timezone": person.timezone,
        "theme": person.theme,
    }
