"""Changing a post, and what it said before."""

from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from config import LANGUAGES
from hrcn_community.access.forms import Written, markdown_text, with_error
from hrcn_community.access.guard import me, permit, takes_files, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.attachments.adding import FilesPart
from hrcn_community.conversations import actions, queries
from hrcn_community.conversations.actions.attaching import change_files
from hrcn_community.conversations.actions.newcomers import take_in_change
from hrcn_community.conversations.actions.translating import bring_up_to_date
from hrcn_community.conversations.actions.watching import keep_findings, look_at_change
from hrcn_community.conversations.drafting import DraftedForm, post_language_options
from hrcn_community.conversations.forms import TellingForm
from hrcn_community.conversations.models import EditConflict, Post, TooMuchForNow
from hrcn_community.conversations.queries.translations import Translated, original_of
from hrcn_community.core.differences import Piece, compare, merge
from hrcn_community.core.text import clean
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.posts.blueprint import posts
from hrcn_community.site.posts.shared import address

HIGHEST = 2**31 - 1


class EditForm(FilesPart, TellingForm, DraftedForm):
    body = TextAreaField(
        _l("Your text"), validators=[Written(_l("Write something first.")), markdown_text]
    )
    reason = StringField(_l("Why did you change it?"), validators=[Length(max=200)])
    language = SelectField(_l("Language of this post"), choices=post_language_options)
    revision = IntegerField(_l("Version"), validators=[DataRequired(), NumberRange(1, HIGHEST)])
    of_revision = IntegerField(_l("Version"), validators=[Optional(), NumberRange(1, HIGHEST)])
    is_true = BooleanField(_l("It says what the original says now"))


@dataclass(frozen=True)
class Conflict:
    """What stands now, and how what somebody was about to save differs from it."""

    theirs: str
    pieces: list[Piece]
    is_merged: bool


@posts.get("/posts/<ref>/history")
@permit(Permission.Posts.READ, queries.find_post)
def history(post: Post) -> Any:
    asked = {name: request.args.get(name, type=_number) for name in ("before", "from", "to")}
    chosen = asked["from"], asked["to"]
    found = queries.history_of(post, viewer=viewer(), before=asked["before"], chosen=chosen)
    return page("posts/history.html", post=post, found=found, where=address(post))


@posts.get("/posts/<ref>/edit")
@permit(Permission.Posts.EDIT, queries.find_post)
def edit(post: Post) -> Any:
    given = {"body": post.source, "revision": post.revision, "language": _language(post)}
    form = EditForm.begun(edit_place(post.ref), options={"at": post}, **given)
    return _edit_page(post, form)


@posts.post("/posts/<ref>/edit")
@takes_files
@permit(Permission.Posts.EDIT, queries.find_post)
def save(post: Post) -> Any:
    form = EditForm(language=_language(post), at=post)
    if not form.validate_on_submit() or form.asks_to_reread(post.space, post.language):
        return _edit_page(post, form, 422)
    try:
        return form.once(lambda: _saved(post, form))
    except TooMuchForNow as refused:
        return _edit_page(post, with_error(form, form.body, refused), 422)
    except EditConflict:
        return _edit_page(post, form, 409, _brought_together(post, form))


def _edit_page(
    post: Post, form: EditForm, status: int = 200, conflict: Conflict | None = None
) -> Any:
    return page(
        "posts/edit.html",
        status,
        post=post,
        form=form,
        conflict=conflict,
        of=original_of(post),
        where=address(post),
        audience=queries.audience_size(post.space),
    )


def _brought_together(post: Post, form: EditForm) -> Conflict:
    """Put into the form what both have changed, where it comes together; saving is over what stands now."""
    mine = clean(form.body.data or "")
    base = queries.revision_of(post, form.revision.data or 0, viewer=viewer())
    merged = merge(base, post.source, mine) if base is not None else None
    form.body.data = mine if merged is None else merged
    form.revision.process(None, post.revision)
    return Conflict(post.source, compare(post.source, form.body.data), merged is not None)


def _saved(post: Post, form: EditForm) -> str:
    source = form.body.data or ""
    take_in_change(post.space, source, post.source, by=me())
    findings = look_at_change(post, source, by=me())
    said = actions.edit_post(
        post,
        source,
        by=me(),
        over=form.revision.data,
        reason=form.reason.data or "",
        language=form.language.data,
    )
    keep_findings(post, findings)
    form.end_draft(edit_place(post.ref))
    of = original_of(post)
    if of and form.is_true.data:
        bring_up_to_date(post, _read(of, form))
    if of is None:
        _save_files(post, form, is_kept=said)
    return address(post)


def _save_files(post: Post, form: EditForm, *, is_kept: bool) -> None:
    chosen, reason = form.chosen_files(), form.reason.data or ""
    dropped = form.dropped_files()
    change_files(post, chosen, dropped=dropped, by=me(), reason=reason, is_kept=is_kept)


def edit_place(ref: str) -> str:
    return f"edit:{ref}"


def _language(post: Post) -> str:
    return post.language if post.language in LANGUAGES else ""


def _read(of: Translated, form: EditForm) -> int:
    """Return which revision of the original stood beside the text."""
    return min(form.of_revision.data or 0, of.original.revision)


def _number(text: str) -> int:
    """Return a whole number that a row may have."""
    number = int(text)
    if not 0 < number <= HIGHEST:
        raise ValueError
    return number
