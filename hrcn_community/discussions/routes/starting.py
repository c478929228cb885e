"""Starting a thread."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _

from hrcn_community.access.forms import wants_mask, with_error
from hrcn_community.access.guard import me, permit, takes_files, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_chosen_space
from hrcn_community.conversations.actions import move_draft
from hrcn_community.conversations.models import TooMuchForNow, TooSoon
from hrcn_community.conversations.queries import audience_size, before_writing
from hrcn_community.core.web import page
from hrcn_community.discussions import actions
from hrcn_community.discussions.forms import ThreadForm
from hrcn_community.discussions.forms.days import end_of
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.discussions.queries import Similar
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import start_place, startable, status_of
from hrcn_community.register.queries import find_city
from hrcn_community.spaces.models import Space


@discussions.get("/threads/new")
@permit(Permission.Threads.START, find_chosen_space)
def new(space: Space) -> Any:
    form = ThreadForm.begun(start_place(space), language=space.language, options={"where": space})
    return thread_form(form.offer_mask(space), space)


@discussions.post("/threads")
@takes_files
@permit(Permission.Threads.START, find_chosen_space)
def start(space: Space) -> Any:
    form = ThreadForm(language=space.language, where=space).offer_mask(space)
    if _is_sent_elsewhere(form, space) or not form.validate_on_submit():
        return thread_form(form, space, 422)
    if form.asks_to_reread(space, form.language.data):
        return thread_form(form, space, 422)
    try:
        return form.once(lambda: _started(form, space))
    except (TooSoon, TooMuchForNow) as refused:
        return thread_form(with_error(form, form.body, refused), space, status_of(refused))


def _is_sent_elsewhere(form: ThreadForm, space: Space) -> bool:
    """Was another space chosen at the last moment? Then its readers are shown before anything is sent."""
    if not was_shown_for_another(space):
        return False
    move_form(form, space)
    form.form_errors.append(_("You chose another space: look who reads there, then send it."))
    return True


def was_shown_for_another(space: Space) -> bool:
    """Did the page that was sent say who reads another space than the one that was chosen on it?"""
    return request.form.get("shown", space.slug) != space.slug


def move_form(form: ThreadForm, space: Space) -> ThreadForm:
    """Take what is being written, and what was kept of it, along to another `space`.

    A draft under a pseudonym stays behind: the pseudonym is of its space, and is not carried out.
    """
    before, place = f"thread:{request.form['shown']}", start_place(space)
    moved = move_draft(before, place, space, person_id=viewer().id)
    form.place.process(None, place)
    form.sequence.process(None, str(moved))
    if wants_mask() and not form.offers_mask:
        form.form_errors.append(_("You cannot write under a pseudonym here. Nothing was sent."))
    return form


def thread_form(
    form: ThreadForm, space: Space, status: int = 200, similar: Sequence[Similar] | None = None
) -> Any:
    audience = audience_size(space)
    return page(
        "discussions/new.html",
        status,
        form=form,
        ahead=before_writing(space, viewer=viewer()),
        space=space,
        spaces=startable(),
        audience=audience,
        similar=similar,
    )


def _started(form: ThreadForm, space: Space) -> str:
    city = find_city(form.city.data) if form.city.data else None
    thread = actions.start_thread(
        space,
        form.title.data or "",
        form.body.data or "",
        by=me(),
        kind=ThreadKind(form.kind.data),
        until=end_of(form.until.data) if form.until.data else None,
        language=form.language.data,
        city_id=city.id if city else None,
        term_ids=tuple(term.id for term in form.terms),
        poll=form.planned_poll(),
        files=form.chosen_files(),
    )
    form.end_draft(start_place(space))
    return thread.conversation.address
