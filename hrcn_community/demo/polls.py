"""The polls of the demonstration community, and who voted how."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hrcn_community.conversations.actions.polls import add_poll
from hrcn_community.conversations.actions.polls_voting import cast_ballot
from hrcn_community.conversations.models import Poll, PollKind, ResultsShown
from hrcn_community.conversations.poll_plan import PlannedPoll, PollRules
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import all_written, post_of
from hrcn_community.demo.written import read

A_MOMENT = 0.005  # days: the author adds the poll to what was just sent


def poll_deeds() -> Iterator[Deed]:
    """Return what was asked, and every vote; a poll closes by itself."""
    for written in read("polls")["poll"]:
        asked = all_written()[written["thread"]]["post"][written["number"] - 1]
        first = asked["days_ago"] - A_MOMENT
        yield Deed(first, lambda w=written, by=asked["author"]: _ask(w, by))
        ballots = written["ballots"]
        for place, (who, *wishes) in enumerate(ballots, start=1):
            days_ago = first - (first - written["last_vote_days_ago"]) * place / len(ballots)
            yield Deed(days_ago, lambda w=written, who=who, wishes=wishes: _vote(w, who, wishes))


def _ask(written: dict[str, Any], by: str) -> None:
    rules = PollRules(
        PollKind(written["kind"]), ResultsShown(written["results"]), written["anonymous"]
    )
    days = written.get("open_days")
    end = (clock.now() + timedelta(days=days)).replace(microsecond=0) if days else None
    plan = PlannedPoll(written["question"], tuple(written["choices"]), rules, end)
    add_poll(post_of(written["thread"], written["number"]), plan, by=person(by))


def _vote(written: dict[str, Any], who: str, wishes: list[int]) -> None:
    post = post_of(written["thread"], written["number"])
    poll = db.session.scalars(select(Poll).where(Poll.post_id == post.id)).one()
    poll.post = post
    cast_ballot(poll, wishes, by=person(who))
