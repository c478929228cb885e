"""The words that a notice is about, as they stood when it was given."""

from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from hrcn_community.conversations.models import Post, Revision
from hrcn_community.core.db import db
from hrcn_community.moderation.models import Matter

MOST_TEXTS = 5


def text_at(post_id: int | None, revision: int) -> Any:
    """Return the words of a post as they stood in one revision."""
    if post_id is None:
        return None
    return db.session.execute(
        select(Revision.number, Revision.html, Revision.written_at, Post.language)
        .join(Post, Post.id == Revision.post_id)
        .where(Revision.post_id == post_id, Revision.number == revision)
    ).one_or_none()


def texts_of(matter: Matter, revisions: set[int]) -> list[dict[str, Any]]:
    """Return the newest of some revisions, each with its number and language."""
    newest = sorted(revisions, reverse=True)[:MOST_TEXTS]
    rows = [row for number in newest if (row := text_at(matter.post_id, number))]
    return [
        {"number": row.number, "html": Markup(row.html), "language": row.language}  # noqa: S704
        for row in rows
    ]
