"""The addresses of posts."""

from hrcn_community.site.posts import (
    bookmarks,
    composing,
    editing,
    pages,
    reactions,
    sharing,
    translations,
)
from hrcn_community.site.posts.blueprint import posts

__all__ = [
    "bookmarks",
    "composing",
    "editing",
    "pages",
    "posts",
    "reactions",
    "sharing",
    "translations",
]
