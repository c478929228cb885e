"""What goes wrong while somebody writes: their sign-in ends, or no mail can go out. Nothing is lost.

On the forms of moderation, of invitations, of one's address and one's profile.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any, NamedTuple

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from hrcn_community.accounts.models import AddressChange, Invitation, Person, SignIn
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.moderation.models import Appeal, ContentNotice, Decision, Matter
from hrcn_community.notifications.models import Mail
from tests.browsing import PASSWORD, Browser, follow
from tests.factories import CONFIDENTIAL, PUBLIC, Somebody, Told
from tests.letterbox import read
from tests.moderation.noticing import OURS, address_of, ask_appeal, decide, give_notice
from tests.privacy.forms import fields_in

KEPT = re.compile(r'name="kept" value="([^"]*)"')
LONG = "Half an hour of writing: žluťoučký kůň."
NOTICE = {"category": "rule", "rule": "3", "explanation": LONG, "good_faith": "y"}
RULING = {"measure": "keep", "sanction": "none", "ground": "rule", "rule": "3"}
INVITED, NEW, STRANGER = "nora@example.org", "amina.k@example.org", "stranger@example.org"


class Written(NamedTuple):
    """A form in which somebody wrote, and how to find what it led to."""

    who: Somebody
    action: str
    fields: dict[str, str]
    found: Callable[[], list[Any]]


@pytest.fixture
def thread(world, cast) -> Told:
    space = world.space(PUBLIC, facilitator=cast.chandra)
    return world.thread(space, cast.amina, replies=[(cast.ben, "One."), (cast.ben, "Two.")])


@pytest.fixture
def written(world, cast, thread) -> list[Written]:
    """Each form, filled in by somebody who may send it."""
    inside = {"facilitator": cast.chandra, "member": [cast.amina, cast.omar]}
    closed = world.space(CONFIDENTIAL, "Housing", **inside)
    for number in (2, 3):
        give_notice(cast.omar.browser, address_of(world, thread, number))
    first, second = world.rows(Matter)
    decide(cast.chandra, first, measure="hide")
    matter = f"/moderation/matters/{second.ref}"
    cast.chandra.browser.post(f"{matter}/claim")
    ask_appeal(cast.omar.browser, world.rows(ContentNotice)[0].ref, "notifier")
    notice = {"address": address_of(world, world.thread(closed, cast.amina)), **NOTICE}
    appeal = {"ref": world.rows(Decision)[0].ref, "side": "author", "key": "", "reason": LONG}
    decided = f"/moderation/appeals/{world.rows(Appeal)[0].ref}/decision"
    coming = {"email": INVITED, "role": "advisor", "reason": LONG}
    profile = {"name": "Amina", "timezone": "Europe/Vienna", "bio": LONG}

    def rows(model: Any, **columns: Any) -> Callable[[], list[Any]]:
        return lambda: world.rows(model, **columns)

    chandra, cleo, amina, invitations = cast.chandra, cast.cleo, cast.amina, "/admin/invitations"
    into, people = (
        f"/spaces/{closed.slug}/invitations",
        {"who": "lena@example.org", "role": "member"},
    )
    said = {**RULING, "facts": LONG, "reason": LONG}
    return [
        Written(amina, "/moderation/notices", notice, rows(ContentNotice, explanation=LONG)),
        Written(cast.ben, "/moderation/appeals", appeal, rows(Appeal, reason=LONG)),
        Written(chandra, f"{matter}/decision", said, rows(Decision, facts=LONG)),
        Written(cleo, decided, {"outcome": "upheld", "answer": LONG}, rows(Appeal, answer=LONG)),
        Written(cleo, invitations, coming, rows(Invitation, email=INVITED)),
        Written(chandra, into, people, rows(Invitation, email="lena@example.org")),
        Written(amina, "/settings/email", {"email": NEW}, rows(AddressChange, new_email=NEW)),
        Written(amina, "/settings", profile, rows(Person, bio=LONG)),
    ]


def test_whose_sign_in_ends_while_they_write_finds_all_of_it_after_signing_in(world, written):
    for who, action, fields, found in written:
        browser = Browser(who.app)
        browser.let_in(who.id)
        form = {"csrf_token": browser.form_token(), **fields}
        world.do(lambda: db.session.execute(update(SignIn).values(ended_at=clock.now())))
        answer = browser.client.post(action, data=form, headers=OURS)
        assert (answer.status_code, found()) == (401, []), action
        kept = _carried(answer)
        proved = browser.post("/sign-in", kept=kept, email=who.email, password=PASSWORD)
        sent = _send_what_is_there(browser, proved, action, fields)
        if sent.status_code == 401:  # this deed wants one more proof
            proved = browser.post("/settings/step-up", kept=_carried(sent), password=PASSWORD)
            sent = _send_what_is_there(browser, proved, action, fields)
        assert sent.status_code == 303, (action, sent.text)
        assert len(found()) == 1, action


def _carried(answer: TestResponse) -> str:
    kept = KEPT.search(answer.text)
    assert kept, answer.text
    return unescape(kept[1])


def _send_what_is_there(
    browser: Browser, page: TestResponse, action: str, fields: dict[str, str]
) -> TestResponse:
    """Send what a page gives back to be looked at and sent; all that was written is in it."""
    there = fields_in(page.text, action)
    assert {name: there.get(name) for name in fields} == fields, action
    return browser.client.post(action, data=there, headers=OURS)


def test_while_no_mail_can_go_out_every_form_is_taken_and_the_mails_go_out_later(
    app, world, cast, public, thread, written, worker, mailbox, monkeypatch
):
    worker()
    before = len(mailbox())
    with monkeypatch.context() as away:
        away.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:9")
        follow(public, give_notice(public, address_of(world, thread), email=STRANGER))
        for who, action, fields, found in written:
            who.browser.step_up()
            form = {"csrf_token": who.browser.form_token(), **fields}
            answer = who.browser.client.post(action, data=form, headers=OURS)
            assert answer.status_code == 303, (action, answer.text)
            assert who.browser.sees(answer.headers["Location"]) == 200, action
            assert len(found()) == 1, action
        worker()
    waiting = world.rows(Mail, sent_at=None)
    assert waiting
    assert not [mail for mail in waiting if mail.parked_at]
    assert len(mailbox()) == before
    with clock.at(clock.now() + timedelta(minutes=30)):
        worker()
    assert world.rows(Mail, sent_at=None) == []
    for recipient in (STRANGER, NEW, cast.amina.email, "lena@example.org", cast.ben.email):
        assert read(mailbox(), recipient), recipient
