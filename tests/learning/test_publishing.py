"""Writing and publishing a module, and publishing it anew."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions import edit_post
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.learning.actions.modules import (
    publish_anew,
    publish_module,
    write_module,
)
from hrcn_community.learning.models import AlreadyPublished, NoRightAnswer, Step
from hrcn_community.learning.queries.modules import find_module
from tests.learning.lessons import (
    A_PLAN,
    PLAN,
    RIGHT,
    START,
    WORK,
    a_manuscript,
    answer_all_rightly,
    enrolled,
    publish,
)


def publish_again(world, by, **changes) -> None:
    def again() -> None:
        module = find_module("doors", viewer=viewer_of(by.id))
        assert module is not None
        publish_anew(module, a_manuscript(**changes), by=viewer_of(by.id))

    world.do(again)


def test_a_module_that_is_only_written_is_seen_by_nobody(world, cast, public):
    world.do(lambda: write_module(a_manuscript(), by=viewer_of(cast.chandra.id)).id)
    for browser in (public, cast.chandra.browser, cast.cleo.browser):
        assert browser.sees("/modules/doors") == 404
        assert browser.sees("/modules/doors/steps/begin") == 404
        assert "Closed doors" not in browser.page("/learning")
        assert "Behind it" not in browser.page("/search?q=eleven")
    assert all(post.number is None for post in world.rows(Post))


def test_every_step_of_a_published_module_is_found_by_its_words(world, cast):
    publish(world, cast.chandra)
    found = cast.ben.browser.page("/search?q=eleven")
    assert "<mark>eleven</mark>" in found
    assert "/modules/doors/steps?post=" in found


def test_a_module_is_published_once(world, cast):
    author, publisher = cast.chandra.id, cast.cleo.id

    def twice() -> None:
        module = write_module(a_manuscript(), by=viewer_of(author))
        publish_module(module, by=viewer_of(publisher))
        publish_module(module, by=viewer_of(publisher))

    with pytest.raises(AlreadyPublished):
        world.do(twice)


def test_a_graded_question_without_a_right_answer_is_refused(world, cast):
    question = replace(WORK.questions[0], options=[{"key": "a", "text": "A", "correct": False}])
    step = replace(WORK, questions=[question])
    with pytest.raises(NoRightAnswer):
        publish(world, cast.chandra, steps=[START, step])


def test_whoever_began_stays_on_the_version_begun(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer_all_rightly(cast.ben, module)
    new = replace(WORK, title="The opened door", body="Behind it nobody.", questions=())
    publish_again(world, cast.chandra, steps=[START, new, replace(PLAN, slug="move")])
    page = ben.page(f"{module}/steps/work")
    assert "eleven beds" in page
    assert "The closed door" in page
    assert "Yes, that is right" in page
    assert ben.sees(f"{module}/steps/move") == 404
    assert "A newer version has been published" in ben.page(module)
    ben.post(f"{module}/plan", A_PLAN)
    assert "Certificate of completion" in ben.page(f"{module}/completion")


def test_whoever_begins_afterwards_learns_the_new_version(world, cast):
    module = publish(world, cast.chandra)
    publish_again(world, cast.chandra, steps=[START, replace(WORK, body="Behind it nobody."), PLAN])
    amina = enrolled(cast.amina, module).browser
    page = amina.page(f"{module}/steps/work")
    assert "Behind it nobody." in page
    assert "eleven beds" not in page
    assert amina.post(f"{module}/steps/work/answers/q1", RIGHT["q1"]).status_code == 303


def test_the_talk_beside_a_step_goes_on_over_versions(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    ben.post(f"{module}/steps/work/posts", body="Said before.")
    publish_again(world, cast.chandra, steps=[START, replace(WORK, body="New."), PLAN])
    assert "Said before." in cast.amina.browser.page(f"{module}/steps/work")
    assert len(world.rows(Conversation)) == 2 + 3
    assert len(world.rows(Step)) == 2 * 3


def test_editing_the_post_of_a_step_changes_no_lesson_that_pins_it(world, cast):
    module = publish(world, cast.chandra)

    def edit() -> None:
        posts = select(Post).options(joinedload(Post.conversation))
        post = next(p for p in db.session.scalars(posts) if "eleven beds" in p.source)
        edit_post(post, "Quietly changed.", by=viewer_of(cast.chandra.id))

    world.do(edit)
    page = cast.ben.browser.page(f"{module}/steps/work")
    assert "eleven beds" in page
    assert "Quietly changed." not in page
