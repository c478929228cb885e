"""The directory of the network and the page of each person."""

from typing import Any
from urllib.parse import urlencode

from babel import Locale
from flask import Blueprint, request
from flask_babel import get_locale
from markupsafe import Markup
from wtforms import Form, SearchField, SelectField

from hrcn_community.access.choices import city_options, option, options
from hrcn_community.access.guard import permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import directory
from hrcn_community.accounts.as_seen import Profile, expertise_of, find_person, former_of
from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.shown import ROLE_NAMES
from hrcn_community.core.spoken import SPOKEN
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.discussions.queries import ThreadRow, threads
from hrcn_community.register.queries import organisations
from hrcn_community.site.dates import said_period
from hrcn_community.site.fields import expertise_choices
from hrcn_community.spaces.models import Visibility

people = Blueprint("people", __name__)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_THREADS = 10
WISHES = ("q", "city", "organisation", "role", "expertise", "language", "letter")


class FindForm(Form):
    """Whom somebody looks for. Nothing is sent that changes anything, so it bears no token."""

    q = SearchField(_l("Name begins with"))
    city = SelectField(_l("City"), validate_choice=False)
    organisation = SelectField(_l("Organisation"), validate_choice=False)
    role = SelectField(_l("Role"), validate_choice=False)
    expertise = SelectField(_l("Knows about"), validate_choice=False)
    language = SelectField(_l("Language"), validate_choice=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.city.choices = city_options(_l("Every city"))
        named = [option(each.slug, each.name) for each in organisations()]
        self.organisation.choices = [option("", _l("Every organisation")), *named]
        roles = [role for role in SiteRole if role != SiteRole.ADMINISTRATOR]
        self.role.choices = [
            option("", _l("Every role")),
            *(option(role, ROLE_NAMES[role]) for role in roles),
        ]
        self.expertise.choices = [option("", _l("Everything")), *expertise_choices()]
        spoken = options((code, language_name(code)) for code in SPOKEN)
        self.language.choices = [option("", _l("Every language")), *spoken]

    @property
    def wanted(self) -> directory.Wanted:
        return directory.Wanted(
            name=(self.q.data or "")[:100],
            letter=request.args.get("letter", "")[:1],
            city=self.city.data or "",
            organisation=self.organisation.data or "",
            role=self.role.data or "",
            expertise=self.expertise.data or "",
            language=self.language.data or "",
        )


@people.get("/people")
@permit(Permission.People.READ)
def everyone() -> Any:
    form = FindForm(request.args)
    found, after = directory.people(
        form.wanted, viewer=viewer(), after=request.args.get("after", "")
    )
    more = _with(after=after) if after else ""
    letters = [(each, _with(letter=each)) for each in LETTERS]
    shown = {"form": form, "wanted": form.wanted, "found": found, "more": more}
    return page("people/directory.html", **shown, letters=letters, every_letter=_with(letter=""))


@people.get("/people/<handle>")
@permit(Permission.People.PROFILE, find_person)
def profile(person: Profile) -> Any:
    return page("people/profile.html", **shown_profile(person, viewer()), preview="")


def shown_profile(person: Profile, reader: AnyViewer) -> dict[str, Any]:
    """Return what the page of a person shows to `reader`, for whom the profile was found."""
    return {
        "person": person,
        "bio": Markup(person.bio_html),  # noqa: S704 - gated when it was written
        "expertise": expertise_of(person),
        "languages": [language_name(code) for code in person.languages],
        "former": [(each, said_period(each.since, each.until)) for each in former_of(person)],
        "threads": _threads_of(person, reader) if "started" in person.parts else [],
    }


def language_name(code: str) -> str:
    """Return the name of a language in the reader's."""
    locale = Locale.parse(str(get_locale()))
    return locale.languages.get(code, code).capitalize()


def _threads_of(person: Profile, reader: AnyViewer) -> list[ThreadRow]:
    """Return what a person started and `reader` may see; what is confidential stays in its space."""
    listed = threads(viewer=reader, person_id=person.id, most=2 * MOST_THREADS).threads
    return [row for row in listed if row.visibility != Visibility.CONFIDENTIAL][:MOST_THREADS]


def _with(**changed: str) -> str:
    """Return this list's address with some of its wishes changed, from its beginning."""
    kept = {name: value for name, value in request.args.items() if name in WISHES and value}
    chosen = {name: value for name, value in (kept | changed).items() if value}
    return f"/people?{urlencode(chosen)}" if chosen else "/people"
