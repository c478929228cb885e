"""Files that hang at posts, each through whoever may read there; and those that hang nowhere yet."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, RowMapping, Select, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    Attachment,
    Conversation,
    FileKind,
    Hidden,
    Post,
    PostState,
    StoredFile,
)
from hrcn_community.conversations.shown import ShownPost
from hrcn_community.conversations.visibility import facilitated_by, posts_visible_to
from hrcn_community.core.db import Rows, db
from hrcn_community.spaces.models import Space, Visibility

_COLUMNS = (
    Attachment.id,
    Attachment.ref,
    Attachment.name,
    Attachment.description,
    Attachment.owner_id,
    StoredFile.kind,
    StoredFile.extension,
    StoredFile.size,
    StoredFile.width,
    StoredFile.height,
    StoredFile.small_width,
    StoredFile.small_height,
    StoredFile.pages,
    StoredFile.is_animated,
    StoredFile.scanned_at.is_not(None).label("is_scanned"),
)


@dataclass(frozen=True)
class ShownFile:
    """A file as pages show it. Its address is made for whoever looks, or where it `is_public` for all."""

    id: int
    ref: str
    name: str
    description: str
    owner_id: int | None
    kind: str
    extension: str
    size: int
    width: int
    height: int
    small_width: int
    small_height: int
    pages: int
    is_animated: bool
    is_scanned: bool
    is_public: bool

    @property
    def is_image(self) -> bool:
        return self.kind == FileKind.IMAGE


@dataclass(frozen=True)
class OpenFile:
    """A file that somebody may read now, as the subject of a permission; no space while it hangs nowhere."""

    attachment: Attachment
    file: StoredFile
    space: Space | None

    @property
    def author_id(self) -> int | None:
        return self.attachment.owner_id


def files_of(posts: Iterable[ShownPost]) -> dict[int, tuple[ShownFile, ...]]:
    """Return, by post, the files of `posts` as a page shows them."""
    return files_at([post.id for post in posts if post.state == "shown" and post.file_count])


def files_at(post_ids: Collection[int]) -> dict[int, tuple[ShownFile, ...]]:
    """Return, by post, the files of posts that whoever asks was shown already."""
    if not post_ids:
        return {}
    found: dict[int, tuple[ShownFile, ...]] = {}
    for row in db.session.execute(_at_posts(), {"post_ids": list(post_ids)}).mappings():
        found[row["post_id"]] = (*found.get(row["post_id"], ()), _shown(row))
    return found


def added_files(
    refs: Sequence[str], *, owner_ids: Collection[int], post: Post | None = None
) -> list[ShownFile]:
    """Return those of `refs`, in this order, that are their owners' to attach, or hang at `post` already."""
    if not refs:
        return []
    free = and_(Attachment.post_id.is_(None), Attachment.owner_id.in_(owner_ids))
    here = Attachment.post_id == post.id if post else false()
    rows = (
        select(*_COLUMNS, false().label("is_public"))
        .join(Attachment.file)
        .where(Attachment.ref.in_(refs), or_(free, here))
    )
    found = {row["ref"]: _shown(row) for row in db.session.execute(rows).mappings()}
    return [found[ref] for ref in dict.fromkeys(refs) if ref in found]


def find_file(ref: str, *, viewer: AnyViewer) -> OpenFile | None:
    """Return a file if `viewer` may read the post at which it hangs now, or added it and not yet sent it."""
    own = and_(Attachment.post_id.is_(None), Attachment.owner_id.in_(viewer.selves))
    decides = and_(Space.id.in_(facilitated_by(viewer)), Post.state == PostState.HELD)
    open_post = and_(
        visible_to(viewer), or_(posts_visible_to(viewer), decides), _is_shown_to(viewer)
    )
    found = db.session.scalar(_with_place().where(Attachment.ref == ref, or_(own, open_post)))
    if found is None:
        return None
    return OpenFile(found, found.file, found.post.space if found.post else None)


def find_own_hidden(ref: str, *, viewer: AnyViewer) -> OpenFile | None:
    """Return a file of the viewer's own that a decision keeps from everybody else."""
    found = find_file(ref, viewer=viewer)
    return found if found and found.attachment.hidden == Hidden.HIDDEN else None


def file_at(ref: str, post_id: int | None) -> OpenFile | None:
    """Return a file at a post, also a hidden one: for whoever decides about it, and has been asked to."""
    here = Attachment.ref == ref, Attachment.post_id == post_id
    found = db.session.scalar(_with_place().where(*here)) if ref else None
    return OpenFile(found, found.file, found.post.space) if found and found.post else None


def find_upload(ref: str, *, viewer: AnyViewer) -> Attachment | None:
    """Return a file that `viewer` added and that hangs nowhere yet."""
    return db.session.scalar(
        select(Attachment).where(
            Attachment.ref == ref,
            Attachment.post_id.is_(None),
            Attachment.owner_id.in_(viewer.selves),
        )
    )


def bytes_of(owner_ids: Collection[int]) -> int:
    """Return how much their files take, what was sent and what was not; the same content counts for each."""
    size = func.coalesce(func.sum(StoredFile.size + StoredFile.small_size), 0)
    mine = select(size).join(Attachment.file).where(Attachment.owner_id.in_(owner_ids))
    return db.session.scalar(mine) or 0


def _is_shown_to(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that no decision keeps the file from this viewer."""
    own = and_(Attachment.hidden == Hidden.HIDDEN, Attachment.owner_id.in_(viewer.selves))
    return or_(Attachment.hidden == Hidden.NO, own)


@cache
def _at_posts() -> Rows:
    is_open = Space.visibility == Visibility.PUBLIC
    open_to_all = and_(is_open, Post.state == PostState.PUBLISHED)
    return (
        select(Attachment.post_id, *_COLUMNS, open_to_all.label("is_public"))
        .join(Attachment.file)
        .join(Attachment.post)
        .join(Post.conversation)
        .join(Conversation.space)
        .where(Attachment.post_id.in_(bindparam("post_ids", expanding=True)))
        .where(Attachment.hidden == Hidden.NO)
        .order_by(Attachment.post_id, Attachment.position, Attachment.id)
    )


def _with_place() -> Select[Attachment]:
    to_space = contains_eager(Attachment.post).contains_eager(Post.conversation)
    return (
        select(Attachment)
        .join(Attachment.file)
        .outerjoin(Attachment.post)
        .outerjoin(Post.conversation)
        .outerjoin(Conversation.space)
        .options(contains_eager(Attachment.file), to_space.contains_eager(Conversation.space))
    )


def _shown(row: RowMapping) -> ShownFile:
    return ShownFile(**{name: row[name] for name in ShownFile.__dataclass_fields__})
