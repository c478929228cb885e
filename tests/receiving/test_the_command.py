"""`hrcn mail receive`, as a mail server calls it."""

import io
import json
import os
import subprocess
import sys

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from config import ROOT
from hrcn_community.cli import receiving
from hrcn_community.cli.receiving import mail
from hrcn_community.conversations.models import Post
from tests.demonstration import SEALED, SECRET
from tests.racing import at_once
from tests.receiving.mails import OWN, REPLY, SERVER

NAMES = ("ben", "example.org", "reply+", "Warm", "did it", "tenant")


def hand_over(app, raw: bytes):
    return app.test_cli_runner().invoke(mail, ["receive"], input=io.BytesIO(raw))


def test_a_mail_server_hands_a_mail_over_and_it_is_a_post(app, world, cast, postbox, to, thread):
    done = hand_over(app, postbox.mail(cast.ben, to))
    assert (done.exit_code, done.stdout) == (0, "")
    assert world.rows(Post, conversation_id=thread.conversation_id)[-1].source == OWN


def test_whatever_becomes_of_it_the_log_names_nobody_and_repeats_nothing(
    app, world, cast, postbox, to, monkeypatch
):
    lines: list[dict[str, str]] = []
    monkeypatch.setattr(receiving, "log", Log(lines))
    for raw in (
        postbox.mail(cast.ben, to, "A tenant did it."),
        postbox.mail(cast.ben, to, proof=None),
        postbox.mail("eve@example.org", to),
        postbox.mail(cast.ben, "ben@example.org"),
        postbox.mail(cast.ben, to, auto_submitted="auto-replied"),
        b"",
    ):
        assert hand_over(app, raw).exit_code == 0
    assert [line["outcome"] for line in lines] == [
        "posted", "refused_unproven", "refused_sender", "unknown", "ignored", "no_mail",
    ]  # fmt: skip
    assert [name for name in NAMES if name in json.dumps(lines)] == []


class Log:
    def __init__(self, lines: list[dict[str, str]]) -> None:
        self.lines = lines

    def info(self, name: str, **more: str) -> None:
        self.lines.append({"event": name, **more})

    error = info


@pytest.fixture
def gone():
    def refuse(_connection, _cursor, statement: str, *_: object) -> None:
        raise OperationalError(statement, {}, Exception("server closed the connection"))

    event.listen(Engine, "before_cursor_execute", refuse)
    yield
    event.remove(Engine, "before_cursor_execute", refuse)


def test_while_the_database_is_away_the_mail_shall_come_again(
    app, world, cast, postbox, to, request
):
    raw = postbox.mail(cast.ben, to)
    request.getfixturevalue("gone")
    assert hand_over(app, raw).exit_code == 75


def test_what_breaks_on_our_side_loses_no_mail(app, world, cast, postbox, to, thread, monkeypatch):
    raw = postbox.mail(cast.ben, to)
    with monkeypatch.context() as broken:
        broken.setattr(receiving, "receive", lambda _raw: 1 // 0)
        assert hand_over(app, raw).exit_code == 75
    assert hand_over(app, raw).exit_code == 0
    assert len(world.rows(Post, conversation_id=thread.conversation_id)) == 2


def test_brought_twice_at_once_it_is_one_post(app, world, cast, postbox, to, thread):
    raw = postbox.mail(cast.ben, to)
    outcomes = at_once([lambda: postbox.receive(raw)] * 4)
    assert sorted(outcomes) == ["again", "again", "again", "posted"]
    assert len(world.rows(Post, conversation_id=thread.conversation_id)) == 2


@pytest.mark.slow
@pytest.mark.heavy
def test_killed_in_between_it_is_taken_once_when_it_comes_again(
    app, world, cast, postbox, to, thread
):
    raw = postbox.mail(cast.ben, to)
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "INSTANCE_PATH": app.config["INSTANCE_PATH"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", ""),
        "SECRET_KEY": SECRET,
        "SEALED_KEYS": SEALED,
        "MAIL_REPLY": REPLY,
        "MAIL_AUTHSERV": SERVER,
    }
    command = [sys.executable, "-m", "hrcn_community.cli", "mail", "receive"]
    stumble = [sys.executable, "-c", KILLED]
    assert (
        subprocess.run(stumble, input=raw, env=environ, capture_output=True, check=False).returncode
        == -9
    )
    assert len(world.rows(Post, conversation_id=thread.conversation_id)) == 1
    for outcome in ("posted", "again"):
        done = subprocess.run(command, input=raw, env=environ, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        [line] = done.stderr.decode().splitlines()
        assert json.loads(line)["outcome"] == outcome
        assert [name for name in NAMES if name in line] == []
    assert len(world.rows(Post, conversation_id=thread.conversation_id)) == 2


KILLED = """
import os, signal
from hrcn_community.core.db import db
db.session.commit = lambda: os.kill(os.getpid(), signal.SIGKILL)
from hrcn_community.cli import hrcn
hrcn(["mail", "receive"])
"""
