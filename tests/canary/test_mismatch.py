"""Addresses whose parts do not belong together, and fields that no form offered."""

import pytest

from hrcn_community.accounts.models import Application, Invitation, Membership, Person
from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.knowledge.models import Practice
from hrcn_community.learning.models import Answer, Enrolment
from hrcn_community.workshops.models.seats import Registration
from hrcn_community.workshops.models.statements import Statement, Vote
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC
from tests.knowledge.telling import a_guideline
from tests.learning.lessons import START, WORK, WrittenStep, enrolled, publish
from tests.workshops.making import BEFORE, DURING, a_workshop

FORGED = {
    "id": "1",
    "author_id": "1",
    "by": "cleo",
    "person_id": "1",
    "role": "core",
    "site_role": "core",
    "standing": "member",
    "state": "verified",
    "space_id": "1",
    "visibility": "public",
    "is_chatham": "",
    "score": "100",
    "outcome": "right",
    "completed_at": "2020-01-01",
    "email_confirmed_at": "2020-01-01",
}


def test_a_step_of_another_module_is_unknown_in_this_one(world, cast):
    ours = publish(world, cast.dalia, "ours", steps=(START, WORK))
    other = WrittenStep("elsewhere", "Elsewhere", "reading", 3, "Words.")
    publish(world, cast.dalia, "theirs", steps=(START, other))
    ben = enrolled(cast.ben, ours).browser
    for there, never in (("elsewhere", "nowherexx"), ("begin/../work", "begin/../none")):
        answers = [ben.get(f"{ours}/steps/{step}") for step in (there, never)]
        assert answers[0].status_code == answers[1].status_code
    for deed in ("completion", "follow", "posts", "answers/q1"):
        answer = ben.post(f"{ours}/steps/elsewhere/{deed}", body="Words.", answer="a")
        assert answer.status_code == 404, deed
    assert ben.post(f"{ours}/steps/begin/answers/q4", answer="a").status_code == 404
    assert world.rows(Answer) == []


def test_a_statement_of_another_workshop_is_not_voted_on_here(world, cast):
    ours = a_workshop(world, cast.chandra, seated=[cast.ben])
    theirs = a_workshop(world, cast.chandra, seated=[cast.eve])
    with clock.at(DURING):
        ref = theirs.state(cast.eve)
        for called in (ours, theirs):
            answers = [
                cast.ben.browser.post(f"{called.address}/statements/{each}/vote", choice="agree")
                for each in (ref, "0" * len(ref))
            ]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert len({len(answer.data) for answer in answers}) == 1
        taken = cast.ben.browser.post(f"{ours.address}/statements/{ref}/withdrawal")
        assert taken.status_code == 404
    assert world.rows(Vote) == []


def test_only_ones_own_statement_is_taken_back(world, cast):
    called = a_workshop(world, cast.chandra, seated=[cast.ben, cast.eve])
    with clock.at(DURING):
        ref = called.state(cast.eve)
        for who in (cast.ben, cast.chandra):
            answer = who.browser.post(f"{called.address}/statements/{ref}/withdrawal")
            assert answer.status_code == 404
    assert world.rows(Post, state="deleted") == []


def test_a_clause_that_a_guideline_has_not_is_not_taken_from_another(world, cast):
    short = a_guideline(world, cast.dalia, "Short", (("One", "One."),))
    a_guideline(world, cast.dalia, "Long")
    assert cast.cleo.browser.sees(f"{short.address}/clauses/2") == 404
    answer = cast.cleo.browser.post(f"{short.address}/clauses/2/comments", body="Words.")
    assert answer.status_code == 404


def test_an_answer_is_not_accepted_from_another_thread(world, cast):
    space = world.space(NETWORK, facilitator=cast.chandra)
    ours = world.thread(space, cast.ben, kind="question")
    world.thread(space, cast.eve, replies=[(cast.amina, "There.")])
    answer = cast.ben.browser.post(f"{ours.address}/replies/2/acceptance")
    assert answer.status_code == 404


def test_a_facilitator_of_one_space_has_no_say_in_another(world, cast):
    world.space(PUBLIC, facilitator=cast.chandra)
    for visibility in (PUBLIC, NETWORK, CONFIDENTIAL):
        space = world.space(visibility, member=cast.chandra)
        thread = world.thread(space, cast.ben)
        ref = world.rows(Post)[-1].ref
        for path in (f"{thread.address}/closure", f"/posts/{ref}/hiding"):
            answer = cast.chandra.browser.post(path, reason="Mine.", space=space.slug)
            assert answer.status_code == 403, path


def test_a_thread_is_its_writers_whatever_the_form_says(world, cast):
    space = world.space(NETWORK)
    hidden = world.space(CONFIDENTIAL, member=cast.cleo)
    form = {**FORGED, "space_id": str(hidden.id), "conversation_id": "1", "number": "99"}
    answer = cast.ben.browser.post(
        "/threads",
        {**form, "title": "Mine", "body": "Words.", "kind": "discussion", "language": "en"},
        space=space.slug,
    )
    assert answer.status_code == 303
    post = world.rows(Post)[0]
    assert (post.author_id, post.state, post.number) == (cast.ben.id, "published", 1)
    reply = cast.eve.browser.post(
        f"{answer.headers['Location'].partition('?')[0]}/replies", {**form, "body": "A reply."}
    )
    assert reply.status_code == 303
    assert world.rows(Post)[1].author_id == cast.eve.id


def test_nobody_makes_themselves_more_than_they_are(world, cast):
    form = {**FORGED, "name": "Ben", "locale": "", "timezone": "Europe/Brussels", "theme": ""}
    cast.ben.browser.post("/settings", form)
    ben = world.rows(Person, id=cast.ben.id)[0]
    assert (ben.site_role, ben.standing, ben.email) == ("practitioner", "member", cast.ben.email)


def test_an_official_does_not_change_the_city_they_speak_for(world, cast):
    elsewhere = world.person(city="Xanadu")
    city_id = world.rows(Person, id=elsewhere.id)[0].city_id
    before = world.rows(Person, id=cast.omar.id)[0].city_id
    form = {"name": "Omar", "timezone": "Europe/Brussels", "city": str(city_id), "locale": ""}
    cast.omar.browser.post("/settings", {**FORGED, **form})
    assert world.rows(Person, id=cast.omar.id)[0].city_id == before


@pytest.mark.parametrize("role", ["core", "advisor", "facilitator"])
def test_nobody_applies_or_is_invited_as_more_than_a_practitioner_or_official(
    world, cast, public, role
):
    form = {
        "name": "Nora",
        "email": "nora@example.org",
        "password": "a sentence of my own",
        "statement": "Why not.",
        "privacy": "y",
    }
    assert public.post("/join", {**FORGED, **form, "role": role}).status_code == 422
    assert world.rows(Application) == []
    invited = {**FORGED, "email": "nora@example.org", "role": role}
    assert cast.cleo.browser.post("/admin/invitations", invited).status_code == 422
    assert world.rows(Invitation) == []


def test_a_seat_is_ones_own_and_is_not_taken_by_a_field(world, cast):
    called = a_workshop(world, cast.chandra, capacity=1, seated=[cast.eve])
    form = {**FORGED, "state": "seated", "position": "0", "role": "host", "person": "eve"}
    with clock.at(BEFORE):
        cast.ben.browser.post(f"{called.address}/registration", form)
    states = {row.person_id: row.state for row in world.rows(Registration)}
    assert states == {cast.eve.id: "seated", cast.ben.id: "waiting"}
    room = world.rows(Membership, space_id=called.row().room_space_id)
    assert {row.person_id for row in room} == {cast.chandra.id, cast.eve.id}


def test_a_vote_is_ones_own_and_one(world, cast):
    called = a_workshop(world, cast.chandra, seated=[cast.ben, cast.eve])
    with clock.at(DURING):
        ref = called.state(cast.eve)
        for _ in range(3):
            cast.ben.browser.post(
                f"{called.address}/statements/{ref}/vote",
                {**FORGED, "choice": "agree", "person_id": str(cast.eve.id), "counts": "9"},
            )
    assert [vote.person_id for vote in world.rows(Vote)] == [cast.ben.id]
    assert world.rows(Statement)[0].counts == [1, 0, 0]


def test_an_outcome_is_found_out_and_not_sent(world, cast):
    module = publish(world, cast.dalia)
    ben = enrolled(cast.ben, module).browser
    ben.post(f"{module}/steps/work/answers/q1", {**FORGED, "answer": "b", "graded": ""})
    assert [answer.outcome for answer in world.rows(Answer)] == ["wrong"]
    assert world.rows(Enrolment)[0].completed_at is None


def test_a_practice_is_verified_by_no_field(world, cast):
    form = {**FORGED, "title": "Mine", "summary": "Short.", "details": "Long.", "language": "en"}
    answer = cast.ben.browser.post("/practices", {**form, "opened_at": "2020-01-01", "seen": "1-1"})
    assert answer.status_code == 303
    practice = world.rows(Practice)[0]
    assert (practice.state, practice.opened_at) == ("submitted", None)
    assert practice.submitted_by_id == cast.ben.id


def test_a_practice_is_not_tied_to_a_thread_that_is_closed_to_its_writer(world, cast):
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.cleo), cast.cleo, "Zaunkoenig")
    form = {"title": "Mine", "summary": "Short.", "details": "Long.", "language": "en"}
    answers = [
        cast.ben.browser.post("/practices", {**form, "related": address})
        for address in (hidden.address, f"/threads/{'0' * len(hidden.ref)}")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert len({len(answer.data) for answer in answers}) == 1
    assert "Zaunkoenig" not in answers[0].text
