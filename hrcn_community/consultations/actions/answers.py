"""The answer: drafted by one, reviewed by a second, signed by a third, delivered as it was signed."""

from collections.abc import Sequence

from sqlalchemy import select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.citing import need_sources_open
from hrcn_community.consultations.actions.copies import begin_anew
from hrcn_community.consultations.actions.delivering import keep_version
from hrcn_community.consultations.actions.groups import need_rapporteur
from hrcn_community.consultations.actions.inviting import end_all_unanswered
from hrcn_community.consultations.actions.moves import move, say, say_at_work, say_for
from hrcn_community.consultations.actions.points import ask_for_points, need_points_settled
from hrcn_community.consultations.models import (
    Case,
    CaseWords,
    ChangedSince,
    Kind,
    NotFromHere,
    NothingToSend,
    NotThreePeople,
)
from hrcn_community.consultations.queries.groups import group_of
from hrcn_community.consultations.transitions import Deed
from hrcn_community.conversations.actions import edit_post
from hrcn_community.conversations.models import Post, Revision
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.words import _l

WORDLESS = _l("It can be signed")


def write_draft(case: Case, text: str, *, by: Viewer, over: int | None = None) -> Post:
    """Begin the draft, or write it anew over revision `over`; raise EditConflict if that is past."""
    move(case, Deed.DRAFT, by=by)
    if case.draft_post_id is None:
        post = say_at_work(case, Kind.DRAFT, text, by=by, role=SpaceRole.ADVISOR)
        case.draft_post_id = post.id
        return post
    post = _draft(case)
    edit_post(post, text, by=by, over=over)
    return post


def request_review(case: Case, *, by: Viewer) -> None:
    move(case, Deed.REQUEST_REVIEW, by=by)
    need_rapporteur(case, by)
    if case.draft_post_id is None:
        raise NothingToSend
    need_points_settled(case)
    need_sources_open(case)


def review(
    case: Case, approves: bool, text: str, points: Sequence[str] = (), *, by: Viewer
) -> None:
    """Say what a second reader thinks: it may be signed, or it has to change, point by point."""
    if by.id in _authors(case):
        raise NotThreePeople
    reason = text or "\n".join(points)
    move(case, Deed.APPROVE if approves else Deed.REQUEST_CHANGES, by=by, reason=reason)
    if approves:
        case.reviewed_revision = _draft(case).revision
    else:
        ask_for_points(case, points, by=by)
    # Also without a word it stands with the case who reviewed it: who did, never signs.
    if approves or text.strip():
        words = text if text.strip() else str(WORDLESS)
        say_at_work(case, Kind.REVIEW, words, by=by, role=SpaceRole.REVIEWER)


def sign(case: Case, text: str = "", *, by: Viewer) -> None:
    """Sign the reviewed draft; who signs neither wrote nor reviewed it."""
    if by.id in _authors(case) | _reviewers(case):
        raise NotThreePeople
    move(case, Deed.SIGN, by=by)
    if case.is_signed:
        raise NotFromHere
    draft = _draft(case)
    if draft.revision != case.reviewed_revision:
        raise ChangedSince
    case.signed_revision = draft.revision
    if text.strip():
        say_at_work(case, Kind.SIGNATURE, text, by=by, role=SpaceRole.SIGNER)


def send_back(case: Case, reason: str, *, by: Viewer) -> None:
    """Not sign, and say why: the author changes the draft and a reviewer reads it again."""
    move(case, Deed.SEND_BACK, by=by, reason=reason)
    case.reviewed_revision = case.signed_revision = None
    say_at_work(case, Kind.REVIEW, reason, by=by, role=SpaceRole.SIGNER)


def deliver(case: Case, note: str = "", *, by: Viewer) -> Post:
    """Copy the signed version to the asker. From here on it never changes."""
    move(case, Deed.DELIVER, by=by)
    if not case.is_signed:
        raise NothingToSend
    draft = _draft(case)
    if draft.revision != case.signed_revision:
        raise ChangedSince
    post = say_for(case, Kind.ANSWER, draft.source, person_id=_author(case), role=SpaceRole.ADVISOR)
    case.answer_post_id, case.answer_revision = post.id, post.revision
    case.delivered_at = case.delivered_at or clock.now()  # a correction does not make it later
    keep_version(case, post, _authors(case))
    begin_anew(case, by=by)
    end_all_unanswered(case)
    if note.strip():
        say(case, Kind.DELIVERY, note, by=by, role=SpaceRole.LEAD)
    return post


def _draft(case: Case) -> Post:
    """Return the draft as it stands."""
    post = db.session.get(Post, case.draft_post_id) if case.draft_post_id else None
    if post is None:
        raise NothingToSend
    post.conversation = case.work
    return post


def _author(case: Case) -> int:
    """Return whose answer it is: of several, their rapporteur's."""
    group = group_of(case)
    if group and group.rapporteur_id:
        return group.rapporteur_id
    return db.session.scalars(
        select(CaseWords.person_id).where(CaseWords.post_id == case.draft_post_id)
    ).one()


def _authors(case: Case) -> set[int]:
    """Return everybody who wrote a version of the draft."""
    first = select(CaseWords.person_id).where(CaseWords.post_id == case.draft_post_id)
    later = select(Revision.written_by_id).where(
        Revision.post_id == case.draft_post_id, Revision.written_by_id.is_not(None)
    )
    return {*db.session.scalars(first), *db.session.scalars(later)} - {None}  # type: ignore[return-value]


def _reviewers(case: Case) -> set[int]:
    return set(
        db.session.scalars(
            select(CaseWords.person_id).where(
                CaseWords.case_id == case.id,
                CaseWords.kind == Kind.REVIEW,
                CaseWords.role == SpaceRole.REVIEWER,
            )
        )
    )
