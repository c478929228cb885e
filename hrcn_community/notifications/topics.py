"""What somebody is told about, in the few sorts among which they choose how to be told.

Each kind of notice belongs to one topic. Kinds and their words are the rooms'; `reactions.py` gathers
them, and the application hands them on, as the commons know no room.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

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


@dataclass(frozen=True)
class Many:
    """A sentence for one notice, and what is said of several: of how many, about which title."""

    one: Any
    several: Callable[[int, str], str]


Words: TypeAlias = Mapping[Topic, Mapping[str, Any]]  # topic -> kind of notice -> sentence, or Many


@dataclass(frozen=True)
class Told:
    """What the words of a topic are, and how everybody is told of it until they choose."""

    label: Any
    hint: Any
    icon: str
    by_mail: ByMail
    always_in_app: bool = False


TOPICS: Mapping[Topic, Told] = {
    Topic.MENTION: Told(
        _l("Somebody mentions me"), _l("With @ and my name."), "at-sign", ByMail.AT_ONCE
    ),
    Topic.REPLY: Told(
        _l("Something is added where I follow"),
        _l("Replies, remarks, comments."),
        "message-square",
        ByMail.DIGEST,
    ),
    Topic.NEW: Told(
        _l("Something is begun in a space that I follow"),
        _l("What is new there."),
        "messages-square",
        ByMail.DIGEST,
    ),
    Topic.RESPONSE: Told(
        _l("What I wrote is valued or taken up"),
        _l("Thanks and agreement, a translation, an accepted answer, a verification."),
        "heart-handshake",
        ByMail.DIGEST,
    ),
    Topic.DECISION: Told(
        _l("Somebody decides about me or my words"),
        _l("Hidden, let through, admitted; each with its reason."),
        "shield-check",
        ByMail.AT_ONCE,
        always_in_app=True,
    ),
    Topic.DATE: Told(
        _l("Dates, seats and reminders"),
        _l("What I take part in, and what I wanted to be reminded of."),
        "calendar-days",
        ByMail.AT_ONCE,
    ),
    Topic.ADVICE: Told(
        _l("A question to the experts moves on"),
        _l("Mail names its reference and nothing else."),
        "scale",
        ByMail.AT_ONCE,
        always_in_app=True,
    ),
    Topic.DUTY: Told(
        _l("Something waits for me to do"),
        _l("Requests, first posts, reviews, drafts to confirm."),
        "inbox",
        ByMail.AT_ONCE,
        always_in_app=True,
    ),
}


def register_words(app: Any, books: Iterable[Words], quiet_rooms: Iterable[str]) -> None:
    """Let the commons know each kind of notice: in which words, of which topic.

    Of what stands in `quiet_rooms` no mail says a word, whoever may read it.
    """
    app.extensions["quiet_rooms"] = frozenset(quiet_rooms)
    words, topics = app.extensions["notice_words"], app.extensions["notice_topics"] = {}, {}
    for book in books:
        for topic, sentences in book.items():
            words.update(sentences)
            topics.update(dict.fromkeys(sentences, topic))


def words_of(kind: str) -> Any:
    """Return the sentence for one notice; it names `actor` and `title`."""
    sentence = current_app.extensions["notice_words"][kind]
    return sentence.one if isinstance(sentence, Many) else sentence


def said(kind: str, title: str, actors: Sequence[str], count: int) -> str:
    """Return in words what `count` notices of one kind tell of one thing; `actors`, the latest first."""
    sentence = current_app.extensions["notice_words"][kind]
    if count > 1 and isinstance(sentence, Many):
        return sentence.several(count, title)
    actor = actors[0] if actors else _("Somebody")
    words = str(words_of(kind)) % {"actor": actor, "title": title}
    if count == 1:
        return words
    return ngettext("%(words)s, once more", "%(words)s, and %(num)s more", count - 1, words=words)


def icon_of(kind: str) -> str:
    return TOPICS[topic_of(kind)].icon


def topic_of(kind: str) -> Topic:
    return current_app.extensions["notice_topics"][kind]
