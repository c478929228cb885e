"""The directory of the network and the page of each person."""

from typing import Any
from urllib.parse import urlencode

from babel import Locale
from flask import Blueprint, request
from flask_babel import get_locale
from markupsafe import Markup
from wtforms import Form, SearchField, SelectField

from hrcn_community.access.choices import city_options, option
from hrcn_community.access.guard import permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import directory
from hrcn_community.accounts.models import SiteRole
from hrcn_community.conversations.shown import ROLE_NAMES
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.discussions.queries import ThreadRow, threads
from hrcn_community.site.fields import expertise_choices
from hrcn_community.spaces.models import Visibility

people = Blueprint("people", __name__)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_THREADS = 10


class FindForm(Form):
    """Whom somebody looks for. Nothing is sent that changes anything, so it bears no token."""

    q = SearchField(_l("Name begins with"))
    city = SelectField(_l("City"), validate_choice=False)
    role = SelectField(_l("Role"), validate_choice=False)
    expertise = SelectField(_l("Knows about"), validate_choice=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city.choices = city_options(_l("Every city"))
        self.role.choices = [
            option("", _l("Every role")),
            *(option(role, ROLE_NAMES[role]) for role in SiteRole),
        ]
        self.expertise.choices = [option("", _l("Everything")), *expertise_choices()]

    @property
    def wanted(self) -> directory.Wanted:
        return directory.Wanted(
            name=(self.q.data or "")[:100],
            letter=request.args.get("letter", "")[:1],
            city=self.city.data or "",
            role=self.role.data or "",
            expertise=self.expertise.data or "",
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
@permit(Permission.People.READ, directory.find_person)
def profile(person: Any) -> Any:
    return page(
        "people/profile.html",
        person=person,
        bio=Markup(person.bio_html),  # noqa: S704 - gated when it was written
        expertise=directory.expertise_of(person.id),
        languages=[language_name(code) for code in person.languages],
        threads=_threads_of(person.id),
    )


def language_name(code: str) -> str:
    """Return the name of a language in the reader's."""
    locale = Locale.parse(str(get_locale()))
    return locale.languages.get(code, code).capitalize()


def _threads_of(person_id: int) -> list[ThreadRow]:
    """Return what a person started and the viewer may see; what is confidential stays in its space."""
    listed = threads(viewer=viewer(), person_id=person_id, most=2 * MOST_THREADS).threads
    return [row for row in listed if row.visibility != Visibility.CONFIDENTIAL][:MOST_THREADS]


def _with(**changed: str) -> str:
    """Return this list's address with some of its wishes changed, from its beginning."""
    wishes = {"q", "city", "role", "expertise", "letter"}
    kept = {name: value for name, value in request.args.items() if name in wishes and value}
    chosen = {name: value for name, value in (kept | changed).items() if value}
    return f"/people?{urlencode(chosen)}" if chosen else "/people"
