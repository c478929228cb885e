"""kill -9 of the worker between any two statements: one notice, and one mail, for each who is told."""

import os
import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.digests import gather_digests
from hrcn_community.notifications.mailer import send_due_mail
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.worker import handle_next, work_off
from tests.demonstration import house_in
from tests.factories import Cast, World
from tests.letterbox import Received, read

MOST_STATEMENTS = 80
# A child of a process that has threads: it does nothing but this, and is killed.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture
def house(tmp_path: Path):
    """A house on SQLite in a file of its own, in which Ben named Amina and Omar in a reply."""
    app = house_in(tmp_path)
    with app.app_context():
        upgrade()
    world = World(app)
    cast = Cast(world)
    thread = world.thread(world.space(), cast.amina)
    work_off(app)
    yield app, world, cast, thread
    with app.app_context():
        db.engine.dispose()


def test_between_any_two_statements_of_a_reaction(house):
    app, world, cast, thread = house
    survived = deaths = 0
    for nth in range(1, MOST_STATEMENTS):
        world.reply(thread, cast.ben, f"@amina and @{cast.omar.handle}: {nth}")
        survived = _dies_before(app, nth, handle_next)
        work_off(app)
        deaths += not survived
        if survived:
            break
    assert survived
    assert deaths > 5, deaths
    _each_was_told_once(app, world, times=deaths + 1)


def test_between_any_two_statements_of_sending(house):
    """A mail that went out, of which that was not written down, goes out once more: into the same file."""
    app, world, cast, thread = house
    survived = deaths = 0
    for nth in range(1, MOST_STATEMENTS):
        world.reply(thread, cast.ben, f"@amina and @{cast.omar.handle}: {nth}")
        with app.app_context():
            while handle_next():
                pass
        survived = _dies_before(app, nth, send_due_mail)
        work_off(app)
        deaths += not survived
        if survived:
            break
    assert survived
    assert deaths > 5, deaths
    with app.app_context():  # what was killed while it spoke is taken up five minutes later
        db.session.execute(db.text("UPDATE mails SET sending_at = '2020-01-01 00:00:00'"))
        db.session.commit()
    work_off(app)
    _each_was_told_once(app, world, times=deaths + 1)


def test_between_any_two_statements_of_gathering_a_digest(house):
    app, world, cast, thread = house
    later = clock.now() + timedelta(days=2)
    survived = deaths = 0
    for nth in range(1, MOST_STATEMENTS):
        world.reply(thread, cast.ben, f"Reply number {nth}.")
        work_off(app)
        with clock.at(later):
            survived = _dies_before(app, nth, gather_digests)
            with app.app_context():
                gather_digests()
            work_off(app)
        deaths += not survived
        later += timedelta(days=2)
        if survived:
            break
    assert survived
    assert deaths > 3, deaths
    said = "".join(mail.text for mail in _received(app))
    assert [said.count(f"Reply number {nth}.") for nth in range(1, deaths + 2)] == [1] * (
        deaths + 1
    )


def _each_was_told_once(app: Flask, world: World, *, times: int) -> None:
    notices = Counter((each.person_id, each.event_id) for each in world.rows(Notice))
    assert set(notices.values()) == {1}
    assert len(notices) == 2 * times
    mails = world.rows(Mail)
    assert len(mails) == 2 * times
    assert all(mail.sent_at for mail in mails)
    assert Counter(mail.to for mail in _received(app)) == {
        "amina@example.org": times,
        "omar@example.org": times,
    }


def _received(app: Flask) -> list[Received]:
    folder = Path(app.config["MAIL_URL"].removeprefix("file://"))
    return read([each.read_text() for each in folder.glob("*.eml")])


def _dies_before(app: Flask, nth: int, step) -> bool:
    """Let a process of its own take a step, and kill it before its n-th statement; did it survive?"""
    with app.app_context():
        db.engine.dispose()  # no connection is shared with the child
    child = os.fork()
    if child == 0:
        _take_step(app, nth, step)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return not os.WIFSIGNALED(status)


def _take_step(app: Flask, nth: int, step) -> None:
    """In the child: take the step, counting; commits count as statements."""
    left = nth

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", count)
            event.listen(db.engine, "commit", count)
            step()
        code = 0
    finally:
        os._exit(code)
