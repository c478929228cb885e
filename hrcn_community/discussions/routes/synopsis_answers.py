"""What those who contributed say of the draft, and publishing it."""

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import act_as, me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.personas import self_for
from hrcn_community.core.web import page
from hrcn_community.discussions import actions, queries
from hrcn_community.discussions.forms import CreditForm, PublicationForm, SayForm
from hrcn_community.discussions.models import DraftChanged
from hrcn_community.discussions.queries import Consolidation
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import address, back


@discussions.get("/threads/<ref>/synopsis")
@permit(Permission.Threads.CONFIRM, queries.find_consolidation)
def read_draft(query: Consolidation) -> Any:
    if query.synopsis.is_published:
        return redirect(query.thread.conversation.address)
    return _draft_page(query, masked=bool(request.args.get("masked")))


@discussions.post("/threads/<ref>/synopsis/confirmation")
@permit(Permission.Threads.CONFIRM, queries.find_consolidation)
def confirm_draft(query: Consolidation) -> Any:
    form = SayForm()
    if not form.validate_on_submit():
        return _draft_page(query, masked=bool(form.masked.data), form=form)
    try:
        return _confirmed(query, form)
    except DraftChanged as changed:  # a second try is about the draft that is shown now
        form.form_errors.append(str(changed.message))
        form.round.data = query.synopsis.round
        return _draft_page(query, masked=bool(form.masked.data), form=form, status=409)


@discussions.post("/threads/<ref>/synopsis/confirmation/end")
@permit(Permission.Threads.CONFIRM, queries.find_consolidation)
def end_credit(query: Consolidation) -> Response:
    masked = bool(CreditForm().masked.data)
    actions.end_credit(query, masked=masked, by=me())
    _keep_quiet(query, masked)
    return back(query.thread, _("You are not named below the reply any more."))


@discussions.get("/threads/<ref>/synopsis/confirmations")
@permit(Permission.Threads.CONSOLIDATE, queries.find_consolidation)
def answers(query: Consolidation) -> Any:
    if query.synopsis.is_editable:
        return redirect(f"{query.address}/edit")
    return _answers_page(query)


@discussions.post("/threads/<ref>/synopsis/publication")
@permit(Permission.Threads.CONSOLIDATE, queries.find_consolidation)
def publish_synopsis(query: Consolidation) -> Any:
    form = PublicationForm()
    if not form.validate_on_submit():
        return _answers_page(query, form)
    return form.once(lambda: _published(query, form))


def _draft_page(
    query: Consolidation, *, masked: bool, form: SayForm | None = None, status: int = 422
) -> Any:
    draft = queries.draft_to_read(query, viewer=me(), masked=masked)
    return page(
        "discussions/synopsis/draft.html",
        status if form else 200,
        query=query,
        draft=draft,
        form=form or _said(query, draft),
    )


def _said(query: Consolidation, draft: Any) -> SayForm:
    """Return the form with what this self said of this very round."""
    said = draft.reader.confirmation
    masked = "1" if draft.reader.is_masked else ""
    if said is None or said.round != query.synopsis.round:
        return SayForm(None, round=query.synopsis.round, masked=masked)
    return SayForm(
        None,
        round=said.round,
        masked=masked,
        agrees="yes" if said.agrees else "no",
        remark=said.remark,
        wants_credit=said.wants_credit,
    )


def _confirmed(query: Consolidation, form: SayForm) -> Response:
    actions.confirm(
        query,
        of_round=form.round.data,
        agrees=form.agrees.data == "yes",
        wants_credit=form.wants_credit.data,
        remark=form.remark.data or "",
        masked=bool(form.masked.data),
        by=me(),
    )
    _keep_quiet(query, bool(form.masked.data))
    flash(_("Thank you. You can change your mind until the reply is published."), "success")
    return redirect(f"{query.address}{'?masked=1' if form.masked.data else ''}", 303)


def _keep_quiet(query: Consolidation, masked: bool) -> None:
    """Begin the quiet time after a deed of the viewer's persona: nothing of them is noted beside it."""
    if masked:
        act_as(self_for(me(), me().personas.get(query.space.id)))


def _answers_page(query: Consolidation, form: PublicationForm | None = None) -> Any:
    said = queries.said_of_round(query.synopsis)
    objects = False in said
    form = form or PublicationForm(None, round=query.synopsis.round)
    form.over_objection.flags.required = objects
    return page(
        "discussions/synopsis/answers.html",
        422 if form.errors else 200,
        query=query,
        answers=queries.answers(query, request.args.get("after", ""), viewer=viewer()),
        objects=objects,
        may_publish=query.synopsis.time_to_confirm_is_over or True in said,
        sentences=queries.sentences_of(query.thread),
        form=form,
    )


def _published(query: Consolidation, form: PublicationForm) -> str:
    post = actions.publish(
        query, of_round=form.round.data, over_objection=form.over_objection.data or "", by=me()
    )
    if form.closes.data:
        actions.close_thread(query.thread, _("The consolidated reply is published."), by=me())
    return address(query.thread, post)
