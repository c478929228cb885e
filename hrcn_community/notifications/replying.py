"""Where an answer to a mail goes. Empty, it goes nowhere."""

from hrcn_community.conversations.models import Conversation


def reply_to(person_id: int, conversation: Conversation) -> str:
    """Return the address at which somebody may answer into `conversation` by mail; '' for none."""
    return ""


def reply_line() -> str:
    """Return the line above which an answer stands, in the reader's language."""
    return ""
