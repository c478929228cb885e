"""Cases of the demonstration that stand where no other stands: asked back, invited, to be signed, withdrawn."""

from collections.abc import Iterator

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions import answers, experts, talking
from hrcn_community.consultations.transitions import Deed as CaseDeed
from hrcn_community.demo.cases import Story
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.written import read


def deeds() -> Iterator[Deed]:
    for written in read("cases_underway")["case"]:
        yield from _Underway(written).deeds()


class _Underway(Story):
    def deeds(self) -> Iterator[Deed]:
        yield from super().deeds()
        for day, do in (
            ("invited", self.invite),
            ("existing", lambda: self.speak(CaseDeed.POINT_TO_EXISTING, self.desk())),
            ("asked_back", lambda: self.speak(CaseDeed.ASK_REQUESTER, self.advisor())),
            ("sent_back", self.send_back),
            ("questioned", lambda: self.speak(CaseDeed.ASK_CLARIFICATION, self.asker())),
            ("withdrawn", lambda: self.speak(CaseDeed.WITHDRAW, self.asker())),
        ):
            if (days_ago := self.written.get(f"{day}_days_ago")) is not None:
                yield Deed(days_ago, do)

    def advisor(self) -> Viewer:
        return person(self.written["advisor"])

    def speak(self, deed: CaseDeed, by: Viewer) -> None:
        with self.seeded("said"):
            talking.speak(self.case, deed, self.written["said"].strip(), by=by)

    def invite(self) -> None:
        experts.invite_expert(self.case, self.advisor().id, SpaceRole.ADVISOR, by=self.lead())

    def send_back(self) -> None:
        by, points = person(self.written["reviewer"]), self.written["points"]
        with self.seeded("points"):
            answers.review(self.case, False, "", points, by=by)
