"""Making what a test needs, in words that read as speech; each call commits and leaves plain values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import inspect, select

from hrcn_community.accounts.models import Person, SiteRole, SpaceRole
from hrcn_community.accounts.places import put_inside
from hrcn_community.accounts.secrets import hash_password
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions import actions as discussions
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.discussions.queries import find_thread
from hrcn_community.register.models import City
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.models import Space, Visibility
from tests.browsing import PASSWORD, Browser

T = TypeVar("T")

PUBLIC, NETWORK = Visibility.PUBLIC, Visibility.NETWORK
RESTRICTED, CONFIDENTIAL = Visibility.RESTRICTED, Visibility.CONFIDENTIAL


@dataclass
class Somebody:
    """A person of the story, with a browser of their own that is signed in when first used."""

    app: Flask
    id: int
    handle: str
    name: str
    email: str
    _browser: Browser | None = None

    @property
    def browser(self) -> Browser:
        if self._browser is None:
            self._browser = Browser(self.app)
            self._browser.let_in(self.id)
        return self._browser


@dataclass(frozen=True)
class Place:
    """A space that stands."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Told:
    """A thread that stands."""

    id: int
    ref: str
    conversation_id: int
    address: str


class World:
    """Makes people, spaces, threads."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.count = 0

    def do(self, deed: Callable[[], T]) -> T:
        """Do something inside the house and commit it."""
        with self.app.app_context():
            result = deed()
            db.session.commit()
            return result

    def ask(self, question: Callable[[], T]) -> T:
        """Look something up in the database."""
        with self.app.app_context():
            return question()

    def person(
        self, name: str = "", role: SiteRole = SiteRole.PRACTITIONER, city: str = "", **more: Any
    ) -> Somebody:
        self.count += 1
        handle = (name or f"somebody-{self.count}").lower().replace(" ", "-")
        email = f"{handle}@example.org"

        def add() -> int:
            person = Person(
                handle=handle,
                name=name or f"Somebody {self.count}",
                email=email,
                email_confirmed_at=clock.now(),
                password_hash=hash_password(PASSWORD),
                site_role=role,
                city_id=self._city_id(city),
                joined_at=clock.now(),
                **{"is_settled": True, **more},
            )
            db.session.add(person)
            db.session.flush()
            return person.id

        return Somebody(self.app, self.do(add), handle, name or f"Somebody {self.count}", email)

    def space(
        self,
        visibility: Visibility = NETWORK,
        name: str = "",
        *,
        listed: bool = True,
        starters: str = "members",
        pseudonyms: str = "never",
        **inside: Somebody | Iterable[Somebody],
    ) -> Place:
        """Open a space; keywords name who is inside as what: `member=amina, facilitator=chandra`."""
        self.count += 1
        name = name or f"{visibility.capitalize()} space {self.count}"

        def add() -> Place:
            space = open_space(
                name,
                visibility,
                slug=f"space-{self.count}" if listed else "",
                starters=starters,
            )
            space.pseudonyms = pseudonyms
            for role, people in inside.items():
                each = [people] if isinstance(people, Somebody) else people
                for person in each:
                    put_inside(space, person.id, SpaceRole(role))
            return Place(space.id, space.slug, space.name)

        return self.do(add)

    def thread(
        self,
        space: Place,
        by: Somebody,
        title: str = "Warm homes",
        body: str = "How do you do it?",
        replies: Iterable[tuple[Somebody, str]] = (),
        kind: ThreadKind = ThreadKind.DISCUSSION,
        language: str = "en",
    ) -> Told:
        def add() -> Told:
            thread = discussions.start_thread(
                db.session.get_one(Space, space.id),
                title,
                body,
                by=viewer_of(by.id),
                kind=kind,
                language=language,
            )
            for person, words in replies:
                discussions.reply(thread, words, by=viewer_of(person.id))
            address = thread.conversation.address
            return Told(thread.id, thread.ref, thread.conversation_id, address)

        return self.do(add)

    def reply(self, thread: Told, by: Somebody, body: str = "We did it so.") -> None:
        def add() -> None:
            found = find_thread(thread.ref, viewer=viewer_of(by.id))
            assert found is not None
            discussions.reply(found, body, by=viewer_of(by.id))

        self.do(add)

    def viewer(self, person: Somebody) -> Viewer:
        return self.ask(lambda: viewer_of(person.id))

    def rows(self, model: Any, **columns: Any) -> list[Any]:
        """Return the rows of `model` with these values, by their keys, detached."""

        def look() -> list[Any]:
            in_order = select(model).filter_by(**columns).order_by(*inspect(model).primary_key)
            found = db.session.scalars(in_order).all()
            db.session.expunge_all()
            return list(found)

        return self.ask(look)

    def _city_id(self, name: str) -> int | None:
        if not name:
            return None
        slug = name.lower()
        city = db.session.scalar(select(City).where(City.slug == slug))
        if city is None:
            city = City(slug=slug, name=name, country="NL")
            db.session.add(city)
            db.session.flush()
        return city.id


class Cast:
    """Seven people with a meaning each; the same in every test."""

    ROLES = {
        "amina": SiteRole.PRACTITIONER,
        "ben": SiteRole.PRACTITIONER,
        "chandra": SiteRole.PRACTITIONER,
        "dalia": SiteRole.ADVISOR,
        "omar": SiteRole.OFFICIAL,
        "cleo": SiteRole.CORE,
        "eve": SiteRole.PRACTITIONER,
        "ruth": SiteRole.ADVISOR,
        "tomas": SiteRole.CORE,
        "ines": SiteRole.CORE,
        "adam": SiteRole.ADMINISTRATOR,
    }

    def __init__(self, world: World) -> None:
        self.world = world

    def __getattr__(self, name: str) -> Somebody:
        if name not in self.ROLES:
            raise AttributeError(name)
        city = "Graz" if name == "omar" else ""
        person = self.world.person(name.capitalize(), self.ROLES[name], city)
        setattr(self, name, person)
        return person
