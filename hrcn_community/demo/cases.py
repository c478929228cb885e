"""The cases of the demonstration community."""

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.models import Person, SiteRole, SpaceRole
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.consultations.actions import answers, experts, talking
from hrcn_community.consultations.actions.asking import Request, submit_case
from hrcn_community.consultations.actions.declaring import declare_generally
from hrcn_community.consultations.models import AdvisorCountry, ShowsAs
from hrcn_community.consultations.queries.declarations import valid_declaration
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.transitions import Deed as CaseDeed
from hrcn_community.consultations.transitions import Tier
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo import answers as demo_answers
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.people import ids_by_slug
from hrcn_community.demo.written import read
from hrcn_community.register.models import City, Term

DESK = "chandra"
FORMS = {"written answer": "written", "call": "call", "document review": "review"}
SCOPE = {
    "en": "We take on your question as it stands, with its sub-questions. One expert answers, a "
    "second reads the draft, and a third person signs it. Is this what you need?",
    "de": "Wir nehmen Ihre Frage an, wie sie gestellt ist, mit ihren Unterfragen. Eine Fachperson "
    "antwortet, eine zweite liest den Entwurf, eine dritte unterschreibt. Trifft das, was Sie "
    "brauchen?",
}
TIES = "I advise no company, and I sit on no council. My employer is in my profile."
A_WHILE = 0.02  # days: half an hour, so that the deeds of one day keep their order


def deeds() -> Iterator[Deed]:
    """Return what was done in every case: asked, taken up, answered, closed."""
    yield Deed(150, _say_what_advisors_know)
    for written in [*read("cases")["case"], *read("published")["case"]]:
        yield from Story(written).deeds()


class Story:
    """One case while it is being told."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.written = written
        self.case: Any = None  # until it is submitted

    def deeds(self) -> Iterator[Deed]:
        """Yield each deed on its day; what a case has no day for did not happen yet."""
        for day, later, do in (
            ("submitted", 0, self.submit),
            ("acknowledged", 0, self.take_up),
            ("more_info_asked", 0, self.ask_for_more),
            ("more_info_answered", 0, self.inform),
            ("triaged", 1, self.scope),
            ("assigned", 1, self.assign),
            ("drafted", 0, self.draft),
            ("reworked", 0, lambda: demo_answers.rework(self)),
            ("reviewed", 0, self.approve),
            ("signed", 0, self.sign),
            ("delivered", 0, self.deliver),
            ("corrected", 0, lambda: demo_answers.correct(self)),
            ("closed", 2, self.end),
        ):
            if (days_ago := self.written.get(f"{day}_days_ago")) is not None:
                yield Deed(days_ago - later * A_WHILE, do)
        if self.written["state"] == "drafting":
            yield Deed(self.written["assigned_days_ago"] - 1.5, self.draft)

    def submit(self) -> None:
        with seeded(f"case {self.written['key']}"):
            self.case = submit_case(self.request(), by=person(self.written["requester"]))

    def request(self) -> Request:
        written, terms = self.written, ids_by_slug(Term)
        slugs = [*written["themes"], written["stage"], written["layer"]]
        return Request(
            title=written["title"],
            question=written["question"],
            context=written["context"].strip(),
            tier=Tier(written["tier"]),
            sub_questions=tuple(written["sub_questions"]),
            tried=written["tried"],
            city_id=ids_by_slug(City).get(written.get("city", "")),
            term_ids=tuple(terms[slug] for slug in slugs),
            decision_due=self.due(),
            wanted_form=FORMS[written["wanted_form"]],
            answer_language=written["answer_language"],
            persons_identifiable=written["persons_identifiable"],
            shows_requester_as=ShowsAs(written["shows_requester_as"]),
        )

    def due(self) -> dt.date:
        days = self.written["submitted_days_ago"] + self.written["decision_due_in_days"]
        return (clock.now() + timedelta(days=days)).date()

    def take_up(self) -> None:
        lead = self.written.get("lead")
        talking.take_up(self.case, person(lead).id if lead else None, by=self.desk())

    def ask_for_more(self) -> None:
        words = self.written["more_info_question"].strip()
        with self.seeded("more"):
            talking.speak(self.case, CaseDeed.ASK_FOR_MORE, words, by=self.desk())

    def inform(self) -> None:
        words = self.written["more_info_answer"].strip()
        with self.seeded("information"):
            talking.speak(self.case, CaseDeed.INFORM, words, by=self.asker())

    def scope(self) -> None:
        """Declined cases were read as well, and not scoped."""
        if self.written["state"] in ("declined", "triage", "answered_by_existing"):
            return
        words = SCOPE[self.written["answer_language"]]
        with self.seeded("scope"):
            talking.speak(self.case, CaseDeed.SCOPE, words, by=self.desk())
        if self.written["state"] not in ("scoped", "withdrawn"):
            talking.confirm_scope(self.case, by=self.asker())

    def assign(self) -> None:
        advisor = person(self.written["advisor"])
        part = experts.invite_expert(self.case, advisor.id, SpaceRole.ADVISOR, by=self.lead())
        _declare_for_a_year(advisor)
        with self.seeded("declared"):
            experts.declare(part, False, self.written["declared"], by=advisor)

    def draft(self) -> None:
        by = person(self.written["advisor"])
        with self.seeded("draft"):
            answers.write_draft(self.case, demo_answers.as_first_written(self), by=by)
        demo_answers.cite(self)
        if "reviewer" in self.written:
            self.hand_over()

    def hand_over(self) -> None:
        reviewer = person(self.written["reviewer"])
        part = experts.invite_expert(self.case, reviewer.id, SpaceRole.REVIEWER, by=self.lead())
        _declare_for_a_year(reviewer)
        with self.seeded("reviewer"):
            experts.declare(part, False, "", by=reviewer)
        answers.request_review(self.case, by=person(self.written["advisor"]))

    def approve(self) -> None:
        by = person(self.written["reviewer"])
        with self.seeded("review"):
            answers.review(self.case, True, self.written["review_note"], by=by)

    def sign(self) -> None:
        signer = person(self.written["signer"])
        if self.written["signer"] != self.written["lead"]:
            experts.name_signer(self.case, signer.id, by=self.lead())
        answers.sign(self.case, by=signer)

    def deliver(self) -> None:
        with self.seeded("answer"):
            answers.deliver(self.case, self.written["delivery_note"], by=self.lead())

    def end(self) -> None:
        declined = self.written["state"] == "declined"
        deed = CaseDeed.DECLINE if declined else CaseDeed.CLOSE
        with self.seeded("end"):
            talking.speak(self.case, deed, self.written["closing_reason"].strip(), by=self.lead())

    def desk(self) -> Viewer:
        """Return who triages: a sealed case is read by its lead alone."""
        if self.written["tier"] != Tier.SEALED:
            return person(DESK)
        return viewer_of(ids_of(self.case, SpaceRole.LEAD)[0])

    def asker(self) -> Viewer:
        return person(self.written["requester"])

    def lead(self) -> Viewer:
        return person(self.written["lead"])

    def seeded(self, what: str) -> AbstractContextManager[None]:
        return seeded(f"case {self.written['key']} {what}")


def _say_what_advisors_know() -> None:
    """Let every advisor declare in general, and know the law of the country in which they live."""
    people = select(Person.id, City.country).outerjoin(City, City.id == Person.city_id)
    advisors = people.where(Person.site_role == SiteRole.ADVISOR).order_by(Person.id)
    for row in db.session.execute(advisors).all():
        _declare_for_a_year(viewer_of(row.id))
        if row.country:
            db.session.add(AdvisorCountry(person_id=row.id, country=row.country))


def _declare_for_a_year(advisor: Viewer) -> None:
    """Declare in general, as every advisor does once a year, unless their year is not over."""
    if valid_declaration(advisor.id) is None:
        declare_generally(TIES, by=advisor)
