"""Starting a thread."""

from typing import Any

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_chosen_space
from hrcn_community.conversations.actions import end_draft
from hrcn_community.conversations.queries import audience_size
from hrcn_community.core.web import page
from hrcn_community.discussions import actions
from hrcn_community.discussions.forms import ThreadForm
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import start_place, startable
from hrcn_community.register.queries import find_city, terms_named
from hrcn_community.spaces.models import Space


@discussions.get("/threads/new")
@permit(Permission.Threads.START, find_chosen_space)
def new(space: Space) -> Any:
    place = start_place(space)
    form = ThreadForm.begun(place, actor_id=me().id, language=space.language)
    return _thread_form(form, space)


@discussions.post("/threads")
@permit(Permission.Threads.START, find_chosen_space)
def start(space: Space) -> Any:
    form = ThreadForm(language=space.language)
    if not form.validate_on_submit():
        return _thread_form(form, space, 422)
    return form.once(lambda: _started(form, space))


def _thread_form(form: ThreadForm, space: Space, status: int = 200) -> Any:
    audience = audience_size(space)
    return page(
        "discussions/new.html",
        status,
        form=form,
        space=space,
        spaces=startable(),
        audience=audience,
    )


def _started(form: ThreadForm, space: Space) -> str:
    city = find_city(form.city.data) if form.city.data else None
    thread = actions.start_thread(
        space,
        form.title.data or "",
        form.body.data or "",
        by=me(),
        kind=ThreadKind(form.kind.data),
        language=form.language.data,
        city_id=city.id if city else None,
        term_ids=tuple(term.id for term in terms_named(form.themes.data or [])),
    )
    end_draft(start_place(space), actor_ids=[me().id])
    return thread.conversation.address
