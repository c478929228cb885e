"""How far a learner has come, and where they go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import and_, select

from hrcn_community.access.visibility import WHOEVER, as_seen_by, visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation
from hrcn_community.conversations.shown import Waiting
from hrcn_community.core.db import Rows, db
from hrcn_community.core.words import _l
from hrcn_community.learning.models import Enrolment, Module, Step, StepDone
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class OutlineStep:
    """A step in the list of steps; `href` is empty where it is not open to the viewer."""

    position: int
    slug: str
    title: str
    kind: str
    minutes: int
    href: str
    is_done: bool


@dataclass(frozen=True)
class Outline:
    """All steps of a module in the version that the viewer learns."""

    steps: Sequence[OutlineStep]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def next(self) -> OutlineStep | None:
        """Where to go on: the first step that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    def after(self, position: int) -> OutlineStep | None:
        return next((step for step in self.steps if step.position == position + 1), None)

    def marked(self, here: int = 0) -> list[dict[str, Any]]:
        """Return the steps for the stepper; `here` is the one that is open, else the next one."""
        current = here or (self.next.position if self.next and self.done else 0)
        return [
            {"label": step.title, "href": step.href, "state": _state(step, current)}
            for step in self.steps
        ]


def outline(
    module: Module, version: int, enrolment: Enrolment | None, *, viewer: AnyViewer
) -> Outline:
    """Return the steps of a version, each with an address where the viewer may open it."""
    done = and_(
        StepDone.step_id == Step.id, StepDone.enrolment_id == (enrolment.id if enrolment else 0)
    )
    rows = db.session.execute(
        select(
            Step.position,
            Step.slug,
            Step.title,
            Step.kind,
            Step.minutes,
            StepDone.done_at,
            visible_to(viewer).label("is_open"),
        )
        .join(Conversation, Conversation.id == Step.discussion_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(StepDone, done)
        .where(Step.module_id == module.id, Step.version == version)
        .order_by(Step.position)
    )
    return Outline([_outline_step(row, module) for row in rows])


def waiting(*, viewer: AnyViewer) -> list[Waiting]:
    """Return, for every module that the viewer has begun, where they go on."""
    rows = db.session.execute(_begun(), as_seen_by(viewer)).all()
    first = {row.id: row for row in reversed(rows)}
    return [_waiting(row) for row in rows if first[row.id] is row]


@cache
def _begun() -> Rows:
    """Select the steps that are still to be done of the modules that WHOEVER looks has begun."""
    return (
        select(Module.slug, Conversation.title, Enrolment.id, Step.position)
        .add_columns(Step.slug.label("step_slug"), Step.title.label("step_title"))
        .join(Module, Module.id == Enrolment.module_id)
        .join(Conversation, Conversation.id == Module.front_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Step, and_(_is_of(Enrolment), ~_is_done()))
        .where(Enrolment.person_id == WHOEVER.id, Enrolment.completed_at.is_(None))
        .where(visible_to(WHOEVER))
        .order_by(Enrolment.begun_at.desc(), Enrolment.id, Step.position)
    )


def _is_of(enrolment: type[Enrolment]) -> Any:
    return and_(Step.module_id == enrolment.module_id, Step.version == enrolment.version)


def _is_done() -> Any:
    return (
        select(StepDone.step_id)
        .where(StepDone.step_id == Step.id, StepDone.enrolment_id == Enrolment.id)
        .correlate(Step, Enrolment)
        .exists()
    )


def _waiting(row: Any) -> Waiting:
    if row.position is None:
        deed = _l("See what is still missing to complete the module")
        return Waiting(f"/modules/{row.slug}/completion", "award", deed, row.title)
    return Waiting(
        f"/modules/{row.slug}/steps/{row.step_slug}",
        "book-open",
        _l("Continue with step %(n)s: %(title)s", n=row.position, title=row.step_title),
        row.title,
    )


def _outline_step(row: Any, module: Module) -> OutlineStep:
    is_open = row.is_open or row.position == 1  # the first step stands at the front
    return OutlineStep(
        row.position,
        row.slug,
        row.title,
        row.kind,
        row.minutes,
        f"{module.address}/steps/{row.slug}" if is_open else "",
        row.done_at is not None,
    )


def _state(step: OutlineStep, current: int) -> str:
    if step.position == current:
        return "current"
    return "done" if step.is_done else "todo"
