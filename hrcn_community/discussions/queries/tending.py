"""Posts to choose from, and threads to merge into, for whoever tends them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from hrcn_community.access.guard import allows
from hrcn_community.access.permissions import Permission
from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import STANDING, Conversation, Post, PostState
from hrcn_community.core.db import Rows, db
from hrcn_community.core.richtext import plain
from hrcn_community.core.text import one_line
from hrcn_community.discussions.models import (
    ROOM,
    Citation,
    Sentence,
    Synopsis,
    Thread,
    ThreadKind,
)
from hrcn_community.discussions.queries.thread import find_thread
from hrcn_community.spaces.models import Space

PAGE = 40
MOST_FOUND = 20
MOST_HTML, MOST_WORDS = 2_000, 140
REF = re.compile(r"(?:.*/threads/)?([0-9a-z]{10})(?:[?#/].*)?")


@dataclass(frozen=True)
class Choosable:
    """A post as somebody chooses it: who wrote it, and its first words."""

    number: int
    author: str
    words: str
    is_shown: bool


def choosable_posts(thread: Thread, number: int) -> Sequence[Choosable]:
    """Return the page of posts of `thread` around `number`, without the opening, by range."""
    first = (max(number, 1) - 1) // PAGE * PAGE + 1
    here = Post.number.between(max(first, 2), first + PAGE - 1)
    return _posts(thread, here, PAGE)


def chosen_posts(
    thread: Thread, ranges: Sequence[tuple[int, int]], most: int
) -> Sequence[Choosable]:
    """Return the first posts that stand in `ranges`."""
    return _posts(thread, or_(*(Post.number.between(*each) for each in ranges)), most)


def moderated_spaces(*, viewer: AnyViewer) -> Sequence[Space]:
    """Return the listed spaces whose threads `viewer` tends, by name."""
    spaces = db.session.scalars(
        select(Space).where(Space.is_listed.is_(True), visible_to(viewer)).order_by(Space.name)
    )
    return [space for space in spaces if allows(viewer, Permission.Threads.MODERATE, space)]


def find_target(thread: Thread, ref: str, *, viewer: AnyViewer) -> Thread | None:
    """Return the thread `ref`, if it is another one that `viewer` tends."""
    found = find_thread(ref, viewer=viewer)
    is_other = found and found.id != thread.id and found.conversation.is_listed
    return found if is_other and allows(viewer, Permission.Threads.MODERATE, found) else None


def threads_to_merge_into(thread: Thread, wanted: str, *, viewer: AnyViewer) -> Sequence[Any]:
    """Return other threads that `viewer` tends and whose address or title is `wanted`, the latest first."""
    named = REF.fullmatch(wanted.strip().partition("#")[0])
    in_title = Conversation.title.icontains(wanted.strip(), autoescape=True)
    rows = _mergeable(thread, viewer).where(Thread.ref == named[1] if named else in_title)
    return db.session.execute(
        rows.order_by(Conversation.last_post_at.desc()).limit(MOST_FOUND)
    ).all()


def is_cited(thread: Thread, numbers: ColumnElement[bool]) -> bool:
    """Does the consolidated reply of a query rest on one of these posts, or is it one of them?"""
    if thread.kind != ThreadKind.QUERY:
        return False
    cited = (
        select(Citation.post_id)
        .join(Sentence, Sentence.id == Citation.sentence_id)
        .where(Sentence.thread_id == thread.id)
    )
    reply = select(Synopsis.post_id).where(Synopsis.thread_id == thread.id)
    either = Post.id.in_(cited) | Post.id.in_(reply)
    found = select(Post.id).where(Post.conversation_id == thread.conversation_id, numbers, either)
    return db.session.scalar(found.limit(1)) is not None


def _posts(thread: Thread, which: ColumnElement[bool], most: int) -> Sequence[Choosable]:
    words = case(
        (Post.state == PostState.PUBLISHED, func.substr(Post.html, 1, MOST_HTML)), else_=""
    )
    rows = db.session.execute(
        select(Post.number, Post.state, words.label("html"), Person.name)
        .outerjoin(Person, Person.id == Post.author_id)
        .where(Post.conversation_id == thread.conversation_id, Post.state.in_(STANDING), which)
        .order_by(Post.number)
        .limit(most)
    )
    return [_choosable(row) for row in rows]


def _choosable(row: Any) -> Choosable:
    is_shown = row.state == PostState.PUBLISHED
    words = one_line(plain(row.html))
    if len(words) > MOST_WORDS:
        words = f"{words[:MOST_WORDS].rpartition(' ')[0]} …"
    return Choosable(row.number, row.name or "" if is_shown else "", words, is_shown)


def _mergeable(thread: Thread, viewer: AnyViewer) -> Rows:
    tended = [space.id for space in moderated_spaces(viewer=viewer)]
    return (
        select(Thread.ref, Conversation.title, Conversation.post_count, Space.name.label("place"))
        .join(Conversation, Conversation.id == Thread.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Conversation.room == ROOM, Conversation.space_id.in_(tended))
        .where(Thread.id != thread.id, Conversation.is_listed.is_(True))
    )
