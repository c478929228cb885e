"""Who accepted which version of the terms and of the privacy notice."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import OWN
from hrcn_community.core.db import Model, moment, word


class Acceptance(Model):
    """A person accepted this version of a page. `Person.accepted_*` bears the newest of each."""

    __tablename__ = "acceptances"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, info=OWN
    )
    page: Mapped[word] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    accepted_at: Mapped[moment]
