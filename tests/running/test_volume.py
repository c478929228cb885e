"""Volume is what people would have left, only much of it."""

import random

import pytest
from sqlalchemy import func, select

from hrcn_community.accounts.models import Membership, Person
from hrcn_community.cli import hrcn
from hrcn_community.conversations.models import Conversation, Follow, Post, ReadState, Revision
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.terms import terms
from hrcn_community.demo.volume import LONGEST, LoadedBefore, load_volume
from hrcn_community.demo.volume_words import paragraphs, some_words
from hrcn_community.discussions.models import Thread
from hrcn_community.spaces.models import Space


@pytest.fixture
def loaded(world):
    world.do(lambda: load_volume(people=20, threads=30, posts=200, seed=7))
    return world


def test_words_put_together_are_what_rendering_the_whole_gives():
    chance = random.Random(3)
    for language in paragraphs():
        for _ in range(40):
            words = some_words(language, chance)
            assert words.html == richtext.render(words.source)
            assert words.terms == terms(richtext.plain(words.html), language)


def test_so_many_people_threads_and_posts_are_there(loaded):
    for model, count in ((Person, 20), (Thread, 30), (Post, 200), (Revision, 200), (Entry, 400)):
        assert len(loaded.rows(model)) == count


def test_counters_and_numbers_are_those_that_writing_leaves(loaded):
    def look():
        posts = select(
            Post.conversation_id,
            func.count().label("count"),
            func.max(Post.number).label("last"),
            func.max(Post.created_at).label("at"),
        ).group_by(Post.conversation_id)
        each = posts.subquery()
        return db.session.execute(
            select(Conversation, each.c.count, each.c.last, each.c.at).join(
                each, each.c.conversation_id == Conversation.id
            )
        ).all()

    for conversation, count, last, at in loaded.ask(look):
        assert conversation.post_count == conversation.last_number == count == last
        assert conversation.version == count
        assert conversation.last_post_at == at


def test_nobody_writes_follows_or_has_read_where_they_are_not_inside(loaded):
    def strangers(person_id, conversation_id):
        inside = select(Membership).where(
            Membership.space_id == Space.id, Membership.person_id == person_id
        )
        return db.session.scalar(
            select(func.count())
            .select_from(Conversation)
            .join(Space, Space.id == Conversation.space_id)
            .where(Conversation.id == conversation_id, ~inside.exists())
            .where(Space.visibility.in_(["restricted", "confidential"]))
        )

    for model, person in ((Post, "author_id"), (Follow, "person_id"), (ReadState, "person_id")):
        for row in loaded.rows(model):
            pair = getattr(row, person), row.conversation_id
            assert loaded.ask(lambda pair=pair: strangers(*pair)) == 0


def test_the_house_goes_on_counting_where_the_volume_stopped(loaded, cast):
    thread = loaded.thread(loaded.space(), cast.amina)
    loaded.reply(thread, cast.ben)
    assert len(loaded.rows(Post)) == 202


def test_the_same_seed_is_not_loaded_twice(loaded):
    with pytest.raises(LoadedBefore):
        loaded.do(lambda: load_volume(people=20, threads=30, posts=200, seed=7))


def test_a_production_server_takes_volume_only_when_forced(app, monkeypatch):
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    asked = app.test_cli_runner().invoke(hrcn.commands["load"], ["--posts", "2"])
    assert asked.exit_code == 1
    assert "production" in asked.output


def test_one_very_long_thread_is_added_when_wanted(world):
    world.do(lambda: load_volume(people=5, threads=1, posts=1, seed=8, longest=12_000))
    [conversation] = world.rows(Conversation, title=LONGEST)
    assert conversation.last_number == conversation.post_count == 12_000
    assert len(world.rows(Post, conversation_id=conversation.id, number=12_000)) == 1
