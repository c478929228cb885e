"""Making workshops for tests, in words that read as speech."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.core import clock
from hrcn_community.spaces.models import Visibility
from hrcn_community.workshops.actions import seats, statements
from hrcn_community.workshops.actions import workshops as actions
from hrcn_community.workshops.models.statements import Choice, Statement
from hrcn_community.workshops.models.workshops import Method, Workshop
from hrcn_community.workshops.plan import Plan, PlannedItem
from hrcn_community.workshops.queries.statements import find_statement
from hrcn_community.workshops.queries.workshops import find_workshop
from tests.factories import Somebody, World

T = TypeVar("T")
STARTS = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)  # 14:00 in Vienna
BEFORE, DURING, AFTER = (
    STARTS - timedelta(days=10),
    STARTS + timedelta(hours=1),
    STARTS + timedelta(days=20),
)
PLAN = Plan(
    title="Warm homes for all",
    summary="What a city can do before the winter.",
    description="We sit at **small tables** and write statements.",
    method=Method.WORLD_CAFE,
    timezone="Europe/Vienna",
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=3),
    voting_ends_at=STARTS + timedelta(days=7),
    place="The old customs house",
    capacity=12,
    items=(
        PlannedItem(1, dt.time(14), dt.time(14, 30), "Arrival", "Chandra"),
        PlannedItem(2, dt.time(9), dt.time(10), "Harvest", "", "In pairs"),
    ),
)


@dataclass(frozen=True)
class Called:
    """A workshop that stands, and what can be done in it."""

    world: World
    id: int
    slug: str

    @property
    def address(self) -> str:
        return f"/workshops/{self.slug}"

    def _do(self, by: Somebody, deed: Callable[[Workshop, Any], T]) -> T:
        def act() -> T:
            viewer = viewer_of(by.id)
            workshop = find_workshop(self.slug, viewer=viewer)
            assert workshop is not None
            return deed(workshop, viewer)

        return self.world.do(act)

    def seat(self, *people: Somebody) -> None:
        for person in people:
            self._do(person, lambda workshop, viewer: seats.register(workshop, by=viewer))

    def leave(self, person: Somebody) -> None:
        self._do(person, lambda workshop, viewer: seats.give_back(workshop, by=viewer))

    def state(self, by: Somebody, text: str = "Every city should insulate.") -> str:
        """Put a statement forward; return its ref."""
        return self._do(
            by, lambda workshop, viewer: statements.make_statement(workshop, text, by=viewer).ref
        )

    def vote(self, by: Somebody, ref: str, choice: str = "agree") -> None:
        def deed(_workshop: Workshop, viewer: Any) -> None:
            statement = find_statement(self.slug, ref, viewer=viewer)
            assert isinstance(statement, Statement)
            statements.cast_vote(statement, Choice(choice), by=viewer)

        self._do(by, deed)

    def attended(self, host: Somebody, *people: Somebody) -> None:
        ids = [person.id for person in people]
        self._do(host, lambda workshop, viewer: actions.note_attendance(workshop, ids, by=viewer))

    def notes(self, host: Somebody, text: str) -> None:
        self._do(host, lambda workshop, viewer: statements.write_notes(workshop, text, by=viewer))

    def row(self) -> Workshop:
        return self.world.rows(Workshop, id=self.id)[0]


def a_workshop(
    world: World,
    host: Somebody,
    *,
    visibility: Visibility = Visibility.NETWORK,
    chatham: bool = False,
    seated: Iterable[Somebody] = (),
    called_at: datetime = BEFORE,
    **plan: Any,
) -> Called:
    """Call a workshop, ten days before it begins, and give these people a seat."""

    def add() -> Called:
        workshop = actions.call_workshop(
            replace(PLAN, **plan),
            by=viewer_of(host.id),
            is_chatham=chatham,
            visibility=visibility,
        )
        return Called(world, workshop.id, workshop.slug)

    with clock.at(called_at):
        called = world.do(add)
        called.seat(*seated)
    return called


FORM = {
    "title": "Warm homes for all",
    "summary": "What a city can do before the winter.",
    "description": "We sit at small tables.",
    "method": "world-cafe",
    "timezone": "Europe/Vienna",
    "starts_on": "2031-05-06",
    "start_time": "14:00",
    "ends_on": "2031-05-07",
    "end_time": "17:00",
    "voting_ends_on": "2031-05-13",
    "place": "The old customs house",
    "capacity": "12",
    "agenda": "14:00-14:30 Arrival | Chandra\nDay 2\n09:00-10:00 Harvest | | In pairs",
    "language": "en",
}
