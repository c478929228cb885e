"""Bringing old posts to the newest rendering, a few at a time."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from hrcn_community.conversations.actions.mentioned import rendered
from hrcn_community.conversations.actions.posts import write_terms
from hrcn_community.conversations.models import Post, Revision
from hrcn_community.core import richtext
from hrcn_community.core.db import db


def rerender_some(most: int = 50) -> bool:
    """Render anew up to `most` posts of an older version; return whether there were any.

    What they are found by is written anew with them.
    """
    stale = (
        select(Post)
        .join(Post.conversation)
        .options(contains_eager(Post.conversation))
        .where(Post.rendered_with != richtext.VERSION)
        .order_by(Post.id)
    )
    held = stale.limit(most).with_for_update(skip_locked=True, of=Post)
    posts = db.session.scalars(held).all()
    for post in posts:
        post.html = html_of(post.source, post.html)
        post.rendered_with, post.version = richtext.VERSION, post.version + 1
        write_terms(post)
        for revision in db.session.scalars(select(Revision).where(Revision.post_id == post.id)):
            revision.html = html_of(revision.source, revision.html)
    return bool(posts)


def html_of(source: str, old: str) -> str:
    """Return `source` rendered; where a newer bound refuses it, what stands there through today's gate."""
    try:
        return rendered(source)
    except richtext.TextRefused:
        return richtext.gate(old)
