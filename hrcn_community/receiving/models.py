"""A mail that was taken, and what it said before its quotes and its signature were left out."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, moment


class ReceivedMail(Model):
    """A mail that became a post: brought once more, it is none. Its print tells nothing of it."""

    __tablename__ = "received_mails"
    print: Mapped[str] = mapped_column(String(64), primary_key=True)
    received_at: Mapped[moment] = mapped_column(index=True)


class MailedOriginal(Model):
    """The whole text of the mail that a post was sent as, for its author alone."""

    __tablename__ = "mailed_originals"
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(Text)
    received_at: Mapped[moment]
