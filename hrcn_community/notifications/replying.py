"""Answering by mail: the address that an answer is sent to, and where such answers are taken.

A token in the address is bound to one person and one conversation. Which rooms take answers by mail
the application says (`register_answers`), as the commons know no room.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from hrcn_community.access.guard import allows
from hrcn_community.accounts.secrets import digest
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.core.sealing import keyed_print
from hrcn_community.core.settings import setting
from hrcn_community.core.upsert import upsert
from hrcn_community.notifications.models import ReplyAddress
from hrcn_community.spaces.models import Pseudonyms, Space, Visibility

LETTERS = 32  # of a token, in hexadecimal: 128 bits, whatever case a mail server writes them in
TOKEN = re.compile(rf"[0-9a-f]{{{LETTERS}}}")


@dataclass(frozen=True)
class Answering:
    """How a room takes answers: what `find(conversation_id, viewer=...)` finds, `permission` asked of it.

    `write(found, words, by)` writes the post, as the room's own page does.
    """

    find: Callable[..., Any]
    permission: StrEnum
    write: Callable[[Any, str, Viewer], Post]


def register_answers(app: Any, rooms: Mapping[str, Answering]) -> None:
    """Let the commons know which rooms take answers by mail, and how."""
    app.extensions["answered_by_mail"] = rooms


def reply_to(person_id: int, conversation: Conversation) -> str:
    """Return the address at which that person answers that conversation by mail, '' where they cannot.

    It is written down on first use, so whoever asks must be about to commit.
    """
    if not setting("MAIL_REPLY") or not setting("MAIL_AUTHSERV") or conversation.closed_at:
        return ""
    if answered_at(conversation, by=viewer_of(person_id)) is None:
        return ""
    token = keyed_print("reply", person_id, conversation.id)[:LETTERS]
    known = db.session.get(ReplyAddress, (person_id, conversation.id))
    if known is None or known.digest != digest(token):
        whose = {"person_id": person_id, "conversation_id": conversation.id}
        upsert(ReplyAddress, whose, {"digest": digest(token)})
    local, _at, host = setting("MAIL_REPLY").partition("@")
    return f"{local}+{token}@{host}"


def reply_line() -> str:
    """Return the line of our mails above which an answer stands, in the reader's language."""
    return _("— Write your answer above this line —")


def answered_at(conversation: Conversation, *, by: Viewer) -> tuple[Answering, Any] | None:
    """Return how `conversation` takes an answer of `by` and what is answered there; None if it does not."""
    rooms: Mapping[str, Answering] = current_app.extensions["answered_by_mail"]
    way = rooms.get(conversation.room)
    found = way and way.find(conversation.id, viewer=by)
    if way is None or found is None or not _takes_mail(found.space):
        return None
    return (way, found) if allows(by, way.permission, found) else None


def _takes_mail(space: Space) -> bool:
    """What is confidential goes by no mail. Where masks are worn, who answers by name would take theirs off.

    Nobody is given an address there: that somebody alone had none would tell that they have a mask.
    """
    is_open = space.audience != Visibility.CONFIDENTIAL
    return is_open and space.pseudonyms == Pseudonyms.NEVER
