"""A notice in one sentence, and why it came as mail."""

from collections.abc import Mapping
from typing import Any

from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.notifications.allowed import Tale
from hrcn_community.notifications.topics import Topic, said

REASONS: Mapping[Topic, Any] = {
    Topic.MENTION: _l("This came because somebody named you there."),
    Topic.REPLY: _l("This came because you follow what is added there."),
    Topic.NEW: _l("This came because you follow the space in which it began."),
    Topic.RESPONSE: _l("This came because it is about something that you wrote."),
    Topic.DECISION: _l("This came because it was decided about you or your words."),
    Topic.DATE: _l("This came because you take part, or wanted to be reminded."),
    Topic.ADVICE: _l("This came because you have a part in that question to the experts."),
    Topic.DUTY: _l("This came because it waits for you to do something."),
}


def sentence_of(tale: Tale) -> str:
    """Return what a notice says, as it is said in the app."""
    actors = [tale.actor_name] if tale.actor_name else []
    return one_line(said(tale.notice.kind, tale.title, actors, 1))


def reason_of(tale: Tale) -> str:
    return str(REASONS[tale.topic])
