"""One's own profile, how one reads, the password, and the browsers in which one is signed in."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import DataRequired, Length

from hrcn_community.access.guard import me, open_when_overdue, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import as_seen, belonging, directory, passwords, profiles, signing_in
from hrcn_community.accounts.browser_names import browser_words
from hrcn_community.accounts.models import SignIn, SiteRole, Way
from hrcn_community.accounts.viewer import PUBLIC, Viewer, some_member
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.fields import NewPasswordForm, done_under
from hrcn_community.site.people import shown_profile
from hrcn_community.site.profile_form import ProfileForm, who_sees_what, written_profile

settings = Blueprint("settings", __name__)
WAYS = {
    Way.PASSWORD: _l("by password"),
    Way.CODE: _l("by password and code"),
    Way.PASSKEY: _l("by passkey"),
    Way.RECOVERY: _l("by password and recovery code"),
    Way.PROVIDER: _l("by another house that knows you"),
}


class PasswordForm(NewPasswordForm):
    current = PasswordField(
        _l("Current password"),
        validators=[DataRequired(_l("Give your current password.")), Length(max=1000)],
    )


@settings.get("/settings")
@permit(Permission.Own.SETTINGS)
def show() -> Any:
    person = profiles.own(me())
    known = written_profile(person, profiles.own_expertise(me()), belonging.own_as_what(me()))
    return _page(ProfileForm(data=known))


@settings.post("/settings")
@permit(Permission.Own.SETTINGS)
def save() -> Any:
    form = ProfileForm(data=who_sees_what(profiles.own(me())))  # what was not sent stays as it is
    if not form.validate_on_submit() or not _is_changed(form):
        return _page(form, 422)
    flash(_("Your profile and settings are saved."), "success")
    return redirect("/settings", 303)


@settings.get("/settings/as-seen/<by>")
@permit(Permission.People.READ)
def seen_by(by: str) -> Any:
    """Show one's own page as a member who shares no space sees it, or as the public does."""
    reader = {"members": some_member(), "public": PUBLIC}.get(by)
    if reader is None:
        raise NotFound
    person = as_seen.own_profile(me(), seen_by=reader)
    is_there = by == "members" or as_seen.has_page_for_all(me().id)
    shown = shown_profile(person, reader)
    return page("people/profile.html", **shown, preview=by, is_there=is_there)


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
    is_hidden = profiles.own(me()).texts_hidden
    shown = {"form": form, "offers_city": offers_city, "is_hidden": is_hidden}
    return page("settings/profile.html", status, **shown)
