"""Handing the lead on within the core team: with a reason, once, and with what hangs at it."""

import datetime as dt

import pytest

from hrcn_community.accounts import roles
from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.consultations.actions.handing_over import LEADING
from hrcn_community.consultations.models import Absence, CaseExclusion, CaseInvitation
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
        row = Absence(
            ref=f"away{person.id}", person_id=person.id, first_day=days[0], last_day=days[1]
        )
        db.session.add(row)

    world.do(say)


def _resigns(world, who):
    world.do(lambda: roles.resign(by=viewer_of(who.id)))


def test_who_leaves_the_core_team_leads_no_case_from_then_on(world, cast, story, worker):
    """The next of the rota does, and signs; who is left out, or declared a conflict once, is skipped."""
    tomas, ines = cast.tomas, cast.ines
    _is_away(world, tomas, 0, 3)
    _is_away(world, ines, 0, 3)
    story.until("sign_off")
    story.done(cast.cleo, "signature")
    world.do(lambda: db.session.add(CaseExclusion(case_id=story.case.id, person_id=tomas.id)))
    conflict = {"role": "advisor", "stand": "conflict", "proposed_at": clock.now()}
    cora = world.person("Cora", SiteRole.CORE)
    about = {"case_id": story.case.id, "person_id": cora.id, "proposed_by_id": cast.cleo.id}
    world.do(lambda: db.session.add(CaseInvitation(**about, **conflict)))
    worker()
    assert world.rows(Notice, person_id=cast.cleo.id)
    _resigns(world, cast.cleo)
    for path in ("", "/work", "/lead"):
        assert cast.cleo.browser.sees(f"{story.address}{path}") == 404
    assert world.rows(Notice, person_id=cast.cleo.id) == []
    worker()
    assert {row.person_id for row in world.rows(Notice, kind="case.lead")} == {ines.id}
    assert story.post(ines, "delivery").status_code == 409, "who signed it is here no more"
    for path in ("signature", "delivery"):
        story.done(ines, path)
    assert "signed by Ines" in story.page(cast.omar)


@pytest.mark.parametrize("state", ["drafting", "closed"])
def test_where_nobody_follows_it_stands_at_nobody_until_somebody_can(
    world, cast, story, worker, state
):
    tomas, ines = cast.tomas, cast.ines
    _is_away(world, tomas, 0, 3)
    _is_away(world, ines, 0, 3)
    story.until(state)
    for who in (tomas, ines):
        left_out = {"case_id": story.case.id, "person_id": who.id}
        world.do(lambda left_out=left_out: db.session.add(CaseExclusion(**left_out)))
    _resigns(world, cast.cleo)
    assert cast.cleo.browser.sees(story.address) == 404
    assert [duty.subject_id for duty in world.ask(lambda: LEADING.orphaned(0))] == [story.case.id]
    assert world.rows(Notice, kind="case.lead") == []
    cora = world.person("Cora", SiteRole.CORE)
    assert world.ask(lambda: LEADING.successor(story.case.id, ())) == cora.id
    world.do(lambda: LEADING.give(story.case.id, None, cora.id))
    if state == "drafting":
        story.done(cora, "invitation", handle="ruth", role="reviewer")
    assert cora.browser.sees(f"{story.address}/work") == 200
    assert world.ask(lambda: LEADING.orphaned(0)) == []
