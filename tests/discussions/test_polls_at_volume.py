"""A poll with many voters is counted by the database, not row by row."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from hrcn_community.conversations.models import Poll, PollChoice, PollVote
from hrcn_community.conversations.poll_count import ranked_tally
from hrcn_community.conversations.queries.polls_counted import tallies_of
from hrcn_community.core.db import db
from tests.discussions.polls import RANKED, a_poll
from tests.factories import PUBLIC


def test_of_ranked_ballots_only_those_that_differ_are_fetched(world, cast):
    asked = a_poll(world, cast.amina, world.space(PUBLIC), kind=RANKED)
    asked.vote(cast.ben, 3, 1)
    asked.vote(cast.omar, 2)
    world.do(lambda: _crowd(asked.id))
    sent: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement: str, parameters: Any, *_: object) -> None:
        sent.append((statement, parameters))

    def count() -> tuple[Any, int]:
        poll = db.session.get_one(Poll, asked.id)
        event.listen(Engine, "before_cursor_execute", note)
        try:
            tally = tallies_of([poll])[poll.id]
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        connection = db.session.connection()
        return tally, sum(len(connection.exec_driver_sql(*each).all()) for each in sent)

    tally, fetched = world.ask(count)
    assert tally == ranked_tally({(3, 1): 151, (2,): 151}, [1, 2, 3])
    assert fetched < 10


def _crowd(poll_id: int) -> None:
    """Let 300 more vote alike; half of them with gaps in their ranks, as a choice that went leaves one."""
    choices = db.session.query(PollChoice).filter_by(poll_id=poll_id)
    ids = {choice.position: choice.id for choice in choices}
    for n in range(300):
        wishes = {ids[3]: 2, ids[1]: 7} if n % 2 else {ids[2]: 1}
        db.session.add_all(
            PollVote(poll_id=poll_id, voter=f"{n:064}", choice_id=choice, rank=rank)
            for choice, rank in wishes.items()
        )
