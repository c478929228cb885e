"""Consent to a copy by whoever asked and by who wrote it, a third person's signature, and the last step."""

from dataclasses import dataclass

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.publishing import (
    lock,
    move_copy,
    need_answer,
    show_in_search,
)
from hrcn_community.consultations.models import Case, NotFromHere
from hrcn_community.consultations.models.publication import (
    CasePublication,
    ConsentMissing,
    NotAThirdPerson,
    NotTheSameText,
    PublicationConsent,
    Undecided,
)
from hrcn_community.consultations.publication import Publication, PublicationDeed
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.queries.publishing import (
    have_authors_agreed,
    live_consents,
    missing_authors,
    named_authors,
    no_third_person,
    print_now,
    undecided,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db

D = PublicationDeed


@dataclass(frozen=True)
class ForTheShelf:
    """What may stand before the public: words, what they are about, and who wants to be named. No more."""

    title: str
    question: str
    answer: str
    language: str
    term_ids: tuple[int, ...]
    author_ids: tuple[int, ...]


def consent(copy: CasePublication, case: Case, seen: str, *, by: Viewer) -> None:
    """Agree to the text of the print `seen`, as whoever asked or as an author of the answer."""
    lock(copy)
    need_answer(case)
    _check_seen(copy, case, seen)
    role = _part(copy, case, by)
    deed = D.CONSENT_AS_REQUESTER if role == SpaceRole.ASKER else D.CONSENT_AS_AUTHOR
    copy.step(deed)
    db.session.add(
        PublicationConsent(
            publication_id=copy.id,
            person_id=by.id,
            role=role,
            print=copy.print,
            is_named=by.id in named_authors(copy, case),
            given_at=clock.now(),
        )
    )
    db.session.flush()
    if role == SpaceRole.ASKER or not missing_authors(copy, case):
        move_copy(copy, deed, by=by)


def decline(copy: CasePublication, reason: str, *, by: Viewer) -> None:
    """Not agree to this text, or take back that one did: it is redacted anew."""
    lock(copy)
    move_copy(copy, D.DECLINE, by=by, reason=reason)


def sign_copy(copy: CasePublication, case: Case, seen: str, *, by: Viewer) -> None:
    """Stand for the text with one's name, as somebody who neither wrote nor reviewed nor redacted it."""
    lock(copy)
    need_answer(case)
    _check_seen(copy, case, seen)
    _check_third(copy, case, by)
    copy.step(D.SIGN)
    _check_consents(copy)
    copy.signed_by_id, copy.signed_at, copy.signed_print = by.id, clock.now(), copy.print
    move_copy(copy, D.SIGN, by=by)


def send_copy_back(copy: CasePublication, case: Case, reason: str, *, by: Viewer) -> None:
    """Not sign, and say why: it is redacted anew and everybody is asked again."""
    lock(copy)
    _check_third(copy, case, by)
    move_copy(copy, D.SEND_BACK, by=by, reason=reason)


def release_copy(copy: CasePublication, case: Case, *, by: Viewer) -> ForTheShelf:
    """Let the signed text go to the public, and return it. Whoever calls puts it there in the same moment."""
    lock(copy)
    need_answer(case)
    copy.step(D.PUBLISH)
    _check_seen(copy, case, copy.signed_print)
    _check_consents(copy)
    if undecided(copy, case):  # the case knows more by now
        raise Undecided
    move_copy(copy, D.PUBLISH, by=by)
    show_in_search(copy, found=False)
    copy.published_at = clock.now()
    return ForTheShelf(
        title=copy.title,
        question=copy.question,
        answer=copy.answer,
        language=copy.language,
        term_ids=tuple(copy.term_ids),
        author_ids=tuple(named_authors(copy, case)),
    )


def _check_seen(copy: CasePublication, case: Case, seen: str) -> None:
    """Refuse where it is not what would be published now: other words, or other names at it."""
    if not seen == copy.print == print_now(copy, case):
        raise NotTheSameText


def _check_third(copy: CasePublication, case: Case, by: Viewer) -> None:
    if by.id in no_third_person(copy, case):
        raise NotAThirdPerson


def _check_consents(copy: CasePublication) -> None:
    """Refuse what not both agreed to. Whoever wrote it and comes back by now can still say no."""
    asked = any(each.role == SpaceRole.ASKER for each in live_consents(copy))
    if not (asked and have_authors_agreed(copy)):
        raise ConsentMissing


def _part(copy: CasePublication, case: Case, by: Viewer) -> str:
    """Return as what somebody agrees now. Nobody is asked twice for the same text."""
    if copy.state == Publication.REDACTED and by.id in ids_of(case, SpaceRole.ASKER):
        return SpaceRole.ASKER
    if copy.state == Publication.REQUESTER_CONSENT and by.id in missing_authors(copy, case):
        return SpaceRole.ADVISOR
    raise NotFromHere
