"""Counting the votes of polls, and remembering each count for as long as its poll stays as it is."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, case, func, select

from hrcn_community.conversations.models import Poll, PollChoice, PollKind, PollVote
from hrcn_community.conversations.poll_count import Tally, Wishes, ranked_tally
from hrcn_community.core.cache import lately
from hrcn_community.core.db import db, is_writing


def tallies_of(polls: Iterable[Poll]) -> dict[int, Tally]:
    """Return what each of `polls` comes to now, by its id; only what has changed is counted anew."""
    kept = {poll.id: (poll, lately.get(_key(poll))) for poll in polls}
    anew = [poll for poll, tally in kept.values() if tally is None]
    counted = {**_ranked(anew), **_plain(anew)}
    if not is_writing():  # what is not committed yet may never come to be
        for poll in anew:
            lately.keep(_key(poll), counted[poll.id])
    return {id_: tally or counted[id_] for id_, (_, tally) in kept.items()}


def _key(poll: Poll) -> tuple[object, ...]:
    return "poll", poll.id, poll.post_id, poll.version


def _plain(polls: Sequence[Poll]) -> dict[int, Tally]:
    """Count those where a vote is a vote: one statement, from the index of choices and ranks."""
    plain = [poll for poll in polls if not poll.is_ranked]
    counts: dict[int, list[tuple[int, int]]] = {poll.id: [] for poll in plain}
    for poll_id, position, votes in db.session.execute(_votes_of_choices(plain)) if plain else ():
        counts[poll_id].append((position, votes))
    return {poll.id: _plain_tally(poll, counts[poll.id]) for poll in plain}


def _plain_tally(poll: Poll, counts: list[tuple[int, int]]) -> Tally:
    is_single = poll.kind == PollKind.SINGLE
    voters = sum(votes for _, votes in counts) if is_single else poll.voter_count
    return Tally(voters, tuple(counts))


def _votes_of_choices(polls: Sequence[Poll]):
    return (
        select(PollChoice.poll_id, PollChoice.position, func.count(PollVote.choice_id))
        .outerjoin(PollVote, PollVote.choice_id == PollChoice.id)
        .where(PollChoice.poll_id.in_([poll.id for poll in polls]))
        .group_by(PollChoice.poll_id, PollChoice.position)
        .order_by(PollChoice.poll_id, PollChoice.position)
    )


def _ranked(polls: Sequence[Poll]) -> dict[int, Tally]:
    """Count those with ranked wishes, by the ballots that differ."""
    return {poll.id: _ranked_tally(poll.id) for poll in polls if poll.is_ranked}


def _ranked_tally(poll_id: int) -> Tally:
    choices = select(PollChoice.id, PollChoice.position).where(PollChoice.poll_id == poll_id)
    rows = db.session.execute(choices.order_by(PollChoice.position))
    positions = dict(rows.all())
    return ranked_tally(_ballots(poll_id, positions), list(positions.values()))


def _ballots(poll_id: int, positions: dict[int, int]) -> dict[Wishes, int]:
    """Return each ballot, and how often it was given: the database counts those that are alike."""
    ranks = _ranks_of_ballots(poll_id, list(positions)).subquery()
    alike = select(*ranks.c, func.count()).group_by(*ranks.c)
    ballots: dict[Wishes, int] = {}
    for *ranked, often in db.session.execute(alike) if positions else ():
        wished = sorted(
            (rank, position)
            for rank, position in zip(ranked, positions.values(), strict=True)
            if rank
        )
        wishes = tuple(position for _, position in wished)
        ballots[wishes] = ballots.get(wishes, 0) + often  # a gap in the ranks does not count
    return ballots


def _ranks_of_ballots(poll_id: int, choice_ids: Sequence[int]) -> Select[Any]:
    """Select of every ballot, without saying whose, at which rank each choice stands in it."""
    ranks = [
        func.max(case((PollVote.choice_id == id_, PollVote.rank))).label(f"rank_{number}")
        for number, id_ in enumerate(choice_ids)
    ]
    return select(*ranks).where(PollVote.poll_id == poll_id).group_by(PollVote.voter)
