"""How long a case is kept: told twice, kept once more by who asked, then nothing but its reference."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from hrcn_community.accounts.models import Membership, Person, SignIn
from hrcn_community.audit.models import ReadEntry
from hrcn_community.consultations.ended import CaseProlongation, RemovedCase
from hrcn_community.consultations.models import Case, CaseWords
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.moderation.models import ContentNotice, Matter
from hrcn_community.notifications.models import Notice
from hrcn_community.privacy.holds import Wanted, set_hold
from hrcn_community.privacy.keeping_models import Handover, Hold
from hrcn_community.privacy.retention_chore import ask_successors, keep_periods
from hrcn_community.spaces.models import Space
from tests.racing import at_once

NOW = datetime.now(UTC)


@pytest.fixture
def after(app, worker):
    def keep(days: float) -> None:
        with app.app_context(), clock.at(NOW + timedelta(days=days)):
            here = update(SignIn).values(
                last_seen_at=clock.now()
            )  # an account left alone goes, too
            db.session.execute(here)
            db.session.commit()
            keep_periods()
            worker()

    return keep


def _told(world) -> set[int]:
    return {row.person_id for row in world.rows(Notice, kind="case.removal")}


def _notice_twice(space_id: int) -> None:
    """Let there be an open notice about each of two posts of one author in a case."""
    posts = select(Post).join(Conversation).where(Conversation.space_id == space_id)
    for post in db.session.scalars(posts.order_by(Post.id).limit(2)).all():
        matter = Matter(
            ref=f"m{post.id}",
            post_id=post.id,
            person_id=post.author_id,
            space_id=space_id,
            desk="core",
            category="rule",
            opened_at=NOW,
        )
        db.session.add(matter)
        db.session.flush()
        said = {"explanation": "It is in the case.", "address": f"/posts/{post.ref}"}
        db.session.add(
            ContentNotice(
                ref=post.ref, matter_id=matter.id, category="rule", print="p", filed_at=NOW, **said
            )
        )


def test_a_case_goes_after_two_notices_and_its_reference_stays(world, cast, story, after):
    address = story.until("closed")
    ref, spaces = story.case.ref, len(world.rows(Space))
    asking_space_id = story.case.asking_space_id
    world.do(lambda: _notice_twice(asking_space_id))
    other = story.ask(title="Another one")
    after(1700)
    assert _told(world) == set()
    after(1766)
    assert _told(world) == {cast.omar.id, cast.cleo.id, cast.dalia.id}
    after(1830)
    assert len(world.rows(Notice, kind="case.removal", person_id=cast.omar.id)) == 2
    assert world.rows(Case, ref=ref)
    after(1845)
    assert world.rows(Case, ref=ref) == []
    assert world.rows(ContentNotice) == [], "what somebody said of it goes, too"
    [line] = world.rows(RemovedCase)
    assert (line.ref, line.tier) == (ref, "confidential")
    [left] = world.rows(Case)
    assert left.address == other
    kept = {left.asking_space_id, left.working_space_id}
    assert {row.space_id for row in world.rows(Conversation)} == kept
    assert len(world.rows(Space)) == spaces
    assert {row.post_id for row in world.rows(CaseWords)} == {row.id for row in world.rows(Post)}
    assert {row.space_id for row in world.rows(ReadEntry)} <= kept
    assert cast.omar.browser.sees(address) == 404


def test_who_asked_keeps_it_once_more_with_a_reason(world, cast, story, after):
    address = story.until("closed")
    omar = cast.omar.browser
    assert "The case has ended." in omar.page(f"{address}/keeping")
    assert omar.post(f"{address}/prolongation", reason=" ").status_code == 422
    assert omar.post(f"{address}/prolongation", reason="A court may ask.").status_code == 303
    assert "You kept it once more" in omar.page(f"{address}/keeping")
    assert omar.post(f"{address}/prolongation", reason="And again.").status_code == 409
    assert len(world.rows(CaseProlongation)) == 1
    for person, status in ((cast.cleo, 403), (cast.dalia, 403), (cast.eve, 404)):
        assert person.browser.sees(f"{address}/keeping") == status
        assert person.browser.post(f"{address}/prolongation", reason="Mine.").status_code == status


def test_kept_once_more_twice_at_once_is_once(world, cast, story):
    address = story.until("closed")
    omar = cast.omar.browser
    form = {"csrf_token": omar.form_token(), "reason": "A court may ask."}
    answers = at_once([lambda: omar.client.post(f"{address}/prolongation", data=form)] * 2)
    assert sorted(answer.status_code for answer in answers) == [303, 409]


def test_an_open_case_or_one_that_is_not_over_stays(world, story, after):
    story.until("drafting")
    after(4000)
    after(4100)
    assert len(world.rows(Case)) == 1


@pytest.mark.parametrize("who", ["address", "omar"])
def test_what_is_held_stays_and_goes_when_it_is_free(world, cast, story, after, who):
    address = story.until("closed")
    person_id = None if who == "address" else cast.omar.id
    wanted = Wanted(person_id, "" if person_id else address, "A court asks.", NOW.date())
    hold_id = world.do(lambda: set_hold(wanted, by=world.viewer(cast.cleo)).id)
    for days in (1766, 1830, 1845):
        after(days)
    assert len(world.rows(Case)) == 1
    assert _told(world) == set()
    world.do(lambda: setattr(db.session.get_one(Hold, hold_id), "ended_at", NOW))
    for days in (1850, 1851, 1866):
        after(days)
    assert world.rows(Case) == []


def test_who_leads_hands_that_on_within_the_core_team_who_learns_the_reference_first(
    world, cast, story
):
    story.until("drafting")
    case, cleo, tomas = story.case, cast.cleo.browser, cast.tomas.browser
    cast.ines  # noqa: B018 - another of the core team
    page = cleo.page("/settings/handover")
    assert case.ref in page
    assert "Rooms in private shelters" not in page
    for who in ("omar", "dalia", "ruth", "chandra"):
        answer = cleo.post(f"/settings/handover/case_lead/{case.id}", to=who)
        assert answer.status_code == 422, who
    assert cleo.post(f"/settings/handover/case_lead/{case.id}", to="tomas").status_code == 303
    [made] = world.rows(Handover)
    assert tomas.sees(story.address) == 404
    assert "Rooms in private shelters" not in tomas.page("/settings/handover")
    assert tomas.post(f"/settings/handover/offers/{made.ref}/acceptance").status_code == 303
    assert tomas.sees(story.address) == 200
    assert cleo.sees(story.address) == 404
    assert case.ref in cast.dalia.browser.page("/settings/handover")


def test_of_a_confidential_case_whose_lead_is_suspended_the_rota_asks_the_next(
    app, world, cast, story
):
    story.until("drafting")
    case, tomas = story.case, cast.tomas.browser
    gone = update(Person).where(Person.id == cast.cleo.id).values(standing="suspended")
    world.do(lambda: db.session.execute(gone))
    with app.app_context():
        ask_successors()
    [made] = world.rows(Handover)
    assert made.to_id == cast.tomas.id
    assert case.ref not in tomas.page("/admin/handovers")
    assert tomas.post(f"/admin/handovers/case_lead/{case.id}", to="tomas").status_code == 404
    assert case.ref in tomas.page("/settings/handover")
    assert tomas.post(f"/settings/handover/offers/{made.ref}/acceptance").status_code == 303
    assert tomas.sees(story.address) == 200
    leads = world.rows(Membership, space_id=case.working_space_id, role="lead")
    assert [row.person_id for row in leads] == [cast.tomas.id]
