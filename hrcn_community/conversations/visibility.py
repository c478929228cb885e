"""Which posts a viewer may see inside a space that is open to them."""

from sqlalchemy import ColumnElement, and_, or_

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Post, PostState


def posts_visible_to(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that a Post shows its words; combine it with `visible_to` on its Space."""
    published = Post.state == PostState.PUBLISHED
    if not viewer.is_signed_in:
        return published
    mine = and_(
        Post.author_id.in_(viewer.selves), Post.state.in_([PostState.DRAFT, PostState.HELD])
    )
    return or_(published, mine)
