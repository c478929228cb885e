"""Talking beside a step."""

from hrcn_community.conversations.models import Post
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.learning.lessons import publish


def posts_beside(world) -> list[Post]:
    written = {"Marbeck", "eleven beds", "your turn", "For **whoever**"}
    return [p for p in world.rows(Post) if not any(text in p.source for text in written)]


def test_a_member_writes_beside_a_step_and_others_read_it(world, cast):
    module = publish(world, cast.chandra)
    answer = cast.ben.browser.post(f"{module}/steps/work/posts", body="Ours has **two** doors.")
    assert answer.headers["Location"] == f"{module}/steps/work?post=1#p1"
    assert "<strong>two</strong>" in follow(cast.ben.browser, answer)
    assert "<strong>two</strong>" in cast.amina.browser.page(f"{module}/steps/work")
    assert "<strong>two</strong>" not in cast.amina.browser.page(f"{module}/steps/begin")


def test_nothing_written_comes_back_with_a_message(world, cast):
    module = publish(world, cast.chandra)
    answer = cast.ben.browser.post(f"{module}/steps/work/posts", body="  ")
    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert posts_beside(world) == []


def test_the_public_neither_writes_nor_reads_beside_an_open_step(world, cast, public):
    module = publish(world, cast.chandra)
    cast.ben.browser.post(f"{module}/steps/begin/posts", body="Among ourselves.")
    answer = public.post(f"{module}/steps/begin/posts", body="Half an hour of writing.")
    assert answer.status_code == 401
    assert "Half an hour of writing." in answer.text
    assert "Among ourselves." not in public.page(f"{module}/steps/begin")
    assert len(posts_beside(world)) == 1


def test_beside_a_step_of_a_closed_module_there_is_nothing_for_others(world, cast):
    module = publish(world, cast.chandra, visibility=CONFIDENTIAL)
    there = cast.eve.browser.post(f"{module}/steps/work/posts", body="Let me in.")
    nowhere = cast.eve.browser.post(f"{module}/steps/wall/posts", body="Let me in.")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)


def test_the_same_form_sent_twice_is_one_remark(world, cast):
    module = publish(world, cast.chandra)
    form = {"body": "Only once, please.", "form_token": "0123456789"}
    first = cast.ben.browser.post(f"{module}/steps/work/posts", form)
    second = cast.ben.browser.post(f"{module}/steps/work/posts", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(posts_beside(world)) == 1


def test_whoever_wrote_before_is_told_once_and_the_writer_is_not(world, cast, worker):
    module = publish(world, cast.chandra)
    cast.amina.browser.post(f"{module}/steps/work/posts", body="First.")
    worker()
    cast.ben.browser.post(f"{module}/steps/work/posts", body="Second.")
    worker()
    worker()
    assert [(n.person_id, n.kind) for n in world.rows(Notice)] == [
        (cast.amina.id, "step.discussed")
    ]
    page = cast.amina.browser.page("/notifications")
    assert "Ben wrote beside the step “The closed door”" in page


def test_somebody_mentioned_is_told_that_they_were(world, cast, worker):
    module = publish(world, cast.chandra)
    cast.ben.browser.post(f"{module}/steps/work/posts", body=f"Ask @{cast.amina.handle}.")
    worker()
    assert [notice.kind for notice in world.rows(Notice)] == ["step.mentioned"]


def test_following_is_being_told_and_ends_when_one_likes(world, cast, worker):
    module = publish(world, cast.chandra)
    cast.eve.browser.post(f"{module}/steps/work/follow")
    cast.ben.browser.post(f"{module}/steps/work/posts", body="First.")
    worker()
    cast.eve.browser.post(f"{module}/steps/work/follow/end")
    cast.ben.browser.post(f"{module}/steps/work/posts", body="Second.")
    worker()
    assert [notice.person_id for notice in world.rows(Notice)] == [cast.eve.id]


def test_one_takes_back_and_edits_ones_own_words_from_beside_the_step(world, cast):
    module = publish(world, cast.chandra)
    cast.ben.browser.post(f"{module}/steps/work/posts", body="Regretted.")
    [post] = posts_beside(world)
    assert f"/posts/{post.ref}/edit" in cast.ben.browser.page(f"{module}/steps/work")
    assert f"/posts/{post.ref}/edit" not in cast.amina.browser.page(f"{module}/steps/work")
    answer = cast.ben.browser.post(f"/posts/{post.ref}/deletion")
    assert answer.headers["Location"].startswith(f"{module}/steps/work")
    assert "Regretted." not in cast.amina.browser.page(f"{module}/steps/work")
