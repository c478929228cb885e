"""Posts in other languages, each said by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased, contains_eager

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, PostState, Translation
from hrcn_community.conversations.queries.posts import find_standing_post
from hrcn_community.conversations.shown import ROLE_NAMES, ShownPerson, ShownPost
from hrcn_community.core.db import Rows, db
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class ShownTranslation:
    """What a post says, in another language; behind it, where the original was changed since."""

    ref: str
    version: int
    language: str
    original_language: str
    html: Markup
    translator: ShownPerson
    written_at: datetime
    edited_at: datetime | None
    is_behind: bool

    @property
    def print(self) -> tuple[Any, ...]:
        """Everything that its fragment is made from, beside the post: a key of what is kept."""
        return self.ref, self.version, self.is_behind, self.translator.name, self.translator.handle


@dataclass(frozen=True)
class Translated:
    """A translation with its original; as a subject it is the translation."""

    original: Post
    post: Post
    of_revision: int

    @property
    def space(self) -> Space:
        return self.original.space

    @property
    def author_id(self) -> int | None:
        return self.post.author_id

    @property
    def is_wiki(self) -> bool:
        return self.post.is_wiki

    @property
    def is_behind(self) -> bool:
        return self.of_revision < self.original.revision


def translations_of(
    posts: Sequence[ShownPost], *, viewer: AnyViewer
) -> dict[int, tuple[ShownTranslation, ...]]:
    """Return the translations of `posts` into the reader's language, by original."""
    language = str(get_locale())
    ids = [p.id for p in posts if language in p.translated and language != p.language]
    if not ids:
        return {}
    rows = db.session.execute(_in_language(), {"ids": ids, "language": language})
    return {row.original_id: (_shown(row),) for row in rows}


def find_translation(ref: str, language: str, *, viewer: AnyViewer) -> Translated | None:
    """Return what the post `ref` says in `language`, if it is open to `viewer` and somebody said it."""
    original = find_standing_post(ref, viewer=viewer)
    row = (
        original
        and db.session.execute(
            select(Post, Translation.of_revision)
            .join(Translation, Translation.post_id == Post.id)
            .where(Translation.original_id == original.id, Translation.language == language)
            .where(Post.state == PostState.PUBLISHED)
        ).one_or_none()
    )
    return Translated(original, row.Post, row.of_revision) if original and row else None


def original_of(post: Post) -> Translated | None:
    """Return a translation with its original; None where `post` stands for itself."""
    if post.number is not None:
        return None
    row = db.session.execute(
        select(Post, Translation.of_revision)
        .join(Translation, Translation.original_id == Post.id)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(contains_eager(Post.conversation).contains_eager(Conversation.space))
        .where(Translation.post_id == post.id)
    ).one_or_none()
    return Translated(row.Post, post, row.of_revision) if row else None


def name_of(person_id: int | None) -> ShownPerson:
    """Return somebody as pages name them."""
    row = db.session.execute(
        select(Person.name, Person.handle, Person.site_role).where(Person.id == person_id)
    ).one_or_none()
    return _person(row.name, row.handle, row.site_role) if row else _person(None, None, None)


@cache
def _in_language() -> Rows:
    original = aliased(Post)
    return (
        select(
            Translation.original_id,
            Translation.language,
            (Translation.of_revision < original.revision).label("is_behind"),
            original.language.label("original_language"),
            Post.ref,
            Post.version,
            Post.html,
            Post.created_at,
            Post.edited_at,
            Person.name,
            Person.handle,
            Person.site_role,
        )
        .join(Post, Post.id == Translation.post_id)
        .join(original, original.id == Translation.original_id)
        .outerjoin(Person, Person.id == Post.author_id)
        .where(Translation.original_id.in_(bindparam("ids", expanding=True)))
        .where(Translation.language == bindparam("language"), Post.state == PostState.PUBLISHED)
    )


def _shown(row: Any) -> ShownTranslation:
    return ShownTranslation(
        ref=row.ref,
        version=row.version,
        language=row.language,
        original_language=row.original_language,
        html=Markup(row.html),  # noqa: S704 - gated by core.richtext when it was written
        translator=_person(row.name, row.handle, row.site_role),
        written_at=row.created_at,
        edited_at=row.edited_at,
        is_behind=row.is_behind,
    )


def _person(name: str | None, handle: str | None, role: str | None) -> ShownPerson:
    return ShownPerson(name or "", handle or "", ROLE_NAMES[role or ""], "", role or "")
