"""The shelf of published answers, the page of one, and their feed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.exceptions import Gone, NotFound

from hrcn_community.access.filters import language_filter, term_filter
from hrcn_community.access.guard import public, viewer
from hrcn_community.accounts.viewer import PUBLIC
from hrcn_community.core.absolute import absolute_html
from hrcn_community.core.house import house_title
from hrcn_community.core.keyset import EPOCH
from hrcn_community.core.settings import address
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page, unchanged
from hrcn_community.core.words import _l
from hrcn_community.downloads.atom import MIMETYPE, Entry, Feed, atom, stable_id
from hrcn_community.knowledge.forms import TakeDownForm
from hrcn_community.knowledge.queries.answers import (
    AnswerList,
    AnswerRow,
    answer_page,
    answer_texts,
    find_answer,
    was_taken_down,
)
from hrcn_community.knowledge.queries.answers import answers as listed_answers

answers = Blueprint("answers", __name__)
HERE = "/answers"
FEED = f"{HERE}/feed.atom"


@answers.get(HERE)
@public
def shelf() -> Any:
    theme, language = (one_line(request.args.get(n, ""))[:40] for n in ("theme", "language"))
    themes = term_filter("theme", "themes", _l("Theme"), _l("All themes"), theme)
    return page(
        "knowledge/answers.html",
        chosen={"theme": theme, "language": language},
        choices=(themes, language_filter(language)),
        listed=listed_answers(viewer=viewer(), theme=theme, language=language, before=_before()),
    )


@answers.get(FEED)
@public
def feed() -> Any:
    """What anyone may read, whoever asks."""
    listed = listed_answers(viewer=PUBLIC, before=_before())
    if held := unchanged(listed, str(get_locale()), address(HERE)):
        return held
    return Response(atom(_feed(listed)), content_type=f"{MIMETYPE}; charset=utf-8")


@answers.get(f"{HERE}/<slug>")
@public
def show(slug: str) -> Any:
    """One answer; where it was withdrawn, a page that says so."""
    answer = find_answer(slug, viewer=viewer())
    if answer is None:
        raise Gone if was_taken_down(slug) else NotFound
    shown = answer_page(answer, viewer=viewer())
    return page("knowledge/answer.html", shown=shown, form=TakeDownForm(formdata=None))


def _feed(listed: AnswerList) -> Feed:
    return Feed(
        id=stable_id("answers"),
        title=_("Published answers"),
        subtitle=_("What the network learned from questions that cities and groups asked."),
        page=HERE,
        first=FEED,
        path=f"{FEED}?before={_before()}" if _before() else FEED,
        next=f"{FEED}?before={listed.older}" if listed.older else "",
        updated_at=_updated(listed.answers),
        language=str(get_locale()),
        house=house_title(),
        entries=_entries(listed.answers),
    )


def _entries(rows: Sequence[AnswerRow]) -> list[Entry]:
    said = answer_texts([_slug(row) for row in rows], viewer=PUBLIC)
    return [
        Entry(
            id=stable_id("answer", _slug(row)),
            title=row.title,
            path=row.href,
            published_at=row.published_at,
            updated_at=row.published_at,
            author="",
            html=absolute_html("\n<hr>\n".join(said.get(_slug(row), [])), row.href),
            language=row.lang,
        )
        for row in rows
    ]


def _slug(row: AnswerRow) -> str:
    return row.href.rpartition("/")[2]


def _updated(rows: Sequence[AnswerRow]) -> datetime:
    return max((row.published_at for row in rows), default=EPOCH)


def _before() -> str:
    return one_line(request.args.get("before", ""))[:80]
