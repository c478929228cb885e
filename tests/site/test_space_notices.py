"""Who is told when somebody asks to be let into a space."""

from tests.factories import RESTRICTED


def test_facilitators_learn_who_asks_and_the_asker_learns_that_they_are_in(world, cast, worker):
    space = world.space(RESTRICTED, "The workshop yard", facilitator=cast.chandra)
    cast.eve.browser.post(f"/spaces/{space.slug}/requests", reason="I would like to help.")
    worker()
    assert "Eve asks to be let into" in cast.chandra.browser.page("/notifications")
    cast.chandra.browser.post(f"/spaces/{space.slug}/requests/eve/admission", admit="1")
    worker()
    assert "Chandra has let you into" in cast.eve.browser.page("/notifications")
