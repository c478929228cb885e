"""The versions of a post, as far as they were written for whoever reads them now."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func, or_, select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Post, Revision
from hrcn_community.core.db import db


def revisions_of(post: Post, *, viewer: AnyViewer) -> Sequence[Any]:
    """Return the versions of a post that were written for whom its space is open to, newest first.

    A text may have been a draft, or have been moved to a more open space than it was written in: the
    version that stood then is shown, without the reason that was given inside; earlier ones to their
    own writer only.
    """
    opened = max(post.space.created_at, post.created_at)
    since = or_(Revision.written_at >= opened, Revision.written_by_id.in_(viewer.selves))
    stood = select(func.max(Revision.number)).where(
        Revision.post_id == post.id, Revision.written_at < opened
    )
    return db.session.execute(
        select(
            Revision.number,
            Revision.source,
            Revision.html,
            Revision.written_at,
            case((since, Revision.reason), else_="").label("reason"),
            Person.name.label("author_name"),
            Person.handle.label("author_handle"),
        )
        .outerjoin(Person, Person.id == Revision.written_by_id)
        .where(Revision.post_id == post.id)
        .where(or_(since, Revision.number == stood.scalar_subquery()))
        .order_by(Revision.number.desc())
    ).all()
