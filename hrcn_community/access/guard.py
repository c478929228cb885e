"""The guard on every view: find the object through the viewer, ask the table, then call the view."""

import secrets
import time
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, cast

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, current_user
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized

from hrcn_community.access.permissions import Permission
from hrcn_community.access.predicates import author
from hrcn_community.access.table import TABLE
from hrcn_community.access.unmet import StepUpNeeded, TwoStepOverdue
from hrcn_community.access.watched import logged, watched_space
from hrcn_community.accounts.personas import self_for
from hrcn_community.accounts.seen import mark_seen
from hrcn_community.accounts.viewer import PUBLIC, AnyViewer, Viewer, viewer_signed_in
from hrcn_community.core.web import SAFE, STATIC, check_csrf

View = Callable[..., Any]

MOST_SENT = 60 * 2**20  # bytes of one form with its files; what serves us takes a little more
QUIET_SECONDS = range(120, 601)
AS_AUTHOR = {Permission.Posts.TRANSLATE}  # anybody's deed, but the author's own is the persona's
login = LoginManager()
login.anonymous_user = lambda: PUBLIC  # type: ignore[method-assign]
# An address changes on a train; a sign-in is a row that can be ended.
login.session_protection = None  # type: ignore[assignment]


def viewer() -> AnyViewer:
    """Return who is looking; the public, where the page says that the database is away."""
    if g.get("without_database"):
        return PUBLIC
    return cast(AnyViewer, current_user._get_current_object())


@login.user_loader
def _who_is_signed_in(token: str) -> Viewer | None:
    return None if g.get("without_database") else viewer_signed_in(token)


def me() -> Viewer:
    """Return who is signed in and acts, under a pseudonym its persona: the `by=` of every action."""
    who = g.get("acting") or viewer()
    if not isinstance(who, Viewer):
        raise Unauthorized
    return who


def act_as(who: Viewer) -> None:
    """Let whatever is done in this request from here on be done by `who`: a self of the viewer.

    What the viewer reads in the minutes after a deed of their persona's is not noted: it would stand
    beside that deed with the same time. How many minutes, chance says; only their browser knows.
    """
    g.acting = who
    if who.is_masked and request.method not in SAFE:
        session["quiet_until"] = int(time.time()) + secrets.choice(QUIET_SECONDS)


def is_quiet() -> bool:
    """Did the viewer do something under a pseudonym just now, so that nothing of them is noted?"""
    if "quiet_until" not in session:
        return False
    if session["quiet_until"] > time.time():
        return True
    del session["quiet_until"]
    return False


def may(permission: StrEnum | str, subject: Any = None) -> bool:
    """May the viewer do this here? What pages ask before they offer a deed."""
    return allows(viewer(), permission, subject)


def allows(who: AnyViewer, permission: StrEnum | str, subject: Any = None) -> bool:
    """Does the table let `who` do this with `subject`?"""
    return any(predicate(who, subject) for predicate in TABLE[permission])  # type: ignore[index]


def permit(permission: StrEnum, find: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let a view be called only by whom the table names.

    `find(**address_parts, viewer=...)` returns the object or None; what the viewer cannot see is
    404, what they see and may not do is 403. The view is called with the object.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**parts: Any) -> Any:
            g.asked = permission, find, parts
            subject = _asked()
            if getattr(g.view, "steps_up", False) or _is_sealed(subject):
                require_step_up()
            if author in TABLE[permission] or permission in AS_AUTHOR:
                _act_as_author(subject)
            if not find:
                return view(**parts)
            space_id = watched_space(subject)  # a deed may let go of what it was done to
            return logged(view(subject), space_id, viewer())

        return _told(guarded, permission=permission, find=find)

    return declare


def require_step_up() -> None:
    """Go on only if the viewer proved in this browser, a moment ago, once more who they are.

    For views where only some subjects need it. Ask after the permission: to whom a thing does not
    exist, nothing tells that it would need a proof.
    """
    who = viewer()
    if not isinstance(who, Viewer):
        raise Unauthorized
    if not who.has_stepped_up:
        raise StepUpNeeded


def _is_sealed(of: Any) -> bool:
    return getattr(of, "is_sealed", getattr(getattr(of, "space", None), "is_sealed", False))


def _asked() -> Any:
    """Return the subject of the view that was asked for, if the viewer may do now what it does."""
    permission, find, parts = g.asked
    subject = find(**parts, viewer=viewer()) if find else None
    if find and subject is None:
        raise NotFound
    if not allows(viewer(), permission, subject):
        raise Forbidden if viewer().is_signed_in else Unauthorized
    return subject


def ask_again() -> None:
    """Ask once more, after something slow, whether whoever asked is still there and still may."""
    g.pop("_login_user", None)  # Flask-Login looks again who it is
    _asked()


def _act_as_author(subject: Any) -> None:
    """Let a deed that is its author's be done by the persona, where the viewer's persona wrote it."""
    who = viewer()
    if isinstance(who, Viewer) and who.personas:
        act_as(self_for(who, getattr(subject, "author_id", None)))


def public(view: View) -> View:
    """Let anyone call a view, signed in or not."""
    return _told(view, permission=None)


def no_page(view: View) -> View:
    """Let what a view answers not be written down as read, nor whoever asked as seen.

    It only helps while somebody writes, or a page asks by itself.
    """
    return _told(view, is_no_page=True)


def keeps_nothing(view: View) -> View:
    """Let a view be sent words only to look for them: its answer is read as a page that is asked for is."""
    return _told(view, keeps_nothing=True)


def takes_any_question(view: View) -> View:
    """Let a view be asked whatever somebody pastes: of what no database takes it never hears."""
    return _told(view, takes_any_question=True)


def takes_files(view: View) -> View:
    """Let a view be sent more than words: files, which lie on the disk while they are taken in."""
    return _told(view, takes_files=True)


def steps_up(view: View) -> View:
    """Let a view be called only by whoever proved a moment ago, once more, who they are.

    It is asked by `permit`, after the permission: a view that is public cannot ask for it.
    """
    return _told(view, steps_up=True)


def open_when_overdue(view: View) -> View:
    """Let a view be open to whoever must first enrol a second step, and may do nothing else."""
    return _told(view, open_when_overdue=True)


def same_origin_suffices(view: View) -> View:
    """Let a form of a page without a session be sent from this house's own pages."""
    return _told(view, same_origin_suffices=True)


def token_suffices(view: View) -> View:
    """Let a deed be sent from anywhere, as a mail program does: its address bears a sealed token."""
    return _told(view, token_suffices=True)


def _told(view: View, **declared: Any) -> View:
    """Return a view that bears what was declared of it, for the door to read."""
    vars(view).update(declared)
    return view


def register_guard(app: Flask, log_read: Callable[[int, AnyViewer], None]) -> None:
    """Ask, before every request, who is there and whether they may send anything at all.

    `log_read` writes into the read log, which stands above the guard.
    """
    login.init_app(app)
    app.extensions["log_read"] = log_read
    app.before_request(_stand_at_the_door)
    app.jinja_env.globals["may"] = may


def _stand_at_the_door() -> None:
    g.view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint in STATIC:
        return
    if getattr(g.view, "takes_files", False) and request.mimetype == "multipart/form-data":
        request.max_content_length = MOST_SENT
    who = viewer()
    g.personal = who.is_signed_in
    if who.days_to_enrol == 0 and not getattr(g.view, "open_when_overdue", False):
        raise TwoStepOverdue
    if request.method in SAFE:
        by_itself = getattr(g.view, "is_no_page", False)
        if isinstance(who, Viewer) and not by_itself and not is_quiet():
            mark_seen(who)
        return
    if not viewer().is_signed_in and getattr(g.view, "permission", "none") is not None:
        raise Unauthorized  # before any look-up: the same for what exists and what does not
    check_csrf()
