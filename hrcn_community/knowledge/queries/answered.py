"""The clause that somebody comments on from elsewhere, by a mail."""

from sqlalchemy import select

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.knowledge.models import Clause, Guideline
from hrcn_community.knowledge.queries.guidelines import find_clause


def find_answered(conversation_id: int, *, viewer: AnyViewer) -> Clause | None:
    """Return the clause whose comments that conversation is, if `viewer` reads there. A practice's is none."""
    clause = db.session.execute(
        select(Guideline.slug, Clause.number)
        .join(Guideline, Guideline.id == Clause.guideline_id)
        .where(Clause.comments_id == conversation_id)
    ).one_or_none()
    return find_clause(clause.slug, clause.number, viewer=viewer) if clause else None
