"""Counting how lively a conversation is, day by day: what lists of the best of a week are made from."""

from datetime import UTC, datetime

from hrcn_community.conversations.models import ConversationDay
from hrcn_community.core.upsert import add

FOR_A_POST = 1
FOR_AN_ANSWER = 3


def count_lively(conversation_id: int, points: int, at: datetime) -> None:
    """Add `points` to the day of `at`: below zero where something is taken back.

    Only once the conversation's own row is changed: two who take the two rows in another order each
    would wait for each other.
    """
    day = {"conversation_id": conversation_id, "day": at.astimezone(UTC).date()}
    add(ConversationDay, day, {"score": points})
