"""Threads that are tended: where they stand, what the database holds, what their pages say."""

import re
from typing import Any

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, Post, ReadState
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.queries import find_thread
from tests.factories import Somebody, Told, World

LINE = re.compile(r'<div class="trail-line">.*?</div>', re.S)
TAG = re.compile(r"<[^>]*>")


def conversation_of(world: World, thread: Told) -> Conversation:
    [conversation] = world.rows(Conversation, id=thread.conversation_id)
    return conversation


def numbered(world: World, conversation_id: int) -> dict[int, str]:
    """Return the words of the posts of a conversation by their numbers."""
    posts = world.rows(Post, conversation_id=conversation_id)
    return {
        post.number: post.source
        for post in sorted(posts, key=lambda p: p.number or 0)
        if post.number
    }


def trail_lines(page: str) -> list[str]:
    """Return the lines between the posts of a page, as they are read."""
    return [" ".join(TAG.sub(" ", line).split()) for line in LINE.findall(page)]


def read_up_to(world: World, person: Somebody, conversation_id: int) -> int:
    states = world.rows(ReadState, person_id=person.id, conversation_id=conversation_id)
    return states[0].last_read_number if states else 0


def sent(
    person: Somebody, thread: Told, deed: str, data: dict[str, Any] | None = None, **more: Any
):
    """Send the form of one deed, and return the answer."""
    return person.browser.post(f"{thread.address}/{deed}", data, **more)


def thread_at(world: World, address: str) -> Told:
    """Return the thread of an address that a deed led to."""
    address = address.partition("?")[0]
    [conversation] = world.rows(Conversation, address=address)
    return Told(0, address.rpartition("/")[2], conversation.id, address)


def at_hand(ref: str, viewer: Viewer) -> Thread:
    """Return the thread as a deed holds it, inside an app context."""
    found = find_thread(ref, viewer=viewer)
    assert found is not None
    return found
