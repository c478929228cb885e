"""Others write while a memory comes along: what takes time is done before the database is held."""

import pytest

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.importing import writing
from hrcn_community.importing.writing import Writer
from tests.importing.forums import CATEGORIES, a_post, a_topic
from tests.importing.mailboxes import a_message, write_box


@pytest.fixture
def thoughts(monkeypatch) -> list[bool]:
    """Say of each time that something is thought about if the database was held by then."""
    held: list[bool] = []

    def watched(think):
        def thinks(*values):
            held.append(db.session().in_transaction())
            return think(*values)

        return thinks

    monkeypatch.setattr(writing, "terms", watched(writing.terms))
    monkeypatch.setattr(writing, "guess_language", watched(writing.guess_language))
    return held


@pytest.fixture
def batches(monkeypatch) -> list[int]:
    """Say of each time that something is written how many messages it were."""
    counts: list[int] = []
    write = Writer.write

    def counted(self):
        counts.append(sum(len(some) for _, some in self.groups))
        write(self)

    monkeypatch.setattr(Writer, "write", counted)
    return counts


def test_the_words_of_mail_are_looked_at_before(bring, tmp_path, world, thoughts):
    path = write_box(tmp_path / "list.mbox", 30, seed=3)
    bring("mbox", path)
    bring("mbox", write_box(path, 40, seed=3))
    assert len(world.rows(Post)) == 40
    assert thoughts
    assert not any(thoughts)


def test_the_words_of_a_forum_are_looked_at_before(bring, forum, thoughts):
    topics = {f"t{n}": a_topic(n, a_post(10 * n, 1), a_post(10 * n + 1, 2)) for n in range(1, 9)}
    bring("discourse", forum(categories=CATEGORIES, **topics))
    assert thoughts
    assert not any(thoughts)


def test_long_messages_are_written_a_few_at_a_time(bring, box, world, batches, monkeypatch):
    monkeypatch.setattr(writing, "MOST_LETTERS", 20_000, raising=False)
    body = "Words of a long letter.\n" * 500
    bring("mbox", box(*(a_message(n, body=body) for n in range(1, 11))))
    assert len(world.rows(Post)) == 10
    assert max(batches) == 2


def test_a_post_in_a_thread_that_stands_is_found_in_its_language(bring, box, world):
    german = "Wir haben die Wohnungen der Stadt gezählt und sind noch nicht fertig."
    first = a_message(1, subject="Wohnungen", body=german)
    bring("mbox", box(first))
    answer = a_message(2, answers="<1.1@mail.example.org>", body="Danke!")
    bring("mbox", box(first, answer))
    assert [post.language for post in world.rows(Post)] == ["de", "de"]
