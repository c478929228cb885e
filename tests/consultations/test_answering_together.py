"""Several who answer one case: all write, one hands over, none of them reviews or signs."""

import pytest

from hrcn_community.consultations.models import CaseGroup, CaseWords
from hrcn_community.notifications.models import Notice
from tests.consultations.conftest import ACCEPT


@pytest.fixture
def together(cast, story):
    """Dalia and Ruth answer together; Dalia accepted first."""
    story.until("matching")
    story.done(cast.cleo, "group")
    for who in (cast.dalia, cast.ruth):
        story.done(cast.cleo, "invitation", handle=who.handle, role="advisor")
    for who in (cast.dalia, cast.ruth):
        story.done(who, "declaration", **ACCEPT)
    return story


def _rapporteur(world):
    return world.rows(CaseGroup)[0].rapporteur_id


def test_all_write_and_see_who_wrote_and_one_hands_the_draft_over(world, cast, together, rita):
    assert _rapporteur(world) == cast.dalia.id
    together.done(cast.ruth, "drafts", body="Ruth begins.")
    together.done(cast.dalia, "drafts", body="Dalia goes on.", revision=1)
    page = together.page(cast.ruth)
    assert "version 1" in page
    assert "version 2" in page
    assert "rapporteur, hands the draft over" in page
    assert 'action="' + together.address + '/review-request"' not in page
    assert "Who wrote which version" not in together.page(cast.omar)
    refused = together.post(cast.ruth, "review-request")
    assert refused.status_code == 409
    assert "its rapporteur hands the draft over" in refused.text
    for part in ("reviewer",):
        for who in (cast.dalia, cast.ruth):
            answer = together.post(cast.cleo, "invitation", handle=who.handle, role=part)
            assert answer.status_code == 409
    together.done(cast.cleo, "invitation", handle="rita", role="reviewer")
    together.done(rita, "declaration", **ACCEPT)
    together.done(cast.dalia, "review-request")
    for who in (cast.dalia, cast.ruth):
        assert together.post(who, "reviews", verdict="approve").status_code == 403
    together.done(rita, "reviews", verdict="approve", body="Sound.")
    for who in (cast.dalia, cast.ruth, rita):
        assert together.post(who, "signature").status_code == 403
        assert together.post(cast.cleo, "signer", handle=who.handle).status_code == 409
    together.done(cast.cleo, "signature")
    together.done(cast.cleo, "delivery")
    page = together.page(cast.omar)
    assert "Written by Dalia, Ruth" in page
    [answer] = world.rows(CaseWords, kind="answer")
    assert answer.person_id == cast.dalia.id


def test_who_steps_back_leaves_the_others_at_work_and_the_next_is_rapporteur(
    world, cast, together, worker
):
    together.done(cast.dalia, "drafts", body="We begin.")
    together.done(cast.dalia, "recusal", reason="I know the landlord.")
    assert together.case.state == "drafting"
    assert _rapporteur(world) == cast.ruth.id
    assert cast.dalia.browser.sees(together.address) == 404
    assert "We begin." in together.page(cast.ruth)
    worker()
    assert {row.person_id for row in world.rows(Notice, kind="case.rapporteur")} == {cast.ruth.id}
    assert (
        together.post(cast.cleo, "invitation", handle="dalia", role="reviewer").status_code == 409
    )
    together.done(cast.ruth, "recusal", reason="So do I.")
    assert together.case.state == "matching"
    assert together.case.draft_post_id is None
    assert _rapporteur(world) is None


def test_when_the_last_leaves_and_somebody_is_still_asked_the_case_waits_for_them(
    cast, together, rita
):
    together.done(cast.cleo, "invitation", handle="rita", role="advisor")
    for who in (cast.dalia, cast.ruth):
        together.done(who, "recusal", reason="A tie.")
    assert together.case.state == "invited"
    together.done(rita, "declaration", **ACCEPT)
    assert together.case.state == "assigned"


def test_the_lead_names_another_rapporteur_and_nobody_else_does(world, cast, together):
    for who, status in ((cast.ruth, 403), (cast.chandra, 403), (cast.omar, 403), (cast.eve, 404)):
        assert together.post(who, "rapporteur", handle="ruth").status_code == status
        assert together.post(who, "group").status_code == status
    for wrong, status in (("", 422), ("nobody", 422), ("omar", 409)):
        assert together.post(cast.cleo, "rapporteur", handle=wrong).status_code == status
    assert _rapporteur(world) == cast.dalia.id
    together.done(cast.cleo, "rapporteur", handle="ruth")
    assert _rapporteur(world) == cast.ruth.id
    assert together.post(cast.cleo, "group").status_code == 409


def test_while_the_draft_is_read_nobody_joins(cast, story, rita):
    story.until("drafting")
    story.done(cast.cleo, "group")
    story.done(cast.cleo, "invitation", handle="rita", role="advisor")
    story.done(cast.dalia, "review-request")
    assert story.post(rita, "declaration", **ACCEPT).status_code == 409
    assert rita.browser.sees(story.address) == 404


def test_beside_one_who_answers_alone_nobody_is_invited(cast, story):
    story.until("assigned")
    assert story.post(cast.cleo, "invitation", handle="ruth", role="advisor").status_code == 409
