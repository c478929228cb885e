"""Polls as tests make them and look at them."""

import re
from dataclasses import dataclass
from typing import Any

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions.polls import add_poll
from hrcn_community.conversations.actions.polls_voting import cast_ballot
from hrcn_community.conversations.models import Conversation, Poll, PollKind, PollVote, Post
from hrcn_community.conversations.poll_plan import PlannedPoll, PollRules
from hrcn_community.conversations.queries.polls_found import find_poll
from hrcn_community.core.db import db
from tests.discussions.posts import post_of
from tests.factories import PUBLIC, Place, Somebody, Told, World

CHOICES = ("Heat pumps", "Insulation", "District heating")


@dataclass(frozen=True)
class Asked:
    """A poll that stands, in the opening of a thread."""

    world: World
    id: int
    ref: str
    thread: Told

    @property
    def address(self) -> str:
        return f"/posts/{self.ref}/poll"

    def row(self) -> Poll:
        return self.world.rows(Poll, id=self.id)[0]

    def votes(self) -> list[PollVote]:
        return self.world.rows(PollVote, poll_id=self.id)

    def vote(self, who: Somebody, *wishes: int) -> None:
        """Let somebody vote without their browser."""

        def cast() -> None:
            poll = find_poll(self.ref, viewer=viewer_of(who.id))
            assert poll is not None
            cast_ballot(poll, wishes, by=viewer_of(who.id))

        self.world.do(cast)


def a_poll(
    world: World,
    by: Somebody,
    space: Place | None = None,
    *,
    choices: tuple[str, ...] = CHOICES,
    question: str = "What comes first?",
    closes_at: Any = None,
    number: int = 1,
    thread: Told | None = None,
    **rules: Any,
) -> Asked:
    """Add a poll to a post of `by`'s: single, always shown, with names, unless said otherwise."""
    thread = thread or world.thread(space or world.space(PUBLIC), by)
    post_id = post_of(world, thread, number).id
    plan = PlannedPoll(question, choices, PollRules(**rules), closes_at)

    def add() -> Asked:
        post = db.session.get_one(Post, post_id)
        post.conversation = db.session.get_one(Conversation, post.conversation_id)
        poll = add_poll(post, plan, by=viewer_of(by.id))
        return Asked(world, poll.id, post.ref, thread)

    return world.do(add)


def crowd(world: World, size: int) -> list[Somebody]:
    return [world.person() for _ in range(size)]


def bars(page: str) -> list[tuple[str, int, int]]:
    """Return what the bars on a page say: choice, votes, share in per cent."""
    rows = re.findall(r'<tr class="poll-bar[ "].*?</tr>', page, re.S)
    found = []
    for row in rows:
        words = re.sub(r"<span class=\"badge.*?</span>|<[^>]+>", "", row, flags=re.S).split()
        text = " ".join(words)
        match = re.fullmatch(r"(.*?) (\d+) (?:votes?|first wish(?:es)?) (\d+) %", text)
        assert match, text
        found.append((match[1], int(match[2]), int(match[3])))
    return found


RANKED, MULTIPLE = PollKind.RANKED, PollKind.MULTIPLE
