"""A digest: what waited, gathered by space and conversation, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time
from flask_babel import get_locale
from flask_babel import gettext as _

from hrcn_community.core.house import house_title
from hrcn_community.core.settings import address
from hrcn_community.notifications.allowed import Reader, Tale
from hrcn_community.notifications.excerpts import line_of
from hrcn_community.notifications.messages import Words, headers_of_news, rendered
from hrcn_community.notifications.sentences import sentence_of
from hrcn_community.notifications.topics import Topic
from hrcn_community.notifications.unsubscribing import Leave, new_token

MOST_LINES = 30


@dataclass(frozen=True)
class Line:
    """One notice in a digest."""

    words: str
    link: str
    at: str
    excerpt: str = ""
    language: str = ""


@dataclass
class Group:
    """What waited about one thing; `space` is '' where it is in none."""

    space: str
    title: str
    lines: list[Line] = field(default_factory=list)


def digest_words(reader: Reader, tales: list[Tale]) -> Words | None:
    """Return the mail of what still waits; None where that is nothing."""
    if not tales:
        return None
    named = [tale for tale in tales if not _is_unnamed(tale)]
    leave = address(f"/unsubscribe/{new_token(Leave(reader.id))}")
    text, html = rendered(
        "digest",
        groups=_groups(named[:MOST_LINES], reader.viewer.timezone),
        more=max(len(named) - MOST_LINES, 0),
        has_unnamed=len(named) < len(tales),
        link=address("/notifications"),
        settings=address("/settings/notices"),
        leave=leave,
    )
    subject = _("What is new for you in %(house)s", house=house_title())
    return Words(reader.address, subject, text, html, headers_of_news(leave))


def _is_unnamed(tale: Tale) -> bool:
    return tale.is_unnamed and tale.topic != Topic.ADVICE


def _groups(tales: Iterable[Tale], zone: str) -> list[Group]:
    found: dict[object, Group] = {}
    for tale in tales:
        place, group = _group(tale)
        found.setdefault(place, group).lines.append(_line(tale, zone))
    return list(found.values())


def _group(tale: Tale) -> tuple[object, Group]:
    """Return under what a notice stands. The space of what asks for advice is not named."""
    if tale.topic == Topic.ADVICE:
        return ("", tale.title), Group("", tale.title)
    space = tale.space.name if tale.space and tale.space.is_listed else ""
    if tale.conversation:
        return tale.conversation.id, Group(space, tale.title)
    return ("space", tale.space.id if tale.space else 0), Group(space, "")


def _line(tale: Tale, zone: str) -> Line:
    at = _said(tale.notice.told_at, zone)
    if tale.topic == Topic.ADVICE:
        return Line(tale.title, address(tale.notice.address), at)
    excerpt = line_of(tale.post) if tale.post else ""
    language = tale.post.language if tale.post else ""
    return Line(_words(tale, excerpt), address(tale.address), at, excerpt, language)


def _words(tale: Tale, excerpt: str) -> str:
    """Return what a line says; of what was added below a title that stands above it, only by whom."""
    if excerpt and tale.actor_name and tale.topic == Topic.REPLY and tale.conversation:
        return _("%(name)s writes:", name=tale.actor_name)
    return sentence_of(tale)


def _said(at: datetime, zone: str) -> str:
    """Return a moment as it is written in the reader's language and zone."""
    here, spoken = at.astimezone(ZoneInfo(zone)), str(get_locale())
    locale = "en_GB" if spoken == "en" else spoken  # the day before the month
    return f"{format_skeleton('MMMd', here, locale=locale)}, {format_time(here, 'short', locale=locale)}"
