"""What one message or file provokes is its own fault: it is reported, and the others come along."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from hrcn_community.accounts.models import Person
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.importing.discourse import bringing as forum_bringing
from hrcn_community.importing.mail import bringing as mail_bringing
from hrcn_community.importing.mail import reading
from tests.importing import forums
from tests.importing.forums import CATEGORIES, a_post, a_topic
from tests.importing.mailboxes import a_message

HOSTILE: dict[str, Any] = {
    "a date after the last": {"Date": "Fri, 31 Dec 9999 23:59:59 -0100"},
    "a date before the first": {"Date": "Mon, 01 Jan 0001 00:00:00 +0100"},
    "remarks in remarks": {"From": f"{'(' * 1_500}{')' * 1_500} <amina@example.org>"},
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_head_ends_no_import(bring, box, world, kind):
    arrived = bring("mbox", box(a_message(1), a_message(2, **HOSTILE[kind]), a_message(3)))
    assert arrived.code == 0, (arrived.output, arrived.error)
    assert "3 posts were brought along, 0 items were not." in arrived.output
    assert all(person.name for person in world.rows(Person))


@pytest.mark.parametrize("allowed", [5, "ben", {"username": "ben"}, [{"username": ["ben"]}, 7]])
def test_odd_seats_end_no_import(bring, forum, world, allowed):
    message = forums.a_message(4, a_post(41, 1), between=())
    message["details"]["allowed_users"] = allowed
    folder = forum(categories=CATEGORIES, one=message, two=a_topic(5, a_post(51, 1)))
    arrived = bring("discourse", folder, "--include-private")
    assert arrived.code == 0, (arrived.output, arrived.error)
    assert len(world.rows(Post)) == 2


def _once_in_three(function, error: Exception):
    calls = [0]

    def breaks(*values, **named):
        calls[0] += 1
        if calls[0] == 2:
            raise error
        return function(*values, **named)

    return breaks


@pytest.mark.parametrize(("module", "name"), [(mail_bringing, "body_of"), (reading, "fields_of")])
def test_what_nobody_foresaw_in_a_message_is_reported(bring, box, world, monkeypatch, module, name):
    broken = _once_in_three(getattr(module, name), ZeroDivisionError("canary"))
    monkeypatch.setattr(module, name, broken)
    path = box(*(a_message(n) for n in range(1, 4)))
    arrived = bring("mbox", path)
    assert arrived.code == 0, (arrived.output, arrived.error)
    assert len(world.rows(Post)) == 2
    assert len(arrived.lines("it cannot be read (ZeroDivisionError)")) == 1
    assert "canary" not in arrived.report + arrived.output
    assert "1 posts were brought along, 0 items" in bring("mbox", path).output


@pytest.mark.parametrize("name", ["turned", "short_title", "part_of"])
def test_what_nobody_foresaw_in_a_topic_is_reported(bring, forum, world, monkeypatch, name):
    broken = _once_in_three(getattr(forum_bringing, name), ZeroDivisionError("canary"))
    monkeypatch.setattr(forum_bringing, name, broken)
    topics = {f"t{n}": a_topic(n, a_post(10 * n, 1)) for n in range(1, 4)}
    folder = forum(categories=CATEGORIES, **topics)
    arrived = bring("discourse", folder)
    assert arrived.code == 0, (arrived.output, arrived.error)
    assert arrived.lines("(ZeroDivisionError)")
    assert len(world.rows(Conversation)) == 2
    assert "1 posts were brought along, 0 items" in bring("discourse", folder).output


def test_what_is_wrong_with_the_database_ends_the_import(bring, box, monkeypatch):
    broken = _once_in_three(mail_bringing.body_of, OperationalError("x", {}, Exception()))
    monkeypatch.setattr(mail_bringing, "body_of", broken)
    assert bring("mbox", box(a_message(1), a_message(2))).code != 0
