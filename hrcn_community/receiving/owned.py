"""What is kept of a person's mails."""

from sqlalchemy import delete, select

from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.owned import Leaver, Owned
from hrcn_community.receiving.models import MailedOriginal


def forget(leaver: Leaver) -> None:
    """Delete their mails: what stood in one and not in its post was for their eyes alone."""
    theirs = select(Post.id).where(Post.author_id == leaver.id)
    db.session.execute(delete(MailedOriginal).where(MailedOriginal.post_id.in_(theirs)))


OWNED = Owned(
    chapters=(
        Chapter(
            "mailed_originals",
            _l("Mails that became posts"),
            Post.author_id,
            (MailedOriginal.text, MailedOriginal.received_at),
            ((Post, Post.id == MailedOriginal.post_id),),
            at=(Conversation, Post.conversation_id),
        ),
    ),
    forget=forget,
    private=("mailed_originals",),
)
