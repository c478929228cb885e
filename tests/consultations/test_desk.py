"""The desk: late first, who has it, what asks much the same; and nothing that the viewer may not read."""

import datetime as dt
import re
from datetime import timedelta

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.places import put_outside
from hrcn_community.consultations.models import Absence, Case
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space

DESK = "/consultations/desk"


def _refs(page: str) -> list[str]:
    return re.findall(r'case__ref">(C-\w+)<', page)


def _asked(story, days_ago: int, **fields) -> str:
    with clock.at(clock.now() - timedelta(days=days_ago)):
        story.ask(**{"tier": "network", **fields})
    return story.case.ref


def test_the_late_ones_stand_first_and_each_says_in_words_how_its_clock_stands(cast, story):
    young = _asked(story, 0)
    late = _asked(story, 21, title="Waits for three weeks")
    taken = _asked(story, 20)
    story.done(cast.chandra, "triage")
    page = cast.chandra.browser.page(DESK)
    assert _refs(page) == [late, young, taken]
    assert page.index("Late") < page.index("In time")
    assert "Next move: Consultation desk" in page
    assert _refs(cast.chandra.browser.page(f"{DESK}?state=triage")) == [taken]
    assert _refs(cast.chandra.browser.page(f"{DESK}?state=nonsense&after=nonsense")) == _refs(page)
    assert _refs(cast.cleo.browser.page(DESK)) == [taken], "whoever leads sees what they lead"


def test_the_desk_goes_on_where_it_ended_and_never_twice(cast, story):
    for number in range(33):
        _asked(story, number % 3, title=f"Case number {number:02}")
    first = cast.chandra.browser.page(DESK)
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = cast.chandra.browser.page(following[1].replace("&amp;", "&"))
    assert (len(_refs(first)), len(_refs(second))) == (30, 3)
    assert not set(_refs(first)) & set(_refs(second))


def test_what_asks_much_the_same_is_named_but_never_a_case_that_the_viewer_may_not_read(
    world, cast, story
):
    same = {"title": "Rooms in private shelters for young women", "question": "Who pays for it?"}
    readable = _asked(story, 0, **same)
    other = _asked(story, 0, title="Lighting of the old harbour", question="Is it a duty of ours?")
    secret = _asked(story, 0, tier="confidential", **same)
    _leave(world, story, cast.chandra)
    one = _asked(story, 0, **same)
    page = cast.chandra.browser.page(DESK)
    entry = page[page.index(f">{one}<") :].partition("</li>")[0]
    assert f"{readable} <span" in entry
    assert secret not in page
    assert f"{other} <span" not in page
    leads = cast.cleo.browser.page(DESK)
    assert (_refs(leads), f"{readable} <span" in leads) == ([secret], True)


def test_the_desk_says_who_has_a_case_and_that_they_are_away_but_never_who_asked(
    world, cast, story
):
    story.ask(tier="network", shows_requester_as="name")
    assert 'name="lead"' in story.page(cast.chandra)
    story.ask(tier="network", shows_requester_as="nothing")
    assert 'name="lead"' not in story.page(cast.chandra), "who is missing there, asks"
    story.until("scoped")
    page = cast.chandra.browser.page(DESK)
    assert "Next move: Asker" in page
    assert cast.omar.name not in page
    story.done(cast.omar, "scope/confirmation")
    story.done(cast.cleo, "invitation", handle="dalia", role="advisor")
    assert "Next move: The invited expert" in cast.chandra.browser.page(DESK)
    story.done(cast.dalia, "declaration", declaration="none")
    today = clock.now().date()
    world.do(lambda: db.session.add(_away(cast.dalia, today, today + dt.timedelta(days=3))))
    for person in (cast.chandra, cast.cleo):
        page = person.browser.page(DESK)
        assert "Next move: Expert" in page
        assert cast.dalia.name in page
        assert "away until" in page


def _away(person, first, last) -> Absence:
    return Absence(ref="away", person_id=person.id, first_day=first, last_day=last)


def _leave(world, story, person) -> None:
    """Let somebody out of the story's case, as if they had been excluded from it."""

    def deed() -> None:
        from_ = db.session.get_one(Case, story.case.id)
        for id_ in (from_.asking_space_id, from_.working_space_id):
            put_outside(db.session.get_one(Space, id_), person.id, SpaceRole.TRIAGER)

    world.do(deed)
