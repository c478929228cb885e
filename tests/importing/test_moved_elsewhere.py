"""What came along and stands elsewhere by now is not continued there: others read there."""

import pytest
from sqlalchemy import update

from hrcn_community.conversations.models import Conversation, Post, Quote
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Thread
from hrcn_community.importing.mail.bodies import body_of
from hrcn_community.importing.models import ImportedSpace
from tests.importing import forums
from tests.importing.forums import CATEGORIES, a_post, a_topic
from tests.importing.mailboxes import a_message

FIRST = "<1.1@mail.example.org>"


def _spaces(world) -> dict[str, int]:
    """Return in which space each post stands, by its words."""
    spaces = {talk.id: talk.space_id for talk in world.rows(Conversation)}
    return {post.source.split("\n")[-1]: spaces[post.conversation_id] for post in world.rows(Post)}


def _move(app, space_id: int) -> None:
    with app.app_context():
        db.session.execute(update(Conversation).values(space_id=space_id))
        db.session.commit()


LATER = {
    "a restricted category": a_topic(7, a_post(71, 1), a_post(72, 2, "canary"), category_id=2),
    "a private message": forums.a_message(
        7, a_post(71, 1), a_post(72, 2, "canary"), between=("amina",)
    ),
}


@pytest.mark.parametrize("kind", LATER)
def test_a_topic_that_was_closed_off_is_not_continued_where_all_read(bring, forum, world, kind):
    space = world.space()
    folder = forum(categories=CATEGORIES, one=a_topic(7, a_post(71, 1)))
    words = "--space", space.slug, "--source", "f", "--include-private"
    bring("discourse", folder, *words)
    quoting = '[quote="amina, post:1, topic:7"]\nSome\n[/quote]\n\nagain'
    later = LATER[kind]
    later["post_stream"]["posts"].append(
        a_post(73, 3, quoting, reply_to_post_number=1) | {"topic_id": 7}
    )
    arrived = bring("discourse", forum(one=later), *words)
    assert arrived.code == 0, (arrived.output, arrived.error)
    [own] = world.rows(ImportedSpace)
    assert own.space_id != space.id
    found = _spaces(world)
    assert found == {"Some words.": space.id, "canary": own.space_id, "again": own.space_id}
    assert len({thread.ref for thread in world.rows(Thread)}) == 2
    assert world.rows(Quote) == []
    assert len(arrived.lines("stands in another space")) == 1
    assert "0 posts were brought along" in bring("discourse", forum(), *words).output
    forum(two=later | {"post_stream": {"posts": [a_post(74, 4, "more") | {"topic_id": 7}]}})
    bring("discourse", forum(), *words)
    assert _spaces(world)["more"] == own.space_id
    assert sorted(talk.post_count for talk in world.rows(Conversation)) == [1, 3]


def test_later_mail_does_not_follow_a_thread_into_the_open(bring, box, world, app):
    first = a_message(1, subject="On homes", body="first")
    path = box(first)
    bring("mbox", path, "--include-private")
    [own] = world.rows(ImportedSpace)
    space = world.space()
    _move(app, space.id)
    answers = [
        a_message(2, answers=FIRST, body="second", X_No_Archive="yes"),
        a_message(3, answers=FIRST, body="third"),
    ]
    arrived = bring("mbox", box(first, *answers), "--include-private")
    assert arrived.code == 0, (arrived.output, arrived.error)
    found = _spaces(world)
    assert {words: found[words] for words in ("first", "third")} == {
        "first": space.id,
        "third": own.space_id,
    }
    [second] = [space_id for words, space_id in found.items() if "second" in words]
    assert second == own.space_id
    assert world.rows(Quote) == []
    bring("mbox", box(first, *answers, a_message(4, answers=FIRST, body="fourth")))
    assert _spaces(world)["fourth"] == own.space_id
    assert len(world.rows(Conversation)) == 2


def test_a_thread_that_is_moved_while_it_comes_is_left(bring, box, world, app, monkeypatch):
    first, space = a_message(1, body="first"), world.space()
    bring("mbox", box(first))
    [own] = world.rows(ImportedSpace)

    def late(raw: bytes):
        _move(app, space.id)
        return body_of(raw)

    monkeypatch.setattr("hrcn_community.importing.mail.bringing.body_of", late)
    bring("mbox", box(first, a_message(2, answers=FIRST, body="second")))
    assert _spaces(world) == {"first": space.id, "second": own.space_id}
