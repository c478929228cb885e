"""The addresses of posts."""

from hrcn_community.site.posts import composing, editing, pages
from hrcn_community.site.posts.blueprint import posts

__all__ = ["composing", "editing", "pages", "posts"]
