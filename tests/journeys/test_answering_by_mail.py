"""Answering a thread from a mail program, then looking at what became of it."""

from playwright.sync_api import expect
from sqlalchemy import select

from hrcn_community.accounts.models import Person
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.discussions.models import ROOM
from hrcn_community.notifications.replying import reply_to
from hrcn_community.receiving.deciding import receive
from hrcn_community.spaces.models import Space
from tests.journeys.barriers import barriers_on

MAIL = """\
Authentication-Results: mx.example.org; dmarc=pass header.from=example.org
From: Ben <ben@example.org>
To: {to}
Message-ID: <journey@mail.example.org>
Content-Type: text/plain; charset=utf-8

We put a kettle beside the counter.

On 3 Nov 2025, at 10:02, HRCN Community <community@example.org> wrote:
> What did you do at the counter, and what did it cost you in a winter that was as long as the last one?
> https://community.example.org/{long}
"""


def answer(app) -> str:
    """Let Ben answer some thread by mail; return where it stands."""
    app.config.update(MAIL_REPLY="reply@community.example.org", MAIL_AUTHSERV="mx.example.org")
    with app.app_context():
        ben = db.session.scalars(select(Person.id).where(Person.email == "ben@example.org")).one()
        is_open = Conversation.closed_at.is_(None), Space.visibility == "network"
        threads = select(Conversation).join(Conversation.space).where(Conversation.room == ROOM)
        thread = db.session.scalars(threads.where(*is_open, Space.pseudonyms == "never")).first()
        assert thread
        to, address = reply_to(ben, thread), thread.address
        assert receive(MAIL.format(to=to, long="a-word-without-end" * 20).encode()) == "posted"
        db.session.commit()
    app.config.update(MAIL_REPLY="", MAIL_AUTHSERV="")
    return address


def test_somebody_answers_by_mail_and_finds_the_whole_of_it_beside_their_post(visit, living_app):
    ben = visit("ben", width=360, dark=True, for_axe=True)
    address = answer(living_app)
    ben.goto(f"{address}?post=9999")
    mine = ben.get_by_role("article").filter(has_text="We put a kettle beside the counter.")
    mine.locator(".post-menu > summary").focus()
    ben.keyboard.press("Enter")
    ben.get_by_role("link", name="Sent by mail: see all of it").focus()
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("heading", level=1)).to_have_text("Your mail")
    expect(ben.get_by_text("What did you do at the counter")).to_be_visible()
    assert barriers_on(ben, "as mailed") == []
