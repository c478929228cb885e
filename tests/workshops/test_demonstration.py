"""The workshops of the demonstration community, as they were written."""

import pytest

from hrcn_community.core import clock
from hrcn_community.demo import workshops
from hrcn_community.demo.deeds import play
from hrcn_community.demo.people import add_people, add_register
from hrcn_community.workshops.models.seats import Registration
from hrcn_community.workshops.models.statements import Statement, Vote
from hrcn_community.workshops.models.workshops import Phase, Workshop
from tests.browsing import Browser


@pytest.mark.slow
def test_one_is_past_with_outcomes_one_is_running_and_one_is_to_come(world, app):
    def load() -> None:
        today = clock.now()
        add_register()
        add_people(today)
        play(workshops.deeds(), today)

    world.do(load)
    phases = {row.slug: row.phase for row in world.rows(Workshop)}
    assert sorted(phases.values()) == sorted([Phase.PAST, Phase.RUNNING, Phase.UPCOMING])
    states = [row.state for row in world.rows(Registration)]
    assert states.count("waiting") == 4
    assert len(world.rows(Statement)) == 34
    assert len(world.rows(Vote)) > 300
    amina = Browser(app)
    amina.sign_in("amina@example.org", "human-rights-city")
    assert "What was agreed" in amina.page("/workshops/at-the-front-door/notes")
    assert "17" in amina.page("/workshops/at-the-front-door/results")
