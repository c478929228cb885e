"""A copy of an answer on its way to the public: its text, who consented to which text, what was left out.

It stands beside the case and is read where the case is: by who asked and by those who work on it. What
is published is written anew, elsewhere, and knows nothing of this.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, WROTE
from hrcn_community.consultations.models.refusals import NotFromHere, ReasonMissing
from hrcn_community.consultations.publication import (
    NEEDS_REASON,
    PUBLICATION,
    Publication,
    PublicationDeed,
)
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.sealed_columns import SealedJSON, SealedText
from hrcn_community.core.sealing import keyed_print
from hrcn_community.core.words import _l

ONE_ALIVE = text("state <> 'withdrawn'")


class CasePublication(Model):
    """One copy for the public. Of a case at most one is alive; after a withdrawal comes a new one.

    `print` is made of everything that a reader will see; consents and the signature bear the one that
    they were given to. `term_ids` are what it is about, in a column that can be sealed: as ties they would be
    read by all. `named_ids` are the authors who want to be named. `conversation_id` is where it was
    published: this way leads out, none leads back.
    """

    __tablename__ = "case_publications"
    __sealed_by__ = "case_id"
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    state: Mapped[word] = mapped_column(default=Publication.NONE)
    title: Mapped[str] = mapped_column(SealedText)
    question: Mapped[str] = mapped_column(SealedText)
    answer: Mapped[str] = mapped_column(SealedText)
    language: Mapped[word]
    term_ids: Mapped[list[int]] = mapped_column(SealedJSON, default=list, server_default="[]")
    named_ids: Mapped[list[int]] = mapped_column(SealedJSON, default=list, server_default="[]")
    print: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(SealedText, default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED)
    proposed_at: Mapped[moment]
    moved_at: Mapped[moment]
    signed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_print: Mapped[str] = mapped_column(String(64), default="")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="SET NULL"), default=None, index=True
    )

    __table_args__ = (
        Index(
            "uq_case_publications_alive",
            "case_id",
            unique=True,
            sqlite_where=ONE_ALIVE,
            postgresql_where=ONE_ALIVE,
        ),
    )

    @property
    def short_print(self) -> str:
        """What people compare: the beginning of the print, in two groups of four."""
        return f"{self.print[:4]} {self.print[4:8]}"

    @property
    def is_alive(self) -> bool:
        return self.state != Publication.WITHDRAWN

    def step(self, deed: PublicationDeed) -> Publication:
        """Return where `deed` leads from here; raise NotFromHere where the table says nothing."""
        try:
            return PUBLICATION[Publication(self.state), deed]
        except KeyError:
            raise NotFromHere from None

    def move(self, deed: PublicationDeed, reason: str = "") -> None:
        """Go where `deed` leads."""
        to = self.step(deed)
        if deed in NEEDS_REASON and not reason.strip():
            raise ReasonMissing
        self.state, self.moved_at = to, clock.now()


class PublicationEditor(Model):
    """Somebody who wrote at a copy: they do not sign it."""

    __tablename__ = "case_publication_editors"
    id: Mapped[key]
    publication_id: Mapped[int] = mapped_column(
        ForeignKey("case_publications.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WROTE, index=True)
    revision: Mapped[int]


class PublicationConsent(Model):
    """Somebody agreed to this very text; it lapsed when a word changed, or when they took it back."""

    __tablename__ = "case_consents"
    id: Mapped[key]
    publication_id: Mapped[int] = mapped_column(
        ForeignKey("case_publications.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WROTE, index=True)
    role: Mapped[word]
    print: Mapped[str] = mapped_column(String(64))
    is_named: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[moment]
    lapsed_at: Mapped[datetime | None] = mapped_column(default=None)


class PublicationKept(Model):
    """Words that were found, might tell who it is about, and stay all the same: a person said why."""

    __tablename__ = "case_publication_kept"
    __sealed_by__ = "publication_id"
    id: Mapped[key]
    publication_id: Mapped[int] = mapped_column(
        ForeignKey("case_publications.id", ondelete="CASCADE"), index=True
    )
    words: Mapped[str] = mapped_column(SealedText)
    reason: Mapped[str] = mapped_column(SealedText)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED)
    decided_at: Mapped[moment]


def print_of(
    title: str,
    question: str,
    answer: str,
    language: str,
    term_ids: Iterable[int],
    licence: str,
    named_ids: Iterable[int] = (),
) -> str:
    """Return the print of everything that will be read; nobody tests a guess against it without our key."""
    whole: list[object] = [title, question, answer, language, sorted(term_ids), licence]
    if named := sorted(named_ids):
        whole.append(named)
    return keyed_print("copy for the public", json.dumps(whole))


class NotWished(Refusal):
    message = _l("Whoever asked does not want this to become public. Only they can say otherwise.")


class NothingToPublish(Refusal):
    message = _l("There is no delivered answer yet of which a copy could be made.")


class NobodyWroteIt(Refusal):
    message = _l(
        "Nobody who wrote this answer has a part in the case any more, so nobody can agree to its "
        "copy. It can be withdrawn, or it waits for a corrected answer by somebody else."
    )


class NotTheSameText(Refusal):
    message = _l(
        "The text was changed after you opened this page. Read it again, then decide; nothing was "
        "agreed to in your name."
    )


class Undecided(Refusal):
    message = _l("Some words that might tell who it is about are not decided on yet.")


class NotAThirdPerson(Refusal):
    message = _l("Whoever wrote, reviewed or redacted this text does not sign it.")


class ConsentMissing(Refusal):
    message = _l("Somebody's consent to this very text is missing.")
