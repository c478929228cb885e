"""Atom feeds of what the public may read. They ask for no session, and make no difference between readers."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from hrcn_community.access.guard import public
from hrcn_community.core import richtext
from hrcn_community.core.absolute import absolute_html
from hrcn_community.core.house import house_title
from hrcn_community.core.keyset import EPOCH
from hrcn_community.core.settings import address
from hrcn_community.core.web import unchanged
from hrcn_community.discussions.queries.feeds import (
    FedPage,
    FedThread,
    find_public_space,
    newest_public,
)
from hrcn_community.downloads.atom import MIMETYPE, Entry, Feed, atom, stable_id
from hrcn_community.site.spaces import rendered
from hrcn_community.spaces.models import Space

feeds = Blueprint("feeds", __name__)
CONTENT = Markup("<h3>{}</h3>\n{}")


@feeds.get("/threads/feed.atom")
@public
def everything() -> Any:
    newest = newest_public(before=_before())
    about = _("Where the people of human rights cities talk, learn, meet and ask.")
    ends = _("Threads in public spaces"), about, "/threads"
    return _answer(newest, stable_id("feed"), *ends)


@feeds.get("/spaces/<slug>/feed.atom")
@public
def of_space(slug: str) -> Any:
    space = find_public_space(slug)
    if space is None:
        raise NotFound
    newest = newest_public(space, before=_before())
    ends = space.name, richtext.plain(rendered(space.description)), f"/spaces/{slug}"
    return _answer(newest, stable_id("space", slug), *ends, space)


def _answer(
    newest: FedPage, id_: str, title: str, about: str, page: str, space: Space | None = None
) -> Any:
    language = space.language if space else str(get_locale())
    if held := unchanged(newest, title, about, language, address(page)):
        return held
    first, updated = f"{page}/feed.atom", _updated(newest, space)
    feed = Feed(
        id=id_,
        title=title,
        subtitle=about,
        page=page,
        first=first,
        path=f"{first}?before={_before()}" if _before() else first,
        next=f"{first}?before={newest.older}" if newest.older else "",
        updated_at=updated,
        language=language,
        house=house_title(),
        entries=[_entry(each, space) for each in newest.threads],
    )
    answer = Response(atom(feed), content_type=f"{MIMETYPE}; charset=utf-8")
    if request.if_none_match or not request.if_modified_since:
        # Whoever goes by the date alone is sent all of it: what is hidden leaves no later date behind.
        answer.last_modified = updated
    return answer


def _before() -> str:
    return request.args.get("before", "")[:40]


def _updated(newest: FedPage, space: Space | None) -> datetime:
    began = space.created_at if space else EPOCH
    return max((each.updated_at for each in newest.threads), default=began)


def _entry(fed: FedThread, space: Space | None) -> Entry:
    return Entry(
        id=stable_id("thread", fed.ref),
        title=fed.title if space else f"{fed.title} · {fed.space_name}",
        path=fed.address,
        published_at=fed.started_at,
        updated_at=fed.updated_at,
        author=(fed.opening.author_name if fed.opening else "") or "",
        html=_content(fed),
        language=fed.language,
    )


def _content(fed: FedThread) -> str:
    """Return what the thread begins with, and below it what was written last."""
    parts = [fed.opening.html] if fed.opening else []
    if fed.latest:
        name = fed.latest.author_name or _("Somebody")
        words = _("Latest reply, #%(n)s, by %(name)s", n=fed.latest.number, name=name)
        html = Markup(fed.latest.html)  # noqa: S704 - gated when it was written
        parts.append(CONTENT.format(words, html))
    return absolute_html("\n".join(parts), fed.address)
