"""Which posts a viewer may see inside a space that is open to them."""

from sqlalchemy import ColumnElement, and_, case, or_

from hrcn_community.access.visibility import unsealed_for
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.spaces.models import Space


def posts_visible_to(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that a Post shows its words; combine it with `visible_to` on its Space."""
    published = Post.state == PostState.PUBLISHED
    if not viewer.is_member:
        return published
    unseen = Post.state.in_([PostState.DRAFT, PostState.HELD, PostState.REFUSED])
    return or_(published, and_(Post.author_id.in_(viewer.selves), unseen))


def title_for(viewer: AnyViewer) -> ColumnElement[str]:
    """Return the title of a Conversation, or for want of a proof what its sealed Space is called (a reference).

    For whatever shows titles of many places at once.
    """
    return case((unsealed_for(viewer), Conversation.title), else_=Space.name)


def is_open_to_its_readers() -> ColumnElement[bool]:
    """Return the condition that a Conversation's opening was let through, if it ever waited."""
    return or_(Conversation.is_listed.is_(True), Conversation.last_number > 0)


def opening_shown_to(viewer: AnyViewer, conversation: Conversation) -> bool:
    """Is there a conversation for `viewer`, whose space is open to them? Not while its opening waits.

    Then only who wrote it and those who decide on it know of it.
    """
    if not conversation.awaits_opening or viewer.wrote(conversation.started_by_id):
        return True
    return SpaceRole.FACILITATOR in viewer.roles_in(conversation.space_id)


def facilitated_by(viewer: AnyViewer) -> list[int]:
    """Return the spaces in which `viewer` decides on posts that wait."""
    return [id_ for id_, roles in viewer.roles.items() if SpaceRole.FACILITATOR in roles]
