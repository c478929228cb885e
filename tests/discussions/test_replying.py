"""Replying in a thread."""

from hrcn_community.conversations.models import Post
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, PUBLIC


def test_a_member_replies_and_everybody_who_reads_there_sees_it(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Warm homes")
    answer = cast.ben.browser.post(f"{thread.address}/replies", body="We **insulated** the roof.")
    assert "<strong>insulated</strong>" in follow(cast.ben.browser, answer)
    assert "<strong>insulated</strong>" in public.page(thread.address)


def test_an_empty_reply_comes_back_with_a_message_and_is_not_kept(world, cast):
    thread = world.thread(world.space(), cast.amina)
    answer = cast.ben.browser.post(f"{thread.address}/replies", body="  ")
    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert len(world.rows(Post)) == 1


def test_text_beyond_a_bound_comes_back_whole_with_the_bound_named(world, cast):
    thread = world.thread(world.space(), cast.amina)
    text = "I kept this sentence. " + "[" * 500
    answer = cast.ben.browser.post(f"{thread.address}/replies", body=text)
    assert answer.status_code == 422
    assert "square brackets" in answer.text
    assert text in answer.text


def test_the_public_is_asked_to_sign_in_and_their_text_is_kept(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    answer = public.post(f"{thread.address}/replies", body="Half an hour of writing.")
    assert answer.status_code == 401
    assert "Half an hour of writing." in answer.text
    assert len(world.rows(Post)) == 1


def test_nobody_outside_a_confidential_space_can_reply_or_learn_that_it_is_there(world, cast):
    space = world.space(CONFIDENTIAL, member=cast.amina)
    thread = world.thread(space, cast.amina)
    there = cast.eve.browser.post(f"{thread.address}/replies", body="Let me in.")
    nowhere = cast.eve.browser.post("/threads/0000000000/replies", body="Let me in.")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)
    assert len(world.rows(Post)) == 1


def test_the_same_form_sent_twice_is_one_reply_and_leads_to_the_same_place(world, cast):
    thread = world.thread(world.space(), cast.amina)
    form = {"body": "Only once, please.", "form_token": "0123456789"}
    first = cast.ben.browser.post(f"{thread.address}/replies", form)
    second = cast.ben.browser.post(f"{thread.address}/replies", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(world.rows(Post)) == 2


def test_followers_are_told_once_and_the_writer_is_not(world, cast, worker):
    thread = world.thread(world.space(), cast.amina)
    cast.ben.browser.post(f"{thread.address}/replies", body="News for you.")
    worker()
    worker()
    assert [notice.person_id for notice in world.rows(Notice)] == [cast.amina.id]
    assert "Ben replied in" in cast.amina.browser.page("/notifications")


def test_somebody_mentioned_is_told_that_they_were_and_not_told_twice(world, cast, worker):
    thread = world.thread(world.space(), cast.amina)
    cast.ben.browser.post(f"{thread.address}/replies", body="Ask @amina, and @nobody-here.")
    worker()
    assert [notice.kind for notice in world.rows(Notice)] == ["thread.mentioned"]


def test_a_mention_of_somebody_outside_tells_them_nothing(world, cast, worker):
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina)
    world.reply(thread, cast.ben, f"What would @{cast.eve.handle} say?")
    worker()
    assert world.rows(Notice, person_id=cast.eve.id) == []


def test_a_notice_vanishes_for_whoever_has_left_the_space(world, cast, worker):
    space = world.space(CONFIDENTIAL, "The quiet room", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina, "Unmistakable title")
    world.reply(thread, cast.ben)
    worker()
    assert "Unmistakable title" in cast.amina.browser.page("/notifications")
    cast.amina.browser.post(f"/spaces/{space.slug}/membership/end")
    assert "Unmistakable title" not in cast.amina.browser.page("/notifications")


def test_a_closed_thread_takes_no_reply_and_says_so(world, cast):
    thread = world.thread(world.space(facilitator=cast.chandra), cast.amina)
    cast.chandra.browser.post(f"{thread.address}/closure", reason="Answered in full.")
    answer = cast.ben.browser.post(f"{thread.address}/replies", body="One more thing.")
    assert answer.status_code == 409
    assert "closed" in answer.text


def test_reading_a_thread_marks_its_notices_as_seen(world, cast, worker):
    thread = world.thread(world.space(), cast.amina)
    world.reply(thread, cast.ben)
    worker()
    assert "1 unread" in cast.amina.browser.page("/threads")
    cast.amina.browser.page(thread.address)
    assert "1 unread" not in cast.amina.browser.page("/threads")
