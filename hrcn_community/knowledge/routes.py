"""The pages of practices and guidelines."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.filters import Filter, city_filter, language_filter, term_filter
from hrcn_community.access.guard import may, me, permit, public, takes_files, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.models import EditConflict
from hrcn_community.conversations.queries import posts_from
from hrcn_community.conversations.queries.files import files_of
from hrcn_community.conversations.queries.folding import posts_read_by
from hrcn_community.conversations.reading import remember_read
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.knowledge.actions import guidelines as guideline_actions
from hrcn_community.knowledge.actions import practices as actions
from hrcn_community.knowledge.forms import (
    AnswerForm,
    ClauseForm,
    CommentForm,
    PracticeForm,
    ReviewForm,
    SeenForm,
)
from hrcn_community.knowledge.models import Clause, Guideline, Practice
from hrcn_community.knowledge.queries import answers, guidelines, practices
from hrcn_community.knowledge.queries import shelf as on_shelf
from hrcn_community.register.queries import cities, find_city, terms_named

knowledge = Blueprint("knowledge", __name__)
FILTERS = ("theme", "city", "language")


@knowledge.get("/knowledge")
@public
def shelf() -> Any:
    chosen = {name: one_line(request.args.get(name, ""))[:40] for name in FILTERS}
    return page(
        "knowledge/shelf.html",
        chosen=chosen,
        choices=_choices(**chosen),
        listed=_listed(**chosen),
        **_offered(),
    )


@knowledge.get("/practices/new")
@permit(Permission.Practices.SUBMIT)
def new() -> Any:
    return _new_page(PracticeForm())


@knowledge.post("/practices")
@takes_files
@permit(Permission.Practices.SUBMIT)
def submit() -> Any:
    form = PracticeForm()
    if not form.validate_on_submit():
        return _new_page(form, 422)
    return form.once(lambda: _submitted(form))


@knowledge.get("/practices/<slug>")
@permit(Permission.Practices.READ, practices.find_practice)
def show(practice: Practice) -> Any:
    shown = practices.practice_page(practice, viewer=viewer())
    return page("knowledge/practice.html", shown=shown, form=SeenForm(seen=shown.seen))


@knowledge.get("/practices/<slug>/review")
@permit(Permission.Practices.READ, practices.find_review)
def review(found: practices.Review) -> Any:
    return _review_page(found.practice)


@knowledge.post("/practices/<slug>/reviews")
@permit(Permission.Practices.REVIEW, practices.find_review)
def write_review(found: practices.Review) -> Any:
    form = ReviewForm()
    if not form.validate_on_submit():
        return _review_page(found.practice, form)
    return form.once(lambda: _reviewed(found.practice, form))


@knowledge.post("/practices/<slug>/submission")
@permit(Permission.Posts.EDIT, practices.find_review)
def submit_again(found: practices.Review) -> Any:
    form = AnswerForm()
    if not form.validate_on_submit():
        return _review_page(found.practice, answer=form)
    return form.once(lambda: _submitted_again(found.practice, form))


@knowledge.post("/practices/<slug>/verification")
@permit(Permission.Practices.VERIFY, practices.find_practice)
def verify(practice: Practice) -> Response:
    actions.verify_practice(practice, SeenForm().seen.data or "", by=me())
    flash(
        _("The practice is verified: its summary is open to all, its details to the network."),
        "success",
    )
    return redirect(practice.address, 303)


@knowledge.get("/guidelines/<slug>")
@permit(Permission.Guidelines.READ, guidelines.find_guideline)
def guideline(found: Guideline) -> Any:
    shown = guidelines.guideline_page(found, viewer=viewer())
    return page("knowledge/guideline.html", shown=shown, form=SeenForm(seen=shown.seen))


@knowledge.post("/guidelines/<slug>/adoption")
@permit(Permission.Guidelines.ADOPT, guidelines.find_guideline)
def adopt(found: Guideline) -> Response:
    guideline_actions.adopt_guideline(found, SeenForm().seen.data or "", by=me())
    flash(_("Version %(n)s is adopted.", n=found.version), "success")
    return redirect(found.address, 303)


@knowledge.get("/guidelines/<slug>/clauses/<int:number>")
@permit(Permission.Guidelines.READ, guidelines.find_clause)
def clause(found: Clause) -> Any:
    return _clause_page(found, CommentForm())


@knowledge.post("/guidelines/<slug>/clauses/<int:number>/comments")
@takes_files
@permit(Permission.Guidelines.COMMENT, guidelines.find_clause)
def comment(found: Clause) -> Any:
    form = CommentForm()
    if not form.validate_on_submit():
        return _clause_page(found, form, 422)
    return form.once(lambda: _commented(found, form))


@knowledge.get("/guidelines/<slug>/clauses/<int:number>/edit")
@permit(Permission.Guidelines.EDIT, guidelines.find_clause)
def edit_clause(found: Clause) -> Any:
    shown = guidelines.clause_page(found, 1, viewer=viewer())
    form = ClauseForm(body=shown.shown.source, revision=shown.shown.revision)
    return page("knowledge/edit_clause.html", shown=shown, form=form, conflict=None)


@knowledge.post("/guidelines/<slug>/clauses/<int:number>/edit")
@permit(Permission.Guidelines.EDIT, guidelines.find_clause)
def save_clause(found: Clause) -> Any:
    form = ClauseForm()
    shown = guidelines.clause_page(found, 1, viewer=viewer())
    if not form.validate_on_submit():
        return page("knowledge/edit_clause.html", 422, shown=shown, form=form, conflict=None)
    try:
        return form.once(lambda: _changed(found, form))
    except EditConflict as conflict:
        form.revision.process(None, shown.shown.revision)  # a second try is over the text beside it
        return page("knowledge/edit_clause.html", 409, shown=shown, form=form, conflict=conflict)


def _new_page(form: PracticeForm, status: int = 200) -> Any:
    others = [person_id for person_id in actions.reviewers() if person_id != viewer().id]
    return page("knowledge/new.html", status, form=form, reviewers=len(others))


def _review_page(
    practice: Practice, form: ReviewForm | None = None, answer: AnswerForm | None = None
) -> Any:
    found = posts_from(practice.review, request.args.get("post", 1, type=int))
    return page(
        "knowledge/review.html",
        422 if form or answer else 200,
        shown=practices.practice_page(practice, viewer=viewer()),
        posts=(posts := posts_read_by(found.posts, practice.review.address, viewer=viewer())),
        found_files=files_of(posts),
        range=found,
        form=form or ReviewForm(formdata=None),
        answer=answer or AnswerForm(formdata=None),
        is_own=practice.submitted_by_id == viewer().id,
        may_review=may(Permission.Practices.REVIEW, practice),
    )


def _clause_page(found: Clause, form: CommentForm, status: int = 200) -> Any:
    last = found.comments.last_number
    number = last if status != 200 else request.args.get("post", 1, type=int)
    shown = guidelines.clause_page(found, min(number, last), viewer=viewer())
    remember_read(found.comments, shown.last_read, shown.range.last, viewer=viewer())
    return page("knowledge/clause.html", status, shown=shown, form=form)


def _listed(theme: str, city: str, language: str) -> on_shelf.PracticeList:
    chosen: dict[str, Any] = {"theme": theme, "city": city, "language": language}
    chosen["before"] = one_line(request.args.get("before", ""))[:80]
    return on_shelf.practices(viewer=viewer(), **chosen)


def _offered() -> dict[str, Any]:
    """Return what the shelf shows beside the practices, and what they can be chosen by."""
    return {
        "guidelines": guidelines.guidelines(viewer=viewer()),
        "pending": on_shelf.pending_practices(viewer=viewer()),
        "answers": answers.answers(viewer=viewer(), most=3).answers,
        "cities": cities(),
    }


def _choices(theme: str, city: str, language: str) -> tuple[Filter, ...]:
    themes = term_filter("theme", "themes", _l("Theme"), _l("All themes"), theme)
    return themes, city_filter(city), language_filter(language)


def _submitted(form: PracticeForm) -> str:
    city = find_city(form.city.data) if form.city.data else None
    words = terms_named([*(form.themes.data or []), *(form.instruments.data or [])])
    told = actions.Told(
        title=form.title.data or "",
        summary=form.summary.data or "",
        details=form.details.data or "",
        years=form.years.data or "",
        language=form.language.data,
        city_id=city.id if city else None,
        term_ids=tuple(term.id for term in words),
        related_id=form.related_id,
        files=form.chosen_files(),
    )
    flash(_("Your practice has been handed in. The reviewers have been told."), "success")
    return actions.submit_practice(told, by=me()).address


def _reviewed(practice: Practice, form: ReviewForm) -> str:
    is_ready, words = form.verdict.data == "ready", form.body.data or ""
    return actions.review_practice(practice, words, is_ready=is_ready, by=me()).address


def _submitted_again(practice: Practice, form: AnswerForm) -> str:
    return actions.submit_again(practice, form.body.data or "", by=me()).address


def _commented(clause: Clause, form: CommentForm) -> str:
    body, files = form.body.data or "", form.chosen_files()
    return guideline_actions.comment_on_clause(clause, body, by=me(), files=files).address


def _changed(clause: Clause, form: ClauseForm) -> str:
    over, reason = form.revision.data or 0, form.reason.data or ""
    guideline_actions.change_clause(clause, form.body.data or "", over=over, reason=reason, by=me())
    return clause.comments.address
