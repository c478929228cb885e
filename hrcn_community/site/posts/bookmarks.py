"""Keeping a post to find it again, and the list of what one keeps."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, request
from flask_babel import gettext as _
from wtforms import DateField, RadioField, StringField, ValidationError
from wtforms.validators import Length, Optional

from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.audit.actions import log_read
from hrcn_community.conversations import queries
from hrcn_community.conversations.actions.keeping import Wish, keep_post, put_away
from hrcn_community.conversations.models import Bookmark, Post
from hrcn_community.conversations.queries.bookmarks import bookmarks as bookmarks_of
from hrcn_community.conversations.queries.bookmarks import find_own_bookmark
from hrcn_community.conversations.queries.marks import own_marks_of
from hrcn_community.core import clock
from hrcn_community.core.web import is_fragment, page
from hrcn_community.core.words import _l
from hrcn_community.site.posts.blueprint import posts
from hrcn_community.site.posts.shared import address

MORNING = dt.time(9)
FURTHEST = dt.timedelta(days=3653)


class BookmarkForm(HouseForm):
    note = StringField(
        _l("Note"),
        description=_l("Why you keep it. Nobody but you reads this."),
        validators=[Length(max=200, message=_l("Use at most 200 characters."))],
    )
    remind = RadioField(
        _l("Remind me"),
        choices=options(
            [
                ("none", _l("Not at all")),
                ("tomorrow", _l("Tomorrow morning")),
                ("week", _l("On Monday morning of next week")),
                ("date", _l("On the morning of this day:")),
            ]
        ),
        default="none",
    )
    on = DateField(_l("Day"), validators=[Optional()])

    def validate_remind(self, field: RadioField) -> None:
        if field.data == "date" and not any(self.on.raw_data or ()):
            raise ValidationError(_("Choose a day."))

    def validate_on(self, field: DateField) -> None:
        day = field.data if self.remind.data == "date" else None
        if day and not _today() < day <= _today() + FURTHEST:
            raise ValidationError(_("Choose a day after today, within ten years."))

    @property
    def wish(self) -> Wish:
        return Wish(self.note.data or "", _morning_of(self._day()))

    def _day(self) -> dt.date | None:
        today = _today()
        days = {
            "tomorrow": today + dt.timedelta(days=1),
            "week": today + dt.timedelta(days=7 - today.weekday()),
            "date": self.on.data,
        }
        return days.get(self.remind.data)


@posts.get("/bookmarks")
@permit(Permission.Own.BOOKMARKS)
def bookmarks() -> Any:
    kept = bookmarks_of(viewer=viewer(), before=request.args.get("before", ""))
    for space_id in sorted(kept.confidential_ids):
        log_read(space_id, viewer())
    return page("posts/bookmarks.html", kept=kept)


@posts.get("/posts/<ref>/bookmark")
@permit(Permission.Posts.BOOKMARK, queries.find_standing_post)
def bookmark(post: Post) -> Any:
    form = _filled(find_own_bookmark(post.ref, viewer=viewer()))
    return page("posts/bookmark.html", post=post, form=form)


@posts.post("/posts/<ref>/bookmark")
@permit(Permission.Posts.BOOKMARK, queries.find_standing_post)
def keep(post: Post) -> Any:
    """Keep a post at one press, or with what the form of a bookmark says."""
    form = BookmarkForm()
    if "remind" not in request.form:
        return _kept(post)
    if not form.validate_on_submit():
        return page("posts/bookmark.html", 422, post=post, form=form)
    return form.once(lambda: _kept_with(post, form.wish))


@posts.post("/posts/<ref>/bookmark/end")
@permit(Permission.Own.BOOKMARKS, find_own_bookmark)
def stop_keeping(kept: Bookmark) -> Any:
    put_away(kept)
    post = queries.find_standing_post((request.view_args or {})["ref"], viewer=viewer())
    if post and "list" not in request.form:
        return _marked(post)
    flash(_("It is kept no longer."), "success")
    return redirect("/bookmarks", 303)


def _kept(post: Post) -> Any:
    keep_post(post, by=me())
    return _marked(post)


def _kept_with(post: Post, wish: Wish) -> str:
    keep_post(post, wish, by=me())
    flash(_("It stands among your bookmarks."), "success")
    return address(post)


def _marked(post: Post) -> Any:
    if not is_fragment():
        return redirect(address(post), 303)
    return page("posts/_kept.html", post=post, marks=own_marks_of([post.id], viewer=viewer()))


def _filled(kept: Bookmark | None) -> BookmarkForm:
    if kept is None:
        return BookmarkForm(formdata=None)
    day = kept.remind_at.astimezone(_zone()).date() if kept.remind_at else None
    return BookmarkForm(formdata=None, note=kept.note, remind="date" if day else "none", on=day)


def _morning_of(day: dt.date | None) -> dt.datetime | None:
    return clock.in_utc(dt.datetime.combine(day, MORNING, _zone())) if day else None


def _today() -> dt.date:
    return clock.now().astimezone(_zone()).date()


def _zone() -> ZoneInfo:
    return ZoneInfo(viewer().timezone)
