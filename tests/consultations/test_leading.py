"""Handing the lead on within the core team: with a reason, once, and with what hangs at it."""

import datetime as dt

import pytest

from hrcn_community.accounts.models import SiteRole
from hrcn_community.consultations.models import Absence, CaseExclusion
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Notice


@pytest.fixture
def cora(world):
    return world.person("Cora", SiteRole.CORE)


def test_the_lead_is_handed_on_with_a_reason_and_the_case_closes_to_who_led_it(
    world, cast, story, cora, worker
):
    _is_away(world, cora, 0, 3)
    story.until("drafting")
    _is_away(world, cora, -9, -8)
    assert cora.browser.sees(story.address) == 404
    assert "Cora" in cast.cleo.browser.page(f"{story.address}/lead")
    handed = {"handle": "cora", "reason": "I am **away** for a month.", "form_token": "one"}
    assert story.post(cast.cleo, "lead", **handed).status_code == 303
    assert story.post(cast.cleo, "lead", **handed).status_code == 404, "it is theirs no more"
    worker()
    assert cast.cleo.browser.sees(story.address) == 404
    assert "I am <strong>away</strong>" in story.page(cora)
    assert "I am <strong>away</strong>" not in story.page(cast.omar)
    told = {(row.kind, row.person_id) for row in world.rows(Notice)}
    assert {("case.lead", cora.id), ("case.lead_changed", cast.omar.id)} <= told
    story.done(cora, "invitation", handle="ruth", role="reviewer")


def test_not_to_somebody_who_may_not_and_not_without_a_reason(world, cast, story, cora):
    _is_away(world, cora, 0, 3)
    story.until("drafting")
    far = world.person("Far", SiteRole.CORE)
    world.do(lambda: db.session.add(CaseExclusion(case_id=story.case.id, person_id=far.id)))
    for handle in ("cora", "far", "omar", "dalia", "cleo", "nobody", ""):
        answer = story.post(cast.cleo, "lead", handle=handle, reason="Kept words.")
        assert answer.status_code == 422, handle
        assert "Kept words." in answer.text
    assert story.post(cast.cleo, "lead", handle="cora", reason=" ").status_code == 422
    for person, status in ((cast.chandra, 403), (cast.dalia, 403), (cast.omar, 403), (cora, 404)):
        assert person.browser.sees(f"{story.address}/lead") == status
        assert story.post(person, "lead", handle="cora", reason="Mine.").status_code == status
    assert cast.cleo.browser.sees(story.address) == 200
    assert world.rows(Notice, kind="case.lead") == []


def _is_away(world, person, first, last) -> None:
    """Let somebody be away from one day to another, counted from today, and at no other time."""
    today = clock.now().date()
    days = [today + dt.timedelta(days=day) for day in (first, last)]

    def say() -> None:
        for row in db.session.query(Absence).filter_by(person_id=person.id):
            db.session.delete(row)
        db.session.flush()
        row = Absence(ref="away", person_id=person.id, first_day=days[0], last_day=days[1])
        db.session.add(row)

    world.do(say)
