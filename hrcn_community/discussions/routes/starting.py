"""Starting a thread."""

from collections.abc import Sequence
from typing import Any

from hrcn_community.access.forms import with_error
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_chosen_space
from hrcn_community.conversations.actions import end_draft
from hrcn_community.conversations.models import TooSoon
from hrcn_community.conversations.queries import audience_size, before_writing
from hrcn_community.core.web import page
from hrcn_community.discussions import actions
from hrcn_community.discussions.forms import ThreadForm
from hrcn_community.discussions.forms.days import end_of
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.discussions.queries import Similar
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import start_place, startable
from hrcn_community.register.queries import find_city
from hrcn_community.spaces.models import Space


@discussions.get("/threads/new")
@permit(Permission.Threads.START, find_chosen_space)
def new(space: Space) -> Any:
    form = ThreadForm.begun(start_place(space), language=space.language, options={"where": space})
    return thread_form(form.offer_mask(space), space)


@discussions.post("/threads")
@permit(Permission.Threads.START, find_chosen_space)
def start(space: Space) -> Any:
    form = ThreadForm(language=space.language, where=space).offer_mask(space)
    if not form.validate_on_submit():
        return thread_form(form, space, 422)
    try:
        return form.once(lambda: _started(form, space))
    except TooSoon as refused:
        return thread_form(with_error(form, form.body, refused), space, 409)


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
    )
    end_draft(start_place(space), actor_ids=viewer().selves)
    return thread.conversation.address
