"""Volume: many people, spaces and threads that look real, for measuring. Fast, because it is written
in bulk; the rows are those that the actions would have left (a test compares), their notices excepted.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole
from hrcn_community.accounts.secrets import hash_password
from hrcn_community.conversations.events import PostPublished
from hrcn_community.conversations.models import (
    Conversation,
    ConversationDay,
    Follow,
    Post,
    ReadState,
    Revision,
)
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, Event
from hrcn_community.core.refs import new_ref, seeded
from hrcn_community.core.terms import terms
from hrcn_community.core.text import slugify
from hrcn_community.demo.people import PASSWORD
from hrcn_community.demo.volume_rows import Rows
from hrcn_community.demo.volume_shapes import SINCE, moments_of, sizes
from hrcn_community.demo.volume_words import names, paragraphs, some_words, titles
from hrcn_community.discussions.events import ReplyPosted, ThreadStarted
from hrcn_community.discussions.models import ROOM, Thread, ThreadKind
from hrcn_community.spaces.models import Space, Visibility

BATCH_POSTS = 5_000
SPACES = 24
VISIBILITIES = (
    *[Visibility.PUBLIC] * 5,
    *[Visibility.NETWORK] * 4,
    Visibility.RESTRICTED,
    *[Visibility.CONFIDENTIAL] * 2,
)
LANGUAGES = ("en", "en", "en", "en", "de", "nl", "sv", "fr")
LONGEST = "What we learned, year after year"


class LoadedBefore(Exception):
    """The same seed makes the same addresses: it can be loaded once."""


@dataclass(frozen=True)
class _Place:
    """A space and the people who write in it."""

    id: int
    writers: list[int]


def load_volume(
    people: int,
    threads: int,
    posts: int,
    seed: int,
    tell: Callable[[int], None] = lambda _: None,
    *,
    longest: int = 0,
) -> None:
    """Add so many people, threads and posts (openings included) and commit; `tell` hears how many posts stand.

    With `longest` there is one public thread of so many posts more, named LONGEST.
    """
    if db.session.scalar(select(Person.id).where(Person.email == _email(0, seed))):
        raise LoadedBefore
    with seeded(f"volume {seed}"):
        volume = _Volume(people, seed)
        volume.load(threads, max(posts, threads), tell)
        if longest:
            volume.load_longest(longest)


def _email(number: int, seed: int) -> str:
    return f"volume-{seed}-{number}@example.org"


class _Volume:
    """One loading: who writes, where, and what."""

    def __init__(self, people: int, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(seed)  # noqa: S311 - not for secrets
        self.now = clock.now()
        self.rows = Rows()
        self.people = [self._person(number) for number in range(max(people, 2))]
        self.places = [self._space(number) for number in range(SPACES)]

    def load(self, threads: int, posts: int, tell: Callable[[int], None]) -> None:
        written = 0
        for count in sizes(self.chance, threads, posts):
            self._thread(count)
            written += count
            if self.rows.count(Post) >= BATCH_POSTS:
                self.rows.write()
                tell(written)
        self.rows.write()
        tell(written)

    def load_longest(self, posts: int) -> None:
        """Add one very long thread in the first space, which is public."""
        self._thread(posts, self.places[0], LONGEST)
        self.rows.write()

    def _person(self, number: int) -> int:
        firsts, lasts = names()
        name = f"{self.chance.choice(firsts)} {self.chance.choice(lasts)}"
        joined_at = self.now - SINCE
        return self.rows.add(
            Person,
            handle=f"{slugify(name)[:24]}-{self.seed}-{number}",
            name=name,
            email=_email(number, self.seed),
            email_confirmed_at=joined_at,
            password_hash=hash_password(PASSWORD) if number == 0 else "",
            site_role=self.chance.choice(list(SiteRole)[:3]),
            joined_at=joined_at,
            is_invented=True,
        )

    def _space(self, number: int) -> _Place:
        """Add a space; the first person, who can sign in, is inside of every closed one."""
        audience = VISIBILITIES[number % len(VISIBILITIES)]
        inside: list[int] = []
        if audience.is_closed:
            some = self.chance.sample(self.people, min(len(self.people), 12))
            inside = list(dict.fromkeys([self.people[0], *some]))
        at = self.now - SINCE
        id_ = self.rows.add(
            Space,
            slug=f"volume-{self.seed}-{number}",
            name=f"Volume {self.seed}, space {number + 1}",
            description=self.chance.choice(paragraphs()["en"]).source,
            visibility=audience,
            created_at=at,
            member_count=len(inside),
        )
        for person_id in inside:
            self.rows.add(
                Membership, space_id=id_, person_id=person_id, role=SpaceRole.MEMBER, since=at
            )
        return _Place(id_, inside or self.people)

    def _thread(self, count: int, place: _Place | None = None, title: str = "") -> None:
        chance, place = self.chance, place or self.chance.choice(self.places)
        language, ref = chance.choice(LANGUAGES), new_ref()
        title = title or chance.choice(titles()[language])
        writers = [chance.choice(place.writers) for _ in range(count)]
        moments = moments_of(self.chance, self.now, count)
        conversation_id = self.rows.add(
            Conversation,
            space_id=place.id,
            room=ROOM,
            title=title,
            address=f"/threads/{ref}",
            language=language,
            started_by_id=writers[0],
            started_at=moments[0],
            post_count=count,
            last_number=count,
            last_post_at=moments[-1],
            last_author_id=writers[-1],
            version=count,
        )
        kind = chance.choice((ThreadKind.DISCUSSION, ThreadKind.QUESTION))
        thread_id = self.rows.add(
            Thread, ref=ref, conversation_id=conversation_id, kind=kind, author_id=writers[0]
        )
        for number, (writer, at) in enumerate(zip(writers, moments, strict=True), 1):
            post_id = self._post(conversation_id, number, writer, at, language, title)
            self._events(thread_id, conversation_id, post_id, number, writer, at)
            if number % BATCH_POSTS == 0:
                self.rows.write()
        self._readers(conversation_id, writers, moments)
        for day, score in Counter(at.date() for at in moments).items():
            self.rows.add(ConversationDay, conversation_id=conversation_id, day=day, score=score)

    def _post(
        self,
        conversation_id: int,
        number: int,
        writer: int,
        at: datetime,
        language: str,
        title: str,
    ) -> int:
        words = some_words(language, self.chance)
        id_ = self.rows.add(
            Post,
            ref=new_ref(),
            conversation_id=conversation_id,
            number=number,
            author_id=writer,
            language=language,
            source=words.source,
            html=words.html,
            rendered_with=richtext.VERSION,
            title_terms=terms(title, language) if number == 1 else "",
            terms=words.terms,
            created_at=at,
            score=self.chance.choice((0, 0, 0, 0, 1, 3)),
        )
        revision = {"source": words.source, "html": words.html, "written_by_id": writer}
        self.rows.add(Revision, post_id=id_, number=1, written_at=at, **revision)
        return id_

    def _events(
        self, thread_id: int, conversation_id: int, post_id: int, number: int, by: int, at: datetime
    ) -> None:
        owner = ThreadStarted if number == 1 else ReplyPosted
        facts: tuple[Event, ...] = (
            PostPublished(conversation_id=conversation_id, post_id=post_id),
            owner(thread_id=thread_id, post_id=post_id),
        )
        for event in facts:
            self.rows.add(
                Entry,
                name=type(event).__name__,
                facts=asdict(event),
                actor_id=by,
                happened_at=at,
                due_at=at,
                handled_at=at,
            )

    def _readers(self, conversation_id: int, writers: list[int], moments: list[datetime]) -> None:
        """Whoever wrote follows, and has read as far as some post after their first."""
        first: dict[int, int] = {}
        for number, writer in enumerate(writers, 1):
            first.setdefault(writer, number)
        for person_id, number in first.items():
            here = {"conversation_id": conversation_id, "person_id": person_id}
            read = self.chance.randint(number, len(writers))
            self.rows.add(Follow, **here, since=moments[number - 1])
            self.rows.add(ReadState, **here, last_read_number=read, read_at=moments[read - 1])
