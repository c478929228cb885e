"""The pages of workshops."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from hrcn_community.access.guard import may, me, permit, public, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.models import EditConflict
from hrcn_community.core.web import is_fragment, page
from hrcn_community.register.queries import find_city, terms_named
from hrcn_community.workshops import shown
from hrcn_community.workshops.actions import seats, statements
from hrcn_community.workshops.actions import workshops as actions
from hrcn_community.workshops.calendar import calendar_file
from hrcn_community.workshops.forms import (
    CancelForm,
    ChangeForm,
    NotesForm,
    StatementForm,
    WorkshopForm,
    form_of,
)
from hrcn_community.workshops.models.seats import Seat
from hrcn_community.workshops.models.statements import FEWEST_FOR_A_MAP, Choice, Statement
from hrcn_community.workshops.models.workshops import Workshop
from hrcn_community.workshops.queries import statements as ballots
from hrcn_community.workshops.queries import workshops as queries

workshops = Blueprint("workshops", __name__)


@workshops.get("/workshops")
@public
def listed() -> Any:
    found = queries.workshops(viewer=viewer(), before=request.args.get("before", ""))
    return page("workshops/list.html", **shown.workshop_list(found))


@workshops.get("/workshops/new")
@permit(Permission.Workshops.CALL)
def new() -> Any:
    return page("workshops/form.html", form=WorkshopForm(), workshop=None, conflict="")


@workshops.post("/workshops")
@permit(Permission.Workshops.CALL)
def call() -> Any:
    form = WorkshopForm()
    if not form.validate_on_submit():
        return page("workshops/form.html", 422, form=form, workshop=None, conflict="")
    return form.once(lambda: _called(form))


@workshops.get("/workshops/<slug>")
@permit(Permission.Workshops.READ, queries.find_workshop)
def show(workshop: Workshop) -> Any:
    return _workshop_page(workshop)


@workshops.get("/workshops/<slug>.ics")
@permit(Permission.Workshops.READ, queries.find_workshop)
def calendar(workshop: Workshop) -> Response:
    method = "CANCEL" if workshop.cancelled_at else "PUBLISH"
    answer = Response(calendar_file(workshop), mimetype="text/calendar")
    answer.headers["Content-Type"] = f"text/calendar; charset=utf-8; method={method}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{workshop.slug}.ics"'
    return answer


@workshops.get("/workshops/<slug>/edit")
@permit(Permission.Workshops.HOST, queries.find_workshop)
def edit(workshop: Workshop) -> Any:
    return page("workshops/form.html", form=form_of(workshop), workshop=workshop, conflict="")


@workshops.post("/workshops/<slug>/edit")
@permit(Permission.Workshops.HOST, queries.find_workshop)
def change(workshop: Workshop) -> Any:
    form = ChangeForm()
    if not form.validate_on_submit():
        return page("workshops/form.html", 422, form=form, workshop=workshop, conflict="")
    try:
        return form.once(lambda: _changed(workshop, form))
    except EditConflict as conflict:
        form.sequence.process(None, str(workshop.sequence))  # a second try is over what stands now
        return page(
            "workshops/form.html", 409, form=form, workshop=workshop, conflict=conflict.message
        )


@workshops.post("/workshops/<slug>/cancellation")
@permit(Permission.Workshops.HOST, queries.find_workshop)
def cancel(workshop: Workshop) -> Any:
    form = CancelForm()
    if not form.validate_on_submit():
        return _workshop_page(workshop, form)
    actions.cancel_workshop(workshop, form.reason.data or "", by=me())
    return _back(workshop, _("The workshop is cancelled. Everybody who registered will be told."))


@workshops.post("/workshops/<slug>/registration")
@permit(Permission.Workshops.REGISTER, queries.find_workshop)
def register(workshop: Workshop) -> Answer:
    registration = seats.register(workshop, by=me())
    return _back(workshop, str(shown.STATES[Seat(registration.state)]))


@workshops.post("/workshops/<slug>/registration/end")
@permit(Permission.Workshops.REGISTER, queries.find_workshop)
def give_back(workshop: Workshop) -> Answer:
    seats.give_back(workshop, by=me())
    return _back(workshop, _("You are no longer registered. Thank you for telling us in time."))


@workshops.get("/workshops/<slug>/statements")
@permit(Permission.Workshops.TAKE_PART, queries.find_workshop)
def vote(workshop: Workshop) -> Any:
    return _ballot_page(workshop, StatementForm(formdata=None))


@workshops.post("/workshops/<slug>/statements")
@permit(Permission.Workshops.TAKE_PART, queries.find_workshop)
def state(workshop: Workshop) -> Any:
    form = StatementForm()
    if not form.validate_on_submit():
        return _ballot_page(workshop, form, 422)
    return form.once(lambda: _stated(workshop, form.text.data or ""))


@workshops.post("/workshops/<slug>/statements/<ref>/vote")
@permit(Permission.Workshops.TAKE_PART, ballots.find_statement)
def cast(statement: Statement) -> Any:
    choice = request.form.get("choice", "")
    if choice not in list(Choice):
        return _ballot_page(statement.workshop, StatementForm(formdata=None), 422)
    if is_fragment() and not statement.workshop.is_voting:  # the fragment says so in its place
        return _ballot_page(statement.workshop, StatementForm(formdata=None))
    statements.cast_vote(statement, Choice(choice), by=me())
    return redirect(f"{statement.workshop.address}/statements", 303)


@workshops.post("/workshops/<slug>/statements/<ref>/withdrawal")
@permit(Permission.Workshops.TAKE_PART, ballots.find_own_statement)
def take_back(statement: Statement) -> Answer:
    statements.take_back(statement, by=me())
    return _back(statement.workshop, _("Your statement is taken back."), "/statements")


@workshops.get("/workshops/<slug>/results")
@permit(Permission.Workshops.TAKE_PART, queries.find_workshop)
def results(workshop: Workshop) -> Any:
    order = "division" if request.args.get("order") == "division" else "agreement"
    return page(
        "workshops/results.html",
        workshop=workshop,
        results=ballots.results(workshop, order=order),
        order=order,
        fewest_for_a_map=FEWEST_FOR_A_MAP,
    )


@workshops.get("/workshops/<slug>/notes")
@permit(Permission.Workshops.READ_NOTES, queries.find_workshop)
def notes(workshop: Workshop) -> Any:
    post = queries.notes_of(workshop)
    known = {"body": post.source, "revision": post.revision} if post else {}
    return _notes_page(workshop, NotesForm(**known))


@workshops.post("/workshops/<slug>/notes")
@permit(Permission.Workshops.HOST, queries.find_workshop)
def write(workshop: Workshop) -> Any:
    form = NotesForm()
    if not form.validate_on_submit():
        return _notes_page(workshop, form, 422)
    try:
        return form.once(lambda: _noted(workshop, form))
    except EditConflict as conflict:
        return _notes_page(workshop, form, 409, conflict)


@workshops.get("/workshops/<slug>/attendance")
@permit(Permission.Workshops.HOST, queries.find_workshop)
def attendance(workshop: Workshop) -> Any:
    people = queries.seated(workshop)
    return page("workshops/attendance.html", workshop=workshop, people=people)


@workshops.post("/workshops/<slug>/attendance")
@permit(Permission.Workshops.HOST, queries.find_workshop)
def note_attendance(workshop: Workshop) -> Answer:
    named = set(request.form.getlist("there"))
    ids = [person.id for person in queries.seated(workshop) if person.handle in named]
    actions.note_attendance(workshop, ids, by=me())
    return _back(workshop, _("Attendance is noted."))


def _called(form: WorkshopForm) -> str:
    city = find_city(form.city.data) if form.city.data else None
    return actions.call_workshop(
        form.plan(),
        by=me(),
        is_chatham=bool(form.is_chatham.data),
        co_host_ids=form.co_host_ids(),
        language=form.language.data,
        city_id=city.id if city else None,
        term_ids=tuple(term.id for term in terms_named(form.themes.data or [])),
    ).address


def _changed(workshop: Workshop, form: ChangeForm) -> str:
    if actions.change_workshop(workshop, form.plan(), by=me(), over=form.over):
        flash(_("Changed. Everybody who registered will be told."), "success")
    return workshop.address


def _stated(workshop: Workshop, text: str) -> str:
    statements.make_statement(workshop, text, by=me())
    flash(_("Your statement is among those to vote on."), "success")
    return f"{workshop.address}/statements"


def _noted(workshop: Workshop, form: NotesForm) -> str:
    statements.write_notes(workshop, form.body.data or "", by=me(), over=form.revision.data)
    return f"{workshop.address}/notes"


def _workshop_page(workshop: Workshop, cancelling: CancelForm | None = None) -> Any:
    found = queries.workshop_page(workshop, viewer=viewer())
    return page(
        "workshops/workshop.html",
        422 if cancelling else 200,
        found=found,
        days=shown.agenda_days(workshop, found.items),
        shown=shown,
        cancelling=cancelling or CancelForm(formdata=None),
    )


def _ballot_page(workshop: Workshop, form: StatementForm, status: int = 200) -> Any:
    template = "workshops/_ballot.html" if is_fragment() else "workshops/statements.html"
    number = request.args.get("post", type=int)
    found = ballots.ballot(workshop, number, viewer=viewer())
    return page(
        template,
        status,
        workshop=workshop,
        ballot=found,
        form=form,
        shown=shown,
        moved=is_fragment(),
    )


def _notes_page(
    workshop: Workshop, form: NotesForm, status: int = 200, conflict: object = None
) -> Any:
    post = queries.notes_of(workshop)
    if conflict and post:
        form.revision.process(None, post.revision)
    return page(
        "workshops/notes.html",
        status,
        workshop=workshop,
        post=post,
        form=form if may(Permission.Workshops.HOST, workshop) else None,
        conflict=conflict,
    )


def _back(workshop: Workshop, message: str, more: str = "") -> Answer:
    flash(message, "success")
    return redirect(f"{workshop.address}{more}", 303)
