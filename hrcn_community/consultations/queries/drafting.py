"""Requests that somebody is writing: their own alone, opened from their seal."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import CaseDraft
from hrcn_community.core.db import db
from hrcn_community.core.sealing import unseal

Fields = dict[str, list[str]]
MOST_BEGUN = 20


@dataclass(frozen=True)
class Begun:
    """A request as its writer finds it again."""

    address: str
    title: str
    saved_at: datetime


def find_case_draft(ref: str, *, viewer: AnyViewer) -> CaseDraft | None:
    """Return the request of this name, if it is `viewer` who writes it."""
    mine = CaseDraft.ref == ref, CaseDraft.person_id == viewer.id
    return db.session.scalar(select(CaseDraft).where(*mine)) if viewer.is_member else None


def begun_by(viewer: AnyViewer) -> Sequence[Begun]:
    """Return what the viewer has begun and not sent, the newest first."""
    if not viewer.is_member:
        return []
    return [_begun(draft) for draft in drafts_of(viewer.id)]


def drafts_of(person_id: int | None) -> Sequence[CaseDraft]:
    rows = select(CaseDraft).where(CaseDraft.person_id == person_id)
    newest = rows.order_by(CaseDraft.saved_at.desc(), CaseDraft.id.desc())
    return db.session.scalars(newest.limit(MOST_BEGUN)).all()


def fields_of(draft: CaseDraft) -> Fields:
    """Return what stands in a request, field by field; several of one name are a list."""
    return json.loads(unseal(draft.sealed))


def part_of(fields: Mapping[str, Sequence[str]], names: Sequence[str]) -> Fields:
    """Return some fields, those left empty without; line ends as the house keeps them."""
    kept = {name: [text.replace("\r\n", "\n") for text in fields.get(name, [])] for name in names}
    return {name: texts for name, texts in kept.items() if any(texts)}


def basis_of(fields: Mapping[str, Sequence[str]], names: Sequence[str]) -> str:
    """Return a print of what a step shows, so that its next saving knows whether another tab went on."""
    shown = json.dumps(part_of(fields, names), sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:24]


def _begun(draft: CaseDraft) -> Begun:
    fields = fields_of(draft)
    texts = (" ".join(fields.get(name, [])).strip() for name in ("title", "question"))
    return Begun(draft.address, next(filter(None, texts), "")[:120], draft.saved_at)
