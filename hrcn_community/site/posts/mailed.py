"""The mail that a post was sent as: for its author alone."""

from typing import Any

from hrcn_community.access.guard import permit
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import page
from hrcn_community.receiving.queries import AsMailed, find_as_mailed
from hrcn_community.site.posts.blueprint import posts
from hrcn_community.site.posts.shared import address


@posts.get("/posts/<ref>/as-mailed")
@permit(Permission.Posts.READ_MAILED, find_as_mailed)
def as_mailed(found: AsMailed) -> Any:
    return page("posts/as_mailed.html", found=found, where=address(found.post))
