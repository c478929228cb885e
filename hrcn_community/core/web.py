"""The way of one request: read or write, one commit, safe headers, a page or its fragment."""

import hashlib
import re
from collections.abc import Iterator

from flask import (
    Flask,
    Response,
    copy_current_request_context,
    current_app,
    g,
    render_template,
    request,
    session,
)
from flask_babel import get_locale
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest

from hrcn_community.core.db import db, reading
from hrcn_community.core.house import kept_house
from hrcn_community.core.templates import Templates
from hrcn_community.core.text import split_address

STATIC = {"static", "kept_asset"}
SECRET = {"token", "key"}  # parts of addresses that open something to whoever has them
SAFE = {"GET", "HEAD", "OPTIONS"}
CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
csrf = CSRFProtect()


class House(Flask):
    """Flask, with one commit after a deed that succeeded and none after anything else."""

    jinja_environment = Templates

    def full_dispatch_request(self) -> Response:
        with reading(only=request.method in SAFE):
            return super().full_dispatch_request()

    def dispatch_request(self) -> Response:  # type: ignore[override]
        response = self.make_response(super().dispatch_request())
        if request.method not in SAFE and response.status_code < 400:
            db.session.commit()
        return response


def check_csrf() -> None:
    """Refuse an unsafe request without this session's token.

    The public's two preferences (language, theme) are kept in cookies of their own, so that their
    pages need no session and may be cached: there the request's own origin is asked instead. Where a
    mail program stops mail by one click it has neither: the address, which nobody can guess, is enough.
    """
    view = g.get("view")
    if getattr(view, "token_suffices", False):
        return
    if getattr(view, "same_origin_suffices", False):
        origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
        if split_address(origin).netloc != request.host:
            raise BadRequest
    else:
        csrf.protect()


def add_headers(response: Response) -> Response:
    """Add the headers that every answer bears; nothing that a person sees is kept by a cache."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint not in STATIC:
        _set_caching(response)
    return response


def is_fragment() -> bool:
    """Is only a part of the page wanted? History restores want the whole."""
    return (
        request.headers.get("HX-Request") == "true"
        and "HX-History-Restore-Request" not in request.headers
    )


def page(template: str, status: int = 200, **context: object) -> tuple[str, int]:
    """Return the rendered page and its status."""
    return render_template(template, **context), status


def unchanged(*parts: object) -> Response | None:
    """Answer 304 before anything is rendered, where the public's browser holds this page already.

    `parts` are all that the page shows beyond its frame; their print becomes the page's validator.
    """
    if g.get("personal", True) or request.method not in SAFE or session:
        return None
    frame = get_locale(), request.cookies.get("theme", ""), request.full_path, is_fragment()
    parts = (*parts, kept_house())
    whole = repr((current_app.config["RELEASE"], *map(str, frame), parts))
    g.validator = hashlib.sha256(whole.encode()).hexdigest()[:24]
    held = request.if_none_match.contains_weak(g.validator)
    return Response(status=304) if held else None


def revalidated(validator: str, caching: str) -> Response | None:
    """Answer 304 where the browser holds what bears this validator, and may go on keeping it as `caching` says."""
    if not request.if_none_match.contains(validator):
        return None
    return Response(status=304, headers={"ETag": f'"{validator}"', "Cache-Control": caching})


def in_steps(parts: Iterator[str]) -> Iterator[str]:
    """Return the parts of a long answer, each made when it is sent.

    For each the request is there anew, who is looking is loaded anew, and the database is let go at
    its end: whoever reads slowly holds up nobody, and whoever may read no more reads no more.
    """

    def step() -> str | None:
        with reading():
            return next(parts, None)

    return iter(copy_current_request_context(step), None)


def page_here() -> str:
    """Return the address of the page before the reader: this one, or the one that something was sent from.

    Where that only takes what is sent, as a page that was an answer itself, the next one above it.
    """
    here = request.full_path if request.query_string else request.path
    if request.method not in SAFE:
        here = request.referrer or "/"
    elif is_fragment():
        here = request.headers.get("HX-Current-URL", "/")
    parts = split_address(here)
    routes, path = current_app.url_map.bind(""), parts.path
    while path and not routes.test(path, "GET"):
        path, parts = path.rpartition("/")[0], parts._replace(path="", query="")
    return safe_target(parts._replace(scheme="", netloc="", path=path).geturl())


def safe_target(target: str | None, default: str = "/") -> str:
    """Return `target` if it is an address of this house as a browser would parse it, else `default`."""
    if not target or re.search(r"[\x00-\x20\\]", target) or not re.match(r"/(?!/)", target):
        return default
    parts = split_address(target)
    return default if parts.scheme or parts.netloc else target


def _set_caching(response: Response) -> None:
    headers = response.headers
    headers.setdefault("Vary", "Cookie, Accept-Language, HX-Request")
    if "Cache-Control" in headers:
        return
    if _is_for_everybody(response):
        headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        if "validator" in g:
            response.set_etag(g.validator, weak=True)
        else:
            response.add_etag(weak=True)
        response.make_conditional(request)
    else:
        headers["Cache-Control"] = "no-store"


def _is_for_everybody(response: Response) -> bool:
    """Does this page say the same to each of the public, bearing no token and leaving no cookie?

    What opens by an address that was made for one person alone is for nobody else.
    """
    if SECRET & set(request.view_args or ()):
        return False
    leaves_nothing = "Set-Cookie" not in response.headers and not session.modified
    return (
        request.method in SAFE
        and response.status_code in {200, 304}
        and not g.get("personal", True)
        and "csrf_token" not in g
        and leaves_nothing
        and not response.is_streamed
    )
