"""The addresses of posts."""

from hrcn_community.site.posts import (
    bookmarks,
    composing,
    editing,
    mailed,
    pages,
    quoting,
    reactions,
    sharing,
    translations,
)
from hrcn_community.site.posts.blueprint import posts

__all__ = [
    "bookmarks",
    "composing",
    "editing",
    "mailed",
    "pages",
    "posts",
    "quoting",
    "reactions",
    "sharing",
    "translations",
]
