"""What somebody is told about, in the few sorts among which they choose how to be told.

Each kind of notice belongs to one topic. Kinds and their words are the rooms'; `reactions.py` gathers
them, and the application hands them on, as the commons know no room.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from flask import current_app

from hrcn_community.core.words import _l
from hrcn_community.notifications.models import ByMail


class Topic(StrEnum):
    """What a notice is about, from its reader's point of view."""

    MENTION = "mention"
    REPLY = "reply"
    NEW = "new"
    RESPONSE = "response"
    DECISION = "decision"
    DATE = "date"
    ADVICE = "advice"
    DUTY = "duty"


Words: TypeAlias = Mapping[Topic, Mapping[str, Any]]  # topic -> kind of notice -> its sentence


@dataclass(frozen=True)
class Told:
    """What the words of a topic are, and how everybody is told of it until they choose."""

    label: Any
    hint: Any
    by_mail: ByMail
    always_in_app: bool = False


TOPICS: Mapping[Topic, Told] = {
    Topic.MENTION: Told(_l("Somebody mentions me"), _l("With @ and my name."), ByMail.AT_ONCE),
    Topic.REPLY: Told(
        _l("Something is added where I follow"),
        _l("Replies, remarks, comments."),
        ByMail.DIGEST,
    ),
    Topic.NEW: Told(
        _l("Something is begun in a space that I follow"),
        _l("What is new there."),
        ByMail.DIGEST,
    ),
    Topic.RESPONSE: Told(
        _l("Something becomes of what I wrote"),
        _l("It is valued, translated, accepted as an answer, taken up, verified."),
        ByMail.DIGEST,
    ),
    Topic.DECISION: Told(
        _l("Somebody decides about me or my words"),
        _l("Hidden, let through, admitted; each with its reason."),
        ByMail.AT_ONCE,
        always_in_app=True,
    ),
    Topic.DATE: Told(
        _l("Dates, seats and reminders"),
        _l("What I take part in, and what I wanted to be reminded of."),
        ByMail.AT_ONCE,
    ),
    Topic.ADVICE: Told(
        _l("A question to the experts moves on"),
        _l("Mail names its reference and nothing else."),
        ByMail.AT_ONCE,
        always_in_app=True,
    ),
    Topic.DUTY: Told(
        _l("Something waits for me to do"),
        _l("Requests, first posts, reviews, drafts to confirm."),
        ByMail.AT_ONCE,
        always_in_app=True,
    ),
}


def register_words(app: Any, books: Iterable[Words]) -> None:
    """Let the commons know each kind of notice: in which words, of which topic."""
    words, topics = app.extensions["notice_words"], app.extensions["notice_topics"] = {}, {}
    for book in books:
        for topic, sentences in book.items():
            words.update(sentences)
            topics.update(dict.fromkeys(sentences, topic))


def words_of(kind: str) -> Any:
    return current_app.extensions["notice_words"][kind]


def topic_of(kind: str) -> Topic:
    return current_app.extensions["notice_topics"][kind]


def kinds_of(topic: Topic) -> list[str]:
    """Return the kinds of notices that belong to a topic."""
    topics = current_app.extensions["notice_topics"]
    return [kind for kind, theirs in topics.items() if theirs == topic]
