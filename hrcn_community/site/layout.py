"""What every page's frame needs: who is looking, the rooms, the language, the theme."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, format_decimal, get_locale, ngettext
from flask_babel import gettext as _

from hrcn_community.access.guard import viewer
from hrcn_community.accounts.silencing import mask_silenced_until, silenced_until
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.shown import LABEL_WORDS, REACTION_WORDS, ROLE_NAMES
from hrcn_community.core.house import AS_BUILT, House, house_title, kept_house
from hrcn_community.core.web import page_here
from hrcn_community.core.words import _l, day_of, time_words
from hrcn_community.notifications.queries import unseen_count
from hrcn_community.site.dates import said_date
from hrcn_community.spaces.models import Visibility

ROOMS = (
    (_l("Threads"), "/threads", "messages-square"),
    (_l("Learning"), "/learning", "graduation-cap"),
    (_l("Workshops"), "/workshops", "users-round"),
    (_l("Consultations"), "/consultations", "scale"),
    (_l("Knowledge"), "/knowledge", "library"),
    (_l("Cities"), "/cities", "landmark"),
)
ROOM_NAMES = {
    "discussions": _l("Thread"),
    "learning": _l("Learning"),
    "workshops": _l("Workshop"),
    "consultations": _l("Consultation"),
    "knowledge": _l("Knowledge"),
}
ALSO_HERE = {
    "/learning": ("/modules",),
    "/knowledge": ("/guidelines", "/practices", "/answers"),
    "/threads": ("/spaces",),
}
THEMES = ("", "light", "dark")


def register_layout(app: Flask) -> None:
    """Give templates their globals, and every request its language and time zone."""
    Babel(app, locale_selector=choose_locale, timezone_selector=lambda: viewer().timezone)
    app.context_processor(_frame)
    app.jinja_env.globals.update(
        audience_words=audience_words,
        day_words=day_words,
        house_title=house_title,
        house_name=lambda: shown_house().name,
        contact_address=lambda: shown_house().contact,
        label_words=LABEL_WORDS,
        page_here=page_here,
        language_name=language_name,
        reaction_words=REACTION_WORDS,
        role_names=ROLE_NAMES,
        room_names=ROOM_NAMES,
        silence_in=silence_in,
        size_words=size_words,
        time_words=time_words,
    )


def choose_locale() -> str:
    """Return the person's language, else the cookie's, else the best the browser asks for."""
    if not has_request_context():
        return "en"  # the worker and the command line look at nobody
    known = current_app.config["LANGUAGES"]
    asked = viewer().locale or request.cookies.get("language", "")
    if asked in known:
        return asked
    return request.accept_languages.best_match(known) or shown_house().language


def shown_house() -> House:
    """Return the settings of the house for this page; as it was built, where the database is away."""
    if "house" not in g:
        g.house = AS_BUILT if g.get("without_database") else kept_house()
    return g.house


def choose_theme() -> str:
    asked = viewer().theme or request.cookies.get("theme", "")
    return asked if asked in THEMES else ""


def audience_words(visibility: str, people: int) -> str:
    """Return who will read what is written here, and how many they are."""
    if visibility == Visibility.PUBLIC:
        return _("Anyone on the internet can read this.")
    if visibility == Visibility.NETWORK:
        return ngettext(
            "The %(num)s member of the network can read this; the public cannot.",
            "All %(num)s members of the network can read this; the public cannot.",
            people,
        )
    return ngettext(
        "Only the %(num)s person inside this space can read this.",
        "Only the %(num)s people inside this space can read this.",
        people,
    )


def day_words(day: date | None) -> str:
    """Return a day of the calendar, which is the same in every time zone, in the reader's language."""
    return said_date(day.isoformat(), str(get_locale())) if day else _("not said")


def silence_in(space_id: int | None = None) -> Mapping[str, object]:
    """Return until which day the viewer writes nothing in a space (None: on their profile), if so."""
    who = viewer()
    if not isinstance(who, Viewer):
        return {"by_name": None, "by_mask": None}
    by_name = silenced_until(who, space_id)
    by_mask = mask_silenced_until(who, space_id) if space_id else None
    return {"by_name": by_name and day_of(by_name), "by_mask": by_mask and day_of(by_mask)}


def size_words(size: int) -> str:
    """Return the size of a file, in the reader's language."""
    if size < 1_000_000:
        return _("%(n)s KB", n=format_decimal(max(round(size / 1000), 1)))
    return _("%(n)s MB", n=format_decimal(round(size / 1_000_000, 1)))


def language_name(code: str) -> str:
    """Return the name of a language in the reader's own."""
    locale = get_locale()
    return locale.languages.get(code, code.upper()) if locale else code.upper()


def _frame() -> dict[str, Any]:
    if "unread_notices" not in g:
        g.unread_notices = unseen_count(viewer=viewer())
    locale = str(get_locale())
    return {
        "viewer": viewer(),
        "nav": [_room(*room) for room in ROOMS],
        "room_here": next((href for _label, href, _icon in ROOMS if _is_here(href)), ""),
        "locale": locale,
        "banner": shown_house().banner_in(locale),
        "theme": choose_theme(),
        "site_languages": list(current_app.config["LANGUAGES"].items()),
        "unread_notices": g.unread_notices,
        "owed_pages": [] if request.path == "/accept" else list(g.get("owed", {}).values()),
    }


def _room(label: object, href: str, icon: str) -> dict[str, object]:
    return {"label": label, "href": href, "icon": icon, "current": _is_here(href)}


def _is_here(href: str) -> bool:
    return request.path.startswith((href, *ALSO_HERE.get(href, ())))
