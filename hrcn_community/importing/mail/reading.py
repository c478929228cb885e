"""Going through a mailbox once: where each message stands, when it was sent, what it answers."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from hrcn_community.core import clock
from hrcn_community.core.text import title_line
from hrcn_community.importing.guarding import guarded
from hrcn_community.importing.mail.boxes import LARGEST, Place, envelope_of, places
from hrcn_community.importing.mail.heads import fields_of, ids_in, words_in
from hrcn_community.importing.mail.threads import Message, Threads, external_of
from hrcn_community.importing.moments import said_moment, why_unlikely
from hrcn_community.importing.report import Report

NO = {"no", "false", "0", ""}
SENSITIVE = {"private", "personal", "company-confidential"}


class Reading:
    """Fills the index; `takes_unarchived` says whether mail that asked to be in no archive comes along."""

    def __init__(self, index: Threads, report: Report, *, takes_unarchived: bool) -> None:
        self.index, self.report, self.takes_unarchived = index, report, takes_unarchived
        self.last: datetime | None = None
        self.count = 0

    def read(self, file: BinaryIO) -> Iterator[int]:
        """Read all; yield how many bytes were read of each message."""
        for place in places(file):
            self.count += 1
            with guarded(self.report, f"message {self.count}"):
                self._note(place)
            yield place.end - place.start

    def _note(self, place: Place) -> None:
        fields = fields_of(place.head)
        ident = next(iter(ids_in(fields.get("message-id", ""))), "")
        refs = _answered(fields, ident)
        item = f"message {self.count}{f' <{ident}>' if ident else ''}"
        if _asks_for_no_archive(fields) and not self.takes_unarchived:
            self.report.skip(item, "its author asked that it be in no archive")
            self.index.join([ident, *refs] if ident else refs or [item])
            return
        external = self._external(place, fields, ident, item)
        if not external:
            return
        if place.end - place.start > LARGEST:
            self.report.note(item, f"it is larger than {LARGEST >> 20} MB and read up to there")
        at = self._moment(place, fields, item)
        message = Message(self.count, place.start, place.end, external, ident, refs, at)
        self.index.add(message, place.print, title_line(words_in(fields.get("subject", ""))))

    def _external(self, place: Place, fields: dict[str, str], ident: str, item: str) -> str:
        """Return under which name a message is remembered; '' where it was met before."""
        rest = [fields.get(name, "") for name in ("date", "from", "subject")]
        external = external_of(ident) if ident else external_of("", place.print, *rest)
        if not ident:
            self.report.note(item, "it has no Message-ID and is known by its words")
        known = self.index.print_of(external)
        if known and ident and known != place.print:
            self.report.note(item, "another message has the same Message-ID; both are kept")
            external = external_of(ident, place.print)
            known = self.index.print_of(external)
        if known:
            self.report.skip(item, "it is there a second time")
            return ""
        return external

    def _moment(self, place: Place, fields: dict[str, str], item: str) -> datetime:
        """Return when a message was sent: as it says, as its envelope or its way says, or as the one before."""
        said = said_moment(fields.get("date", ""))
        if why := why_unlikely(said):
            said = next(filter(_likely, _otherwise(place, fields)), self.last) or clock.now()
            self.report.note(item, f"{why}; the next best is used")
        self.last = said
        return said or clock.now()


def _answered(fields: dict[str, str], ident: str) -> list[str]:
    """Return which messages one answers, the nearest first."""
    before = [*ids_in(fields.get("in-reply-to", "")), *ids_in(fields.get("references", ""))[::-1]]
    return [each for each in dict.fromkeys(before) if each != ident]


def _likely(moment: datetime | None) -> bool:
    return not why_unlikely(moment)


def _otherwise(place: Place, fields: dict[str, str]) -> Iterator[datetime | None]:
    envelope = envelope_of(place.head).decode("ascii", "replace").split(None, 2)
    yield said_moment(envelope[2]) if len(envelope) == 3 else None
    yield said_moment(fields.get("received", "").rpartition(";")[2])
    yield said_moment(fields.get("delivery-date", ""))


def _asks_for_no_archive(fields: dict[str, str]) -> bool:
    """Did whoever wrote say so, or call it private, personal or confidential (RFC 4021)?"""
    sensitivity = fields.get("sensitivity", "").lower().strip()
    return fields.get("x-no-archive", "no").lower() not in NO or sensitivity in SENSITIVE
