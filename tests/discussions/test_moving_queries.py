"""Moving a query: what was said of its draft for the facilitators alone stays with them."""

from tests.discussions.queries import ask, in_days
from tests.discussions.tending import sent
from tests.factories import CONFIDENTIAL, PUBLIC


def test_a_remark_stays_with_the_facilitators_of_the_space_where_it_was_made(world, cast):
    inside = [cast.amina, cast.ben, cast.dalia]
    query = ask(world, cast, CONFIDENTIAL, member=inside).confirming()
    query.say(cast.dalia, "no", remark="Zaunkoenig one.")
    hall = world.space(PUBLIC, facilitator=[cast.chandra, cast.ruth])
    moved = sent(cast.chandra, query.thread, "move", space=hall.slug, confirmed="y")
    assert moved.status_code == 303
    query.say(cast.ben, "no", remark="Said in the hall.")
    answers = f"{query.address}/synopsis/confirmations"
    for tends_it_now in (cast.ruth, cast.cleo):
        page = tends_it_now.browser.page(answers)
        assert page.count("Objects") == 2
        assert "Said in the hall." in page
        assert "Zaunkoenig" not in page
    assert "Zaunkoenig one." in cast.chandra.browser.page(answers)
    assert "Zaunkoenig one." in cast.dalia.browser.page(f"{query.address}/synopsis")
    query.take_back()
    assert "Zaunkoenig" not in cast.ruth.browser.page(f"{query.address}/synopsis/edit")
    assert "Zaunkoenig" in cast.chandra.browser.page(f"{query.address}/synopsis/edit")


def test_why_a_window_was_extended_inside_is_not_told_outside(world, cast, public):
    query = ask(world, cast, CONFIDENTIAL, member=[cast.amina, cast.ben, cast.dalia])
    query.post(cast.chandra, "window", until=in_days(40), reason="Zaunkoenig is away.")
    assert "Zaunkoenig is away." in cast.ben.browser.page(query.address)
    hall = world.space(PUBLIC, facilitator=cast.chandra)
    sent(cast.chandra, query.thread, "move", space=hall.slug, confirmed="y")
    page = public.page(query.address)
    assert "We built homes." in page
    assert "Zaunkoenig" not in page
