"""Letting everybody who reads a post edit it, or its author alone again."""

from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations import queries
from hrcn_community.conversations.actions.sharing import share_post, stop_sharing
from hrcn_community.conversations.models import Post
from hrcn_community.site.posts.blueprint import posts
from hrcn_community.site.posts.shared import address


@posts.post("/posts/<ref>/sharing")
@permit(Permission.Posts.SHARE, queries.find_standing_post)
def share(post: Post) -> Any:
    share_post(post, by=me())
    flash(_("Everybody who reads here may edit this text now."), "success")
    return redirect(address(post), 303)


@posts.post("/posts/<ref>/sharing/end")
@permit(Permission.Posts.SHARE, queries.find_standing_post)
def unshare(post: Post) -> Any:
    stop_sharing(post, by=me())
    flash(_("Only its author may edit this text now."), "success")
    return redirect(address(post), 303)
