"""A case told in words: `story.ask(omar)`, `story.until("peer_review")`."""

from functools import cached_property

import pytest

from hrcn_community.accounts.models import SiteRole, SpaceRole
from hrcn_community.accounts.places import put_inside
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.consultations.actions.declaring import declare_generally
from hrcn_community.consultations.models import DESK, Case
from hrcn_community.core.db import db
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.models import Visibility

QUESTION = {
    "title": "Rooms in private shelters",
    "question": "May a city ask for papers?",
    "context": "We were told that **yes**.",
    "tier": "confidential",
}
ACCEPT = {"declaration": "none", "text": "No ties."}


class Story:
    """One case, with everybody who has a part in it; Cleo is the only one who can lead."""

    def __init__(self, world, cast) -> None:
        self.world, self.cast, self.address, self.gone = world, cast, "", 0
        self.asker = cast.omar
        self.people = [cast.chandra, cast.cleo, cast.dalia, cast.ruth]
        world.do(self._open_desk)

    @cached_property
    def handles(self):
        """Everybody of the house, by what they are called."""
        alma = self.world.person("Alma", SiteRole.ADVISOR)
        self.world.do(lambda: declare_generally("I own none either.", by=viewer_of(alma.id)))
        more = [self.cast.tomas, self.cast.ines, self.cast.eve, alma]
        return {somebody.handle: somebody for somebody in [self.asker, *self.people, *more]}

    def who(self, handle):
        return self.handles[handle]

    def ask(self, by=None, **fields):
        """Submit a case and return its address."""
        self.asker = by or self.asker
        answer = self.asker.browser.post("/consultations", {**QUESTION, **fields})
        assert answer.status_code == 303, answer.text
        self.address, self.gone = answer.headers["Location"], 0
        return self.address

    def post(self, who, path, **fields):
        return who.browser.post(f"{self.address}/{path}", fields)

    def done(self, who, path, **fields):
        answer = self.post(who, path, **fields)
        assert answer.status_code == 303, f"{path}: {answer.status_code} {answer.text}"
        return answer

    def page(self, who):
        return who.browser.page(self.address)

    def until(self, state, **fields):
        """Ask, and let everybody do their part until the case is in `state`; go on from where it is."""
        if not self.address:
            self.ask(**fields)
        for reached, who, path, more in self._way()[self.gone :]:
            if self.case.state == state:
                break
            self.done(who, path, **more)
            self.gone += 1
            assert not reached or self.case.state == reached
        assert self.case.state == state
        return self.address

    @property
    def case(self) -> Case:
        return self.world.rows(Case, ref=self.address.rpartition("/")[2])[0]

    def _way(self):
        c = self.cast
        desk = c.cleo if self.case.tier == "sealed" else c.chandra
        return (
            ("triage", desk, "triage", {}),
            ("scoped", desk, "scope", {"body": "We answer all of it."}),
            ("matching", self.asker, "scope/confirmation", {}),
            ("invited", c.cleo, "invitation", {"handle": "dalia", "role": "advisor"}),
            ("assigned", c.dalia, "declaration", {"declaration": "none", "text": "No ties."}),
            ("drafting", c.dalia, "drafts", {"body": "The *answer* of Dalia."}),
            ("", c.cleo, "invitation", {"handle": "ruth", "role": "reviewer"}),
            ("", c.ruth, "declaration", {"declaration": "none"}),
            ("peer_review", c.dalia, "review-request", {}),
            ("sign_off", c.ruth, "reviews", {"verdict": "approve", "body": "Sound."}),
            ("", c.cleo, "signature", {}),
            ("delivered", c.cleo, "delivery", {"body": "With thanks."}),
            ("closed", self.asker, "closure", {"reason": "It helped."}),
        )

    def _open_desk(self) -> None:
        desk = open_space("Consultation desk", Visibility.RESTRICTED, slug=DESK)
        put_inside(desk, self.cast.chandra.id, SpaceRole.FACILITATOR)
        put_inside(desk, self.cast.cleo.id)
        for advisor in (self.cast.dalia, self.cast.ruth):
            declare_generally("I own no house.", by=viewer_of(advisor.id))
        db.session.flush()


@pytest.fixture
def rita(world):
    """A third advisor, who declared in general."""
    person = world.person("Rita", SiteRole.ADVISOR)
    world.do(lambda: declare_generally("None.", by=viewer_of(person.id)))
    return person


@pytest.fixture
def story(world, cast) -> Story:
    return Story(world, cast)
