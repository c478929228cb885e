"""The text of a post as a page of this room sets it: running words, not a turn in a conversation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hrcn_community.conversations.models import Post, PostState
from hrcn_community.conversations.queries import post_rows
from hrcn_community.conversations.queries.files import ShownFile, files_at
from hrcn_community.core.db import db


@dataclass(frozen=True)
class Text:
    """Words with their author; `html` is empty where they were taken back or hidden."""

    ref: str
    html: Markup
    revision: int
    language: str
    author_id: int | None
    author_name: str
    author_handle: str
    files: tuple[ShownFile, ...] = ()


def texts(post_ids: Iterable[int]) -> dict[int, Text]:
    """Return the texts of posts by their ids; the caller has asked who reads them."""
    rows = db.session.execute(post_rows().where(Post.id.in_(list(post_ids)))).all()
    published = [row.id for row in rows if row.file_count and row.state == PostState.PUBLISHED]
    files = files_at(published)
    return {row.id: _text(row, files.get(row.id, ())) for row in rows}


def _text(row: Any, files: tuple[ShownFile, ...]) -> Text:
    return Text(
        ref=row.ref,
        html=Markup(row.html),  # noqa: S704 - rendered and gated when it was written
        revision=row.revision,
        language=row.language,
        author_id=row.author_id,
        author_name=row.author_name or "",
        author_handle=row.author_handle or "",
        files=files,
    )
