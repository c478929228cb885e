"""The mail that somebody's own post was sent as."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Post
from hrcn_community.conversations.queries import find_own_hidden_post, find_post
from hrcn_community.core.db import db
from hrcn_community.receiving.models import MailedOriginal
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class AsMailed:
    """A post and the whole text of its mail, as the subject of a permission: the post's author's."""

    post: Post
    text: str
    received_at: datetime

    @property
    def space(self) -> Space:
        return self.post.space

    @property
    def author_id(self) -> int | None:
        return self.post.author_id


def find_as_mailed(ref: str, *, viewer: AnyViewer) -> AsMailed | None:
    """Return what a post of `viewer` was sent as; hidden, its words are still theirs. Nobody else finds it."""
    post = find_post(ref, viewer=viewer) or find_own_hidden_post(ref, viewer=viewer)
    if post is None or not post.by_mail or not viewer.wrote(post.author_id):
        return None
    kept = select(MailedOriginal.text, MailedOriginal.received_at)
    row = db.session.execute(kept.where(MailedOriginal.post_id == post.id)).one_or_none()
    return AsMailed(post, row.text, row.received_at) if row else None
