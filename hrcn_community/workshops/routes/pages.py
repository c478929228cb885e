"""The pages of workshops, and what their hosts write and settle."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from hrcn_community.access.guard import me, permit, public, takes_files, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.models import EditConflict
from hrcn_community.conversations.queries import audience_size, network_size
from hrcn_community.core.web import page
from hrcn_community.register.queries import find_city, terms_named
from hrcn_community.workshops import shown
from hrcn_community.workshops.actions import workshops as actions
from hrcn_community.workshops.calendar import calendar_file
from hrcn_community.workshops.forms.taking_part import CancelForm
from hrcn_community.workshops.forms.workshops import ChangeForm, WorkshopForm, form_of
from hrcn_community.workshops.models.workshops import Workshop
from hrcn_community.workshops.queries import workshops as queries
from hrcn_community.workshops.queries.workshops import description_of
from hrcn_community.workshops.routes.blueprint import workshops
from hrcn_community.workshops.routes.shared import back, workshop_page


@workshops.get("/workshops")
@public
def listed() -> Any:
    found = queries.workshops(viewer=viewer(), before=request.args.get("before", ""))
    return page("workshops/list.html", **shown.workshop_list(found))


@workshops.get("/workshops/new")
@permit(Permission.Workshops.CALL)
def new() -> Any:
    return _form_page(WorkshopForm(), None)


@workshops.post("/workshops")
@takes_files
@permit(Permission.Workshops.CALL)
def call() -> Any:
    form = WorkshopForm()
    if not form.validate_on_submit():
        return _form_page(form, None, 422)
    return form.once(lambda: _called(form))


@workshops.get("/workshops/<slug>")
@permit(Permission.Workshops.READ, queries.find_workshop)
def show(workshop: Workshop) -> Any:
    return workshop_page(workshop)


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
    return _form_page(form_of(workshop), workshop)


@workshops.post("/workshops/<slug>/edit")
@takes_files
@permit(Permission.Workshops.HOST, queries.find_workshop)
def change(workshop: Workshop) -> Any:
    form = ChangeForm(at=description_of(workshop))
    if not form.validate_on_submit():
        return _form_page(form, workshop, 422)
    try:
        return form.once(lambda: _changed(workshop, form))
    except EditConflict as conflict:
        form.sequence.process(None, str(workshop.sequence))  # a second try is over what stands now
        return _form_page(form, workshop, 409, conflict.message)


@workshops.post("/workshops/<slug>/cancellation")
@permit(Permission.Workshops.HOST, queries.find_workshop)
def cancel(workshop: Workshop) -> Any:
    form = CancelForm()
    if not form.validate_on_submit():
        return workshop_page(workshop, form)
    actions.cancel_workshop(workshop, form.reason.data or "", by=me())
    return back(workshop, _("The workshop is cancelled. Everybody who registered will be told."))


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


def _form_page(
    form: ChangeForm, workshop: Workshop | None, status: int = 200, conflict: object = ""
) -> Any:
    shown = {"form": form, "workshop": workshop, "conflict": conflict}
    audience = audience_size(workshop.space) if workshop else network_size()
    return page("workshops/form.html", status, **shown, audience=audience)
