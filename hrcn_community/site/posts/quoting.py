"""A post as one quotes it, and where it is quoted."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from hrcn_community.access.guard import permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations import queries
from hrcn_community.conversations.drafting import quotation
from hrcn_community.conversations.models import Post
from hrcn_community.conversations.queries.quotes import quoting_posts
from hrcn_community.core.web import page
from hrcn_community.site.posts.blueprint import posts


@posts.get("/posts/<ref>/quotation")
@permit(Permission.Posts.READ, queries.find_standing_post)
def as_quotation(post: Post) -> Any:
    """Return the post as one quotes it, in Markdown."""
    return Response(quotation(post), mimetype="text/plain")


@posts.get("/posts/<ref>/quotes")
@permit(Permission.Posts.READ, queries.find_post)
def quotes(post: Post) -> Any:
    before = request.args.get("before", "")
    quoting = quoting_posts(post, viewer=viewer(), before=before)
    return page("posts/quotes.html", post=post, quoting=quoting)
