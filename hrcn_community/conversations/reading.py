"""Remembering how far a person has read, while they read."""

from hrcn_community.access.guard import is_quiet
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.actions import set_read
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import is_writing, mark


def remember_read(
    conversation: Conversation, before: int, shown: int, *, viewer: AnyViewer
) -> bool:
    """Write that `viewer` has seen posts up to number `shown`, if that is further than `before`.

    Reading again what was read writes nothing. Not within a writing request: the deed comes first;
    nor right after a deed under a pseudonym.
    Return whether it was further.
    """
    if not viewer.is_member or shown <= before or is_writing() or is_quiet():
        return False
    with mark() as connection:
        set_read(conversation.id, viewer.id, shown, connection)
    return True
