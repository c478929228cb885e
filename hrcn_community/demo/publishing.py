"""The copies for the public of the demonstration community: two on the shelf, one that waits for consent."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.consenting import consent, sign_copy
from hrcn_community.consultations.actions.publishing import (
    Redaction,
    hand_on,
    name_author,
    propose_copy,
    redact,
)
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.models.publication import CasePublication
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.publishing import copy_of
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.written import read
from hrcn_community.site.publishing import publish_copy


def publishing_deeds() -> Iterator[Deed]:
    """Return each step of each copy with its day; what has no day did not happen yet."""
    cases = {case["key"]: case for name in ("cases", "published") for case in read(name)["case"]}
    for written in read("published")["copy"]:
        story = _Story(written, cases[written["case"]])
        for step, do in (
            ("proposed", story.propose),
            ("redacted", story.redact),
            ("asker", story.agree),
            ("author", story.agree_as_author),
            ("signed", story.sign),
            ("published", story.publish),
        ):
            if (days_ago := written.get(f"{step}_days_ago")) is not None:
                yield Deed(days_ago, do)


class _Story:
    """One copy while it is being told."""

    def __init__(self, written: dict[str, Any], case: dict[str, Any]) -> None:
        self.written, self.told = written, case

    def propose(self) -> None:
        propose_copy(self.case(), by=self.who("advisor"))

    def redact(self) -> None:
        copy, answer = self.copy(), self.copy().answer
        for words, instead in self.written["replace"].items():
            assert words in answer, words  # noqa: S101 - the two texts stand beside each other
            answer = answer.replace(words, instead)
        wanted = Redaction(
            title=self.written["title"],
            question=self.written["question"].strip(),
            answer=answer,
            language=copy.language,
            term_ids=tuple(copy.term_ids),
            replace={},
            keep=self.written["keep"],
        )
        by = self.who("advisor")
        redact(copy, self.case(), wanted, over=copy.revision, by=by)
        name_author(copy, self.case(), self.written["named"], by=by)
        hand_on(copy, self.case(), by=by)

    def agree(self) -> None:
        consent(self.copy(), self.case(), self.copy().print, by=self.who("requester"))

    def agree_as_author(self) -> None:
        consent(self.copy(), self.case(), self.copy().print, by=self.who("advisor"))

    def sign(self) -> None:
        sign_copy(self.copy(), self.case(), self.copy().print, by=self.who("lead"))

    def publish(self) -> None:
        with seeded(f"copy {self.written['case']}"):
            publish_copy(self.copy(), self.case(), by=self.who("lead"))

    def case(self) -> Case:
        titled = Conversation.title == self.told["title"]
        refs = (
            select(Case.ref)
            .join(Conversation, Conversation.id == Case.conversation_id)
            .where(titled)
        )
        case = find_case(db.session.scalars(refs).one(), viewer=self.who("requester"))
        assert case is not None  # noqa: S101 - who asked reads it
        return case

    def copy(self) -> CasePublication:
        copy = copy_of(self.case())
        assert copy is not None  # noqa: S101 - it was proposed before
        return copy

    def who(self, part: str) -> Viewer:
        return person(self.told[part])
