"""Workshops as pages show them: times in the workshop's zone and the reader's, states in words."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date as date_in
from babel.dates import format_time as time_in
from babel.dates import get_timezone_name
from flask_babel import format_time, get_locale, ngettext, to_user_timezone
from flask_babel import gettext as _

from hrcn_community.core import clock
from hrcn_community.core.words import _l
from hrcn_community.workshops.models.seats import Seat
from hrcn_community.workshops.models.workshops import (
    AgendaItem,
    Method,
    Phase,
    Workshop,
    phase_of,
)
from hrcn_community.workshops.queries.workshops import WorkshopList

METHODS = {
    Method.WORLD_CAFE: _l("World café"),
    Method.OPEN_SPACE: _l("Open space"),
    Method.ONE_TWO_FOUR_ALL: _l("1-2-4-All"),
    Method.FISHBOWL: _l("Fishbowl"),
    Method.CONSENT: _l("Consent round"),
    Method.DELPHI: _l("Delphi rounds"),
}
PHASES = {
    Phase.UPCOMING: (_l("Open for registration"), "accent"),
    Phase.RUNNING: (_l("Running now"), "good"),
    Phase.PAST: (_l("Past"), "plain"),
    Phase.CANCELLED: (_l("Cancelled"), "stop"),
}
STATES = {
    Seat.SEATED: _l("You have a seat."),
    Seat.WAITING: _l("You are on the waiting list."),
    Seat.OFFERED: _l("A seat is kept for you."),
}


def phase_words(phase: Phase, *, is_full: bool) -> tuple[object, str]:
    """Return how far a workshop has come, in words and with the tone of its badge."""
    if phase == Phase.UPCOMING and is_full:
        return _l("Waiting list"), "care"
    return PHASES[phase]


def workshop_list(found: WorkshopList) -> dict[str, Any]:
    """Return the list of workshops by phase, as its page shows it."""
    open_ = [(_phase(row), _row(row)) for row in found.open]
    return {
        "running": [row for phase, row in open_ if phase == Phase.RUNNING],
        "upcoming": [row for phase, row in open_ if phase != Phase.RUNNING],
        "past": [_row(row) for row in found.past],
        "older": found.older,
    }


def seats_words(row: Any) -> str:
    """Say how many seats are free. Under the Chatham House Rule only whether there is one.

    There a number that goes down by one beside somebody's name in the corridor says who takes part.
    """
    free = row.capacity - row.seats_taken
    if free <= 0:
        return _("All seats are taken; there is a waiting list.")
    if row.is_chatham:
        return _("Seats are free.")
    return ngettext(
        "%(num)s of %(all)s seats is free.", "%(num)s of %(all)s seats are free.", free,
        all=row.capacity,
    )  # fmt: skip


def zone_words(workshop: Workshop) -> str:
    """Return the zone by name and place: “Central European Time (Vienna)”."""
    place = workshop.timezone.rsplit("/", 1)[-1].replace("_", " ")
    name = get_timezone_name(workshop.zone, locale=_locale())
    return f"{name} ({place})"


def span_words(workshop: Workshop) -> str:
    """Return when the workshop takes place, in its own zone."""
    starts, ends = (at.astimezone(workshop.zone) for at in (workshop.starts_at, workshop.ends_at))
    first, last = _date(starts), _date(ends)
    if first == last:
        return f"{first}, {_time(starts)}–{_time(ends)}"
    return f"{first}, {_time(starts)} – {last}, {_time(ends)}"


def moment_words(at: datetime, workshop: Workshop) -> str:
    """Return a moment in the workshop's zone."""
    there = at.astimezone(workshop.zone)
    return f"{_date(there)}, {_time(there)}"


def reader_words(at: datetime) -> str:
    """Return a moment in the reader's own zone, as their profile names it."""
    here = to_user_timezone(at)
    return f"{_date(here)}, {_time(here)}"


def agenda_days(workshop: Workshop, items: Sequence[AgendaItem]) -> list[tuple[str, list[dict]]]:
    """Return the agenda by days, each with its date in the workshop's zone."""
    first = workshop.starts_at.astimezone(workshop.zone).date()
    days: dict[int, list[dict[str, Any]]] = {}
    for item in items:
        days.setdefault(item.day, []).append(_item(workshop, item, first))
    return [(_date(first + timedelta(days=day - 1)), lines) for day, lines in sorted(days.items())]


def _row(row: Any) -> dict[str, Any]:
    starts = row.starts_at.astimezone(ZoneInfo(row.timezone))
    phase = _phase(row)
    words, tone = phase_words(phase, is_full=row.seats_taken >= row.capacity)
    open_ = phase in (Phase.UPCOMING, Phase.RUNNING)
    return {
        "title": row.title,
        "href": f"/workshops/{row.slug}",
        "day": starts.day,
        "month": date_in(starts, "MMM", locale=_locale()),
        "starts_at": row.starts_at,
        "phase": words,
        "phase_tone": tone,
        "place": row.place,
        "seats": (str(STATES.get(row.state, "")) or seats_words(row)) if open_ else "",
        "summary": row.summary,
        "lang": row.language,
    }


def _phase(row: Any) -> Phase:
    return phase_of(row.starts_at, row.closes_at, row.cancelled_at)


def _item(workshop: Workshop, item: AgendaItem, first: Any) -> dict[str, Any]:
    day = first + timedelta(days=item.day - 1)
    starts, ends = (
        datetime.combine(day, at, workshop.zone).astimezone(UTC) for at in (item.starts, item.ends)
    )
    return {
        "starts_at": starts,
        "zone_time": f"{_time(item.starts)}–{_time(item.ends)}",
        "your_time": "" if _same_clock(starts, workshop.zone) else format_time(starts, "HH:mm"),
        "title": item.title,
        "method": item.who,
        "text": item.note,
        "is_now": not workshop.cancelled_at and starts <= clock.now() < ends,
    }


def _same_clock(at: datetime, zone: ZoneInfo) -> bool:
    """Do the reader's clock and the workshop's show the same at this moment?"""
    return to_user_timezone(at).utcoffset() == at.astimezone(zone).utcoffset()


def _date(at: Any) -> str:
    return date_in(at, "full", locale=_locale())


def _time(at: Any) -> str:
    return time_in(at, "HH:mm", locale=_locale())


def _locale() -> str:
    """Return the language that dates are written in; English is that of Europe, as in the browser."""
    language = str(get_locale() or "en")
    return "en_GB" if language == "en" else language
