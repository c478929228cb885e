"""The places that wait to be looked at, for whoever may see what stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager

from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import Base, db
from hrcn_community.privacy.models import Erasure, Fate, Naming
from hrcn_community.privacy.names import Traces, texts_in
from hrcn_community.spaces.models import Space, Visibility

RUNS = {"facilitator", "lead"}
PAGE = 30
OPENLY = (Visibility.PUBLIC, Visibility.NETWORK)


@dataclass(frozen=True)
class Shown:
    """One place: what stands before the name, the name, what stands after; nothing where it is gone."""

    ref: str
    address: str
    excerpt: tuple[str, str, str] | None
    space_id: int | None


def sealed_names_wait(erasure: Erasure, *, viewer: AnyViewer) -> bool:
    """Does any place that waits for `viewer` stand in a sealed space?"""
    waiting = _namings(viewer).where(Naming.erasure_id == erasure.id, Naming.fate == Fate.OPEN)
    return db.session.scalar(waiting.where(Space.is_sealed.is_(True)).limit(1)) is not None


def erasures_with_names(*, viewer: AnyViewer) -> Sequence[Any]:
    """Return the erasures of which something waits for `viewer`, and how much, the oldest first."""
    waiting = (
        select(Erasure.ref, Erasure.done_at, func.count().label("waiting"))
        .join(Naming, Naming.erasure_id == Erasure.id)
        .outerjoin(Space, Space.id == Naming.space_id)
        .where(Naming.fate == Fate.OPEN, Erasure.done_at.is_not(None), _for(viewer))
        .group_by(Erasure.id, Erasure.ref, Erasure.done_at)
        .order_by(Erasure.id)
    )
    return db.session.execute(waiting).all()


def find_erasure(ref: str, *, viewer: AnyViewer) -> Erasure | None:
    """Return an erasure of which something waits, or waited, for `viewer`."""
    seen = select(Naming.erasure_id).outerjoin(Space, Space.id == Naming.space_id)
    mine = seen.where(_for(viewer))
    done = Erasure.done_at.is_not(None)
    return db.session.scalar(select(Erasure).where(Erasure.ref == ref, done, Erasure.id.in_(mine)))


def find_naming(ref: str, *, viewer: AnyViewer) -> Naming | None:
    return db.session.scalar(_namings(viewer).where(Naming.ref == ref))


def shown_names(erasure: Erasure, *, viewer: AnyViewer) -> list[Shown]:
    """Return the first places that wait for `viewer`."""
    waiting = _namings(viewer).where(Naming.erasure_id == erasure.id, Naming.fate == Fate.OPEN)
    found = db.session.scalars(waiting.order_by(Naming.id).limit(PAGE)).all()
    if not found:
        return []
    traces = Traces.unsealed(erasure.sealed)
    return [
        Shown(each.ref, each.address, excerpt_of(each, traces), each.space_id) for each in found
    ]


def excerpt_of(naming: Naming, traces: Traces) -> tuple[str, str, str] | None:
    """Return what stands around the name in that place now."""
    excerpts = (traces.excerpt(text) for text in _texts(naming))
    return next(filter(None, excerpts), None)


def row_of(naming: Naming) -> Any:
    """Return the row in which that place is, if it still is."""
    table = Base.metadata.tables[naming.place]
    keys = zip(table.primary_key.columns, naming.row.split(","), strict=True)
    where = [column == column.type.python_type(value) for column, value in keys]
    return db.session.execute(select(table).where(*where)).first()


def _texts(naming: Naming) -> list[str]:
    row = row_of(naming)
    if row is None:
        return []
    texts = texts_in(getattr(row, naming.part))
    if naming.place == "posts":
        versions = Base.metadata.tables["revisions"]
        said = select(versions.c.source, versions.c.reason).where(versions.c.post_id == row.id)
        texts += [row.heading, row.taken_back_reason, row.label_words]
        texts += [text for each in db.session.execute(said) for text in each]
    return texts


def _namings(viewer: AnyViewer) -> Select[Naming]:
    rows = select(Naming).outerjoin(Space, Space.id == Naming.space_id).where(_for(viewer))
    return rows.options(contains_eager(Naming.space))


def _for(viewer: AnyViewer) -> ColumnElement[bool]:
    """Is that place for `viewer` to look at? The core team's is what stands openly, nothing else."""
    runs = [id_ for id_, roles in viewer.roles.items() if RUNS & roles]
    openly = or_(Naming.space_id.is_(None), Space.visibility.in_(OPENLY))
    by_office = openly if viewer.site_role == SiteRole.CORE else false()
    return or_(by_office, and_(Naming.space_id.is_not(None), Naming.space_id.in_(runs)))
