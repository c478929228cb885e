"""The words of a post for a mail: whole where they are few, else the first of them."""

import re
from html import escape

from lxml import html as lxml_html

from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.absolute import absolute_html, absolute_source
from hrcn_community.core.richtext import gate, plain

BEFORE_STOP = re.compile(r" ([.,)])")  # left where an emphasis or a link ended
LONGEST = 2000
LONGEST_LINE = 160


def html_of(post: Post, conversation: Conversation) -> str:
    """Return the post's own html with whole links, or as many of its first parts as fit."""
    whole = post.html if not is_cut(post) else gate(_first_parts(post.html))
    return absolute_html(whole, conversation.address)


def text_of(post: Post, conversation: Conversation) -> str:
    """Return what was written, as it was written."""
    source = absolute_source(post.source, conversation.address)
    return source if len(source) <= LONGEST else f"{_cut(source, LONGEST)} …"


def line_of(post: Post) -> str:
    """Return the beginning of a post on one line."""
    words = BEFORE_STOP.sub(r"\1", plain(post.html))
    return words if len(words) <= LONGEST_LINE else f"{_cut(words, LONGEST_LINE)} …"


def is_cut(post: Post) -> bool:
    return len(post.source) > LONGEST or len(plain(post.html)) > LONGEST


def _first_parts(html: str) -> str:
    """Return whole parts while they fit; of a first part that does not, its words alone."""
    room, kept = LONGEST, []
    for part in lxml_html.fragments_fromstring(html):
        if isinstance(part, str):
            continue
        room -= len(part.text_content())
        if room < 0:
            break
        kept.append(lxml_html.tostring(part, encoding="unicode", with_tail=False))
    return "".join(kept) or f"<p>{escape(_cut(plain(html), LONGEST))} …</p>"


def _cut(text: str, longest: int) -> str:
    """Return the beginning of `text`, whole words of it where it has any."""
    return text[: longest + 1].rpartition(" ")[0].rstrip() or text[:longest]
