"""The organisations of the network, and a page for each: facts for everybody, people as they allow it."""

from typing import Any

from flask import Blueprint, request
from flask_babel import get_locale
from werkzeug.exceptions import NotFound

from hrcn_community.access.guard import public, viewer
from hrcn_community.accounts.directory import people_at
from hrcn_community.core.web import page
from hrcn_community.register import queries as register
from hrcn_community.register.keeping import Entry, memberships_of
from hrcn_community.register.kept import kept_register
from hrcn_community.register.models import Organisation
from hrcn_community.site.dates import said_period

organisations = Blueprint("organisations", __name__)
MOST_PEOPLE = 24


@organisations.get("/organisations")
@public
def directory() -> Any:
    found, after = register.organisation_rows(request.args.get("after", ""))
    shown = [(row, kind_words(row.kind)) for row in found]
    return page("organisations/directory.html", found=shown, after=after)


@organisations.get("/organisations/<slug>")
@public
def show(slug: str) -> Any:
    organisation = register.find_organisation(slug)
    if organisation is None:
        raise NotFound
    return page("organisations/organisation.html", **_what_is_known_of(organisation))


def _what_is_known_of(organisation: Organisation) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "kind": kind_words(organisation.kind),
        "city": register.city_of(organisation),
        "memberships": said_memberships(organisation),
        "people": people_at(viewer=viewer(), organisation=organisation.id, most=MOST_PEOPLE),
    }


def kind_words(kind: str) -> str:
    """Return which of the network's audiences an organisation belongs to, in the reader's language."""
    term = kept_register().term("audience", f"audience-{kind}")
    return term.in_language(str(get_locale())) if term else kind.replace("-", " ").capitalize()


def said_memberships(entry: Entry) -> list[str]:
    """Return in words when a city or an organisation was a member of the network, the latest first."""
    return [said_period(each.since, each.until) for each in memberships_of(entry)]
