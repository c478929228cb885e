"""Asking for advice."""

from hrcn_community.accounts.models import Membership
from hrcn_community.consultations.models import Case, CaseInterval
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.consultations.conftest import QUESTION


def leads(world, case):
    return {
        m.person_id for m in world.rows(Membership, space_id=case.working_space_id, role="lead")
    }


def test_an_official_asks_and_finds_the_case_with_its_lead(world, cast, story):
    answer = cast.omar.browser.post("/consultations", QUESTION)
    page = follow(cast.omar.browser, answer)
    assert "May a city ask for papers?" in page
    assert "<strong>yes</strong>" in page
    assert "Cleo" in page
    assert leads(world, world.rows(Case)[0]) == {cast.cleo.id}


def test_the_interval_of_its_first_state_is_kept(world, cast, story):
    story.ask()
    (interval,) = world.rows(CaseInterval)
    assert (interval.state, interval.to_at, interval.is_paused) == ("submitted", None, False)


def test_an_unfinished_form_comes_back_with_its_text_and_nothing_is_kept(world, cast, story):
    answer = cast.omar.browser.post("/consultations", {**QUESTION, "question": " "})
    assert answer.status_code == 422
    assert "Ask your question first." in answer.text
    assert "We were told that" in answer.text
    assert world.rows(Case) == []


def test_four_sub_questions_are_one_too_many(world, cast, story):
    fields = {**QUESTION, "sub_questions": "a?\nb?\nc?\nd?"}
    assert cast.omar.browser.post("/consultations", fields).status_code == 422
    story.ask(sub_questions="First one?\nSecond one?")
    assert "<li>Second one?</li>" in story.page(cast.omar)


def test_where_persons_can_be_recognised_a_question_is_not_open(world, cast, story):
    fields = {**QUESTION, "tier": "open", "persons_identifiable": "y"}
    answer = cast.omar.browser.post("/consultations", fields)
    assert answer.status_code == 422
    assert "recognised" in answer.text


def test_advisors_do_not_ask(world, cast, story):
    assert cast.dalia.browser.post("/consultations", QUESTION).status_code == 403
    assert cast.dalia.browser.sees("/consultations/new") == 403


def test_the_public_is_asked_to_sign_in_and_their_text_is_kept(world, public, story):
    answer = public.post("/consultations", QUESTION)
    assert answer.status_code == 401
    assert "May a city ask for papers?" in answer.text


def test_fields_that_nobody_offered_change_nothing(world, cast, story):
    story.ask(state="closed", lead="dalia", answer_post_id="1", ref="C-AAAAAAAA")
    assert story.case.state == "submitted"
    assert story.case.answer_post_id is None
    assert story.case.ref != "C-AAAAAAAA"


def test_the_same_form_sent_twice_is_one_case(world, cast, story):
    form = {**QUESTION, "form_token": "0123456789"}
    first = cast.omar.browser.post("/consultations", form)
    second = cast.omar.browser.post("/consultations", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(world.rows(Case)) == 1


def test_the_rota_takes_whoever_leads_least_and_skips_the_excluded(world, cast, story):
    cast.tomas.browser  # noqa: B018 - a second one in the core team
    story.ask()
    first = leads(world, story.case)
    story.ask()
    assert first | leads(world, story.case) == {cast.cleo.id, cast.tomas.id}
    for _ in range(2):
        story.ask(exclude="@cleo")
        assert leads(world, story.case) == {cast.tomas.id}


def test_without_anybody_to_lead_nothing_is_submitted(world, cast, story):
    answer = cast.omar.browser.post("/consultations", {**QUESTION, "exclude": "cleo"})
    assert answer.status_code == 409
    assert world.rows(Case) == []


def test_an_excluded_facilitator_is_not_let_in(world, cast, story):
    story.ask(exclude="chandra")
    assert cast.chandra.browser.sees(story.address) == 404


def test_a_network_case_gets_its_lead_when_it_is_taken_up(world, cast, story):
    story.ask(tier="network")
    assert leads(world, story.case) == set()
    story.done(cast.chandra, "triage")
    assert leads(world, story.case) == {cast.cleo.id}


def test_the_desk_and_the_lead_are_told_by_reference_alone(world, cast, story, worker, mailbox):
    story.ask()
    worker()
    told = {notice.person_id for notice in world.rows(Notice)}
    assert told == {cast.chandra.id, cast.cleo.id}
    for mail in mailbox():
        assert story.case.ref in mail
        assert "shelters" not in mail
        assert "Omar" not in mail
    assert len(mailbox()) == 2
