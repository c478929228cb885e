"""Stopping mail from within a mail: a sealed word that says who, of what, and can do nothing else."""

import json
from dataclasses import dataclass

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions.levels import set_level
from hrcn_community.conversations.models import Conversation, Level
from hrcn_community.core.db import db
from hrcn_community.core.sealing import WrongKey, seal, unseal
from hrcn_community.core.upsert import upsert
from hrcn_community.notifications.models import ByMail, NoticeChoice
from hrcn_community.notifications.queries import own_choices
from hrcn_community.notifications.topics import TOPICS, Topic
from hrcn_community.notifications.wishes import CAN_BE_MUTED

PURPOSE = "unsubscribe"
AS_LONG = 79  # each is as long as any other: how long a word is says which it may be


@dataclass(frozen=True)
class Leave:
    """Whose mail may be stopped: of which topic ('' is what comes in digests), about which conversation."""

    person_id: int
    topic: str = ""
    conversation_id: int | None = None

    @property
    def label(self) -> object:
        """The topic's words; nothing for a digest."""
        return TOPICS[Topic(self.topic)].label if self.topic else ""

    @property
    def can_mute(self) -> bool:
        return self.conversation_id is not None and self.topic in CAN_BE_MUTED


def new_token(leave: Leave) -> str:
    """Return a word for an address that lets its bearer stop this mail, for as long as we have the key."""
    words = json.dumps([PURPOSE, leave.person_id, leave.topic, leave.conversation_id])
    return seal(words.ljust(AS_LONG)).rstrip("=")


def find_leave(token: str) -> Leave | None:
    """Return what `token` lets its bearer stop; None for whatever we did not make for that."""
    try:
        purpose, *parts = json.loads(unseal(token + "=" * (-len(token) % 4)))
    except (WrongKey, ValueError, TypeError):
        return None
    return Leave(*parts) if purpose == PURPOSE else None


def stop_kind(leave: Leave) -> None:
    """Let no mail come of this topic any more; of a digest, of none that comes in it."""
    _stop(leave.person_id, [Topic(leave.topic)] if leave.topic else _in_digests(leave.person_id))


def stop_all(leave: Leave) -> None:
    """Let no mail come but of what somebody must know: what decides about them or waits for them."""
    _stop(leave.person_id, [topic for topic, told in TOPICS.items() if not told.always_in_app])


def mute(leave: Leave) -> None:
    """Let nothing more be told of the conversation."""
    if not leave.can_mute:
        return
    conversation = db.session.get(Conversation, leave.conversation_id)
    if conversation and db.session.get(Person, leave.person_id):
        set_level(conversation, Level.MUTED, by=viewer_of(leave.person_id))


def _stop(person_id: int, topics: list[Topic]) -> None:
    if db.session.get(Person, person_id) is None:
        return
    for topic in topics:
        identity = {"person_id": person_id, "topic": topic}
        chosen = db.session.get(NoticeChoice, (person_id, topic))
        in_app = chosen.in_app if chosen else True
        upsert(NoticeChoice, identity, {"in_app": in_app, "by_mail": ByMail.NEVER})


def _in_digests(person_id: int) -> list[Topic]:
    if db.session.get(Person, person_id) is None:
        return []
    choices = own_choices(viewer=viewer_of(person_id))
    return [topic for topic, (_, by_mail) in choices.items() if by_mail == ByMail.DIGEST]
