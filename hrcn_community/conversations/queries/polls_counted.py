"""Counting the votes of polls, and remembering each count for as long as its poll stays as it is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy import func, select

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
    """Count those with ranked wishes: every ballot is looked at."""
    return {poll.id: _ranked_tally(poll.id) for poll in polls if poll.is_ranked}


def _ranked_tally(poll_id: int) -> Tally:
    choices = select(PollChoice.id, PollChoice.position).where(PollChoice.poll_id == poll_id)
    rows = db.session.execute(choices.order_by(PollChoice.position))
    positions = dict(rows.all())
    return ranked_tally(Counter(_ballots(poll_id, positions)), list(positions.values()))


def _ballots(poll_id: int, positions: dict[int, int]) -> Iterator[Wishes]:
    rows = db.session.execute(
        select(PollVote.voter, PollVote.choice_id)
        .where(PollVote.poll_id == poll_id)
        .order_by(PollVote.voter, PollVote.rank)
    )
    for _voter, wishes in groupby(rows, key=lambda row: row[0]):
        yield tuple(positions[choice_id] for _, choice_id in wishes)
