"""The calendar file of a workshop: the same UID for ever, a SEQUENCE that grows, nobody's name in it."""

from datetime import timedelta
from email.utils import parseaddr

from icalendar import Calendar, Event, vCalAddress, vText

from hrcn_community.core.settings import address, setting
from hrcn_community.core.text import one_line
from hrcn_community.workshops.models.workshops import Workshop

PRODUCT = "-//Human Rights Cities Network//HRCN Community//EN"
AROUND = timedelta(days=370)


def calendar_file(workshop: Workshop) -> bytes:
    """Return the workshop as an iCalendar file, which a calendar takes in, changes or cancels."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "CANCEL" if workshop.cancelled_at else "PUBLISH")
    file.add_component(_event(workshop))
    file.add_missing_timezones(
        (workshop.starts_at - AROUND).date(), (workshop.ends_at + AROUND).date()
    )
    return file.to_ical()


def _event(workshop: Workshop) -> Event:
    event, page = Event(), address(workshop.address)
    event.add("uid", workshop.uid)
    event.add("sequence", workshop.sequence)
    event.add("status", "CANCELLED" if workshop.cancelled_at else "CONFIRMED")
    event.add("dtstamp", workshop.changed_at)
    event.add("last-modified", workshop.changed_at)
    event.add("dtstart", workshop.starts_at.astimezone(workshop.zone))
    event.add("dtend", workshop.ends_at.astimezone(workshop.zone))
    event.add("summary", one_line(workshop.title))
    event.add("description", f"{one_line(workshop.summary)}\n\n{page}")
    event.add("location", one_line(workshop.place))
    event.add("url", page)
    event.add("organizer", _organiser())
    return event


def _organiser() -> vCalAddress:
    """The house itself: under the Chatham House Rule a host is somebody who was there."""
    name, mailbox = parseaddr(setting("MAIL_FROM"))
    organiser = vCalAddress(f"mailto:{mailbox}")
    organiser.params["cn"] = vText(name)
    return organiser
