"""The pages of threads."""

from hrcn_community.discussions.routes import (
    answers,
    closing,
    following,
    lists,
    pages,
    reading,
    similar,
    starting,
)
from hrcn_community.discussions.routes.blueprint import discussions

__all__ = [
    "answers",
    "closing",
    "discussions",
    "following",
    "lists",
    "pages",
    "reading",
    "similar",
    "starting",
]
