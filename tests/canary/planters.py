"""What is confidential, field by field, each bearing a secret word of its own.

A room adds a function that puts `house.secret("its field")` into every confidential field it has, and
names the function in PLANTERS. Everything that it makes is taken to be unknown to others; what they
may know all the same (a slug, a ref) it adds to `house.known`. That is all: the tests walk every
address of the house by themselves.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import select

from hrcn_community.accounts.places import ask_to_join
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.conversations import actions as conversations
from hrcn_community.conversations.actions import keeping, reacting, sharing, translating
from hrcn_community.conversations.models import Post, ReactionKind
from hrcn_community.conversations.queries import find_post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions import actions as discussions
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.spaces.models import Space
from tests.factories import CONFIDENTIAL, RESTRICTED, Cast, Place, Somebody, World

T = TypeVar("T")
MARK = "kanari"
MEMBERS_MARK = "zeisig"
COMPANION = "tulpenzwiebel"  # stands beside every secret word, and may be searched for
EVERYBODY = "@amina @eve @omar @dalia @cleo @chandra @tomas"


@dataclass
class House:
    """A confidential space with Ben, Ruth (who facilitates) and Ines inside, and Tomas, who will leave."""

    world: World
    cast: Cast
    space: Place
    secrets: dict[str, str] = field(default_factory=dict)
    inner: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    more_insiders: list[Somebody] = field(default_factory=list)
    leaving: list[Callable[[], object]] = field(default_factory=list)

    @property
    def insiders(self) -> list[Somebody]:
        return [self.cast.ben, self.cast.ruth, self.cast.ines, *self.more_insiders]

    @property
    def others(self) -> dict[str, Somebody]:
        """One of every role that is outside, by what they are."""
        return {
            "a practitioner outside": self.cast.eve,
            "an official": self.cast.omar,
            "an advisor": self.cast.dalia,
            "the core team": self.cast.cleo,
            "a facilitator of another space": self.cast.chandra,
            "somebody who left": self.cast.tomas,
        }

    def secret(self, name: str) -> str:
        """Return a text for the field `name`; its first word must never be met by others."""
        word = MARK + re.sub(r"[^a-z]", "", name.lower())
        self.secrets[name] = word
        return f"{word} {COMPANION}"

    def for_members(self, name: str) -> str:
        """Return a text for the field `name`; its first word is for the network, not for the public."""
        word = MEMBERS_MARK + re.sub(r"[^a-z]", "", name.lower())
        self.inner[name] = word
        return f"{word} {COMPANION}"

    def act(self, who: Somebody, deed: Callable[[Viewer], T]) -> T:
        """Let somebody do something as they are at this moment."""
        return self.world.do(lambda: deed(viewer_of(who.id)))


def there(found: T | None) -> T:
    """Return what was found; it must be there."""
    assert found is not None
    return found


def plant_a_thread(house: House) -> None:
    """Title, opening, a reply that names everybody, an edit with its reason, a hidden reply, a closing."""
    ben, ruth = (house.world.viewer(each) for each in (house.cast.ben, house.cast.ruth))

    def plant() -> None:
        space = db.session.get_one(Space, house.space.id)
        thread = discussions.start_thread(
            space, house.secret("thread title"), house.secret("opening"), by=ben
        )
        reply = discussions.reply(thread, f"{house.secret('reply')} {EVERYBODY}", by=ruth)
        conversations.edit_post(
            reply, f"{house.secret('edited reply')} {EVERYBODY}", by=ruth,
            reason=house.secret("reason of an edit"),
        )  # fmt: skip
        hidden = discussions.reply(thread, "Something hidden.", by=ben)
        conversations.hide_post(hidden, by=ruth, reason=house.secret("reason of hiding"))
        discussions.close_thread(thread, house.secret("reason of closing"), by=ruth)

    house.world.do(plant)


def plant_what_is_done_with_a_post(house: House) -> None:
    """A shared text with the reason of an edit, its translation, what is said of it, and a bookmark's note."""
    ben, ruth, ines = (
        house.world.viewer(each) for each in (house.cast.ben, house.cast.ruth, house.cast.ines)
    )

    def plant() -> None:
        space = db.session.get_one(Space, house.space.id)
        thread = discussions.start_thread(space, house.secret("shared title"), "A list.", by=ben)
        of_thread = select(Post.ref).where(Post.conversation_id == thread.conversation_id)
        post = there(find_post(db.session.scalars(of_thread).one(), viewer=ruth))
        sharing.share_post(post, by=ruth)
        conversations.edit_post(
            post, house.secret("shared text"), by=ines, reason=house.secret("reason of sharing")
        )
        translating.translate_post(post, "nl", house.secret("translation"), by=ines, of_revision=2)
        reacting.react(post, ReactionKind.TRIED, by=ruth)
        note = house.secret("note of a bookmark")
        keeping.keep_post(post, keeping.Wish(note, clock.now()), by=ruth)

    house.world.do(plant)


def plant_an_answered_question(house: House) -> None:
    ben, ines = (house.world.viewer(each) for each in (house.cast.ben, house.cast.ines))

    def plant() -> None:
        space = db.session.get_one(Space, house.space.id)
        thread = discussions.start_thread(
            space,
            house.secret("question"),
            "Who knows?",
            by=ben,
            kind=ThreadKind.QUESTION,
        )
        answer = discussions.reply(thread, house.secret("answer"), by=ines)
        discussions.accept_answer(thread, answer, by=ben)

    house.world.do(plant)


def plant_a_thread_in_a_restricted_space(house: House) -> None:
    """Its name may be known, what is written in it may not; nor why somebody asks to be let in."""
    space = house.world.space(RESTRICTED, "An open name", member=house.insiders)
    house.known.add(space.slug)
    house.world.thread(
        space,
        house.cast.ben,
        house.secret("restricted title"),
        house.secret("restricted opening"),
        replies=[(house.cast.ruth, f"{house.secret('restricted reply')} {EVERYBODY}")],
    )


def plant_words_about_the_space(house: House) -> None:
    def plant() -> None:
        space = db.session.get_one(Space, house.space.id)
        space.name, space.description = house.secret("space name"), house.secret("description")

    house.world.do(plant)


def plant_a_request_to_be_let_in(house: House) -> None:
    """Why Eve asks is for those who let people in."""
    space = house.world.space(RESTRICTED, "Another open name", facilitator=house.cast.ruth)
    house.known.add(space.slug)

    def ask(viewer: Viewer) -> None:
        found = db.session.get_one(Space, space.id)
        ask_to_join(found, house.secret("reason of asking"), by=viewer)

    house.act(house.cast.eve, ask)


# Addresses that name a space in their query; `{slug}` is filled with every name that must stay unknown.
QUERIES = ("/threads/new?space={name}", "/mentions?q=b&space={name}")


def open_house(world: World, cast: Cast) -> House:
    """Let everybody stand there, plant everything, and let Tomas leave."""
    for name in cast.ROLES:
        getattr(cast, name)
    everyday = world.space(facilitator=cast.chandra, member=[cast.amina, cast.eve])
    world.thread(everyday, cast.amina, "A thread for all", replies=[(cast.eve, "Yes.")] * 3)
    inside = [cast.ben, cast.ines, cast.tomas]
    space = world.space(CONFIDENTIAL, "To be named", member=inside, facilitator=cast.ruth)
    return House(world, cast, space)
