"""Statements and votes, results and notes."""

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from hrcn_community.access.guard import may, me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.models import EditConflict
from hrcn_community.conversations.queries import audience_size
from hrcn_community.core.web import is_fragment, page
from hrcn_community.workshops import shown
from hrcn_community.workshops.actions import statements
from hrcn_community.workshops.forms.taking_part import NotesForm, StatementForm
from hrcn_community.workshops.models.statements import FEWEST_FOR_A_MAP, Choice, Statement
from hrcn_community.workshops.models.workshops import Workshop
from hrcn_community.workshops.queries import statements as ballots
from hrcn_community.workshops.queries import workshops as queries
from hrcn_community.workshops.routes.blueprint import workshops
from hrcn_community.workshops.routes.shared import back


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
    return back(statement.workshop, _("Your statement is taken back."), "/statements")


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


def _stated(workshop: Workshop, text: str) -> str:
    statements.make_statement(workshop, text, by=me())
    flash(_("Your statement is among those to vote on."), "success")
    return f"{workshop.address}/statements"


def _noted(workshop: Workshop, form: NotesForm) -> str:
    statements.write_notes(workshop, form.body.data or "", by=me(), over=form.revision.data)
    return f"{workshop.address}/notes"


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
        people=ballots.people_in_the_room(workshop),
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
        people=0 if workshop.is_chatham else audience_size(workshop.space),
    )
