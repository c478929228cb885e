"""The read log."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED
from hrcn_community.core.db import Model, key, moment


class ReadEntry(Model):
    """Somebody opened a page of a confidential space, or one that shows words of it.

    Of spaces in which pseudonyms are or were worn there is nothing: it would tell who had read just
    before somebody wrote. Nor are there pages that come back in answer to a form.
    """

    __tablename__ = "read_log"
    id: Mapped[key]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=ACTED)
    read_at: Mapped[moment]

    __table_args__ = (Index("ix_read_log_space", "space_id", "id"),)
