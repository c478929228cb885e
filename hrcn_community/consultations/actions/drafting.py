"""Keeping a request while it is written, step by step. Nothing here commits.

Each step is saved for itself: two tabs at two steps do not meet. Of two tabs at one step, whoever was not
shown what stands there is told of it, and nothing is written over.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.models import AnotherTab, CaseDraft, TooLong, TooManyBegun
from hrcn_community.consultations.queries.drafting import (
    MOST_BEGUN,
    Fields,
    basis_of,
    drafts_of,
    fields_of,
    part_of,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.personal import NEUTRAL, find_personal, neutral
from hrcn_community.core.refs import new_ref
from hrcn_community.core.sealing import seal
from hrcn_community.core.words import _l
from hrcn_community.privacy.holds import is_held_person
from hrcn_community.privacy.retention import Keeping

KEPT_DAYS = 365
MOST = 150_000  # signs of one request, all its fields together


def begin(fields: Fields, *, by: Viewer) -> CaseDraft:
    """Begin a request with what is known of it."""
    if len(drafts_of(by.id)) >= MOST_BEGUN:
        raise TooManyBegun
    now = clock.now()
    draft = CaseDraft(
        ref=new_ref(), person_id=by.id, sealed=_sealed(fields), begun_at=now, saved_at=now
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def save_step(
    draft: CaseDraft, names: Sequence[str], sent: Mapping[str, Sequence[str]], *, basis: str
) -> str:
    """Keep what was sent for the fields `names`, and return the print of it.

    Raise AnotherTab where they hold something else than what `basis` is the print of.
    """
    kept, new = _locked(draft), part_of(sent, names)
    stands = part_of(kept, names)
    if stands == new:
        return basis_of(kept, names)
    if basis_of(kept, names) != basis:
        raise AnotherTab(stands, draft.saved_at)
    whole = {name: texts for name, texts in kept.items() if name not in names} | new
    _keep(draft, whole)
    return basis_of(whole, names)


def make_neutral(draft: CaseDraft, name: str, starts: Sequence[int], *, basis: str) -> None:
    """Replace in one field the passages that somebody ticked; `basis` says which text they saw."""
    kept = _locked(draft)
    if basis_of(kept, [name]) != basis:
        raise AnotherTab(part_of(kept, [name]), draft.saved_at)
    text = "\n".join(kept.get(name, []))
    taken = {s.start: str(NEUTRAL[s.kind]) for s in find_personal(text) if s.start in starts}
    _keep(draft, {**kept, name: [neutral(text, taken)]})


def throw_away(draft: CaseDraft) -> None:
    db.session.execute(delete(CaseDraft).where(CaseDraft.id == draft.id))


def end_untouched(before: datetime, at_most: int) -> int:
    """Delete requests that nobody touched for long, but none of somebody who is held."""
    old = CaseDraft.saved_at < before, ~is_held_person(CaseDraft.person_id)
    ids = db.session.scalars(
        select(CaseDraft.id).where(*old).order_by(CaseDraft.saved_at).limit(at_most)
    ).all()
    db.session.execute(delete(CaseDraft).where(CaseDraft.id.in_(ids)))
    return len(ids)


def keeping() -> Keeping:
    """Return the rule for what somebody began and left."""
    return Keeping(
        "case_drafts",
        _l("Requests for advice that were begun and not touched"),
        _l("deleted, with all that stands in them"),
        *(KEPT_DAYS, 90, 1830),
        end_untouched,
        tables=("case_drafts",),
    )


def _locked(draft: CaseDraft) -> Fields:
    """Return what stands in it now; of two who save at once, one waits for the other."""
    db.session.refresh(draft, ["sealed", "saved_at"], with_for_update=True)
    return fields_of(draft)


def _keep(draft: CaseDraft, fields: Fields) -> None:
    draft.sealed, draft.saved_at = _sealed(fields), clock.now()


def _sealed(fields: Fields) -> str:
    told = json.dumps(fields)
    if len(told) > MOST:
        raise TooLong
    return seal(told)
