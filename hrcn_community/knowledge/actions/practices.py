"""Submitting a practice, reviewing it, handing it in again, verifying it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import follow, open_conversation, write_post
from hrcn_community.conversations.actions.attaching import ChosenFile, attach
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import one_line, slugify
from hrcn_community.knowledge.events import PracticeReviewed, PracticeSubmitted, PracticeVerified
from hrcn_community.knowledge.models import (
    ROOM,
    NotReviewed,
    NotSentBack,
    OwnPractice,
    Practice,
    PracticeState,
    ReviewOver,
    TextChanged,
)
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.models import Space, Visibility


@dataclass(frozen=True)
class Told:
    """What somebody tells of a practice."""

    title: str
    summary: str
    details: str
    years: str = ""
    language: str = "en"
    city_id: int | None = None
    term_ids: tuple[int, ...] = ()
    related_id: int | None = None
    files: Sequence[ChosenFile] = ()


def submit_practice(told: Told, *, by: Viewer, slug: str = "") -> Practice:
    """Put a practice before the reviewers, in a confidential space of its own."""
    # The random end keeps an address from telling that another practice has this title.
    slug = slug or f"{slugify(told.title)}-{new_ref(20)}"
    space = _open_desk(told.title, by)
    address = f"/practices/{slug}"
    summary = _conversation(space, told, address, by)
    details = _conversation(space, told, address, by)
    review = _conversation(space, told, f"{address}/review", by)
    years = one_line(told.years)[:60]
    told_in_full = write_post(details, told.details, by=by)
    attach(told_in_full, told.files, by=by)
    practice = Practice(
        slug=slug,
        years=years,
        submitted_by_id=by.id,
        submitted_at=clock.now(),
        summary=summary,
        details=details,
        review=review,
        summary_post_id=write_post(summary, told.summary, by=by, heading=years).id,
        details_post_id=told_in_full.id,
        related_id=told.related_id,
    )
    db.session.add(practice)
    db.session.flush()
    follow(review, by.id)
    record(PracticeSubmitted(practice_id=practice.id), by=by.id)
    return practice


def review_practice(practice: Practice, words: str, *, is_ready: bool, by: Viewer) -> Post:
    """Say that a practice is ready to be verified, or which changes it needs."""
    _lock(practice)
    if practice.is_verified:
        raise ReviewOver
    if practice.submitted_by_id == by.id:
        raise OwnPractice
    post = write_post(practice.review, words, by=by)
    practice.state = PracticeState.REVIEWED if is_ready else PracticeState.CHANGES_ASKED
    record(PracticeReviewed(practice_id=practice.id, post_id=post.id, is_ready=is_ready), by=by.id)
    return post


def submit_again(practice: Practice, words: str, *, by: Viewer) -> Post:
    """Answer a review after changing the text."""
    _lock(practice)
    if practice.state != PracticeState.CHANGES_ASKED:
        raise NotSentBack
    post = write_post(practice.review, words, by=by)
    practice.state = PracticeState.SUBMITTED
    record(PracticeSubmitted(practice_id=practice.id), by=by.id)
    return post


def verify_practice(practice: Practice, seen: str, *, by: Viewer) -> None:
    """Vouch for the text in the revisions `seen`, and open it: the summary to all, the rest to the network."""
    _lock(practice)
    if practice.submitted_by_id == by.id:
        raise OwnPractice
    if practice.state not in (PracticeState.REVIEWED, PracticeState.VERIFIED):
        raise NotReviewed
    summary, details = revisions_of(practice)
    if seen != f"{summary}-{details}":
        raise TextChanged
    if practice.opened_at is None:
        practice.opened_at = clock.now()
        _open_to(practice.summary, Visibility.PUBLIC)
        _open_to(practice.details, Visibility.NETWORK)
        _let_go(practice, by)
    practice.state = PracticeState.VERIFIED
    practice.verified_at, practice.verified_by_id = clock.now(), by.id
    practice.verified_summary, practice.verified_details = summary, details
    record(PracticeVerified(practice_id=practice.id), by=by.id)


def revisions_of(practice: Practice) -> tuple[int, int]:
    """Return in which revision each text stands, held until the commit."""
    ids = (practice.summary_post_id, practice.details_post_id)
    rows = db.session.execute(
        select(Post.id, Post.revision).where(Post.id.in_(ids)).order_by(Post.id).with_for_update()
    )
    found = {row.id: row.revision for row in rows}
    return found[ids[0]], found[ids[1]]


def _open_desk(title: str, by: Viewer) -> Space:
    space = open_space(one_line(title)[:200], Visibility.CONFIDENTIAL)
    put_inside(space, by.id)
    for person_id in reviewers():
        if person_id != by.id:
            put_inside(space, person_id, SpaceRole.REVIEWER)
    return space


def reviewers() -> Sequence[int]:
    """Return who reviews: advisors, the core team, and whoever facilitates a listed space."""
    facilitators = (
        select(Membership.person_id)
        .join(Space, Space.id == Membership.space_id)
        .where(Membership.role == SpaceRole.FACILITATOR, Space.is_listed.is_(True))
    )
    by_role = Person.site_role.in_([SiteRole.ADVISOR, SiteRole.CORE])
    return db.session.scalars(
        select(Person.id)
        .where(Person.standing == Standing.MEMBER, by_role | Person.id.in_(facilitators))
        .order_by(Person.id)
    ).all()


def _conversation(space: Space, told: Told, address: str, by: Viewer) -> Conversation:
    return open_conversation(
        space,
        ROOM,
        told.title,
        address,
        by=by,
        language=told.language,
        city_id=told.city_id,
        term_ids=told.term_ids,
    )


def _lock(practice: Practice) -> None:
    """Let nobody else change the state until the commit: two verdicts at once are one after the other."""
    db.session.refresh(practice, ["state", "opened_at", "submitted_by_id"], with_for_update=True)


def _open_to(conversation: Conversation, visibility: Visibility) -> None:
    """Move a conversation to a space of that audience; the desk with its review stays closed."""
    conversation.space = open_space(conversation.title, visibility)
    conversation.version += 1


def _let_go(practice: Practice, by: Viewer) -> None:
    """Take out of the desk the reviewers who had no part in the review."""
    wrote = select(Post.author_id).where(Post.conversation_id == practice.review_id)
    idle = select(Membership.person_id).where(
        Membership.space_id == practice.review.space_id,
        Membership.role == SpaceRole.REVIEWER,
        Membership.person_id != by.id,
        Membership.person_id.not_in(wrote),
    )
    for person_id in db.session.scalars(idle).all():
        put_outside(practice.review.space, person_id)
