"""For which places drafts are kept.

A room whose texts are kept adds a line to ROOMS: the word before the colon of a place, how its subject
is found through the viewer, what one must be allowed to do there, where the composer stands and where it sends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.conversations.queries import find_post, find_standing_post
from hrcn_community.core.words import _l
from hrcn_community.discussions.queries import find_consolidation, find_thread


@dataclass(frozen=True)
class Room:
    """How drafts for one kind of place find their way."""

    find: Callable[..., Any]
    permission: StrEnum
    composer: Callable[[str], str]
    sent_to: Callable[[str], str]
    words: object


ROOMS = {
    "reply": Room(
        find_thread,
        Permission.Threads.REPLY,
        "/threads/{}#reply".format,
        "/threads/{}/replies".format,
        _l("A reply in “%(title)s”"),
    ),
    "thread": Room(
        find_space,
        Permission.Threads.START,
        "/threads/new?space={}".format,
        "/threads".format,
        _l("A new thread in “%(title)s”"),
    ),
    "edit": Room(
        find_post,
        Permission.Posts.EDIT,
        "/posts/{}/edit".format,
        "/posts/{}/edit".format,
        _l("A change of a post in “%(title)s”"),
    ),
    "translate": Room(
        find_standing_post,
        Permission.Posts.TRANSLATE,
        "/posts/{}/translations/new".format,
        "/posts/{}/translations".format,
        _l("A translation of a post in “%(title)s”"),
    ),
    "synopsis": Room(
        find_consolidation,
        Permission.Threads.CONSOLIDATE,
        "/threads/{}/synopsis/edit".format,
        "/threads/{}/synopsis/edit".format,
        _l("The consolidated reply in “%(title)s”"),
    ),
}
