"""Who is told of what happens to practices and guidelines, and in which words."""

from flask_babel import ngettext
from sqlalchemy import select

from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.conversations.models import Conversation
from hrcn_community.conversations.queries import followers, readers_by_id
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.knowledge.events import (
    ClauseCommented,
    GuidelineAdopted,
    PracticeReviewed,
    PracticeSubmitted,
    PracticeVerified,
)
from hrcn_community.knowledge.models import Clause, Guideline, Practice
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.notices import tell_readers
from hrcn_community.notifications.topics import Many, Topic, Words

WORDS: Words = {
    Topic.DUTY: {
        "practice.submitted": _l("%(actor)s handed in “%(title)s” for review"),
    },
    Topic.RESPONSE: {
        "practice.reviewed": _l("%(actor)s called your practice “%(title)s” ready to be verified"),
        "practice.changes": _l("%(actor)s asked for changes to your practice “%(title)s”"),
        "practice.verified": _l("%(actor)s verified your practice “%(title)s”"),
        "guideline.adopted": _l("%(actor)s adopted the guideline “%(title)s”"),
    },
    Topic.REPLY: {
        "clause.commented": Many(
            _l("%(actor)s commented on the clause “%(title)s”"),
            lambda n, title: ngettext(
                "%(num)s comment on the clause “%(title)s”",
                "%(num)s comments on the clause “%(title)s”",
                n,
                title=title,
            ),
        ),
    },
    Topic.MENTION: {
        "clause.mentioned": _l("%(actor)s mentioned you in “%(title)s”"),
    },
}


def tell_reviewers(event: PracticeSubmitted, entry: Entry) -> None:
    _, review = _practice(event.practice_id)
    reviewers = select(Membership.person_id).where(
        Membership.space_id == review.space_id, Membership.role == SpaceRole.REVIEWER
    )
    people = db.session.scalars(reviewers).all()
    tell(people, "practice.submitted", entry, review.address, conversation=review)


def tell_of_review(event: PracticeReviewed, entry: Entry) -> None:
    practice, review = _practice(event.practice_id)
    kind = "practice.reviewed" if event.is_ready else "practice.changes"
    submitter = readers_by_id(review.id, [practice.submitted_by_id])
    tell(submitter, kind, entry, review.address, conversation=review)


def tell_of_verification(event: PracticeVerified, entry: Entry) -> None:
    practice, review = _practice(event.practice_id)
    submitter = readers_by_id(review.id, [practice.submitted_by_id])
    tell(submitter, "practice.verified", entry, practice.address, conversation=review)


def tell_of_comment(event: ClauseCommented, entry: Entry) -> None:
    """Tell those mentioned that they were, and who else follows the clause of the comment."""
    tell_readers(event.post_id, entry, mentioned="clause.mentioned", others="clause.commented")


def tell_of_adoption(event: GuidelineAdopted, entry: Entry) -> None:
    """Tell everybody who follows one of the clauses, once."""
    guideline = db.session.get_one(Guideline, event.guideline_id)
    summary = db.session.get_one(Conversation, guideline.summary_id)
    clauses = select(Clause.comments_id).where(Clause.guideline_id == guideline.id)
    at = entry.happened_at
    people = {p for id_ in db.session.scalars(clauses).all() for p in followers(id_, at)}
    tell(people, "guideline.adopted", entry, guideline.address, conversation=summary)


def _practice(practice_id: int) -> tuple[Practice, Conversation]:
    practice = db.session.get_one(Practice, practice_id)
    return practice, db.session.get_one(Conversation, practice.review_id)
