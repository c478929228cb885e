"""The names of those who are quoted, put into the quotes themselves when these are shown.

A text holds `[#5](/posts/<ref>)` and no name: whoever may read that post sees there whose it is now,
renamed, under a pseudonym or gone, and the number that it has now.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from hrcn_community.conversations.queries.quotes import QuotesAround
from hrcn_community.conversations.shown import ShownPost

NUMBERED = re.compile(r'(<a [^>]*?href="/posts/([0-9a-z]{1,40})"[^>]*>)#[0-9]{1,9}</a>')


def with_quoted_names(
    posts: Sequence[ShownPost], quotes: dict[int, QuotesAround]
) -> list[ShownPost]:
    """Return `posts`, those that quote others with the names of these."""
    return [_named(post, quotes[post.id]) if post.id in quotes else post for post in posts]


def _named(post: ShownPost, around: QuotesAround) -> ShownPost:
    names = {each.ref: f"{each.author}, #{each.number}" for each in around.quotes if each.author}
    if not names:
        return post

    def name(link: re.Match[str]) -> str:
        who = names.get(link[2])
        return f"{link[1]}{escape(who)}</a>" if who else link[0]

    html = Markup(NUMBERED.sub(name, post.html))  # noqa: S704 - the gate's output, and an escaped name
    return replace(post, html=html, names=tuple(names.items()))
