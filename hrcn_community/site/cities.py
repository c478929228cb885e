"""The cities, and a page for each."""

from typing import Any

from babel import Locale
from flask import Blueprint
from flask_babel import get_locale
from werkzeug.exceptions import NotFound

from hrcn_community.access.guard import public, viewer
from hrcn_community.accounts.directory import people_at
from hrcn_community.core.web import page
from hrcn_community.discussions.queries import threads
from hrcn_community.knowledge.queries.shelf import practices
from hrcn_community.register import queries as register
from hrcn_community.register.models import City, CityFact
from hrcn_community.site import city_map
from hrcn_community.site.dates import said_date
from hrcn_community.site.organisations import said_memberships

cities = Blueprint("cities", __name__)
MOST_PEOPLE = MOST_ORGANISATIONS = 24


@cities.get("/cities")
@public
def directory() -> Any:
    found = register.cities()
    drawn = {"land": city_map.LAND, "width": city_map.WIDTH, "height": city_map.HEIGHT}
    return page(
        "cities/directory.html",
        cities=[city_card(city) for city in found],
        map=drawn | {"dots": city_map.dots(found)},
    )


@cities.get("/cities/<slug>")
@public
def show(slug: str) -> Any:
    city = register.find_city(slug)
    if city is None:
        raise NotFound
    return page("cities/city.html", city=city, **_what_is_known_of(city), **_what_happens_in(city))


def city_card(city: City) -> dict[str, Any]:
    """Return a city as a card shows it."""
    return {
        "name": city.name,
        "country": country_name(city.country),
        "href": f"/cities/{city.slug}",
        "sentence": city.lead,
        "counts": [],
        "lang": "",
    }


def country_name(code: str) -> str:
    """Return the country of an ISO code in the reader's language."""
    return Locale.parse(str(get_locale())).territories.get(code, code)


def _what_is_known_of(city: City) -> dict[str, Any]:
    return {"country": country_name(city.country), "memberships": said_memberships(city)}


def _what_happens_in(city: City) -> dict[str, Any]:
    return {
        "facts": [_told(fact) for fact in register.facts_of(city)],
        "people": people_at(viewer=viewer(), city=city.id, most=MOST_PEOPLE),
        "organisations": register.organisations_in(city, MOST_ORGANISATIONS),
        "threads": threads(viewer=viewer(), city_id=city.id, most=6).threads,
        "practices": practices(viewer=viewer(), city=city.slug, most=6).practices,
    }


def _told(fact: CityFact) -> dict[str, str]:
    return {
        "when": said_date(fact.dated, str(get_locale())),
        "title": fact.text,
        "text": "",
        "href": "",
        "state": "done",
    }
