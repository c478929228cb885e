"""How the demonstration house is looked after: letters, periods, holds, duties handed on, the read log."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.letters import answer_letter, write_letter
from hrcn_community.accounts.models import Letter
from hrcn_community.accounts.viewer import PUBLIC
from hrcn_community.audit.models import ReadEntry
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import space_of
from hrcn_community.demo.written import read
from hrcn_community.privacy.handing_over import Duty, decline, offer
from hrcn_community.privacy.handing_spaces import SPACE
from hrcn_community.privacy.holds import Wanted, end_hold, set_hold
from hrcn_community.privacy.keeping_models import Handover, Hold
from hrcn_community.privacy.retention import find_period, set_period


def stewardship_deeds() -> Iterator[Deed]:
    """Return what the core team and the facilitators did for the house itself."""
    written = read("stewardship")
    for each in written["letter"]:
        yield from _letter(each)
    for each in written["period"]:
        yield Deed(each["days_ago"], lambda each=each: _keep_so_long(each))
    for each in written["hold"]:
        yield from _hold(each)
    for each in written["handover"]:
        yield Deed(each["days_ago"], lambda each=each: _hand_on(each))
    for each in written["reading"]:
        for who, days_ago in zip(each["who"], each["days_ago"], strict=True):
            yield Deed(days_ago, lambda who=who, each=each: _open(each["space"], who))


def _letter(written: dict[str, Any]) -> Iterator[Deed]:
    yield Deed(written["days_ago"], lambda: _write(written))
    if "answered_by" in written:
        yield Deed(written["answered_days_ago"], lambda: _put_away(written))


def _write(written: dict[str, Any]) -> None:
    email = written["email"]
    with seeded(f"letter {email}"):
        write_letter(written["topic"], email, written["body"].strip(), address="", by=PUBLIC)


def _put_away(written: dict[str, Any]) -> None:
    letter = db.session.scalars(select(Letter).where(Letter.email == written["email"])).one()
    answer_letter(letter, by=person(written["answered_by"]))


def _keep_so_long(written: dict[str, Any]) -> None:
    by = person(written["by"])
    period = find_period(written["rule"], viewer=by)
    if period is None:
        raise LookupError(written["rule"])
    set_period(period, written["days"], by=by)


def _hold(written: dict[str, Any]) -> Iterator[Deed]:
    yield Deed(written["days_ago"], lambda: _set(written))
    if "ended_by" in written:
        yield Deed(written["ended_days_ago"], lambda: _end(written))


def _set(written: dict[str, Any]) -> None:
    whom = person(written["person"]).id if "person" in written else None
    review_on = (clock.today() + timedelta(days=written["review_in_days"])).date()
    address = written.get("address", "")
    with seeded(f"hold {whom} {address}"):
        set_hold(Wanted(whom, address, written["reason"], review_on), by=person(written["by"]))


def _end(written: dict[str, Any]) -> None:
    held = select(Hold).where(Hold.person_id == person(written["person"]).id)
    end_hold(
        db.session.scalars(held).one(), written["ended_because"], by=person(written["ended_by"])
    )


def _hand_on(written: dict[str, Any]) -> None:
    space, to = space_of(written["space"]), person(written["to"])
    duty = Duty(SPACE, space.id, space.name, f"/spaces/{space.slug}")
    with seeded(f"handover {space.slug}"):
        made: Handover = offer(duty, to.id, by_id=person(written["from"]).id)
    if written["answer"] == "declined":
        decline(made, by=to)


def _open(slug: str, who: str) -> None:
    """Write that somebody opened a confidential space, as the guard does in a transaction of its own."""
    entry = ReadEntry(space_id=space_of(slug).id, person_id=person(who).id, read_at=clock.now())
    db.session.add(entry)
