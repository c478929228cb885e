"""The workshops of the demonstration community: one past with its outcomes, one running, one to come."""

import datetime as dt
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hrcn_community.accounts.models import Person
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.people import ids_by_slug
from hrcn_community.demo.written import read
from hrcn_community.register.models import City, Term
from hrcn_community.spaces.models import Visibility
from hrcn_community.workshops.actions.seats import register
from hrcn_community.workshops.actions.statements import cast_vote, make_statement, write_notes
from hrcn_community.workshops.actions.workshops import call_workshop, note_attendance
from hrcn_community.workshops.models.statements import Choice, Statement
from hrcn_community.workshops.models.workshops import Workshop
from hrcn_community.workshops.plan import Plan, PlannedItem

CALLED_BEFORE = 45.0  # days before the beginning, but at least three weeks ago
OUTCOMES_AFTER = 2.0
CHOICES = {1: Choice.AGREE, -1: Choice.DISAGREE, 0: Choice.PASS}


def deeds() -> Iterator[Deed]:
    """Return what was done, each deed with its day."""
    for written in read("workshops")["workshop"]:
        yield from _Story(written).deeds()


class _Story:
    """One workshop while it is being told. Days are counted back from the day of loading."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.written = written
        self.today = clock.now()
        self.zone = ZoneInfo(written["timezone"])
        self.starts_at = self._at(written["starts_in_days"], written["start_time"])
        self.voting_ends_at = self._at(written["voting_ends_in_days"], "23:59")
        self.workshop: Workshop | None = None
        self.statements: dict[str, Statement] = {}

    def deeds(self) -> Iterator[Deed]:
        starts = self._ago(self.starts_at)
        called = max(starts + CALLED_BEFORE, 21.0)
        yield Deed(called, self.call)
        keys = self.written["registrations"]
        until = max(starts, 0.0)
        for number, key in enumerate(keys, start=1):
            days_ago = called - (called - until) * number / (len(keys) + 2)
            yield Deed(days_ago, lambda key=key: register(self._workshop, by=person(key)))
        yield from self._statements(starts)
        yield from self._votes(starts)
        yield from self._afterwards(starts)

    def call(self) -> None:
        written, terms = self.written, ids_by_slug(Term)
        hosts = select(Person.id).where(Person.handle.in_(written["co_hosts"]))
        with seeded(f"workshop {written['slug']}"):
            self.workshop = call_workshop(
                self._plan(),
                by=person(written["host"]),
                is_chatham=written["chatham"],
                visibility=Visibility(written["space_visibility"]),
                slug=written["slug"],
                co_host_ids=db.session.scalars(hosts).all(),
                language=written["language"],
                city_id=ids_by_slug(City)[written["city"]],
                term_ids=tuple(terms[slug] for slug in written["themes"]),
            )

    def state(self, each: dict[str, Any]) -> None:
        with seeded(f"statement {each['key']}"):
            self.statements[each["key"]] = make_statement(
                self._workshop, each["text"], by=person(each["author"])
            )

    def vote(self, key: str) -> None:
        voter = person(key)
        for each in self.written["statement"]:
            if key in each["votes"]:
                choice = CHOICES[each["votes"][key]]
                cast_vote(self.statements[each["key"]], choice, by=voter)

    def attend(self) -> None:
        there = select(Person.id).where(Person.handle.in_(self.written["attended"]))
        ids = db.session.scalars(there).all()
        note_attendance(self._workshop, ids, by=person(self.written["host"]))

    def conclude(self) -> None:
        text = self.written["outcomes"].strip()
        with seeded(f"outcomes {self.written['slug']}"):
            write_notes(self._workshop, text, by=person(self.written["host"]))

    def _statements(self, starts: float) -> Iterator[Deed]:
        """Statements stand before the votes: written at the end of the day, or ahead of the workshop."""
        written = self.written["statement"]
        for number, each in enumerate(written):
            days_ago = starts - 0.1 if starts > 2 else max(starts, 0.0) + 0.1 + number / 10
            yield Deed(days_ago - number / 1000, lambda each=each: self.state(each))

    def _votes(self, starts: float) -> Iterator[Deed]:
        if starts <= 0:
            return
        voters = sorted({key for each in self.written["statement"] for key in each["votes"]})
        ends = max(self._ago(self.voting_ends_at), 0.0)
        for number, key in enumerate(voters):
            share = 0.2 + 0.75 * number / len(voters)
            days_ago = starts - (starts - ends) * share
            yield Deed(days_ago, lambda key=key: self.vote(key))

    def _afterwards(self, starts: float) -> Iterator[Deed]:
        if self.written["attended"]:
            yield Deed(starts - 0.15, self.attend)
        if "outcomes" in self.written:
            yield Deed(self._ago(self.voting_ends_at) - OUTCOMES_AFTER, self.conclude)

    def _plan(self) -> Plan:
        written = self.written
        items = tuple(
            PlannedItem(
                day=item["day"],
                starts=dt.time.fromisoformat(item["start"]),
                ends=dt.time.fromisoformat(item["end"]),
                title=item["title"],
                who=self._name(item.get("who", "")),
                note=item.get("note", ""),
            )
            for item in written["item"]
        )
        last = items[-1]
        return Plan(
            title=written["title"],
            summary=written["summary"],
            description=written["description"].strip(),
            method=written["method"],
            timezone=written["timezone"],
            starts_at=self.starts_at,
            ends_at=self._at(written["starts_in_days"] + last.day - 1, f"{last.ends:%H:%M}"),
            voting_ends_at=self.voting_ends_at,
            place=written["place"],
            capacity=written["capacity"],
            items=items,
        )

    @property
    def _workshop(self) -> Workshop:
        assert self.workshop is not None  # noqa: S101 - a workshop's first deed calls it
        return self.workshop

    def _name(self, key: str) -> str:
        return db.session.scalar(select(Person.name).where(Person.handle == key)) or ""

    def _at(self, days: float, time: str) -> datetime:
        """Return a time of the wall clock where the workshop is, so many days from today."""
        day = (self.today + timedelta(days=days)).astimezone(self.zone).date()
        return datetime.combine(day, dt.time.fromisoformat(time), self.zone).astimezone(UTC)

    def _ago(self, at: datetime) -> float:
        return (self.today - at).total_seconds() / 86400
