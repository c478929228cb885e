"""Measures on what is no post: the words of a profile, a file. Nothing here commits."""

from sqlalchemy import exists, select

from hrcn_community.accounts.profile_texts import give_back_texts, hide_texts, take_out_texts
from hrcn_community.conversations.actions.attaching import hide_file
from hrcn_community.conversations.models import Attachment, Hidden, Post
from hrcn_community.core.db import db
from hrcn_community.moderation.models import About, Decision, Matter, Measure

KEPT_FROM_READERS = (Measure.HIDE, Measure.REMOVE)
ELSEWHERE = (Measure.KEEP, *KEPT_FROM_READERS)


def measures_for(matter: Matter) -> tuple[Measure, ...]:
    """Return what can become of that which a matter is about, as long as it is there."""
    if matter.about == About.POST and matter.post_id:
        return tuple(Measure)
    is_there = matter.person_id if matter.about == About.PROFILE else file_of(matter)
    return ELSEWHERE if is_there else (Measure.KEEP,)


def file_of(matter: Matter) -> Attachment | None:
    """Return the file of a matter, if it still hangs at its post."""
    here = Attachment.ref == matter.file_ref, Attachment.post_id == matter.post_id
    return db.session.scalar(select(Attachment).where(*here)) if matter.file_ref else None


def apply_elsewhere(decision: Decision, matter: Matter, post: Post | None) -> None:
    if matter.about == About.FILE:
        _renew_file(matter, post)
    elif matter.person_id and decision.measure == Measure.REMOVE:
        decision.taken_out = take_out_texts(matter.person_id)
    elif matter.person_id and decision.measure == Measure.HIDE:
        hide_texts(matter.person_id, hidden=True)


def undo_elsewhere(decision: Decision, matter: Matter, post: Post | None) -> None:
    """Give back what a decision kept from its readers, unless another still does."""
    if matter.about == About.FILE:
        _renew_file(matter, post)
    elif matter.person_id and decision.measure == Measure.HIDE:
        hide_texts(matter.person_id, hidden=_stands(matter, Measure.HIDE))
    elif matter.person_id and decision.taken_out:
        give_back_texts(matter.person_id, decision.taken_out)


def _renew_file(matter: Matter, post: Post | None) -> None:
    """Let a file be what the strictest decision about it that still stands says."""
    if (file := file_of(matter)) is None or post is None:
        return
    hidden = Hidden.HIDDEN if _stands(matter, Measure.HIDE) else Hidden.NO
    if _stands(matter, Measure.REMOVE):
        hidden = Hidden.REMOVED
    hide_file(file, post, hidden)


def _stands(matter: Matter, measure: Measure) -> bool:
    same = Matter.file_ref == matter.file_ref, Matter.about == matter.about
    whose = Matter.person_id == matter.person_id
    standing = Decision.measure == measure, Decision.undone_at.is_(None)
    found = exists().where(Decision.matter_id == Matter.id, *same, whose, *standing)
    return bool(db.session.scalar(select(found)))
