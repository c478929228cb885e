"""Keeping what somebody is writing and has not sent. Nothing here commits.

Each saving says which sequence it goes on from; a draft that went on meanwhile is never written over
unnoticed. A sequence begins at the seconds of the clock, so that one draft's is never taken for that of
an earlier one at the same place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import aliased

from hrcn_community.conversations.models import Draft, DraftAhead
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.text import clean
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.spaces.models import Space
from hrcn_community.spaces.sealing import sealed_in

MOST_DRAFTS = 100


@dataclass(frozen=True)
class Saved:
    """A draft as it was saved; `displaced` says that the oldest of a hundred had to go for it."""

    sequence: int
    saved_at: datetime
    displaced: bool = False


def save_draft(
    place: str, space: Space, fields: Mapping[str, Any], *, over: int, actor_id: int
) -> Saved:
    """Keep `fields` as what `actor_id` would write at `place`, going on from sequence `over` (0: new).

    Raise DraftAhead, with what stands there, where another tab went further. The same once more is
    the same.
    """
    now = clock.now()
    if over and (sequence := _go_on(place, space, fields, over, actor_id, now)):
        return Saved(sequence, now)
    first = int(now.timestamp())
    written = sealed_in(space.id, dict(fields))
    values = {"person_id": actor_id, "place": place, "space_id": space.id, "fields": written}
    if insert_or_ignore(Draft, **values, sequence=first, saved_at=now):
        return Saved(first, now, displaced=_make_room(actor_id))
    stands = db.session.scalar(select(Draft).where(*_is_at(place, [actor_id])))
    if stands is None:  # it was sent, or thrown away, in this very moment
        return save_draft(place, space, fields, over=0, actor_id=actor_id)
    if stands.fields == fields:
        return Saved(stands.sequence, stands.saved_at)
    raise DraftAhead(stands)


def end_sent_draft(place: str, text: str, *, over: int, actor_ids: Iterable[int]) -> bool:
    """Forget what was written for `place`, as `text` was sent; return whether something else is kept.

    What went on elsewhere after the sequence `over` is no part of what was sent, so it is not its end.
    """
    kept = False
    for draft in db.session.scalars(select(Draft).where(*_is_at(place, actor_ids))).all():
        if draft.sequence > over and not clean(text).startswith(
            str(draft.fields.get("body", "")).strip()
        ):
            kept = True
        else:
            db.session.delete(draft)
    return kept


def move_draft(place: str, to: str, space: Space, *, person_id: int) -> int:
    """Take a draft along to `space`, unless one stands there; return its sequence there, or 0."""
    other = aliased(Draft)
    stands = exists().where(other.place == to, other.person_id == person_id)
    moved = db.session.scalar(
        update(Draft)
        .where(*_is_at(place, [person_id]), ~stands)
        .values(place=to, space_id=space.id)
        .returning(Draft.sequence)
        .execution_options(synchronize_session=False)
    )
    return moved or 0


def end_draft(place: str, *, actor_ids: Iterable[int]) -> None:
    """Forget what was written for `place`: it was sent, or thrown away."""
    db.session.execute(delete(Draft).where(*_is_at(place, actor_ids)))


def _go_on(
    place: str, space: Space, fields: Mapping[str, Any], over: int, actor_id: int, now: datetime
) -> int | None:
    """Write over the draft if it is still the one of sequence `over`; return its next."""
    return db.session.scalar(
        update(Draft)
        .where(*_is_at(place, [actor_id]), Draft.sequence == over)
        .values(fields=sealed_in(space.id, dict(fields)), sequence=over + 1, saved_at=now)
        .returning(Draft.sequence)
        .execution_options(synchronize_session=False)
    )


def _make_room(actor_id: int) -> bool:
    """Let the oldest draft go where there are more than a hundred; return whether one went."""
    newest = select(Draft.id).where(Draft.person_id == actor_id)
    newest = newest.order_by(Draft.saved_at.desc(), Draft.id.desc()).limit(MOST_DRAFTS + 1)
    ids = db.session.scalars(newest).all()
    if len(ids) > MOST_DRAFTS:
        db.session.execute(delete(Draft).where(Draft.id == ids[-1]))
    return len(ids) > MOST_DRAFTS


def _is_at(place: str, actor_ids: Iterable[int]) -> tuple[Any, ...]:
    return Draft.place == place, Draft.person_id.in_(list(actor_ids))
