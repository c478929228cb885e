"""Appeals that wait for another person, and one as that person sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import Rows, db
from hrcn_community.moderation.models import Appeal, Decision, Matter
from hrcn_community.moderation.queries.desks import is_theirs_on_appeal
from hrcn_community.moderation.queries.matters import Nowhere
from hrcn_community.moderation.queries.noticed import text_at
from hrcn_community.moderation.queries.standing import stands_in
from hrcn_community.spaces.models import Space

PAGE = 30


@dataclass(frozen=True)
class FoundAppeal:
    """An appeal with all that it is about; as a subject it stands where the post does."""

    appeal: Appeal
    decision: Decision
    matter: Matter
    space: Space | Nowhere

    @property
    def reader_id(self) -> int | None:
        return self.appeal.reader_id

    @property
    def is_opened(self) -> bool:
        """Is the post shown? Where one person reads it alone, only once they have said so."""
        return self.appeal.reader_id is None or self.appeal.read_at is not None


def find_appeal(ref: str, *, viewer: AnyViewer) -> FoundAppeal | None:
    """Return an appeal that is the viewer's to decide."""
    row = db.session.execute(
        _whole().where(Appeal.ref == ref, is_theirs_on_appeal(viewer))
    ).one_or_none()
    return FoundAppeal(row[0], row[1], row[2], row[3] or Nowhere()) if row else None


def waiting_appeals(*, viewer: AnyViewer, after: int = 0) -> tuple[Sequence[Any], int]:
    """Return a page of appeals that wait, the oldest first, and the number after which the next begins."""
    rows = (
        select(Appeal.id, Appeal.ref, Appeal.side, Appeal.filed_at, Decision.measure)
        .add_columns(Decision.sanction)
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(Matter, Matter.id == Decision.matter_id)
        .where(Appeal.decided_at.is_(None), Appeal.id > after, is_theirs_on_appeal(viewer))
        .order_by(Appeal.id)
        .limit(PAGE + 1)
    )
    found = db.session.execute(rows).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else 0


def appealed_text(found: FoundAppeal) -> Any:
    """Return the one text that an appeal is about, as it stood when it was decided on."""
    if not found.is_opened:
        return None
    return text_at(found.matter.post_id, found.decision.revision)


def _whole() -> Rows | Select[Any]:
    return (
        select(Appeal, Decision, Matter, Space)
        .select_from(Appeal)
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(Matter, Matter.id == Decision.matter_id)
        .outerjoin(Space, Space.id == stands_in())
    )
