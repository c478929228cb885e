"""Practices that are not verified yet, and guidelines that are not adopted: who answers for them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select

from hrcn_community.accounts.models import Person, SpaceRole, takes_part
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.conversations.actions.posts import touch
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.knowledge.actions.practices import reviewers
from hrcn_community.knowledge.models import Guideline, Practice, PracticeState
from hrcn_community.privacy.handing_over import Duties, Duty, borne_in
from hrcn_community.spaces.models import Space

PRACTICE, GUIDELINE = "practice", "guideline"


def _practices(*which: Any) -> Sequence[Duty]:
    rows = db.session.execute(
        select(Practice.id, Practice.slug, Conversation.title, Conversation.space_id)
        .join(Conversation, Conversation.id == Practice.summary_id)
        .where(*which, Practice.state != PracticeState.VERIFIED)
        .order_by(Practice.id)
    )
    return [_duty(PRACTICE, row, f"/practices/{row.slug}") for row in rows]


def _may_submit(practice_id: int, person_id: int) -> bool:
    """Is that a member who has not reviewed it? Nobody reviews what they answer for."""
    reviewed = exists().where(
        Post.conversation_id == Practice.review_id, Post.author_id == person_id
    )
    found = select(Practice.id).join(Person, Person.id == person_id)
    return (
        db.session.scalar(found.where(Practice.id == practice_id, takes_part(), ~reviewed))
        is not None
    )


def _give_practice(practice_id: int, from_id: int | None, to_id: int) -> None:
    """Let another answer for the texts; who wrote which version stays in their history."""
    practice = db.session.get_one(Practice, practice_id, with_for_update=True)
    space = db.session.scalars(
        select(Space)
        .join(Conversation, Conversation.space_id == Space.id)
        .where(Conversation.id == practice.summary_id)
    ).one()
    put_inside(space, to_id)
    put_outside(space, to_id, SpaceRole.REVIEWER)
    if practice.submitted_by_id:
        put_outside(space, practice.submitted_by_id, SpaceRole.MEMBER)
    practice.submitted_by_id = to_id
    _let_answer_for((practice.summary_post_id, practice.details_post_id), to_id)


def _guidelines(*which: Any) -> Sequence[Duty]:
    rows = db.session.execute(
        select(Guideline.id, Guideline.slug, Conversation.title, Conversation.space_id)
        .join(Conversation, Conversation.id == Guideline.summary_id)
        .where(*which, Guideline.version == 0)
        .order_by(Guideline.id)
    )
    return [_duty(GUIDELINE, row, f"/guidelines/{row.slug}") for row in rows]


def _may_draft(guideline_id: int, person_id: int) -> bool:
    return person_id in reviewers()


def _give_guideline(guideline_id: int, from_id: int | None, to_id: int) -> None:
    guideline = db.session.get_one(Guideline, guideline_id, with_for_update=True)
    guideline.drafted_by_id = to_id
    _let_answer_for((guideline.summary_post_id,), to_id)


def _let_answer_for(post_ids: Sequence[int], person_id: int) -> None:
    for post in db.session.scalars(select(Post).where(Post.id.in_(post_ids))).all():
        post.author_id = person_id
        touch(post)


def _duty(kind: str, row: Any, address: str) -> Duty:
    return Duty(kind, row.id, row.title, address, is_owed=False, space_id=row.space_id)


PRACTICES = Duties(
    PRACTICE,
    _l("A practice that you submitted and that is not verified"),
    may_take=_may_submit,
    give=_give_practice,
    **borne_in(Practice.submitted_by_id, _practices),
    of_nobody=_l("A practice for which nobody answers"),
)
GUIDELINES = Duties(
    GUIDELINE,
    _l("A guideline that you drafted and that is not adopted"),
    may_take=_may_draft,
    give=_give_guideline,
    **borne_in(Guideline.drafted_by_id, _guidelines),
    of_nobody=_l("A guideline for which nobody answers"),
)
DUTIES = (PRACTICES, GUIDELINES)
