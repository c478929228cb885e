"""The pages of threads."""

from hrcn_community.discussions.routes import (
    answers,
    closing,
    following,
    lists,
    pages,
    starting,
    synopses,
    synopsis_answers,
)
from hrcn_community.discussions.routes.blueprint import discussions

__all__ = [
    "answers",
    "closing",
    "discussions",
    "following",
    "lists",
    "pages",
    "starting",
    "synopses",
    "synopsis_answers",
]
