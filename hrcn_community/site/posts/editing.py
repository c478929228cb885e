"""Changing a post, and what it said before."""

from typing import Any

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm, markdown_text
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.audit.actions import log_read
from hrcn_community.conversations import actions, queries
from hrcn_community.conversations.models import EditConflict, Post
from hrcn_community.conversations.queries import revisions_of
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.posts.blueprint import posts
from hrcn_community.site.posts.shared import address
from hrcn_community.spaces.models import Visibility


class EditForm(HouseForm):
    body = TextAreaField(
        _l("Your text"), validators=[DataRequired(_l("Write something first.")), markdown_text]
    )
    reason = StringField(_l("Why did you change it?"), validators=[Length(max=200)])
    revision = IntegerField(_l("Version"), validators=[DataRequired()])


@posts.get("/posts/<ref>/history")
@permit(Permission.Posts.READ, queries.find_post)
def history(post: Post) -> Any:
    if post.space.audience == Visibility.CONFIDENTIAL:
        log_read(post.space.id, viewer())
    return page("posts/history.html", post=post, revisions=revisions_of(post, viewer=viewer()))


@posts.get("/posts/<ref>/edit")
@permit(Permission.Posts.EDIT, queries.find_post)
def edit(post: Post) -> Any:
    form = EditForm(body=post.source, revision=post.revision)
    return page("posts/edit.html", post=post, form=form, conflict=None)


@posts.post("/posts/<ref>/edit")
@permit(Permission.Posts.EDIT, queries.find_post)
def save(post: Post) -> Any:
    form = EditForm()
    if not form.validate_on_submit():
        return page("posts/edit.html", 422, post=post, form=form, conflict=None)
    try:
        return form.once(lambda: _saved(post, form))
    except EditConflict as conflict:
        form.revision.process(None, post.revision)  # a second try is over the text shown beside
        return page("posts/edit.html", 409, post=post, form=form, conflict=conflict)


def _saved(post: Post, form: EditForm) -> str:
    actions.edit_post(
        post, form.body.data or "", by=me(), over=form.revision.data, reason=form.reason.data or ""
    )
    return address(post)
