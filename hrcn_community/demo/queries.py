"""The consolidated replies of the demonstration community: drafted, asked about, published."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import thread_of
from hrcn_community.demo.written import read
from hrcn_community.discussions.actions import synopses
from hrcn_community.discussions.actions.synopsis_answers import confirm
from hrcn_community.discussions.models import Synopsis
from hrcn_community.discussions.queries.synopses import Consolidation

A_MOMENT = 0.01  # days between saving a draft and sending it


def query_deeds() -> Iterator[Deed]:
    """Return what was done with every draft, round by round. The windows end by themselves."""
    for written in read("synopses")["synopsis"]:
        story = _Story(written)
        for number, each in enumerate(written["round"], start=1):
            if number > 1:
                yield Deed(each["days_ago"] + A_MOMENT, story.take_back)
            yield Deed(each["days_ago"], lambda story=story, each=each: story.save(each["text"]))
            yield Deed(each["days_ago"] - A_MOMENT, story.send)
            for said in each["said"]:
                yield Deed(said["days_ago"], lambda story=story, said=said: story.hear(said))
        yield Deed(written["published_days_ago"], story.publish)


class _Story:
    """One consolidated reply while it is being made."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.written = written

    @property
    def query(self) -> Consolidation:
        thread = thread_of(self.written["thread"])
        return Consolidation(thread, db.session.get_one(Synopsis, thread.id))

    def save(self, text: str) -> None:
        query = self.query
        over = query.synopsis.sequence
        synopses.save_draft(query, text.strip(), over=over, by=person(self.written["by"]))

    def send(self) -> None:
        until = clock.now() + timedelta(days=self.written["answer_days"])
        synopses.send_draft(self.query, until, by=person(self.written["by"]))

    def take_back(self) -> None:
        synopses.take_draft_back(self.query, by=person(self.written["by"]))

    def hear(self, said: dict[str, Any]) -> None:
        query = self.query
        confirm(
            query,
            of_round=query.synopsis.round,
            agrees=said["agrees"],
            wants_credit=said.get("credit", False),
            remark=said.get("remark", ""),
            by=person(said["person"]),
        )

    def publish(self) -> None:
        query = self.query
        with seeded(f"synopsis {self.written['thread']}"):
            synopses.publish(query, of_round=query.synopsis.round, by=person(self.written["by"]))
