"""Voting in a poll, changing one's mind, and taking one's vote back. Nothing here commits.

The poll's row is held meanwhile, so that no vote is lost or counted twice.
"""

from collections.abc import Sequence

from sqlalchemy import delete, select

from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.polls import lock_poll
from hrcn_community.conversations.events import BallotCast, BallotWithdrawn
from hrcn_community.conversations.models import (
    ChoiceNotOffered,
    Poll,
    PollChoice,
    PollKind,
    PollVote,
    ResultsShown,
)
from hrcn_community.conversations.queries.polls_counted import tallies_of
from hrcn_community.conversations.queries.polls_found import choices_of, voter_print
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Event, record


def cast_ballot(poll: Poll, wishes: Sequence[int], *, by: Viewer) -> bool:
    """Vote for the choices at these positions, the first wish first, in place of what one chose before.

    Return whether that changed anything.
    """
    refuse_silenced(by, poll.post.conversation.space_id)
    lock_poll(poll)
    poll.must_take_votes()
    choices, before = choices_of(poll), ballot_of(poll, by.id)
    _must_be_offered(choices, wishes, before)
    ranks = _ranks(poll, wishes)
    if ranks == before:
        return False
    _take_off(poll, by.id)
    db.session.add_all(_vote(poll, choices[place], rank, by.id) for place, rank in ranks.items())
    poll.voter_count += 0 if before else 1
    _note(poll, BallotCast(poll_id=poll.id), by)
    return True


def withdraw_ballot(poll: Poll, *, by: Viewer) -> None:
    """Take back one's vote, as long as the poll is open."""
    lock_poll(poll)
    poll.must_take_votes()
    if ballot_of(poll, by.id):
        _take_off(poll, by.id)
        poll.voter_count -= 1
        _note(poll, BallotWithdrawn(poll_id=poll.id), by)


def ballot_of(poll: Poll, person_id: int) -> dict[int, int]:
    """Return the positions that somebody has chosen, each with its rank."""
    rows = db.session.execute(
        select(PollChoice.position, PollVote.rank)
        .join(PollChoice, PollChoice.id == PollVote.choice_id)
        .where(PollVote.poll_id == poll.id, PollVote.voter == voter_print(poll.id, person_id))
    )
    return dict(rows.all())


def _must_be_offered(
    choices: dict[int, PollChoice], wishes: Sequence[int], before: dict[int, int]
) -> None:
    """What was put aside takes no new votes; whoever chose it before may go on choosing it."""
    for position in wishes:
        choice = choices.get(position)
        if choice is None or (choice.retired_at is not None and position not in before):
            raise ChoiceNotOffered


def _ranks(poll: Poll, wishes: Sequence[int]) -> dict[int, int]:
    is_sound = wishes and len(set(wishes)) == len(wishes)
    if not is_sound or (poll.kind == PollKind.SINGLE and len(wishes) > 1):
        raise ValueError("no ballot of this kind of poll")
    return {each: rank if poll.is_ranked else 1 for rank, each in enumerate(wishes, start=1)}


def _vote(poll: Poll, choice: PollChoice, rank: int, person_id: int) -> PollVote:
    named = {"person_id": person_id, "voted_at": clock.now()}
    return PollVote(
        poll_id=poll.id,
        voter=voter_print(poll.id, person_id),
        choice_id=choice.id,
        rank=rank,
        **({} if poll.is_anonymous else named),
    )


def _take_off(poll: Poll, person_id: int) -> None:
    voter = voter_print(poll.id, person_id)
    db.session.execute(delete(PollVote).where(PollVote.poll_id == poll.id, PollVote.voter == voter))


def _note(poll: Poll, event: Event, by: Viewer) -> None:
    """Count the change; of an anonymous vote nothing else is written than the vote."""
    poll.version += 1
    db.session.flush()
    if not poll.is_anonymous:
        record(event, by=by.id)
    elif poll.is_step_due and poll.results != ResultsShown.CLOSED:
        poll.take_step(tallies_of([poll])[poll.id].as_json)
