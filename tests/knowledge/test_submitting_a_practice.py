"""Submitting a practice."""

from hrcn_community.conversations.models import Conversation
from hrcn_community.knowledge.models import Practice
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.knowledge.telling import a_practice, a_register

FORM = {
    "title": "Open meetings",
    "summary": "Four **open** meetings a year.",
    "details": "The same weekday, the same hour.",
    "years": "since 2018",
    "language": "en",
    "city": "lund",
    "themes": ["housing"],
    "instruments": ["instrument-council"],
}


def test_a_member_submits_a_practice_and_finds_it_as_it_was_told(world, cast):
    a_register(world)
    answer = cast.amina.browser.post("/practices", FORM)
    page = follow(cast.amina.browser, answer)
    for words in ("<strong>open</strong>", "The same weekday", "Lund", "since 2018", "Housing"):
        assert words in page
    assert "Not verified yet" in page


def test_officials_and_advisors_may_submit_too(world, cast):
    a_register(world)
    for person in (cast.omar, cast.dalia, cast.cleo):
        assert person.browser.sees("/practices/new") == 200
        assert person.browser.post("/practices", FORM).status_code == 303
    assert len(world.rows(Practice)) == 3


def test_a_practice_without_its_words_comes_back_and_keeps_what_was_written(world, cast):
    a_register(world)
    answer = cast.amina.browser.post("/practices", {**FORM, "summary": "", "title": ""})
    assert answer.status_code == 422
    assert "Sum it up in two or three sentences." in answer.text
    assert "Give the practice a title." in answer.text
    assert "The same weekday, the same hour." in answer.text
    assert world.rows(Practice) == []


def test_the_public_is_asked_to_sign_in_and_the_words_are_kept(world, public):
    answer = public.post("/practices", FORM)
    assert answer.status_code == 401
    assert "The same weekday, the same hour." in answer.text
    assert public.sees("/practices/new") == 401


def test_the_same_form_sent_twice_is_one_practice(world, cast):
    a_register(world)
    form = {**FORM, "form_token": "0123456789"}
    first, second = (cast.amina.browser.post("/practices", form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(world.rows(Practice)) == 1


def test_before_it_is_verified_others_cannot_learn_that_it_is_there(world, cast, public):
    _ = cast.dalia, cast.cleo
    practice = a_practice(world, cast.amina, "Unmistakable title")
    for browser in (cast.ben.browser, cast.omar.browser):
        for path in ("", "/review"):
            there = browser.get(practice.address + path)
            nowhere = browser.get("/practices/" + "x" * len(practice.slug) + path)
            assert there.status_code == nowhere.status_code == 404
            assert len(there.data) == len(nowhere.data)
        assert "Unmistakable" not in browser.page("/knowledge")
        assert "Unmistakable" not in browser.page("/search?q=unmistakable")
    assert public.sees(practice.address) == 404
    assert "Unmistakable" not in public.page("/knowledge")


def test_its_reviewers_see_it_and_are_told_and_its_submitter_is_not(world, cast, worker):
    people = [cast.dalia, cast.cleo, cast.chandra]
    world.space(facilitator=cast.chandra)
    practice = a_practice(world, cast.amina, "Unmistakable title")
    worker()
    for person in people:
        assert person.browser.sees(practice.address) == 200
        assert "Unmistakable title" in person.browser.page("/notifications")
        assert "Review “Unmistakable title”" in person.browser.page("/")
    assert {notice.person_id for notice in world.rows(Notice)} == {p.id for p in people}


def test_two_practices_of_one_title_have_addresses_that_tell_nothing_of_each_other(world, cast):
    first, second = (a_practice(world, cast.amina, "The same title") for _ in range(2))
    assert first.slug != second.slug
    assert len(first.slug) == len(second.slug)


def test_a_related_thread_is_shown_to_whoever_may_read_it(world, cast):
    a_register(world)
    thread = world.thread(world.space(PUBLIC), cast.ben, "How we began")
    for address in (thread.address, f"http://localhost:5000{thread.address}?post=1#p1"):
        answer = cast.amina.browser.post("/practices", {**FORM, "related": address})
        assert "How we began" in follow(cast.amina.browser, answer)


def test_an_address_that_is_none_is_refused_in_words(world, cast):
    a_register(world)
    for address in ("http://[", "\x00/threads", "https://elsewhere.example/x", "?" * 300):
        answer = cast.amina.browser.post("/practices", {**FORM, "related": address})
        assert answer.status_code in {303, 400, 422}
    assert world.rows(Conversation, room="discussions") == []


def test_a_thread_that_is_not_open_to_the_submitter_is_as_one_that_is_not_there(world, cast):
    a_register(world)
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.ben), cast.ben, "A quiet thing")
    there = cast.amina.browser.post("/practices", {**FORM, "related": hidden.address})
    nowhere = cast.amina.browser.post("/practices", {**FORM, "related": "/threads/0000000000"})
    assert there.status_code == nowhere.status_code == 422
    message = "There is no thread at this address that is open to you."
    assert message in there.text
    assert message in nowhere.text
    assert "A quiet thing" not in there.text
    assert len(world.rows(Conversation)) == 1


def test_a_related_thread_stays_hidden_from_who_may_not_read_it(world, cast):
    _ = cast.dalia
    a_register(world)
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina, "A quiet thing")
    answer = cast.amina.browser.post("/practices", {**FORM, "related": hidden.address})
    address = answer.headers["Location"]
    assert "A quiet thing" in cast.amina.browser.page(address)
    assert "A quiet thing" not in cast.dalia.browser.page(address)
