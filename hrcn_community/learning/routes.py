"""The pages of learning."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.forms import with_error
from hrcn_community.access.guard import me, permit, public, takes_files, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.actions import follow, unfollow
from hrcn_community.conversations.models import TooMuchForNow
from hrcn_community.conversations.reading import remember_read
from hrcn_community.core.web import is_fragment, page
from hrcn_community.learning.actions import answers, enrolments, remarks
from hrcn_community.learning.forms import Given, PlanForm, RemarkForm, given_answer
from hrcn_community.learning.models import Module
from hrcn_community.learning.queries import modules as queries
from hrcn_community.learning.queries import steps
from hrcn_community.learning.queries.evidence import evidence_of, open_questions
from hrcn_community.learning.queries.progress import waiting
from hrcn_community.learning.words import KIND_NAMES

learning = Blueprint("learning", __name__)


@learning.get("/learning")
@public
def modules() -> Any:
    listed = queries.modules(viewer=viewer(), after=request.args.get("after", ""))
    begun = waiting(viewer=viewer()) if viewer().is_member else []
    return page("learning/modules.html", listed=listed, begun=begun)


@learning.get("/modules/<slug>")
@permit(Permission.Modules.PREVIEW, queries.find_module)
def show(module: Module) -> Any:
    if number := request.args.get("post", 0, type=int):
        return redirect(queries.step_of_post(module.front_id, number, module) or module.address)
    shown = queries.module_page(module, viewer=viewer())
    return page("learning/module.html", shown=shown, kinds=KIND_NAMES)


@learning.get("/modules/<slug>/steps")
@permit(Permission.Modules.PREVIEW, queries.find_module)
def step_by_post(module: Module) -> Response:
    """Lead to the step whose text is a post of the lessons: where a link to that post comes to."""
    number = request.args.get("post", 0, type=int)
    return redirect(queries.step_of_post(module.lessons_id, number, module) or module.address)


@learning.post("/modules/<slug>/enrolment")
@permit(Permission.Modules.ENROL, queries.find_module)
def enrol(module: Module) -> Response:
    enrolments.enrol(module, by=me())
    following = queries.module_page(module, viewer=viewer()).outline.next
    return redirect(following.href if following else module.address, 303)


@learning.get("/modules/<slug>/steps/<step>")
@permit(Permission.Modules.PREVIEW, steps.find_step)
def step(lesson: steps.Lesson) -> Any:
    return _step_page(lesson)


@learning.post("/modules/<slug>/steps/<step>/answers/<question>")
@permit(Permission.Modules.ENROL, steps.find_question)
def answer(asked: steps.Asked) -> Any:
    enrolment = queries.own_enrolment(asked.lesson.module, viewer=viewer())
    question, given = asked.question, given_answer(asked.question, request.form)
    if "autosave" in request.form:
        answers.keep_answer(enrolment, question, given.value)
    elif given.error:
        return _not_checked(asked, given)
    else:
        answers.answer_question(enrolment, question, given.value, asked.lesson.language, by=me())
    return _answered(asked)


@learning.post("/modules/<slug>/steps/<step>/completion")
@permit(Permission.Modules.ENROL, steps.find_step)
def complete_step(lesson: steps.Lesson) -> Any:
    enrolment = queries.own_enrolment(lesson.module, viewer=viewer())
    if open_questions(enrolment, lesson.step):
        return _step_page(lesson, 422)
    enrolments.complete_step(enrolment, lesson.step, by=me())
    following = queries.module_page(lesson.module, viewer=viewer()).outline.next
    return redirect(following.href if following else f"{lesson.module.address}/completion", 303)


@learning.post("/modules/<slug>/steps/<step>/posts")
@takes_files
@permit(Permission.Threads.REPLY, steps.find_discussion)
def remark(beside: steps.Discussion) -> Any:
    form = RemarkForm()
    if not form.validate_on_submit():
        return _step_page(beside.lesson, 422, form)
    try:
        return form.once(lambda: _remarked(beside, form))
    except TooMuchForNow as refused:
        return _step_page(beside.lesson, 422, with_error(form, form.body, refused))


@learning.post("/modules/<slug>/steps/<step>/follow")
@permit(Permission.Threads.FOLLOW, steps.find_discussion)
def start_following(beside: steps.Discussion) -> Response:
    follow(beside.conversation, me().id)
    flash(_("You follow the talk beside this step."), "success")
    return redirect(beside.conversation.address, 303)


@learning.post("/modules/<slug>/steps/<step>/follow/end")
@permit(Permission.Threads.FOLLOW, steps.find_discussion)
def stop_following(beside: steps.Discussion) -> Response:
    unfollow(beside.conversation, me().id)
    flash(_("You no longer follow the talk beside this step."), "success")
    return redirect(beside.conversation.address, 303)


@learning.get("/modules/<slug>/plan")
@permit(Permission.Modules.ENROL, queries.find_learning)
def plan(mine: queries.Learning) -> Any:
    return _plan_page(mine, PlanForm(evidence_of(mine.enrolment).plan))


@learning.post("/modules/<slug>/plan")
@permit(Permission.Modules.ENROL, queries.find_learning)
def file_plan(mine: queries.Learning) -> Any:
    form = PlanForm(evidence_of(mine.enrolment).plan)
    if not form.validate_on_submit() or not form.date.data:
        return _plan_page(mine, form, 422)
    words = (form.cue.data or "", form.deed.data or "", form.owner.data or "")
    enrolments.file_plan(mine.enrolment, *words, form.date.data, by=me())
    flash(_("Your plan is filed. You can change it at any time."), "success")
    return redirect(f"{mine.module.address}/plan", 303)


@learning.get("/modules/<slug>/completion")
@permit(Permission.Modules.ENROL, queries.find_learning)
def completion(mine: queries.Learning) -> Any:
    evidence = evidence_of(mine.enrolment)
    return page("learning/completion.html", mine=mine, evidence=evidence)


def _step_page(
    lesson: steps.Lesson,
    status: int = 200,
    form: RemarkForm | None = None,
    asked: steps.ShownQuestion | None = None,
) -> Any:
    shown = steps.step_page(lesson, request.args.get("post", 0, type=int), viewer=viewer())
    if shown.talk:
        talk = shown.talk
        remember_read(talk.conversation, talk.last_read, talk.range.last, viewer=viewer())
    form = form or RemarkForm(formdata=None)
    is_refused = status == 422 and not (form.errors or asked)
    return page(
        "learning/step.html",
        status,
        shown=shown,
        form=form,
        asked=asked,
        kinds=KIND_NAMES,
        is_refused=is_refused,
    )


def _answered(asked: steps.Asked) -> Any:
    if not is_fragment():
        return redirect(asked.address, 303)
    question = steps.question_shown(asked)
    return page("learning/_question.html", lesson=asked.lesson, question=question)


def _not_checked(asked: steps.Asked, given: Given) -> Any:
    question = steps.question_shown(asked, given.value, given.error)
    if is_fragment():
        return page("learning/_question.html", 422, lesson=asked.lesson, question=question)
    return _step_page(asked.lesson, 422, asked=question)


def _remarked(beside: steps.Discussion, form: RemarkForm) -> str:
    body, files = form.body.data or "", form.chosen_files()
    post = remarks.post_remark(beside.conversation, body, by=me(), files=files)
    return f"{beside.conversation.address}?post={post.number}#p{post.number}"


def _plan_page(mine: queries.Learning, form: PlanForm, status: int = 200) -> Any:
    prompt, address = steps.plan_prompt(mine.module, mine.enrolment)
    evidence = evidence_of(mine.enrolment)
    return page(
        "learning/plan.html",
        status,
        mine=mine,
        form=form,
        prompt=prompt,
        address=address,
        evidence=evidence,
    )
