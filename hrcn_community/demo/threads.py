"""The threads of the demonstration community."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hrcn_community.accounts.personas import acting_as_persona
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import follow, set_read
from hrcn_community.conversations.models import Conversation, Follow, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import new_ref, seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.people import ids_by_slug
from hrcn_community.demo.written import read_all
from hrcn_community.discussions.actions import accept_answer, reply, start_thread
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.register.models import City, Term
from hrcn_community.spaces.models import Space

LAST_VISITS = {
    "amina": 2.0,
    "ben": 4.0,
    "omar": 3.0,
    "dalia": 1.5,
    "chandra": 1.0,
    "cleo": 0.8,
    "eve": 6.0,
}
_LINK = re.compile(r"\{#(\d+)\}")  # in what is written here: a link to the post of that number


def thread_deeds() -> Iterator[Deed]:
    """Return what was done in every thread: started, replied, accepted."""
    for written in all_written().values():
        yield from _deeds_of(written)


def visit_deeds() -> Iterator[Deed]:
    """Return the last visits of those whom a newcomer tries: they have read what they follow."""
    for key, days_ago in LAST_VISITS.items():
        yield Deed(days_ago, lambda key=key: _visit(key))


@cache
def all_written() -> dict[str, dict[str, Any]]:
    """Return what is written of every thread, by its key."""
    return {each["key"]: each for file in read_all("threads") for each in file["thread"]}


def thread_of(key: str) -> Thread:
    """Return a thread that was started already."""
    with seeded(f"thread {key}"):
        ref = new_ref()
    whole = joinedload(Thread.conversation).joinedload(Conversation.space)
    return db.session.scalars(select(Thread).where(Thread.ref == ref).options(whole)).one()


def post_of(key: str, number: int) -> Post:
    """Return a post by the number under which it was written, wherever it stands now."""
    ref = _ref_of(all_written()[key], number)
    whole = joinedload(Post.conversation).joinedload(Conversation.space)
    return db.session.scalars(select(Post).where(Post.ref == ref).options(whole)).one()


def space_of(slug: str) -> Space:
    return db.session.scalars(select(Space).where(Space.slug == slug)).one()


def _ref_of(written: dict[str, Any], number: int) -> str:
    """Return the ref that a post has: the same at every loading."""
    if number > 1:
        with seeded(f"thread {written['key']} {written['post'][number - 1]['days_ago']}"):
            return new_ref()
    with seeded(f"thread {written['key']}"):
        new_ref()  # the thread's own
        return new_ref()


def _deeds_of(written: dict[str, Any]) -> Iterator[Deed]:
    story = _Story(written)
    opening, *replies = written["post"]
    yield Deed(opening["days_ago"], story.start)
    for post in replies:
        yield Deed(post["days_ago"], lambda post=post: story.reply(post))
    if accepted := written.get("accepted"):
        last = written["post"][-1]["days_ago"]
        days_ago = min(written["post"][accepted - 1]["days_ago"] - 0.05, last - 0.01)
        yield Deed(days_ago, lambda: story.accept(accepted))


class _Story:
    """One thread while it is being told."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.written = written
        self.thread: Thread | None = None

    def start(self) -> None:
        written, opening = self.written, self.written["post"][0]
        terms, space = ids_by_slug(Term), space_of(self.written["space"])
        days = written.get("window_days")
        with seeded(f"thread {written['key']}"):
            self.thread = start_thread(
                space,
                written["title"],
                self.body(opening),
                by=_writer(opening, space),
                kind=ThreadKind(written["kind"]),
                language=written["language"],
                city_id=ids_by_slug(City).get(written.get("city", "")),
                term_ids=tuple(terms[slug] for slug in written["themes"]),
                until=clock.now() + timedelta(days=days) if days else None,
            )
        for key in written.get("followers", ()):
            follow(self.thread.conversation, person(key).id)

    def reply(self, post: dict[str, Any]) -> None:
        assert self.thread is not None  # noqa: S101 - a thread's first deed starts it
        by = _writer(post, self.thread.space)
        with seeded(f"thread {self.written['key']} {post['days_ago']}"):
            reply(self.thread, self.body(post), by=by, language=post.get("language", ""))

    def body(self, post: dict[str, Any]) -> str:
        """Return the words of a post, in which `{#3}` is a link to the third one of the thread."""
        return _LINK.sub(
            lambda found: f"[#{found[1]}](/posts/{_ref_of(self.written, int(found[1]))})",
            post["body"].strip(),
        )

    def accept(self, number: int) -> None:
        assert self.thread is not None  # noqa: S101 - as above
        post = db.session.scalars(
            select(Post).where(
                Post.conversation_id == self.thread.conversation_id, Post.number == number
            )
        ).one()
        accept_answer(self.thread, post, by=person(self.written["post"][0]["author"]))


def _writer(post: dict[str, Any], space: Space) -> Viewer:
    """Return who writes, by name or under their pseudonym."""
    by = person(post["author"])
    return acting_as_persona(by, space) if post.get("masked") else by


def _visit(key: str) -> None:
    who = person(key)
    followed = select(Conversation.id, Conversation.last_number).join(
        Follow, Follow.conversation_id == Conversation.id
    )
    for id_, number in db.session.execute(followed.where(Follow.person_id == who.id)):
        set_read(id_, who.id, number)
