"""Posts that wait for a facilitator, and those that were not let through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, func, literal_column, or_, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import PAGELESS, Person, SpaceRole
from hrcn_community.accounts.showing import shown_city
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.conversations.queries.files import ShownFile, files_at
from hrcn_community.conversations.queries.watching import found_at
from hrcn_community.conversations.shown import ROLE_NAMES, ShownPerson, Waiting
from hrcn_community.conversations.visibility import facilitated_by, posts_visible_to
from hrcn_community.core.db import Rows, db
from hrcn_community.core.words import _l
from hrcn_community.register.models import City
from hrcn_community.spaces.models import Space

MOST = 30
IS_HELD = Post.state == literal_column(
    "'held'"
)  # in so many letters, as the index of these rows says it


@dataclass(frozen=True)
class WaitingPost:
    """A post without a number; `is_refused` ones bear the reason, and wait for nobody any more."""

    ref: str
    author: ShownPerson
    author_id: int | None
    written_at: datetime
    html: Markup
    language: str
    is_refused: bool
    reason: str
    title: str
    address: str
    is_opening: bool
    files: tuple[ShownFile, ...] = ()
    words: tuple[str, ...] = ()  # for which it was held, told to those who decide alone


@dataclass(frozen=True)
class HeldPosts:
    """What waits in a space, the oldest first, and whether there is more than is shown."""

    posts: Sequence[WaitingPost]
    has_more: bool


def held_in(space: Space) -> HeldPosts:
    """Return what waits in `space`, for those who decide on it."""
    rows = _rows().where(Conversation.space_id == space.id, IS_HELD).limit(MOST + 1)
    found = _found(rows, words_of=space)
    return HeldPosts(found[:MOST], len(found) > MOST)


def waiting_in(conversation: Conversation, *, viewer: AnyViewer) -> Sequence[WaitingPost]:
    """Return what waits below a conversation, as far as it is the viewer's own or theirs to decide on."""
    if not (conversation.has_held and viewer.is_member):
        return ()
    here = _rows().where(Conversation.id == conversation.id)
    if SpaceRole.FACILITATOR in viewer.roles_in(conversation.space_id):
        seen: Any = IS_HELD
    else:
        unseen = Post.state.in_([PostState.HELD, PostState.REFUSED])
        seen = and_(Post.author_id.in_(viewer.selves), unseen)
    return _found(here.where(seen).limit(MOST))


def find_post_to_decide(ref: str, *, viewer: AnyViewer) -> Post | None:
    """Return a post that `viewer` may read, or that waits, or waited, in a space they facilitate."""
    theirs = and_(Space.id.in_(facilitated_by(viewer)), Post.state != PostState.DRAFT)
    return db.session.scalar(
        select(Post)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(contains_eager(Post.conversation).contains_eager(Conversation.space))
        .where(Post.ref == ref, visible_to(viewer), or_(posts_visible_to(viewer), theirs))
    )


def waiting(*, viewer: AnyViewer) -> list[Waiting]:
    """Return, for every space that the viewer facilitates, how many posts wait there."""
    facilitated = facilitated_by(viewer)
    if not facilitated:
        return []
    rows = db.session.execute(
        select(Space.slug, Space.name, func.count())
        .select_from(Post)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(IS_HELD, Space.id.in_(facilitated))
        .group_by(Space.slug, Space.name)
        .order_by(Space.name)
    )
    return [_waiting(*row) for row in rows]


def _waiting(slug: str, name: str, count: int) -> Waiting:
    one = _l("Read a post that waits for you")
    several = _l("Read %(count)s posts that wait for you", count=count)
    return Waiting(f"/spaces/{slug}/held", "hourglass", one if count == 1 else several, name)


def _rows() -> Rows:
    return (
        select(
            Post.id,
            Post.ref,
            Post.author_id,
            Post.file_count,
            Post.created_at,
            Post.html,
            Post.language,
            Post.state,
            Post.taken_back_reason,
            Conversation.title,
            Conversation.address,
            Conversation.last_number,
            Person.name.label("author_name"),
            Person.handle.label("author_handle"),
            Person.site_role.label("author_role"),
            Person.standing.label("author_standing"),
            City.name.label("author_city"),
        )
        .join(Conversation, Conversation.id == Post.conversation_id)
        .outerjoin(Person, Person.id == Post.author_id)
        .outerjoin(City, shown_city())
        .order_by(Post.created_at, Post.id)
    )


def _found(rows: Rows, *, words_of: Space | None = None) -> list[WaitingPost]:
    posts = db.session.execute(rows).all()
    files = files_at([post.id for post in posts if post.file_count])
    words = found_at([post.id for post in posts], words_of) if words_of else {}
    return [_shown(post, files.get(post.id, ()), words.get(post.id, ())) for post in posts]


def _shown(row: Any, files: tuple[ShownFile, ...], words: tuple[str, ...]) -> WaitingPost:
    handle = "" if row.author_standing in PAGELESS else row.author_handle or ""
    role = ROLE_NAMES[row.author_role or ""]
    return WaitingPost(
        ref=row.ref,
        author=ShownPerson(row.author_name or "", handle, role, row.author_city or ""),
        author_id=row.author_id,
        written_at=row.created_at,
        html=Markup(row.html),  # noqa: S704 - gated when it was written
        language=row.language,
        is_refused=row.state == PostState.REFUSED,
        reason=row.taken_back_reason,
        title=row.title,
        address=row.address,
        is_opening=row.last_number == 0,
        files=files,
        words=words,
    )
