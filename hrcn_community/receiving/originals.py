"""How long the whole text of a mail is kept that became a post."""

from datetime import datetime

from sqlalchemy import delete, select

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.holds import is_held_person
from hrcn_community.privacy.retention import Keeping
from hrcn_community.receiving.models import MailedOriginal


def end_originals(before: datetime, at_most: int) -> int:
    held = select(Post.id).where(is_held_person(Post.author_id))
    ids = db.session.scalars(
        select(MailedOriginal.post_id)
        .where(MailedOriginal.received_at < before, MailedOriginal.post_id.not_in(held))
        .limit(at_most)
    ).all()
    db.session.execute(delete(MailedOriginal).where(MailedOriginal.post_id.in_(ids)))
    return len(ids)


KEEPING = Keeping(
    "originals",
    _l("The whole text of a mail that was sent as a post"),
    _l("deleted; the post stays"),
    *(90, 7, 365),
    end_originals,
    tables=("mailed_originals",),
)
