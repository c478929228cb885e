"""What stands around the asking in the demonstration community: what became of answers, requests not sent."""

from collections.abc import Iterator

from hrcn_community.consultations.actions import drafting, evaluating, reusing
from hrcn_community.consultations.actions.moves import move
from hrcn_community.consultations.models import Used, Useful
from hrcn_community.consultations.transitions import Deed as CaseDeed
from hrcn_community.core.refs import seeded
from hrcn_community.demo.cases import Story
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.written import read

REUSED = (("knowledge", 41), ("discussions", 33), ("knowledge", 12), ("consultations", 6))


def deeds() -> Iterator[Deed]:
    """Return earlier cases to their very end, what people have begun, and answers found before asking."""
    for written in read("earlier_cases")["case"]:
        yield from _Earlier(written).deeds()
    for begun in read("earlier_cases")["begun"]:
        yield Deed(begun["begun_days_ago"], lambda begun=begun: _begin(begun))
    for room, days_ago in REUSED:
        yield Deed(days_ago, lambda room=room: reusing.count_reuse(room, by=person("ben")))


class _Earlier(Story):
    """A case whose answer is old enough to ask what became of it."""

    def deeds(self) -> Iterator[Deed]:
        yield from super().deeds()
        closed = self.written["closed_days_ago"]
        yield Deed(closed + 1, self.rate)
        yield Deed(closed - 90, self.follow_up)
        if "outcome" in self.written:
            yield Deed(closed - 95, self.report)

    def rate(self) -> None:
        words, useful = self.written["rating"], Useful(self.written["useful"])
        with self.seeded("rating"):
            evaluating.rate(self.case, useful, words, by=self.asker())

    def follow_up(self) -> None:
        move(self.case, CaseDeed.FOLLOW_UP, by=None)

    def report(self) -> None:
        words, used = self.written["outcome"].strip(), Used(self.written["used"])
        with self.seeded("outcome"):
            evaluating.report(self.case, used, words, by=self.asker())


def _begin(begun: dict) -> None:
    fields = {name: [text.strip()] for name, text in begun["fields"].items()}
    with seeded(f"begun {begun['by']}"):
        drafting.begin(fields, by=person(begun["by"]))
