"""The talk beside a step that somebody answers from elsewhere, by a mail."""

from sqlalchemy import select

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.learning.models import Module, Step
from hrcn_community.learning.queries.steps import Discussion, find_discussion


def find_answered(conversation_id: int, *, viewer: AnyViewer) -> Discussion | None:
    """Return the talk of a conversation, beside the step as `viewer` learns it, if it is open to them."""
    beside = db.session.execute(
        select(Module.slug, Step.slug.label("step"))
        .join(Module, Module.id == Step.module_id)
        .where(Step.discussion_id == conversation_id)
        .order_by(Step.version.desc())
        .limit(1)
    ).one_or_none()
    if beside is None:
        return None
    found = find_discussion(beside.slug, beside.step, viewer=viewer)
    return found if found and found.conversation.id == conversation_id else None
