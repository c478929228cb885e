"""Asking who writes under a pseudonym, deciding it, being shown the name. Nothing here commits."""

from sqlalchemy import exists, select, update

from hrcn_community.accounts.models import Person, Persona
from hrcn_community.accounts.personas import is_owner, owner_of
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.posts import lock
from hrcn_community.conversations.events import (
    PseudonymOpened,
    UnmaskingAsked,
    UnmaskingDecided,
)
from hrcn_community.conversations.models import (
    NotYoursToUnmask,
    Post,
    SealBroken,
    Unmasking,
    UnmaskingDecidedBefore,
    UnmaskingWaits,
)
from hrcn_community.core import clock
from hrcn_community.core.db import changed, db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.sealing import WrongKey
from hrcn_community.core.text import clean


def ask_to_unmask(post: Post, reason: str, *, by: Viewer) -> Unmasking:
    """Ask, with a reason, who wrote `post`; its author is told, and another person decides."""
    persona = _persona(post.author_id)
    _refuse_owner(persona, by)
    lock(post)  # of two who ask at once the second one is told
    waits = exists().where(Unmasking.post_id == post.id, Unmasking.decided_at.is_(None))
    if db.session.scalar(select(waits)):
        raise UnmaskingWaits
    unmasking = Unmasking(
        ref=new_ref(),
        post_id=post.id,
        persona_id=persona.person_id,
        reason=clean(reason).strip(),
        asked_by_id=by.id,
        asked_at=clock.now(),
    )
    db.session.add(unmasking)
    db.session.flush()
    record(UnmaskingAsked(unmasking_id=unmasking.id), by=by.id)
    return unmasking


def decide_unmasking(unmasking: Unmasking, *, is_confirmed: bool, by: Viewer) -> None:
    """Confirm that the name must be known, or decline; of two who decide at once, one is refused."""
    if by.id == unmasking.asked_by_id:
        raise NotYoursToUnmask
    _refuse_owner(_persona(unmasking.persona_id), by)
    decided = changed(
        update(Unmasking)
        .where(Unmasking.id == unmasking.id, Unmasking.decided_at.is_(None))
        .values(decided_at=clock.now(), decided_by_id=by.id, is_confirmed=is_confirmed)
    )
    if not decided:
        raise UnmaskingDecidedBefore
    record(UnmaskingDecided(unmasking_id=unmasking.id), by=by.id)


def open_pseudonym(unmasking: Unmasking, *, by: Viewer) -> Person:
    """Return who stands behind the pseudonym, to one of the two who agreed; that it was opened is kept."""
    if not unmasking.opens_for(by.id):
        raise NotYoursToUnmask
    record(PseudonymOpened(unmasking_id=unmasking.id), by=by.id)
    try:
        return owner_of(_persona(unmasking.persona_id))
    except WrongKey as error:
        raise SealBroken from error


def _persona(person_id: int | None) -> Persona:
    return db.session.get_one(Persona, person_id)


def _refuse_owner(persona: Persona, by: Viewer) -> None:
    if is_owner(by.id, persona):
        raise NotYoursToUnmask
