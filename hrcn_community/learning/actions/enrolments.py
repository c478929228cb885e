"""Learning a module: beginning it, going on from step to step, planning, completing it."""

from datetime import date

from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import clean, one_line
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.learning.events import Enrolled, ModuleCompleted, PlanFiled, StepCompleted
from hrcn_community.learning.models import Enrolment, Module, Plan, Step, StepDone, StepOpen
from hrcn_community.learning.queries.evidence import evidence_of, open_questions


def enrol(module: Module, *, by: Viewer) -> Enrolment:
    """Begin a module in its published version; who has begun it already goes on."""
    began = insert_or_ignore(
        Enrolment,
        module_id=module.id,
        person_id=by.id,
        version=module.version,
        begun_at=clock.now(),
    )
    enrolment = db.session.scalars(
        select(Enrolment).where(Enrolment.module_id == module.id, Enrolment.person_id == by.id)
    ).one()
    if began:
        record(Enrolled(enrolment_id=enrolment.id, module_id=module.id), by=by.id)
    return enrolment


def complete_step(enrolment: Enrolment, step: Step, *, by: Viewer) -> None:
    """Tick a step off; raise StepOpen while one of its questions, or its plan, is not answered."""
    if open_questions(enrolment, step):
        raise StepOpen
    new = insert_or_ignore(
        StepDone, enrolment_id=enrolment.id, step_id=step.id, done_at=clock.now()
    )
    if new:
        record(StepCompleted(enrolment_id=enrolment.id, step_id=step.id), by=by.id)


def file_plan(
    enrolment: Enrolment, cue: str, deed: str, owner: str, due_on: date, *, by: Viewer
) -> Plan:
    """File one's plan, or change it."""
    lock(enrolment)
    plan, now = db.session.get(Plan, enrolment.id), clock.now()
    if plan is None:
        plan = Plan(enrolment_id=enrolment.id, filed_at=now)
        db.session.add(plan)
        record(PlanFiled(enrolment_id=enrolment.id), by=by.id)
    plan.cue, plan.deed, plan.owner = clean(cue).strip(), clean(deed).strip(), one_line(owner)
    plan.due_on, plan.changed_at = due_on, now
    db.session.flush()
    complete_if_earned(enrolment, by=by)
    return plan


def complete_if_earned(enrolment: Enrolment, *, by: Viewer) -> None:
    """Complete the module once the evidence is there: the plan, and every graded question right once."""
    if enrolment.completed_at is None and evidence_of(enrolment).is_enough:
        enrolment.completed_at = clock.now()
        record(ModuleCompleted(enrolment_id=enrolment.id, module_id=enrolment.module_id), by=by.id)


def lock(enrolment: Enrolment) -> None:
    """Let one deed of a learner follow the other: two windows cannot write the same attempt."""
    db.session.refresh(enrolment, with_for_update=True)
