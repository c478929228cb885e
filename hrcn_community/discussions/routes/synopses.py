"""The desk where a facilitator takes contributions and drafts the consolidated reply."""

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import is_fragment, page
from hrcn_community.discussions import actions, queries
from hrcn_community.discussions.forms import DraftForm, QueryForm, SendingForm, WindowForm
from hrcn_community.discussions.forms.days import end_of
from hrcn_community.discussions.models import DraftConflict, NotAtThisStage, Thread
from hrcn_community.discussions.queries import Consolidation
from hrcn_community.discussions.queries.synopsis_answers import Answers
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import back
from hrcn_community.discussions.sentences import SentencesRefused


@discussions.get("/threads/<ref>/query")
@permit(Permission.Threads.CONSOLIDATE, queries.find_thread)
def ask(thread: Thread) -> Any:
    return page("discussions/synopsis/ask.html", thread=thread, form=QueryForm())


@discussions.post("/threads/<ref>/query")
@permit(Permission.Threads.CONSOLIDATE, queries.find_thread)
def make_query(thread: Thread) -> Any:
    form = QueryForm()
    if not form.validate_on_submit():
        return page("discussions/synopsis/ask.html", 422, thread=thread, form=form)
    actions.make_query(thread, end_of(form.until.data), by=me())
    return back(thread, _("Contributions are taken until then; the head of the thread says so."))


@discussions.post("/threads/<ref>/synopsis/window")
@permit(Permission.Threads.CONSOLIDATE, queries.find_consolidation)
def extend_window(query: Consolidation) -> Any:
    form = WindowForm()
    if not form.validate_on_submit():
        return _desk(query, 422, window=form)
    until, reason = end_of(form.until.data), form.reason.data or ""
    actions.extend_window(query, until, reason, by=me())
    return back(query.thread, _("Contributions are taken until then."))


@discussions.post("/threads/<ref>/synopsis/window/end")
@permit(Permission.Threads.CONSOLIDATE, queries.find_consolidation)
def end_window(query: Consolidation) -> Response:
    actions.end_window(query, by=me())
    flash(_("No more contributions are waited for."), "success")
    return redirect(f"{query.address}/edit", 303)


@discussions.get("/threads/<ref>/synopsis/edit")
@permit(Permission.Threads.CONSOLIDATE, queries.find_consolidation)
def edit_synopsis(query: Consolidation) -> Any:
    if not query.synopsis.is_editable:
        return redirect(f"{query.address}/confirmations")
    return _desk(query)


@discussions.post("/threads/<ref>/synopsis/edit")
@permit(Permission.Threads.CONSOLIDATE, queries.find_consolidation)
def save_synopsis(query: Consolidation) -> Any:
    form = DraftForm()
    if not form.validate_on_submit():
        return _desk(query, 422, draft=form)
    return _kept_or_explained(query, form)


@discussions.post("/threads/<ref>/synopsis/preview")
@permit(Permission.Threads.CONSOLIDATE, queries.find_consolidation)
def preview_synopsis(query: Consolidation) -> Any:
    try:
        sentences = queries.as_shown(query, queries.drafted(query, request.form.get("body", "")))
        return _preview(query, sentences=sentences, why=())
    except SentencesRefused as refused:
        return _preview(query, 422, sentences=(), why=refused.messages)


@discussions.post("/threads/<ref>/synopsis/confirmations")
@permit(Permission.Threads.CONSOLIDATE, queries.find_consolidation)
def send_draft(query: Consolidation) -> Any:
    form = SendingForm()
    if not form.validate_on_submit():
        return _desk(query, 422, sending=form)
    actions.send_draft(query, end_of(form.answers_until.data), by=me())
    flash(_("Everybody who contributed is asked whether the draft tells it rightly."), "success")
    return redirect(f"{query.address}/confirmations", 303)


@discussions.post("/threads/<ref>/synopsis/confirmations/end")
@permit(Permission.Threads.CONSOLIDATE, queries.find_consolidation)
def take_draft_back(query: Consolidation) -> Response:
    actions.take_draft_back(query, by=me())
    flash(_("The draft is yours again. What was said of it counts on if no sentence changes."))
    return redirect(f"{query.address}/edit", 303)


def _kept_or_explained(query: Consolidation, form: DraftForm) -> Any:
    try:
        return form.once(lambda: _saved(query, form))
    except SentencesRefused as refused:
        form.refuse(refused)
        return _desk(query, 422, draft=form)
    except (
        DraftConflict,
        NotAtThisStage,
    ) as conflict:  # a second try is over the text shown beside
        form.version.process(None, query.synopsis.sequence)
        return _desk(query, 409, draft=form, conflict=conflict)


def _saved(query: Consolidation, form: DraftForm) -> str:
    actions.save_draft(
        query,
        form.body.data or "",
        over=form.version.data,
        by=me(),
        reread=form.reread.data,
    )
    form.end_draft(_place(query))
    flash(_("The draft is kept."), "success")
    return f"{query.address}/edit"


def _desk(
    query: Consolidation,
    status: int = 200,
    draft: DraftForm | None = None,
    window: WindowForm | None = None,
    sending: SendingForm | None = None,
    conflict: DraftConflict | NotAtThisStage | None = None,
) -> Any:
    sentences = queries.sentences_of(query.thread)
    stands = "\n".join(sentence.line for sentence in sentences)
    after = request.args.get("after", 0, type=int)
    return page(
        "discussions/synopsis/desk.html",
        status,
        query=query,
        after=after,
        contributions=queries.contributions(query, after),
        sentences=sentences,
        answers=_answers(query) if query.synopsis.sent_round else None,
        draft=draft or DraftForm.begun(_place(query), body=stands, version=query.synopsis.sequence),
        window=window or WindowForm(None),
        sending=sending or SendingForm(None),
        conflict=conflict,
        stands=stands,
    )


def _answers(query: Consolidation) -> Answers:
    return queries.answers(query, request.args.get("said_after", ""), viewer=viewer())


def _place(query: Consolidation) -> str:
    """Return under which name is kept what one facilitator types and has not saved for all."""
    return f"synopsis:{query.thread.ref}"


def _preview(query: Consolidation, status: int = 200, **shown: Any) -> Any:
    name = "_preview" if is_fragment() else "preview"
    return page(f"discussions/synopsis/{name}.html", status, query=query, **shown)
