"""Polls as a viewer may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.guard import allows
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    Conversation,
    Poll,
    PollChoice,
    PollVote,
    Post,
    Withheld,
)
from hrcn_community.conversations.poll_count import Round, Tally, tally_from
from hrcn_community.conversations.queries.polls_counted import tallies_of
from hrcn_community.conversations.queries.polls_found import voter_print
from hrcn_community.conversations.shown import ShownPost
from hrcn_community.core.db import db


@dataclass(frozen=True)
class ShownChoice:
    """A choice; `votes` and `share` (of those who voted, in per cent) are 0 where results are withheld."""

    value: str
    words: str
    is_aside: bool
    votes: int = 0
    share: int = 0
    is_leading: bool = False


@dataclass(frozen=True)
class ShownPoll:
    """A poll in a post as one viewer sees it; for the public all of it is the same.

    `mine` are the values of what the viewer chose, in the order of their wishes. `voters` is None
    where even that is not told. `places` and `error` are of a ballot that came back.
    """

    ref: str
    question: str
    kind: str
    is_anonymous: bool
    results: str
    closes_at: datetime | None
    is_over: bool
    takes_votes: bool
    changed_after: int
    choices: tuple[ShownChoice, ...]
    mine: tuple[str, ...]
    withheld: str
    voters: int | None
    rounds: tuple[Round, ...]
    can_vote: bool
    can_run: bool
    places: tuple[tuple[str, str], ...] = ()
    error: str = ""

    @property
    def address(self) -> str:
        return f"/posts/{self.ref}/poll"

    @property
    def offered(self) -> list[tuple[str, str]]:
        """What one can vote for, and what one has voted for already."""
        chosen = {*self.mine, *(value for value, _ in self.places)}
        return [(c.value, c.words) for c in self.choices if not c.is_aside or c.value in chosen]

    @property
    def told(self) -> list[ShownChoice]:
        """What the results tell of: a choice that was put aside, if somebody voted for it before."""
        return [choice for choice in self.choices if not choice.is_aside or choice.votes]

    @property
    def words(self) -> dict[int, str]:
        """The words of each choice by its position."""
        return {int(choice.value): choice.words for choice in self.choices}

    @property
    def winner(self) -> str:
        """The words of who won the run-off."""
        return self.words[self.rounds[-1].wins] if self.rounds else ""

    def with_ballot(self, places: tuple[tuple[str, str], ...], error: str) -> "ShownPoll":
        """Return the poll with a ballot that cannot be counted, as it was sent, and why."""
        return replace(self, places=places, error=error)


@dataclass
class _Choices:
    """The choices of one poll, and at which place the viewer has which."""

    listed: list[PollChoice] = field(default_factory=list)
    ranks: dict[int, int] = field(default_factory=dict)

    @property
    def mine(self) -> tuple[str, ...]:
        return tuple(str(position) for _, position in sorted((r, p) for p, r in self.ranks.items()))


def polls_in(posts: Sequence[ShownPost], *, viewer: AnyViewer) -> dict[int, ShownPoll]:
    """Return the polls of `posts`, by post; two statements, and one more where votes must be counted."""
    ids = [post.id for post in posts if post.has_poll]
    return _shown_polls(ids, viewer) if ids else {}


def shown_poll(poll: Poll, *, viewer: AnyViewer) -> ShownPoll:
    """Return one poll as `viewer` sees it."""
    return _shown_polls([poll.post_id], viewer)[poll.post_id]


def _shown_polls(post_ids: Sequence[int], viewer: AnyViewer) -> dict[int, ShownPoll]:
    polls = db.session.scalars(_polls_of(post_ids)).all()
    choices = _choices_of(polls, viewer)
    withheld = {p.id: p.withheld(has_voted=bool(choices[p.id].ranks)) for p in polls}
    tallies = _tallies([poll for poll in polls if not withheld[poll.id]])
    return {
        poll.post_id: _shown(poll, choices[poll.id], withheld[poll.id], tallies, viewer)
        for poll in polls
    }


def _polls_of(post_ids: Sequence[int]) -> Select[Poll]:
    post = contains_eager(Poll.post)
    return (
        select(Poll)
        .join(Poll.post)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(
            post.load_only(Post.ref, Post.author_id, Post.conversation_id),
            post.contains_eager(Post.conversation).contains_eager(Conversation.space),
        )
        .where(Poll.post_id.in_(post_ids))
    )


def _choices_of(polls: Sequence[Poll], viewer: AnyViewer) -> dict[int, _Choices]:
    """Return the choices of `polls` in their order, by poll, with the viewer's own votes."""
    found = {poll.id: _Choices() for poll in polls}
    mine = [voter_print(poll.id, self_) for poll in polls for self_ in viewer.selves]
    own = and_(
        PollVote.poll_id == PollChoice.poll_id,
        PollVote.choice_id == PollChoice.id,
        PollVote.voter.in_(mine),
    )
    rows = (
        select(PollChoice, PollVote.rank)
        .outerjoin(PollVote, own)
        .where(PollChoice.poll_id.in_(found))
        .order_by(PollChoice.poll_id, PollChoice.position)
    )
    for choice, rank in db.session.execute(rows):
        of_poll = found[choice.poll_id]
        if choice not in of_poll.listed:
            of_poll.listed.append(choice)
        if rank is not None:
            of_poll.ranks[choice.position] = rank
    return found


def _tallies(polls: Iterable[Poll]) -> dict[int, Tally]:
    """Return what may be told of each: of an anonymous poll that is open only what was released."""
    released = {
        poll.id: tally_from(poll.released)
        for poll in polls
        if poll.is_anonymous and not poll.is_over and poll.released
    }
    return released | tallies_of(poll for poll in polls if poll.id not in released)


def _shown(
    poll: Poll, choices: _Choices, withheld: Withheld, tallies: dict[int, Tally], viewer: AnyViewer
) -> ShownPoll:
    tally = tallies.get(poll.id, Tally(poll.voter_count))
    is_told = not withheld or not poll.is_anonymous
    return ShownPoll(
        ref=poll.post.ref,
        question=poll.question,
        kind=poll.kind,
        is_anonymous=poll.is_anonymous,
        results=poll.results,
        closes_at=poll.closed_at or poll.closes_at,
        is_over=poll.is_over,
        takes_votes=poll.takes_votes,
        changed_after=_told_number(poll),
        choices=_shown_choices(choices.listed, tally),
        mine=choices.mine,
        withheld=withheld,
        voters=tally.voters if is_told else None,
        rounds=tally.rounds,
        can_vote=allows(viewer, Permission.Polls.VOTE, poll),
        can_run=allows(viewer, Permission.Polls.RUN, poll),
    )


def _told_number(poll: Poll) -> int:
    """Return after how many votes a poll was changed; of an anonymous one only whether after any (-1)."""
    return -1 if poll.is_anonymous and poll.changed_after else poll.changed_after


def _shown_choices(listed: Sequence[PollChoice], tally: Tally) -> tuple[ShownChoice, ...]:
    votes = dict(tally.counts)
    most = max(votes.values(), default=0)
    return tuple(
        ShownChoice(
            value=str(choice.position),
            words=choice.words,
            is_aside=choice.retired_at is not None,
            votes=(given := votes.get(choice.position, 0)),
            share=_per_cent(given, tally.voters),
            is_leading=0 < given == most,
        )
        for choice in listed
    )


def _per_cent(votes: int, voters: int) -> int:
    """Return the share in whole per cent, a half going up, never more than all."""
    return min((200 * votes + voters) // (2 * voters), 100) if voters else 0
