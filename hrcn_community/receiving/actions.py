"""What a mail said in full goes with its post. Nothing here commits."""

from sqlalchemy import delete

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.receiving.models import MailedOriginal


def forget_mail(post: Post) -> None:
    """Let go of the mail that a post was sent as. Whoever brings the post back has its words alone."""
    if post.by_mail:
        db.session.execute(delete(MailedOriginal).where(MailedOriginal.post_id == post.id))
        post.by_mail = False
