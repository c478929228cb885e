"""How fast a thousand followers are told of one reply, and how fast mail leaves the house."""

import time

import pytest
from sqlalchemy import delete, func, insert, select, update

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Conversation, Follow, Level
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.demo.volume import load_volume
from hrcn_community.discussions.actions import reply
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.queries import find_thread
from hrcn_community.notifications.mailer import send_due_mail
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.spaces.models import Space
from hrcn_community.worker import handle_next
from tests.sink import Sink

FOLLOWERS, REPLIES, MAILS = 1_000, 5, 300


@pytest.mark.timeout(600)
def test_a_thousand_followers_are_told_of_a_reply(house, proved):
    with house.app.app_context():
        ref = _followed(FOLLOWERS)
        in_digests = _notices_a_second(ref)
        db.session.execute(update(Follow).values(level=Level.WATCHING))
        db.session.commit()
        with_mail = _notices_a_second(ref)
        assert db.session.scalar(select(func.count(Mail.id))) == REPLIES * FOLLOWERS
        sent = _mails_a_second(house.app)
    proved(
        f"a reply where {FOLLOWERS:,} follow: notices written a second, each asked how they want to be told",
        f"{in_digests:,.0f} for digests; {with_mail:,.0f} with a mail at once for each",
    )
    proved(
        "mails a second, by one worker into a server on the same machine, rights asked of each",
        f"{sent:,.0f}",
    )


def _followed(people: int) -> str:
    """Return the ref of a public thread that so many people follow, and nobody else."""
    load_volume(people=people, threads=1, posts=5, seed=14)
    thread = db.session.execute(
        select(Thread.ref, Thread.conversation_id)
        .join(Conversation, Conversation.id == Thread.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Space.visibility == "public")
        .limit(1)
    ).one()
    member = select(Person.id).where(Person.standing == Standing.MEMBER).order_by(Person.id)
    # One more, who writes.
    ids = list(db.session.scalars(member.limit(people + 1)))
    db.session.execute(delete(Follow))
    moment = clock.now()
    about = {"conversation_id": thread.conversation_id, "level": "following", "since": moment}
    db.session.execute(insert(Follow), [about | {"person_id": id_} for id_ in ids])
    db.session.commit()
    return thread.ref


def _notices_a_second(ref: str) -> float:
    before = db.session.scalar(select(func.count(Notice.id))) or 0
    writer = db.session.scalars(select(Follow.person_id).limit(1)).one()
    seconds = 0.0
    for number in range(REPLIES):
        viewer = viewer_of(writer)
        thread = find_thread(ref, viewer=viewer)
        assert thread
        reply(thread, f"Something new, number {number}.", by=viewer)
        db.session.commit()
        began = time.perf_counter()
        while handle_next():
            pass
        seconds += time.perf_counter() - began
    told = (db.session.scalar(select(func.count(Notice.id))) or 0) - before
    assert told == REPLIES * FOLLOWERS
    return told / seconds


def _mails_a_second(app) -> float:
    sink = Sink()
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{sink.port}"
    try:
        began = time.perf_counter()
        for _ in range(MAILS):
            assert send_due_mail()
        seconds = time.perf_counter() - began
    finally:
        sink.stop()
    assert len(set(sink.message_ids)) == MAILS
    return MAILS / seconds
