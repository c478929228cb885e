"""What is confidential, field by field, each bearing a secret word of its own.

A room adds a function that puts `house.secret("its field")` into every confidential field it has, and
names the function in PLANTERS. Everything that it makes is taken to be unknown to others; what they
may know all the same (a slug, a ref) it adds to `house.known`. That is all: the tests walk every
address of the house by themselves.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select

from hrcn_community.accounts.places import ask_to_join
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.conversations import actions as conversations
from hrcn_community.conversations.actions import keeping, reacting, sharing, translating
from hrcn_community.conversations.actions.polls import change_poll, close_poll
from hrcn_community.conversations.actions.polls_voting import cast_ballot
from hrcn_community.conversations.models import Poll, Post, ReactionKind
from hrcn_community.conversations.poll_plan import PlannedPoll, PollChange
from hrcn_community.conversations.queries import find_post
from hrcn_community.conversations.queries.polls_found import choices_of, find_poll
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions import actions as discussions
from hrcn_community.discussions.actions import moving, tending, timers
from hrcn_community.discussions.models import Thread, ThreadKind, TimerKind
from hrcn_community.discussions.queries import find_thread
from hrcn_community.spaces.models import Space
from tests.factories import CONFIDENTIAL, NETWORK, RESTRICTED, Cast, Place, Somebody, World

T = TypeVar("T")
MARK = "kanari"
MEMBERS_MARK = "zeisig"
NEVER = "niemals"
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
            "the system administrator": self.cast.adam,
        }

    def secret(self, name: str) -> str:
        """Return a text for the field `name`; its first word must never be met by others."""
        word = MARK + re.sub(r"[^a-z]", "", name.lower())
        self.secrets[name] = word
        return f"{word} {COMPANION}"

    def never(self, name: str) -> str:
        """Return a text for the field `name`; its first word must be met by nobody, those inside included."""
        return f"{MARK}{NEVER}{re.sub(r'[^a-z]', '', name.lower())} {COMPANION}"

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


def plant_a_poll(house: House) -> None:
    """A question, its choices, one of them put aside, one reworded, and those who voted."""
    cast, before = house.cast, ("Before it was reworded", house.secret("second choice"))

    def ask(viewer: Viewer) -> str:
        space = db.session.get_one(Space, house.space.id)
        third = house.secret("choice that was put aside")
        plan = PlannedPoll(house.secret("poll question"), (*before, third))
        start = discussions.start_thread
        return start(space, "A hidden poll", f"Vote. {EVERYBODY}", by=viewer, poll=plan).ref

    def poll_of(viewer: Viewer) -> Poll:
        in_thread = select(Post.ref).join(Thread, Thread.conversation_id == Post.conversation_id)
        post_ref = db.session.scalar(in_thread.where(Thread.ref == ref))
        return there(find_poll(post_ref or "", viewer=viewer))

    def change(viewer: Viewer) -> None:
        poll = poll_of(viewer)
        standing = [(choice.words, False) for choice in choices_of(poll).values()]
        words = ((house.secret("reworded choice"), False), standing[1], (standing[2][0], True))
        added = (house.secret("choice that was added"),)
        change_poll(poll, PollChange(poll.question, words, added), by=viewer, over=1)

    ref = house.act(cast.ben, ask)
    for who, wish in ((cast.ben, 3), (cast.ruth, 2), (cast.tomas, 1)):
        house.act(who, lambda v, wish=wish: cast_ballot(poll_of(v), [wish], by=v))
    house.act(cast.ben, change)
    house.act(cast.ben, lambda viewer: close_poll(poll_of(viewer), by=viewer))


def plant_a_tended_thread(house: House) -> None:
    """A former title, the reason of a closing that is over, and a thread that both are split off to."""
    ruth = house.world.viewer(house.cast.ruth)

    def plant() -> None:
        space = db.session.get_one(Space, house.space.id)
        thread = discussions.start_thread(space, house.secret("former title"), "Words.", by=ruth)
        about = tending.About(house.secret("later title"), ThreadKind.DISCUSSION, "en")
        tending.edit_thread(thread, about, by=ruth)
        discussions.close_thread(thread, house.secret("reason of a former closing"), by=ruth)
        discussions.reopen_thread(thread, by=ruth)
        discussions.reply(thread, "Another matter.", by=ruth)
        timers.set_timer(thread, TimerKind.CLOSE, clock.now() + timedelta(days=3), by=ruth)
        moving.split_thread(thread, [(2, 2)], house.secret("title after a split"), space, by=ruth)

    house.world.do(plant)


def plant_threads_that_came_out(house: House) -> None:
    """One moved, one split, one merged into the open: all that was said beside the posts stays inside."""
    ben, ruth = (house.world.viewer(each) for each in (house.cast.ben, house.cast.ruth))
    hall = house.world.space(NETWORK, "The hall", facilitator=house.cast.ruth)
    house.known.add(hall.slug)
    inner = house.world.space(CONFIDENTIAL, house.secret("former place"), member=house.insiders)

    def begin(name: str) -> Thread:
        """Start a thread inside, say a lot beside it, and end with nothing that others may not read."""
        space = db.session.get_one(Space, inner.id)
        thread = discussions.start_thread(
            space, house.secret(f"title before {name}"), "One.", by=ben
        )
        told = discussions.reply(thread, "Two.", by=ben)
        for words in (house.secret(f"version before {name}"), "Fit for all."):
            reason = house.secret(f"reason of an edit before {name}")
            conversations.edit_post(told, words, by=ben, reason=reason)
        hidden = discussions.reply(thread, "Three.", by=ben)
        conversations.hide_post(hidden, by=ruth, reason=house.secret(f"hidden before {name}"))
        if name != "merging":  # what befell a thread is not shown where all its posts have left it
            discussions.close_thread(thread, house.secret(f"closed before {name}"), by=ruth)
            discussions.reopen_thread(thread, by=ruth)
        return thread

    def rename(thread: Thread, title: str) -> None:
        tending.edit_thread(thread, tending.About(title, ThreadKind.DISCUSSION, "en"), by=ruth)

    def plant() -> None:
        open_ = db.session.get_one(Space, hall.id)
        moved, split, merged = (begin(name) for name in ("moving", "splitting", "merging"))
        rename(moved, "A title for all")
        moving.move_thread(moved, open_, by=ruth)
        new = moving.split_thread(split, [(2, 3)], "Split off for all", open_, by=ruth)
        into = discussions.start_thread(open_, "The other thread", "Words.", by=ruth)
        moving.merge_threads(merged, into, by=ruth)
        out = [moved, new, merged, into]
        house.known |= {thread.ref for thread in out}
        ids = [thread.conversation_id for thread in out]
        posts = db.session.scalars(select(Post.ref).where(Post.conversation_id.in_(ids)))
        house.known |= set(posts)

    house.world.do(plant)


def plant_first_posts_that_wait(house: House) -> None:
    """In a space that is open to the network: only their author and its facilitators see them."""
    cast = house.cast
    place = house.world.space(NETWORK, "A third open name", facilitator=cast.ruth)
    open_thread = house.world.thread(place, cast.ruth, "Be welcome", "Say who you are.")
    posts = house.world.rows(Post, conversation_id=open_thread.conversation_id)
    house.known |= {place.slug, open_thread.ref, posts[0].ref}
    house.world.do(lambda: setattr(db.session.get_one(Space, place.id), "first_posts", "held"))

    def write(viewer: Viewer) -> None:
        space = db.session.get_one(Space, place.id)
        thread = there(find_thread(open_thread.ref, viewer=viewer))
        title, opening = house.secret("held title"), house.secret("held opening")
        discussions.start_thread(space, title, f"{opening} {EVERYBODY}", by=viewer)
        discussions.reply(thread, f"{house.secret('held reply')} {EVERYBODY}", by=viewer)
        refused = discussions.reply(thread, house.secret("refused reply"), by=viewer)
        ruth = viewer_of(cast.ruth.id)
        conversations.refuse_post(refused, by=ruth, reason=house.secret("reason of a refusal"))

    house.act(cast.ben, write)


# Addresses that name a space in their query; `{slug}` is filled with every name that must stay unknown.
QUERIES = (
    "/threads/new?space={name}",
    "/mentions?q=b&space={name}",
    "/threads/similar?title=tulpenzwiebel&space={name}",
)


def open_house(world: World, cast: Cast) -> House:
    """Let everybody stand there, plant everything, and let Tomas leave."""
    for name in cast.ROLES:
        getattr(cast, name)
    everyday = world.space(facilitator=cast.chandra, member=[cast.amina, cast.eve])
    world.thread(everyday, cast.amina, "A thread for all", replies=[(cast.eve, "Yes.")] * 3)
    inside = [cast.ben, cast.ines, cast.tomas]
    space = world.space(CONFIDENTIAL, "To be named", member=inside, facilitator=cast.ruth)
    return House(world, cast, space)
