"""One case that anybody does anything to, and what holds of it after each step, whoever did what."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.models import Membership
from hrcn_community.consultations.models import (
    Case,
    CaseInterval,
    CaseInvitation,
    CaseVersion,
    CaseVersionPerson,
    CaseWords,
)
from hrcn_community.consultations.models.publication import (
    CasePublication,
    PublicationConsent,
    PublicationEditor,
)
from hrcn_community.consultations.transitions import TRANSITIONS, Deed, State, Tier
from hrcn_community.conversations.models import Post, Revision
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.worker import work_off
from tests.browsing import Browser
from tests.conftest import mails_from
from tests.letterbox import read

Step = tuple[str, str, dict[str, str]]  # who, at which address below the case, with which form
MARK = "walkword"  # in everything that is written
AT_WORK = "walkwordatwork"  # in what the asker never reads
DONE, REFUSED = {303}, {400, 401, 403, 404, 409, 422}
WITH_CONSENT = {"requester_consent", "author_consent", "signed", "published"}
OUT = {"conflict", "recused", "rescinded", "declined", "expired", "superseded", "lost"}
# In place of these stands what the copy bears when it is sent.
PRINT, REVISION = "the print of the copy", "the version of the copy"
COPY = {
    "title": "Papers in shelters",
    "question": "May a city ask for papers?",
    "answer": "It may not.",
    "language": "en",
    "revision": REVISION,
}
AGREED = {"seen": PRINT, "has_read": "y"}
EXPERTS = ("dalia", "ruth", "alma")
BODY, AT_WORK_BODY = {"body": f"Words {MARK}."}, {"body": f"Words {AT_WORK}."}
REASON = {"reason": f"A reason {MARK}."}


def likely(state: str, advisor: str, reviewer: str, signer: str, lead: str) -> Sequence[Step]:
    """Return what those whose turn it is would do, so that a walk comes as far as a delivery."""
    invite = [(lead, "invitation", {"handle": who, "role": "advisor"}) for who in EXPERTS]
    second = [(lead, "invitation", {"handle": who, "role": "reviewer"}) for who in EXPERTS]
    declared = [(who, "declaration", {"declaration": "none"}) for who in EXPERTS]
    draft: Step = (advisor, "drafts", AT_WORK_BODY)
    handed_over: Step = (advisor, "review-request", {})
    return {
        "submitted": [("chandra", "triage", {})],
        "triage": [("chandra", "scope", BODY), ("chandra", "needs-info", BODY)],
        "needs_info": [("omar", "information", BODY)],
        "scoped": [("omar", "scope/confirmation", {})],
        "matching": invite,
        "invited": declared,
        "assigned": [draft],
        "drafting": [draft, handed_over, handed_over, *second, *declared],
        "awaiting_requester": [("omar", "information", BODY)],
        "peer_review": [
            (reviewer, "reviews", {"verdict": "approve"}),
            (reviewer, "reviews", {"verdict": "approve"}),
            *second,
            *declared,
        ],
        "changes_requested": [draft, handed_over],
        "sign_off": [(signer, "signature", {}), (lead, "delivery", {})],
        "delivered": [
            ("omar", "clarifications", BODY),
            ("omar", "closure", REASON),
            (advisor, "errata", REASON),
            *copy_steps(advisor, signer, lead),
        ],
        "clarification": [(advisor, "clarifications/answer", BODY)],
        "closed": [("omar", "closure/end", REASON), *copy_steps(advisor, signer, lead) * 2],
    }.get(state, [("omar", "rating", {"useful": "yes"})])


def copy_steps(advisor: str, signer: str, lead: str) -> list[Step]:
    """Return the way of a copy for the public."""
    return [
        ("omar", "publication", {}),
        (advisor, "publication/redaction", COPY),
        (advisor, "publication/handing-on", {}),
        ("omar", "publication/consent", AGREED),
        (advisor, "publication/consent", AGREED),
        (signer, "publication/signature", AGREED),
        (lead, "publication/publishing", {}),
    ]


# What anybody may try at any time.
ANYTHING: Sequence[tuple[str, dict[str, str]]] = (
    ("triage", {}),
    ("needs-info", BODY),
    ("information", BODY),
    ("existing", REASON),
    ("decline", REASON),
    ("scope", BODY),
    ("scope/confirmation", {}),
    ("scope/objection", REASON),
    *(
        ("invitation", {"handle": who, "role": role})
        for who in EXPERTS
        for role in ("advisor", "reviewer")
    ),
    ("invitation/end", REASON),
    ("declaration", {"declaration": "none"}),
    ("declaration", {"declaration": "conflict", "text": f"A tie {AT_WORK}."}),
    ("recusal", REASON),
    ("drafts", AT_WORK_BODY),
    ("questions", BODY),
    ("review-request", {}),
    ("reviews", {"verdict": "approve"}),
    ("reviews", {"verdict": "changes", **AT_WORK_BODY}),
    ("signature", {}),
    ("signature/refusal", REASON),
    ("signer", {"handle": "chandra"}),
    ("delivery", BODY),
    ("clarifications", BODY),
    ("clarifications/answer", BODY),
    ("closure", REASON),
    ("closure", {"reason": "  "}),
    ("closure/end", REASON),
    ("notes", {"note": f"A note {AT_WORK}."}),
    ("errata", REASON),
    ("errata/end", REASON),
    *((path, fields) for _, path, fields in copy_steps("", "", "")),
    ("publication/redaction", {**COPY, "answer": "It may ask, and must not keep."}),
    ("publication/consent", {**AGREED, "seen": "another text"}),
    ("publication/naming", {"is_named": "y"}),
    ("publication/refusal", REASON),
    ("publication/withdrawal", REASON),
    ("rating", {"useful": "partly", **BODY}),
    ("outcome", {"used": "used", **BODY}),
    ("invitation/refusal", REASON),
    ("tier", {"tier": "network"}),
    ("tier", {"tier": "confidential"}),
    ("tier", {"tier": "open"}),
    ("tier", {"tier": "sealed"}),
)
# What ends a walk, so it comes seldom.
ENDS = {"existing", "decline", "withdrawal"}


class Walk:
    """Does one step after another, and looks at everything after each."""

    def __init__(self, story: Any, tier: str) -> None:
        self.story, self.world = story, story.world
        story.address = ""
        story.ask(tier=tier)
        self.case_id: int = story.case.id
        self.answers: list[tuple[Any, ...]] = []
        self.tier = Tier(tier)
        assert story.handles  # made before anybody looks
        self.events = self.words = 0
        self.seen: Any = None
        self.look(DONE, "asked")

    def step(self, who: str, path: str, fields: dict[str, str]) -> None:
        """Let somebody do something; whatever comes of it, everything must hold."""
        before = self.seen
        answer = self.story.post(self.story.who(who), path, **self._as_it_is(fields))
        assert answer.status_code in DONE | REFUSED, f"{who} {path}: {answer.status_code}"
        self.look({answer.status_code}, f"{who} {path} {fields}")
        if answer.status_code not in DONE:
            assert self.seen == before, f"{who} {path} was refused and changed something"

    def _as_it_is(self, fields: dict[str, str]) -> dict[str, str]:
        print_, revision = self.seen["copy"]
        now = {PRINT: print_, REVISION: str(revision)}
        return {name: now.get(value, value) for name, value in fields.items()}

    def parts(self) -> dict[str, str]:
        """Return who would do what now."""
        of = {role: who for who, role in self.seen["working"] if who in self.story.handles}
        of_lead = of.get("lead", "cleo")
        return {
            "advisor": of.get("advisor", "dalia"),
            "reviewer": of.get("reviewer", "ruth"),
            "signer": of.get("signer", of_lead),
            "lead": of_lead,
        }

    def look(self, status: set[int], done: str) -> None:
        """Look at the case from behind and hold everything of DOMAIN against it."""
        self.seen = self.world.ask(lambda: self._look(done if status == DONE else ""))

    def _look(self, done: str) -> dict[str, Any]:
        case = db.session.get_one(Case, self.case_id)
        moves = self._moves(case)
        for check in CHECKS:
            check(self, case)
        new_moves = moves[self.events :]
        words = list(db.session.scalars(select(CaseWords.post_id).filter_by(case_id=case.id)))
        for move in new_moves:
            step = TRANSITIONS.get((State(move["before"]), Deed(move["deed"])))
            assert step, f"{done}: {move} stands in no table"
            assert step.to == move["state"]
            if step.needs_reason:  # invariant 6
                assert len(words) > self.words, f"{done}: no reason was kept"
        assert case.state == (moves[-1]["state"] if moves else "submitted")
        self.events, self.words = len(moves), len(words)
        copy = _copy(case)
        return {
            "copy": (copy.print, copy.revision) if copy else ("", 0),
            "copy state": copy.state if copy else "",
            "state": case.state,
            "tier": case.tier,
            "moves": len(moves),
            "words": len(words),
            "working": _inside(self, case.working_space_id),
            "papers": _inside(self, case.papers_space_id),
            "asking": _inside(self, case.asking_space_id),
            "invitations": [
                (i.person_id, i.role, i.stand)
                for i in db.session.scalars(
                    select(CaseInvitation).filter_by(case_id=case.id).order_by(CaseInvitation.id)
                )
            ],
        }

    def _moves(self, case: Case) -> list[dict[str, Any]]:
        rows = db.session.scalars(
            select(Entry).where(Entry.name == "CaseMoved").order_by(Entry.id)
        ).all()
        return [row.facts for row in rows if row.facts["case_id"] == case.id]

    def close(self) -> None:
        """At the end: what pages and mails say, and to whom."""
        work_off(self.story.world.app)
        for mail in read(mails_from(self.story.world.app)):  # invariant 10
            assert MARK not in mail.all_said.lower()
        ref = self.story.address.rpartition("/")[2]
        for address in ("/answers", "/answers/papers-in-shelters", "/answers/feed.atom"):
            assert ref not in Browser(self.world.app).get(address).text  # invariant 8
        out = {person_id for person_id, _, stand in self.seen["invitations"] if stand in OUT}
        is_closed = Tier(self.seen["tier"]).is_closed
        for handle, somebody in self.story.handles.items():
            answer = somebody.browser.get(self.story.address)
            inside = {who for who, _ in [*self.seen["working"], *self.seen["asking"]]}
            if is_closed and handle not in inside:
                assert answer.status_code == 404, handle
                invited = (somebody.id, "invited") in {
                    (person_id, stand) for person_id, _, stand in self.seen["invitations"]
                }
                sees = somebody.browser.sees(f"{self.story.address}/invitation")
                assert sees == (200 if invited else 404), handle
                assert MARK not in answer.text
            if handle not in {who for who, _ in self.seen["working"]} and not self.answers:
                assert AT_WORK not in answer.text, handle
            if somebody.id in out:  # invariant 9
                assert handle not in inside


def _inside(walk: Walk, space_id: int) -> list[tuple[str, str]]:
    names = {somebody.id: handle for handle, somebody in walk.story.handles.items()}
    rows = db.session.execute(
        select(Membership.person_id, Membership.role).where(Membership.space_id == space_id)
    )
    return sorted((names.get(person_id, str(person_id)), role) for person_id, role in rows)


def _three_people(walk: Walk, case: Case) -> None:
    """Invariant 1."""
    bear = {
        role: {who for who, theirs in _inside(walk, case.working_space_id) if theirs == role}
        for role in ("advisor", "reviewer", "signer")
    }
    assert not bear["advisor"] & bear["reviewer"]
    assert not bear["advisor"] & bear["signer"]
    assert not bear["reviewer"] & bear["signer"]
    rows = select(CaseVersionPerson).join(CaseVersion).where(CaseVersion.case_id == case.id)
    people = db.session.scalars(rows.order_by(CaseVersionPerson.id)).all()
    for version in {each.version_id for each in people}:  # of each delivered version, too
        mine = [(each.person_id, each.role) for each in people if each.version_id == version]
        assert {role for _, role in mine} == {"advisor", "reviewer", "signer"}
        assert len({person_id for person_id, _ in mine}) == len(mine)
    if case.draft_post_id and case.signed_revision:
        wrote = set(
            db.session.scalars(
                select(CaseWords.person_id).where(CaseWords.post_id == case.draft_post_id)
            )
        ) | set(
            db.session.scalars(
                select(Revision.written_by_id).where(Revision.post_id == case.draft_post_id)
            )
        )
        signed = db.session.scalars(
            select(Entry).where(Entry.name == "CaseMoved").order_by(Entry.id.desc())
        )
        by = next(
            e.actor_id
            for e in signed
            if e.facts["case_id"] == case.id and e.facts["deed"] == Deed.SIGN
        )
        assert by not in wrote


def _declared_before_papers(walk: Walk, case: Case) -> None:
    """Invariant 2."""
    stands = {
        i.person_id: i
        for i in db.session.scalars(select(CaseInvitation).filter_by(case_id=case.id))
    }
    for space_id in (case.papers_space_id, case.working_space_id, case.asking_space_id):
        for membership in db.session.scalars(select(Membership).filter_by(space_id=space_id)):
            if membership.role in {"advisor", "reviewer"}:
                invitation = stands[membership.person_id]
                assert invitation.stand == "accepted"
                assert invitation.declared_at


def _never_looser(walk: Walk, case: Case) -> None:
    """Invariant 4: nobody here is the two who could loosen it."""
    assert not walk.tier.is_tighter_than(Tier(case.tier))
    walk.tier = Tier(case.tier)


def _delivered_stays(walk: Walk, case: Case) -> None:
    """Invariant 5: a correction is the next version, and those before stay."""
    rows = (
        select(CaseVersion.number, Post.id, Post.revision, Post.source, Post.html)
        .join(Post, Post.id == CaseVersion.post_id)
        .where(CaseVersion.case_id == case.id)
        .order_by(CaseVersion.number)
    )
    said = [tuple(row) for row in db.session.execute(rows)]
    assert said[: len(walk.answers)] == walk.answers
    assert case.answer_post_id == (said[-1][1] if said else None)
    walk.answers = said


def _clock_is_whole(walk: Walk, case: Case) -> None:
    """Every moment since it was submitted lies in one interval, and the last is of this state."""
    rows = db.session.scalars(
        select(CaseInterval).filter_by(case_id=case.id).order_by(CaseInterval.id)
    ).all()
    assert [row.to_at is None for row in rows] == [False] * (len(rows) - 1) + [True]
    assert rows[-1].state == case.state
    assert all(a.to_at == b.from_at for a, b in pairwise(rows))


def _copy(case: Case) -> CasePublication | None:
    rows = select(CasePublication).filter_by(case_id=case.id).order_by(CasePublication.id.desc())
    return db.session.scalars(rows).first()


def _consents_are_to_this_text(walk: Walk, case: Case) -> None:
    """Invariants 1 and 3, of the copy."""
    copy = _copy(case)
    if copy is None or copy.state not in WITH_CONSENT:
        return
    rows = select(PublicationConsent).filter_by(publication_id=copy.id, lapsed_at=None)
    consents = db.session.scalars(rows).all()
    assert {consent.print for consent in consents} == {copy.print}
    roles = {consent.role for consent in consents}
    assert roles >= ({"asker"} if copy.state == "requester_consent" else {"asker", "advisor"})
    if copy.signed_by_id:
        assert copy.signed_print == copy.print
        redacted = db.session.scalars(
            select(PublicationEditor.person_id).filter_by(publication_id=copy.id)
        )
        experts = db.session.scalars(select(CaseInvitation).filter_by(case_id=case.id))
        worked = {each.person_id for each in experts if each.stand == "accepted"}
        assert copy.signed_by_id not in {*redacted, *worked}


CHECKS: Sequence[Callable[[Walk, Case], None]] = (
    _three_people,
    _declared_before_papers,
    _never_looser,
    _delivered_stays,
    _clock_is_whole,
    _consents_are_to_this_text,
)
