"""A post wherever it stands: its address, its history, changing it, taking it back, and the preview."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from config import LANGUAGES
from hrcn_community.access.forms import HouseForm, Written, markdown_text
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_chosen_space
from hrcn_community.audit.actions import log_read
from hrcn_community.conversations import actions, queries
from hrcn_community.conversations.drafting import DraftedForm, post_language_options, quotation
from hrcn_community.conversations.models import EditConflict, Post
from hrcn_community.conversations.queries import revisions_of
from hrcn_community.conversations.queries.quotes import quoting_posts
from hrcn_community.core import richtext
from hrcn_community.core.web import is_fragment, page
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space, Visibility

posts = Blueprint("posts", __name__)


class EditForm(DraftedForm):
    body = TextAreaField(
        _l("Your text"), validators=[Written(_l("Write something first.")), markdown_text]
    )
    reason = StringField(_l("Why did you change it?"), validators=[Length(max=200)])
    language = SelectField(_l("Language of this post"), choices=post_language_options)
    revision = IntegerField(_l("Version"), validators=[DataRequired()])


class HidingForm(HouseForm):
    reason = StringField(
        _l("Reason"),
        description=_l("Its author reads this, and so does everybody who reads here."),
        validators=[DataRequired(_l("Say why; the author will read it.")), Length(max=200)],
    )


@posts.get("/posts/<ref>")
@permit(Permission.Posts.READ, queries.find_post)
def permalink(post: Post) -> Response:
    return redirect(_address(post))


@posts.get("/posts/<ref>/history")
@permit(Permission.Posts.READ, queries.find_post)
def history(post: Post) -> Any:
    if post.space.audience == Visibility.CONFIDENTIAL:
        log_read(post.space.id, viewer())
    return page("posts/history.html", post=post, revisions=revisions_of(post, viewer=viewer()))


@posts.get("/posts/<ref>/quotation")
@permit(Permission.Posts.READ, queries.find_post)
def as_quotation(post: Post) -> Any:
    """Return the post as one quotes it, in Markdown."""
    return Response(quotation(post), mimetype="text/plain")


@posts.get("/posts/<ref>/quotes")
@permit(Permission.Posts.READ, queries.find_post)
def quotes(post: Post) -> Any:
    before = request.args.get("before", "")
    quoting = quoting_posts(post, viewer=viewer(), before=before)
    return page("posts/quotes.html", post=post, quoting=quoting)


@posts.get("/posts/<ref>/edit")
@permit(Permission.Posts.EDIT, queries.find_post)
def edit(post: Post) -> Any:
    given = {"body": post.source, "revision": post.revision, "language": _language(post)}
    form = EditForm.begun(edit_place(post.ref), actor_id=me().id, **given)
    return page("posts/edit.html", post=post, form=form, conflict=None)


@posts.post("/posts/<ref>/edit")
@permit(Permission.Posts.EDIT, queries.find_post)
def save(post: Post) -> Any:
    form = EditForm(language=_language(post))
    if not form.validate_on_submit():
        return page("posts/edit.html", 422, post=post, form=form, conflict=None)
    try:
        return form.once(lambda: _saved(post, form))
    except EditConflict as conflict:
        form.revision.process(None, post.revision)  # a second try is over the text shown beside
        return page("posts/edit.html", 409, post=post, form=form, conflict=conflict)


@posts.post("/posts/<ref>/deletion")
@permit(Permission.Posts.DELETE, queries.find_post)
def delete(post: Post) -> Response:
    actions.delete_post(post, by=me())
    flash(_("Your post was taken back. You can bring it back from where it stood."), "success")
    return redirect(_address(post), 303)


@posts.post("/posts/<ref>/deletion/end")
@permit(Permission.Posts.DELETE, queries.find_own_deleted_post)
def restore(post: Post) -> Response:
    actions.restore_post(post, by=me())
    return redirect(_address(post), 303)


@posts.post("/posts/<ref>/hiding")
@permit(Permission.Posts.HIDE, queries.find_post)
def hide(post: Post) -> Any:
    form = HidingForm()
    if not form.validate_on_submit():
        return page("posts/hide.html", 422, post=post, form=form)
    actions.hide_post(post, by=me(), reason=form.reason.data or "")
    flash(_("The post is hidden, and its author is told why."), "success")
    return redirect(_address(post), 303)


@posts.post("/preview")
@permit(Permission.Own.SETTINGS)
def preview() -> Any:
    """Return the text as it would be shown: a fragment where the page asks, else a page of its own."""
    template = "posts/_preview.html" if is_fragment() else "posts/preview.html"
    try:
        return page(template, html=richtext.render(request.form.get("body", "")), why="")
    except richtext.TextRefused as refused:
        return page(template, 422, html="", why=refused.message)


@posts.get("/mentions")
@permit(Permission.Threads.REPLY, find_chosen_space)
def mentions(space: Space) -> Any:
    people = queries.mentionable(space, request.args.get("q", "")[:40])
    return page("posts/_mentions.html", people=people)


def edit_place(ref: str) -> str:
    return f"edit:{ref}"


def _saved(post: Post, form: EditForm) -> str:
    actions.edit_post(
        post,
        form.body.data or "",
        by=me(),
        over=form.revision.data,
        reason=form.reason.data or "",
        language=form.language.data,
    )
    actions.end_draft(edit_place(post.ref), actor_ids=[me().id])
    return _address(post)


def _language(post: Post) -> str:
    return post.language if post.language in LANGUAGES else ""


def _address(post: Post) -> str:
    return f"{post.conversation.address}?post={post.number}#p{post.number}"
