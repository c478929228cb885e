"""Keeping which posts quote which. Nothing here commits.

A link to a post is a quote if whoever writes it may read that post at that moment. A link to a post
that they cannot read, or that never was, is asked for by the same statement and leaves nothing behind.
"""

import re
from html import unescape
from itertools import islice

from sqlalchemy import delete, literal, or_, select, union_all, update

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, Post, PostState, Quote
from hrcn_community.core.db import Rows, db
from hrcn_community.core.settings import address
from hrcn_community.core.upsert import insert_new
from hrcn_community.spaces.models import Space

MOST_LINKS = 60  # richtext refuses more
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
BY_REF = re.compile(r"/posts/([0-9a-z]{1,40})(?:[?#].*)?", re.S)
BY_NUMBER = re.compile(r"(/[^?#]{1,199})\?post=([0-9]{1,9})(?:[&#].*)?", re.S)


def write_quotes(post: Post, *, by: Viewer | None) -> None:
    """Keep what `post` quotes now; a quote that stands already stays while its link does."""
    before = _quoted_by(post) if post.has_quotes else set()
    found = _linked(post, before, by)
    gone, new = before - found.keys(), found.keys() - before
    if gone:
        quotes = delete(Quote).where(Quote.post_id == post.id, Quote.quoted_id.in_(gone))
        db.session.execute(quotes)
    insert_new(
        Quote,
        [{"post_id": post.id, "quoted_id": id_, "quoted_revision": found[id_]} for id_ in new],
    )
    post.has_quotes = bool(found)
    if post.state == PostState.PUBLISHED and post.number is not None:
        _count(gone, -1)
        _count(new, +1)


def count_quotes(post: Post, change: int) -> None:
    """Count with every post that `post` quotes that it stands now, or stands no longer."""
    if post.has_quotes:
        _count(_quoted_by(post), change)


def _count(ids: set[int], change: int) -> None:
    """No version grows: who may not read the quoting post must not notice that there is one."""
    if ids:
        db.session.execute(
            update(Post)
            .where(Post.id.in_(sorted(ids)))
            .values(quoted_count=Post.quoted_count + change)
            .execution_options(synchronize_session=False)
        )


def _quoted_by(post: Post) -> set[int]:
    return set(db.session.scalars(select(Quote.quoted_id).where(Quote.post_id == post.id)))


def _linked(post: Post, before: set[int], by: Viewer | None) -> dict[int, int]:
    """Return the posts that `post` links to and `by` may read, or that it quotes already: id, revision."""
    refs, places = _links_in(post.html)
    if not refs and not places:
        return {}
    numbers = {number for _, number in places}
    addresses = {where for where, _ in places}
    rows = db.session.execute(
        union_all(
            _readable(before, by).where(Post.ref.in_(refs)),
            _readable(before, by).where(
                Conversation.address.in_(addresses), Post.number.in_(numbers)
            ),
        )
    )
    return {
        row.id: row.revision
        for row in rows
        if row.id != post.id and (row.ref in refs or (row.address, row.number) in places)
    }


def _readable(before: set[int], by: Viewer | None) -> Rows:
    """Select posts that stand and that `by` may read; nobody reads nothing new."""
    open_ = visible_to(by) if by else literal(False)
    return (
        select(Post.id, Post.ref, Post.number, Post.revision, Conversation.address)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Post.state == PostState.PUBLISHED, Post.number.is_not(None))
        .where(or_(open_, Post.id.in_(before)))
    )


def _links_in(html: str) -> tuple[set[str], set[tuple[str, int]]]:
    """Return the refs, and the addresses with numbers, to which `html` links within this house."""
    refs, places = set[str](), set[tuple[str, int]]()
    own = address("")
    for link in islice(LINK.finditer(html), 2 * MOST_LINKS):
        where = unescape(link[1]).removeprefix(own)
        if found := BY_REF.fullmatch(where):
            refs.add(found[1])
        elif found := BY_NUMBER.fullmatch(where):
            places.add((found[1], int(found[2])))
    return refs, places
