"""What is changed, hidden, taken back or moved is found as it is from that moment on; in every room."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hrcn_community.accounts.viewer import PUBLIC as ANYBODY
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations import actions as conversations
from hrcn_community.conversations.actions.polls import change_poll
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.poll_plan import PollChange
from hrcn_community.conversations.queries.polls_found import find_poll
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.actions.moving import move_thread
from hrcn_community.learning.actions.modules import publish_anew
from hrcn_community.learning.queries.modules import find_module
from hrcn_community.search.queries import find
from hrcn_community.spaces.models import Space
from hrcn_community.worker import render_anew
from hrcn_community.workshops.actions.workshops import change_workshop
from hrcn_community.workshops.queries.workshops import find_workshop
from tests.attachments.sending import add, reply_with
from tests.discussions.polls import a_poll
from tests.discussions.tending import at_hand
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.knowledge.telling import a_guideline
from tests.learning.lessons import WORK, a_manuscript, publish
from tests.workshops.making import BEFORE, PLAN, a_workshop


@pytest.fixture
def found(world):
    """Call it for the titles that a query finds, for the public or for somebody."""

    def titles(query, who=None):
        viewer = world.viewer(who) if who else ANYBODY
        return [hit.title for hit in world.ask(lambda: find(query, viewer=viewer).hits)]

    return titles


@pytest.fixture
def thread(world, cast):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    return world.thread(space, cast.amina, "Kettle", "An urn.", [(cast.ben, "A samovar.")])


def with_post(world, thread, number, who, deed):
    """Let `who` do something with a post of a thread."""

    def act():
        owner = at_hand(thread.ref, viewer_of(who.id))
        where = select(Post).where(Post.conversation_id == owner.conversation_id)
        post = db.session.scalars(where.where(Post.number == number)).one()
        post.conversation = owner.conversation
        deed(post, viewer_of(who.id))

    world.do(act)


def test_an_edited_text_is_found_by_what_it_says_now(world, cast, thread, found):
    edit = lambda post, by: conversations.edit_post(post, "A teapot.", by=by)  # noqa: E731
    with_post(world, thread, 2, cast.ben, edit)
    assert found("samovar") == []
    assert found("teapot") == ["Kettle"]


def test_a_hidden_and_a_deleted_text_are_found_by_nobody_until_they_are_back(
    world, cast, thread, found
):
    hide = lambda post, by: conversations.hide_post(post, by=by, reason="Loud.")  # noqa: E731
    show = lambda post, by: conversations.show_post(post, by=by)  # noqa: E731
    delete = lambda post, by: conversations.delete_post(post, by=by)  # noqa: E731
    restore = lambda post, by: conversations.restore_post(post, by=by)  # noqa: E731
    for away, back, who in ((hide, show, cast.chandra), (delete, restore, cast.ben)):
        with_post(world, thread, 2, who, away)
        assert [found("samovar", each) for each in (None, cast.ben, cast.chandra)] == [[]] * 3
        with_post(world, thread, 2, who, back)
        assert found("samovar") == ["Kettle"]


def test_a_renamed_thread_is_found_by_its_new_title_alone(world, cast, thread, found):
    page = cast.amina.browser.page(f"{thread.address}/edit")
    assert "Kettle" in page
    world.do(lambda: conversations.rename(_talk(thread), "Cauldron"))
    assert found("kettle") == []
    assert found("cauldron") == ["Cauldron"]


def test_a_moved_thread_is_found_by_those_who_read_it_now(world, cast, thread, found):
    away = world.space(CONFIDENTIAL, facilitator=cast.chandra)

    def move():
        owner = at_hand(thread.ref, viewer_of(cast.chandra.id))
        move_thread(owner, db.session.get_one(Space, away.id), by=viewer_of(cast.chandra.id))

    world.do(move)
    assert found("samovar") == found("samovar", cast.ben) == []
    assert found("samovar", cast.chandra) == ["Kettle"]


def test_what_is_not_committed_is_found_by_nobody(world, cast, thread, found):
    with world.app.app_context():
        _talk(thread).title = "Cauldron"
        conversations.rename(_talk(thread), "Cauldron")
        db.session.flush()
        db.session.rollback()
    assert found("cauldron") == []


def test_a_poll_is_found_by_its_question_and_its_choices_as_they_are_now(world, cast, found):
    asked = a_poll(world, cast.amina)
    assert found("insulation") == found('"what comes first"') == ["Warm homes"]

    def change():
        poll = find_poll(asked.ref, viewer=viewer_of(cast.amina.id))
        assert poll is not None
        choices = (("Heat pumps", False), ("Insulation", True), ("District heating", False))
        change = PollChange("What comes last?", choices, ("Draughts",))
        change_poll(poll, change, by=viewer_of(cast.amina.id), over=1)

    world.do(change)
    assert found("insulation") == found('"what comes first"') == []
    assert found("draughts") == found('"comes last"') == ["Warm homes"]


def test_a_file_is_found_by_its_name(world, cast, thread, found):
    ref = add(cast.ben.browser, name="chimney-sweeping.png")
    assert reply_with(cast.ben, thread, ref).status_code == 303
    assert found("chimney sweeping") == ["Kettle"]


def test_a_module_is_found_by_its_steps_and_what_it_says_of_itself(world, cast, found):
    publish(world, cast.chandra, summary="About hinges.")
    assert found("hinges") == ["Closed doors"]
    assert found('"where do you stand"')
    assert found('"the closed door"', cast.ben)

    def again():
        module = find_module("doors", viewer=viewer_of(cast.chandra.id))
        assert module is not None
        steps = (a_manuscript().steps[0], replace(WORK, title="The open gate"))
        written = a_manuscript(summary="About locks.", steps=steps)
        publish_anew(module, written, by=viewer_of(cast.chandra.id))

    world.do(again)
    assert found("hinges") == []
    assert found("locks")
    assert found('"the open gate"', cast.ben)
    assert found('"the closed door"', cast.ben) == []


def test_a_workshop_is_found_by_its_summary_and_its_agenda(world, cast, found):
    called = a_workshop(world, cast.chandra)
    assert found('"before the winter"', cast.ben) == ["Warm homes for all"]
    assert found("harvest", cast.ben) == ["Warm homes for all"]
    assert found('"customs house"', cast.ben) == []

    def change():
        workshop = find_workshop(called.slug, viewer=viewer_of(cast.chandra.id))
        assert workshop is not None
        plan = replace(PLAN, title="Cool homes", summary="In summer.", items=())
        change_workshop(workshop, plan, by=viewer_of(cast.chandra.id))

    with clock.at(BEFORE + timedelta(days=1)):
        world.do(change)
    assert found("harvest", cast.ben) == found('"warm homes"', cast.ben) == []
    assert found("summer", cast.ben) == ["Cool homes"]


def test_a_guideline_is_found_by_the_titles_of_its_clauses(world, cast, found):
    a_guideline(world, cast.amina)
    assert found("mandate", cast.ben) == ["First steps"]
    assert found("mandate") == []


def test_what_stood_before_the_index_was_so_good_is_brought_to_it(world, cast, found):
    thread = world.thread(
        world.space(PUBLIC), cast.amina, "Alt", "Die Menschenrechte.", language="de"
    )
    of = Post.conversation_id == thread.conversation_id
    stale = update(Post).where(of).values(terms="die menschenrecht", rendered_with=4)
    world.do(lambda: db.session.execute(stale))
    assert found("rechte") == []
    with world.app.app_context():
        assert render_anew()
    assert found("rechte") == ["Alt"]


def _talk(thread) -> Conversation:
    return db.session.get_one(Conversation, thread.conversation_id)
