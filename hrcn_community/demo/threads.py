"""The threads of the demonstration community."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from hrcn_community.conversations.actions import follow, set_read
from hrcn_community.conversations.models import Conversation, Follow, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
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


def thread_deeds() -> Iterator[Deed]:
    """Return what was done in every thread: started, replied, accepted."""
    for file in read_all("threads"):
        for written in file["thread"]:
            yield from _deeds_of(written)


def visit_deeds() -> Iterator[Deed]:
    """Return the last visits of those whom a newcomer tries: they have read what they follow."""
    for key, days_ago in LAST_VISITS.items():
        yield Deed(days_ago, lambda key=key: _visit(key))


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
        written = self.written
        terms = ids_by_slug(Term)
        with seeded(f"thread {written['key']}"):
            self.thread = start_thread(
                db.session.scalars(select(Space).where(Space.slug == written["space"])).one(),
                written["title"],
                written["post"][0]["body"].strip(),
                by=person(written["post"][0]["author"]),
                kind=ThreadKind(written["kind"]),
                language=written["language"],
                city_id=ids_by_slug(City).get(written.get("city", "")),
                term_ids=tuple(terms[slug] for slug in written["themes"]),
            )
        if written.get("pinned"):
            self.thread.pinned_at = clock.now()
        for key in written.get("followers", ()):
            follow(self.thread.conversation, person(key).id)

    def reply(self, post: dict[str, Any]) -> None:
        assert self.thread is not None  # noqa: S101 - a thread's first deed starts it
        with seeded(f"thread {self.written['key']} {post['days_ago']}"):
            reply(
                self.thread,
                post["body"].strip(),
                by=person(post["author"]),
                language=post.get("language", ""),
            )

    def accept(self, number: int) -> None:
        assert self.thread is not None  # noqa: S101 - as above
        post = db.session.scalars(
            select(Post).where(
                Post.conversation_id == self.thread.conversation_id, Post.number == number
            )
        ).one()
        accept_answer(self.thread, post, by=person(self.written["post"][0]["author"]))


def _visit(key: str) -> None:
    who = person(key)
    followed = select(Conversation.id, Conversation.last_number).join(
        Follow, Follow.conversation_id == Conversation.id
    )
    for id_, number in db.session.execute(followed.where(Follow.person_id == who.id)):
        set_read(id_, who.id, number)
