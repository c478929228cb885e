"""How the house says no, and what it shows when something breaks."""

import errno
import re

import structlog
from flask import Flask, Response, current_app, g, render_template, request
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError

from hrcn_community.core.db import db, is_away, reading
from hrcn_community.core.text import split_address
from hrcn_community.core.words import _l

log = structlog.get_logger()
TOO_LARGE = (
    "22003"  # PostgreSQL's word for a number that no row can have; SQLite's is OverflowError
)

# What is never given back, nor carried along: it is secret, or no words.
NEVER_KEPT = {"csrf_token", "password", "new_password", "current_password", "current", "kept"}
NEVER_KEPT |= {"code", "credential"}
# The fields in which a single word, too, was written by somebody; of others, what has a space in it.
WRITTEN = {"title", "body", "details", "description", "context", "question", "text"}
WRITTEN |= {"reason", "remark", "over_objection", "poll_question", "poll_choices", "words"}
WRITTEN |= {"note", "points", "reply", "about"}

FULL = {errno.ENOSPC, errno.EDQUOT}
GIVES_BACK = {409, 500, 503, 507}

TITLES = {
    400: _l("That could not be understood"),
    401: _l("Please sign in"),
    403: _l("This is not yours to do"),
    404: _l("There is nothing here"),
    405: _l("That cannot be done here"),
    409: _l("Not now"),
    410: _l("This is no longer here"),
    413: _l("That is too large"),
    422: _l("Please look at this again"),
    429: _l("Please wait a moment"),
    500: _l("Something broke on our side"),
    503: _l("The house is busy"),
    507: _l("There is no room left to store this"),
}
MESSAGES = {
    400: _l("Part of the request was missing or damaged. Go back, reload the page and try again."),
    403: _l("You can see this, but your role here does not include that deed."),
    404: _l("Either this page never existed, or it is not open to you."),
    405: _l("This address does not take that kind of request."),
    410: _l("It was withdrawn by those who had published it."),
    413: _l(
        "What you sent is larger than we can take. Go back: what you wrote is still in the form. "
        "Shorten it, or add fewer files at once."
    ),
    429: _l("There were too many tries in a short time. Please wait and try again."),
    500: _l("It has been written down and somebody will look. Your last saved work is safe."),
    503: _l(
        "The database did not answer in time. Nothing was half saved; please try again shortly."
    ),
}


class Refusal(Exception):
    """A deed that the state of things does not allow now; said in words, nothing is saved."""

    message = _l("This is not possible at the moment.")
    back = ""  # where whoever was refused finds out more; else where they came from
    onward: tuple[str, object] | None = None  # an address, and what can be done there instead

    def __init__(self, message: object = None) -> None:
        self.message = message or self.message
        super().__init__(str(type(self).__name__))


class Unable(Exception):
    """What was asked for cannot be had now, or not so; said in words, perhaps with when to come again."""

    def __init__(self, message: object, code: int = 503, again_in: int = 0) -> None:
        self.message, self.code, self.again_in = message, code, again_in
        super().__init__(type(self).__name__)


def register_error_pages(app: Flask) -> None:
    """Answer every failure with a page in words."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Unable, _unable)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(OSError, _disk_error)
    app.register_error_handler(UnicodeEncodeError, lambda _: error_page(400))
    app.register_error_handler(OverflowError, lambda _: error_page(404))  # a number no row can have
    app.before_request(_refuse_nul)


def error_page(code: int, message: object = None, **more: object) -> tuple[str, int]:
    """Return the page for `code` and the status."""
    db.session.rollback()
    title = TITLES.get(code, TITLES[500])
    with reading():  # whatever was to be written is undone; the page takes no lock
        text = render_template(
            [f"errors/{code}.html", "errors/500.html"],
            title=title,
            message=message or MESSAGES.get(code, ""),
            written=_written() if code in GIVES_BACK else [],
            **more,
        )
    return text, code


def _written() -> list[str]:
    """Return the words that people wrote in the form that was refused, to be copied from the page."""
    given = [
        (re.sub(r"_\d+$", "", name), value.strip())
        for name, value in request.form.items(multi=True)
        if name not in NEVER_KEPT
    ]
    return [words for name, words in given if words and (name in WRITTEN or len(words.split()) > 1)]


def _refuse_nul() -> None:
    """PostgreSQL takes no NUL. No address holds one; a pasted text may, unseen, and loses it.

    So does a question, where a view says that it takes any.
    """
    asked = list(request.args.items(multi=True))
    if "\0" in request.path:
        raise BadRequest
    if any("\0" in value for _, value in asked):
        view = current_app.view_functions.get(request.endpoint or "")
        if not getattr(view, "takes_any_question", False):
            raise BadRequest
        seen = [(name, value.replace("\0", " ")) for name, value in asked]
        vars(request)["args"] = ImmutableMultiDict(seen)
    sent = list(request.form.items(multi=True))
    if any("\0" in name + value for name, value in sent):
        seen = [(name.replace("\0", ""), value.replace("\0", "")) for name, value in sent]
        vars(request)["form"] = ImmutableMultiDict(seen)
        vars(request).pop("values", None)  # made of what the form was, if somebody asked before us


def _http_error(error: HTTPException) -> Response | tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, InternalServerError) and error.original_exception:
        log.error("failed", kind=type(error.original_exception).__name__, endpoint=request.endpoint)
    return error_page(error.code)


def _refused(refusal: Refusal) -> tuple[str, int]:
    return error_page(
        409, refusal.message, back=refusal.back or _came_from(), onward=refusal.onward
    )


def _disk_error(error: OSError) -> tuple[str, int]:
    """Say that the disk is full where it is: what is uploaded lies there while it is taken in."""
    if error.errno not in FULL:
        raise error
    log.error("disk_full", endpoint=request.endpoint)
    return error_page(507)


def _unable(unable: Unable) -> tuple[str, int, dict[str, str]]:
    text, code = error_page(unable.code, unable.message)
    return text, code, {"Retry-After": str(unable.again_in)} if unable.again_in else {}


def _came_from() -> str:
    """Return the page of this house that sent the request, if it can be asked for again; else ''."""
    sent = split_address(request.referrer or "")
    adapter = current_app.create_url_adapter(request)
    is_ours = sent.netloc == request.host and adapter is not None and adapter.test(sent.path, "GET")
    return f"{sent.path}?{sent.query}".rstrip("?") if is_ours else ""


def _database_error(error: DBAPIError) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    if getattr(error.orig, "sqlstate", "") == TOO_LARGE:
        return error_page(404)
    if not is_away(error):
        log.error("database_error", kind=type(error.orig).__name__, endpoint=request.endpoint)
        if current_app.testing:
            raise error
        return error_page(500)
    log.warning("database_unavailable", kind=type(error.orig).__name__, endpoint=request.endpoint)
    if "full" in str(error.orig):
        return error_page(507)
    g.without_database = True
    text, code = error_page(503)
    return text, code, {"Retry-After": "5"}
