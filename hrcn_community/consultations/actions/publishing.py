"""A copy for the public: proposed, redacted by a person, handed on, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.events import CopyMoved
from hrcn_community.consultations.models import Case, NotFromHere
from hrcn_community.consultations.models.publication import (
    CasePublication,
    NobodyWroteIt,
    NothingToPublish,
    NotTheSameText,
    NotWished,
    PublicationConsent,
    PublicationEditor,
    PublicationKept,
    Undecided,
)
from hrcn_community.consultations.publication import Publication, PublicationDeed, Wish
from hrcn_community.consultations.queries.delivered import delivered
from hrcn_community.consultations.queries.known_words import known_words
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.queries.publishing import (
    authors,
    copy_of,
    print_now,
    undecided,
)
from hrcn_community.consultations.spotting import key_of, replaced
from hrcn_community.consultations.transitions import State
from hrcn_community.core import clock
from hrcn_community.core.db import changed, db
from hrcn_community.core.events import record
from hrcn_community.core.text import clean, title_line
from hrcn_community.spaces.actions import let_search_find

D = PublicationDeed
WITH_ANSWER = (
    State.DELIVERED,
    State.CLARIFICATION,
    State.CLOSED,
    State.FOLLOWUP_DUE,
    State.EVALUATED,
)
_LOCKED = ["state", "title", "question", "answer", "language", "term_ids", "named_ids"]
_LOCKED += ["print", "revision"]
_LOCKED += ["signed_print", "signed_by_id", "conversation_id"]


@dataclass(frozen=True)
class Redaction:
    """A copy as somebody wants it: its words, what is replaced by what, what stays and why."""

    title: str
    question: str
    answer: str
    language: str
    term_ids: tuple[int, ...]
    replace: Mapping[str, str]
    keep: Mapping[str, str]


def propose_copy(case: Case, *, by: Viewer) -> CasePublication:
    """Begin a copy with the words as they were delivered. Whoever asked may do so against their own wish."""
    db.session.flush()  # a refresh would undo what was not written yet
    db.session.refresh(case, ["state", "answer_post_id", "publication_wish"], with_for_update=True)
    if case.publication_wish == Wish.NO:
        if by.id not in ids_of(case, SpaceRole.ASKER):
            raise NotWished
        case.publication_wish = Wish.ASK
    before = copy_of(case)
    if before and before.is_alive:
        raise NotFromHere
    whole = delivered(case)
    if case.state not in WITH_ANSWER or whole is None:
        raise NothingToPublish
    copy = CasePublication(
        case_id=case.id,
        state=Publication.NONE,
        title=whole.title,
        question=whole.question,
        answer=whole.answer,
        language=whole.language,
        term_ids=sorted(whole.term_ids),
        named_ids=[],
        proposed_by_id=by.id,
        proposed_at=clock.now(),
        moved_at=clock.now(),
    )
    copy.print = print_now(copy, case)
    copy.move(D.PROPOSE)
    db.session.add(copy)
    db.session.flush()
    _record(copy, D.PROPOSE, Publication.NONE, by)
    return copy


def need_answer(case: Case) -> None:
    """Refuse while the answer is being corrected: what is agreed to would not be what stands."""
    if case.state not in WITH_ANSWER:
        raise NotFromHere


def redact(copy: CasePublication, case: Case, wanted: Redaction, *, over: int, by: Viewer) -> bool:
    """Write the copy anew over revision `over`. Where a word changed every consent lapses; return whether."""
    lock(copy)
    copy.step(D.EDIT)
    if over != copy.revision:
        raise NotTheSameText
    _keep(copy, wanted.keep, by)
    copy.title, copy.question, copy.answer = _rewritten(wanted, known_words(case))
    copy.language, copy.term_ids = wanted.language, sorted(wanted.term_ids)
    print_ = print_now(copy, case)
    if print_ == copy.print:
        return False
    copy.print, copy.revision = print_, copy.revision + 1
    db.session.add(
        PublicationEditor(publication_id=copy.id, person_id=by.id, revision=copy.revision)
    )
    move_copy(copy, D.EDIT, by=by)
    return True


def name_author(copy: CasePublication, case: Case, is_named: bool, *, by: Viewer) -> None:
    """Let an author stand at it by name, or not; that is part of what all agree to, so consents lapse."""
    lock(copy)
    if by.id not in authors(case):
        raise NotFromHere
    copy.step(D.EDIT)
    copy.named_ids = sorted({*copy.named_ids} - {by.id} | ({by.id} if is_named else set()))
    print_ = print_now(copy, case)
    if print_ != copy.print:
        copy.print = print_
        move_copy(copy, D.EDIT, by=by)


def hand_on(copy: CasePublication, case: Case, *, by: Viewer) -> None:
    """Ask for consent to the text as it stands; every suggestion was decided on by a person."""
    lock(copy)
    need_answer(case)
    copy.step(D.REDACT)
    if not authors(case):
        raise NobodyWroteIt
    if undecided(copy, case):
        raise Undecided
    copy.print = print_now(copy, case)  # an author may have left since
    move_copy(copy, D.REDACT, by=by)


def withdraw_copy(copy: CasePublication, reason: str, *, by: Viewer) -> int | None:
    """End the copy for good; return where it was published, so that it is taken down in the same moment."""
    lock(copy)
    was_at, copy.conversation_id = copy.conversation_id, None
    move_copy(copy, D.WITHDRAW, by=by, reason=reason)
    show_in_search(copy, found=True)
    return was_at


def show_in_search(copy: CasePublication, *, found: bool) -> None:
    """Let search find the case, or pass it by: beside its published copy it would tell where that came from."""
    case = db.session.get_one(Case, copy.case_id)
    let_search_find(case.asking_space_id, case.working_space_id, case.papers_space_id, found=found)


def move_copy(
    copy: CasePublication, deed: PublicationDeed, *, by: Viewer | None, reason: str = ""
) -> None:
    """Take the step of `deed`; what leads back lets every consent and the signature lapse. By nobody, a rule."""
    before = copy.state
    copy.move(deed, reason)
    if reason.strip():
        copy.reason = clean(reason).strip()
    lapsed = False
    if copy.state in (Publication.PROPOSED, Publication.REDACTED):
        lapsed = _lapse(copy)
        copy.signed_print, copy.signed_by_id, copy.signed_at = "", None, None
    _record(copy, deed, before, by, lapsed=lapsed)


def lock(copy: CasePublication) -> None:
    """Read the copy anew and let nobody else change it until the commit: of two at once one comes second.

    First its case, so that who changes that waits for us or we for them; then what stands in its spaces.
    """
    db.session.flush()
    case = db.session.get_one(Case, copy.case_id)
    db.session.refresh(case, ["state"], with_for_update={"read": True, "key_share": True})
    db.session.refresh(copy, _LOCKED, with_for_update=True)


def _record(
    copy: CasePublication,
    deed: PublicationDeed,
    before: str,
    by: Viewer | None,
    *,
    lapsed: bool = False,
) -> None:
    about = {"case_id": copy.case_id, "publication_id": copy.id, "deed": deed, "before": before}
    event = CopyMoved(**about, state=copy.state, lapsed=lapsed)  # type: ignore[arg-type]
    record(event, by=by.id if by else None)


def _lapse(copy: CasePublication) -> bool:
    live = PublicationConsent.publication_id == copy.id, PublicationConsent.lapsed_at.is_(None)
    return bool(changed(update(PublicationConsent).where(*live).values(lapsed_at=clock.now())))


def _rewritten(wanted: Redaction, known: Mapping[str, str]) -> list[str]:
    instead = {key_of(words): by for words, by in wanted.replace.items()}
    texts = title_line(wanted.title), clean(wanted.question), clean(wanted.answer)
    return [replaced(text, known, instead).strip() for text in texts]


def _keep(copy: CasePublication, keep: Mapping[str, str], by: Viewer) -> None:
    """Remember what stays, why, and who said so; a decision that is not made again stands."""
    mine = PublicationKept.publication_id == copy.id
    stands = {row.words: row for row in db.session.scalars(select(PublicationKept).where(mine))}
    for words, reason in keep.items():
        key, said = key_of(words), clean(reason).strip()
        row = stands.get(key)
        if row and row.reason == said:
            continue
        row = row or PublicationKept(publication_id=copy.id, words=key)
        row.reason, row.decided_by_id, row.decided_at = said, by.id, clock.now()
        db.session.add(row)
    db.session.flush()
