"""Deeds and the mails that follow from them, each when the test wants it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from hrcn_community.core.db import db
from hrcn_community.notifications.digests import gather_digests
from hrcn_community.notifications.mailer import send_due_mail
from hrcn_community.notifications.models import NoticeChoice
from hrcn_community.notifications.topics import Topic
from hrcn_community.worker import handle_next
from tests.factories import Somebody, World
from tests.sink import Sink


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A mail server, to which all mail goes."""
    server = Sink()
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{server.port}")
    yield server
    server.stop()


@pytest.fixture
def react(app: Flask) -> Callable[[], None]:
    """Call it to let what follows from deeds be written down; no mail goes out yet."""
    return lambda: _until_done(app, handle_next)


@pytest.fixture
def send(app: Flask) -> Callable[[], None]:
    """Call it to send what is due."""
    return lambda: _until_done(app, send_due_mail)


@pytest.fixture
def gather(app: Flask) -> Callable[[], None]:
    """Call it to let digests be gathered, where it is time."""

    def gather() -> None:
        with app.app_context():
            gather_digests()

    return gather


@pytest.fixture
def chooses(world: World) -> Callable[..., None]:
    """Call it to let somebody choose how they want mail of a topic."""

    def choose(who: Somebody, topic: Topic, by_mail: str, in_app: bool = True) -> None:
        world.do(
            lambda: db.session.merge(
                NoticeChoice(person_id=who.id, topic=topic, in_app=in_app, by_mail=by_mail)
            )
        )

    return choose


def _until_done(app: Flask, step: Callable[[], bool]) -> None:
    busy = True
    while busy:
        with app.app_context():
            busy = step()
