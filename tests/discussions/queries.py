"""A query on its way to its consolidated reply, as the tests of each step need it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from werkzeug.test import TestResponse

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.discussions.models import Synopsis, ThreadKind
from tests.factories import PUBLIC, Cast, Place, Somebody, Told, World

DRAFT = "Caps keep tenants. [2]\nBuilding takes years. [2, 3]"


def in_days(days: int) -> str:
    return (clock.now() + timedelta(days=days)).date().isoformat()


@dataclass
class Asked:
    """A query of Amina's that Ben (#2) and Dalia (#3) answered and Chandra facilitates."""

    world: World
    cast: Cast
    space: Place
    thread: Told

    @property
    def address(self) -> str:
        return self.thread.address

    @property
    def synopsis(self) -> Synopsis:
        [found] = self.world.rows(Synopsis, thread_id=self.thread.id)
        return found

    @property
    def state(self) -> str:
        return self.synopsis.state

    def post(self, who: Somebody, deed: str, **fields: Any) -> TestResponse:
        """Send a form to an address of the synopsis."""
        return who.browser.post(f"{self.address}/synopsis/{deed}", **fields)

    def save(self, text: str = DRAFT, who: Somebody | None = None, **fields: Any) -> TestResponse:
        over = fields.pop("version", self.synopsis.sequence)
        return self.post(who or self.cast.chandra, "edit", body=text, version=over, **fields)

    def end(self) -> TestResponse:
        return self.post(self.cast.chandra, "window/end")

    def send(self) -> TestResponse:
        return self.post(self.cast.chandra, "confirmations", answers_until=in_days(7))

    def take_back(self) -> TestResponse:
        return self.post(self.cast.chandra, "confirmations/end")

    def say(self, who: Somebody, agrees: str = "yes", **fields: Any) -> TestResponse:
        fields = {"round": self.synopsis.round, "agrees": agrees, **fields}
        return self.post(who, "confirmation", **fields)

    def publish(self, who: Somebody | None = None, **fields: Any) -> TestResponse:
        fields = {"round": self.synopsis.round, **fields}
        return self.post(who or self.cast.chandra, "publication", **fields)

    def drafting(self) -> "Asked":
        return self._having(self.save(), self.end())

    def confirming(self) -> "Asked":
        return self.drafting()._having(self.send())

    def published(self) -> "Asked":
        said = [self.say(each, wants_credit="y") for each in (self.cast.ben, self.cast.dalia)]
        return self._having(*said, self.publish())

    def _having(self, *answers: TestResponse) -> "Asked":
        assert [answer.status_code for answer in answers] == [303] * len(answers)
        return self


def ask(world: World, cast: Cast, visibility=PUBLIC, member: Iterable[Somebody] = ()) -> Asked:
    space = world.space(visibility, facilitator=cast.chandra, member=member)
    thread = world.thread(
        space,
        cast.amina,
        "Who keeps rents down?",
        kind=ThreadKind.QUERY,
        replies=[(cast.ben, "We capped **rents**."), (cast.dalia, "We built homes.")],
    )
    return Asked(world, cast, space, thread)


def make_due(world: World) -> None:
    """Let everything that is due at some later moment be due now."""

    def hurry() -> None:
        owed = Entry.handled_at.is_(None)
        db.session.execute(update(Entry).where(owed).values(due_at=clock.now()))

    world.do(hurry)
