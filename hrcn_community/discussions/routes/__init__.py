"""The pages of threads."""

from hrcn_community.discussions.routes import (
    answers,
    closing,
    copies,
    following,
    lists,
    moving,
    pages,
    reading,
    related,
    similar,
    splitting,
    starting,
    synopses,
    synopsis_answers,
    tending,
    timers,
)
from hrcn_community.discussions.routes.blueprint import discussions

__all__ = [
    "answers",
    "closing",
    "copies",
    "discussions",
    "following",
    "lists",
    "moving",
    "pages",
    "reading",
    "related",
    "similar",
    "splitting",
    "starting",
    "synopses",
    "synopsis_answers",
    "tending",
    "timers",
]
