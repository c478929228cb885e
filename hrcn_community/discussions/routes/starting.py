"""Starting a thread."""

from typing import Any

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_chosen_space
from hrcn_community.conversations.queries import audience_size
from hrcn_community.core.web import page
from hrcn_community.discussions import actions
from hrcn_community.discussions.forms import ThreadForm
from hrcn_community.discussions.forms.days import end_of
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import startable
from hrcn_community.register.queries import find_city, terms_named
from hrcn_community.spaces.models import Space


@discussions.get("/threads/new")
@permit(Permission.Threads.START, find_chosen_space)
def new(space: Space) -> Any:
    return _thread_form(ThreadForm(language=space.language), space)


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
        until=end_of(form.until.data) if form.until.data else None,
        language=form.language.data,
        city_id=city.id if city else None,
        term_ids=tuple(term.id for term in terms_named(form.themes.data or [])),
    )
    return thread.conversation.address
