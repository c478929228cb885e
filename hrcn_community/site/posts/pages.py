"""A post wherever it stands: its address, taking it back, hiding it."""

from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.audit.actions import log_read
from hrcn_community.conversations import actions, queries
from hrcn_community.conversations.models import Post, PostState
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.moderation.actions import hide_by_oneself
from hrcn_community.moderation.actions import show_again as decide_to_show
from hrcn_community.receiving.actions import forget_mail
from hrcn_community.site.posts.blueprint import posts
from hrcn_community.site.posts.shared import address
from hrcn_community.spaces.models import Visibility


class HidingForm(HouseForm):
    reason = StringField(
        _l("Reason"),
        description=_l("Its author reads this, and so does everybody who reads here."),
        validators=[Written(_l("Say why; the author will read it.")), Length(max=200)],
    )


@posts.get("/posts/<ref>")
@permit(Permission.Posts.READ, queries.find_post)
def permalink(post: Post) -> Response:
    return redirect(address(post))


@posts.post("/posts/<ref>/deletion")
@permit(Permission.Posts.DELETE, queries.find_post)
def delete(post: Post) -> Response:
    has_waited = post.state in (PostState.HELD, PostState.REFUSED)
    actions.delete_post(post, by=me())
    forget_mail(post)
    if has_waited:
        return _left_no_trace(post)
    flash(_way_back(post), "success")
    return redirect(address(post), 303)


@posts.post("/posts/<ref>/deletion/end")
@permit(Permission.Posts.DELETE, queries.find_own_deleted_post)
def restore(post: Post) -> Response:
    actions.restore_post(post, by=me())
    return redirect(address(post), 303)


@posts.post("/posts/<ref>/hiding")
@permit(Permission.Posts.HIDE, queries.find_post)
def hide(post: Post) -> Any:
    form = HidingForm()
    if not form.validate_on_submit():
        return page("posts/hide.html", 422, post=post, form=form)
    hide_by_oneself(post, form.reason.data or "", by=me())
    flash(_("The post is hidden, and its author is told why."), "success")
    return redirect(address(post), 303)


@posts.post("/posts/<ref>/hiding/end")
@permit(Permission.Posts.HIDE, queries.find_hidden_post)
def show_again(post: Post) -> Response:
    decide_to_show(post, by=me())
    flash(_("The post is shown again, and its author is told."), "success")
    return redirect(address(post), 303)


@posts.get("/posts/<ref>/hiding")
@permit(Permission.Posts.READ_HIDDEN, queries.find_own_hidden_post)
def read_hidden(post: Post) -> Any:
    if post.space.audience == Visibility.CONFIDENTIAL:
        log_read(post.space.id, viewer())
    return page("posts/hidden.html", post=post, where=address(post))


def _way_back(post: Post) -> Any:
    """Return the message that offers to undo the deletion at one press."""
    undo = f"/posts/{post.ref}/deletion/end"
    return {"words": _("Your post was taken back."), "undo": undo, "label": _("Bring it back")}


def _left_no_trace(post: Post) -> Response:
    """Lead on from where a post waited; a thread that nothing opens is not there any more."""
    flash(_("Your post was taken back; nobody will read it."), "success")
    conversation = post.conversation
    is_gone = conversation.awaits_opening
    return redirect(f"/spaces/{post.space.slug}" if is_gone else conversation.address, 303)
