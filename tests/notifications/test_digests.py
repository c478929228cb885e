"""What gathers until the hour of its reader: once, in groups, the newest first."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications import digests
from hrcn_community.notifications.digest_words import MOST_LINES
from hrcn_community.notifications.models import Mail, MailPace, Notice
from hrcn_community.notifications.topics import Topic
from tests.consultations.conftest import story  # noqa: F401 - a case, played from its question on
from tests.factories import CONFIDENTIAL
from tests.letterbox import read
from tests.racing import at_once


@pytest.fixture
def thread(world, cast):
    """A thread that Amina began, and so follows."""
    return world.thread(world.space(name="The house"), cast.amina)


@pytest.fixture
def days_later(gather, send, react):
    """Call it to let days pass, with what they bring."""

    def pass_(days: float = 2) -> None:
        react()
        with clock.at(clock.now() + timedelta(days=days)):
            gather()
            send()

    return pass_


def digests_to(who, mailbox) -> list:
    return [mail for mail in read(mailbox(), to=who.email) if "What is new" in mail.subject]


def test_what_was_added_comes_together_grouped_and_the_newest_first(
    world, cast, thread, days_later, mailbox
):
    space = world.space(name="The garden")
    other = world.thread(space, cast.amina, "Cold homes")
    world.reply(thread, cast.ben, "The first of all.")
    world.reply(other, cast.ben, "Something **cold**.\n\nIn two parts.")
    world.reply(thread, cast.omar, "The last of all.")
    days_later()
    [mail] = digests_to(cast.amina, mailbox)
    for said in (mail.text, mail.html):
        last, first = said.index("The last of all."), said.index("The first of all.")
        assert last < first < said.index("Something cold. In two parts.")
        assert said.count("Warm homes") == 1  # no line says again what stands above it
        assert "Omar writes:" in said
        assert "The house" in said
        assert "The garden" in said
    assert f"{thread.address}?post=2#p2" in mail.text
    assert "This came because you gather such news in a digest." in mail.text
    assert "List-Unsubscribe" in mail.headers
    assert "References" not in mail.headers


def test_it_comes_once_however_often_one_gathers(
    world, cast, thread, days_later, gather, send, mailbox
):
    world.reply(thread, cast.ben)
    days_later()
    days_later(4)
    days_later(6)
    assert len(digests_to(cast.amina, mailbox)) == 1
    [pace] = world.rows(MailPace, person_id=cast.amina.id)
    assert pace.digest_due_at is None


def test_it_waits_for_its_hour(world, cast, thread, react, gather, mailbox, send):
    with clock.at(datetime(2027, 1, 10, 9, 30, tzinfo=UTC)):
        world.reply(thread, cast.ben)
        react()
    for hour, sent in ((6, 0), (7, 1)):  # eight in the morning, in Brussels
        with clock.at(datetime(2027, 1, 11, hour, tzinfo=UTC)):
            gather()
            send()
        assert len(digests_to(cast.amina, mailbox)) == sent


def test_what_comes_after_it_was_gathered_waits_for_the_next(
    world, cast, thread, react, gather, send, mailbox
):
    world.reply(thread, cast.ben, "Before.")
    react()
    with clock.at(clock.now() + timedelta(days=2)):
        gather()
        world.reply(thread, cast.ben, "After.")
        react()
        send()
    [first] = digests_to(cast.amina, mailbox)
    assert "Before." in first.text
    assert "After." not in first.text
    with clock.at(clock.now() + timedelta(days=4)):
        gather()
        send()
    second = digests_to(cast.amina, mailbox)[-1]
    assert "After." in second.text
    assert "Before." not in second.text


def test_what_was_seen_is_left_out_and_nothing_left_is_no_mail(
    world, cast, thread, days_later, mailbox, react
):
    other = world.thread(world.space(), cast.amina, "Cold homes")
    for each in (thread, other):
        world.reply(each, cast.ben)
    react()
    cast.amina.browser.page(thread.address)
    days_later()
    [mail] = digests_to(cast.amina, mailbox)
    assert "Cold homes" in mail.text
    assert "Warm homes" not in mail.text
    world.reply(thread, cast.ben)
    react()
    cast.amina.browser.page(thread.address)
    days_later(4)
    assert len(digests_to(cast.amina, mailbox)) == 1


def test_of_very_much_the_first_lines_come_and_how_many_more(
    world, cast, thread, days_later, mailbox
):
    for number in range(MOST_LINES + 4):
        world.reply(thread, cast.ben, f"Number {number}.")
    days_later()
    [mail] = digests_to(cast.amina, mailbox)
    assert mail.text.count("Ben writes:") == MOST_LINES
    assert mail.html.count("Ben writes:") == MOST_LINES
    assert "And 4 more in the app." in mail.text
    assert "And 4 more in the app." in mail.html
    assert "Number 33." in mail.text
    assert "Number 3." not in mail.text


def test_of_what_is_confidential_one_line_says_that_there_is_something(
    world, cast, thread, days_later, mailbox
):
    closed = world.space(CONFIDENTIAL, "Bird room", member=[cast.amina, cast.ben])
    bird = world.thread(closed, cast.amina, "Zaunkoenig title")
    world.reply(thread, cast.ben, "In the open.")
    for _ in range(3):
        world.reply(bird, cast.ben, "Zaunkoenig.")
    days_later()
    [mail] = digests_to(cast.amina, mailbox)
    for said in (mail.text, mail.html):
        assert said.count("Something waits for you that is not named in mail.") == 1
        assert "In the open." in said
    for word in ("Zaunkoenig", "Bird", bird.ref, closed.slug):
        assert word not in mail.all_said


def test_where_nothing_is_confidential_no_line_says_so(world, cast, thread, days_later, mailbox):
    world.reply(thread, cast.ben)
    days_later()
    [mail] = digests_to(cast.amina, mailbox)
    assert "not named in mail" not in mail.text + mail.html


def test_of_a_case_its_reference_stands_there_alone(story, cast, chooses, days_later, mailbox):  # noqa: F811
    chooses(cast.chandra, Topic.ADVICE, "digest")
    chooses(cast.cleo, Topic.ADVICE, "digest")
    story.ask(title="Zaunkoenig title", question="Zaunkoenig?")
    days_later()
    mails = digests_to(cast.chandra, mailbox) + digests_to(cast.cleo, mailbox)
    assert mails
    for mail in mails:
        assert f") {story.case.ref}\n" in mail.text  # and no sentence about it
        assert f">{story.case.ref}</a>" in mail.html
        assert "Zaunkoenig" not in mail.all_said
        assert "Omar" not in mail.all_said


def test_a_crash_between_gathering_and_sending_loses_nothing(
    app, world, cast, thread, react, gather, send, mailbox, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed

    world.reply(thread, cast.ben)
    react()
    with clock.at(clock.now() + timedelta(days=2)):
        with monkeypatch.context() as patch, app.app_context():
            patch.setattr(digests, "update", die)
            with pytest.raises(Killed):
                digests.gather_digests()
            db.session.rollback()
        assert world.rows(Mail, sort="digest") == []
        gather()
        gather()
        send()
    assert len(digests_to(cast.amina, mailbox)) == 1


def test_several_workers_gather_once(app, world, cast, react, send, mailbox):
    people = [world.person() for _ in range(6)]
    thread = world.thread(world.space(), people[0])
    for person in people[1:]:
        person.browser.post(f"{thread.address}/level", level="following")
    world.reply(thread, cast.ben)
    react()
    later = clock.now() + timedelta(days=2)

    def work() -> None:
        with clock.at(later), app.app_context():
            digests.gather_digests()

    at_once([work] * 3)
    with clock.at(later):
        send()
    assert sorted(mail.to for mail in read(mailbox())) == sorted(each.email for each in people)


def test_what_was_told_in_the_moment_of_gathering_comes_with_the_next(
    world, cast, thread, react, gather, send, mailbox
):
    """A notice whose digest was gathered between its being asked about and its being written."""
    world.reply(thread, cast.ben)
    react()
    world.do(lambda: db.session.execute(update(MailPace).values(digest_due_at=None)))
    gather()
    [pace] = world.rows(MailPace, person_id=cast.amina.id)
    assert pace.digest_due_at
    with clock.at(clock.now() + timedelta(days=2)):
        gather()
        send()
    assert len(digests_to(cast.amina, mailbox)) == 1
    assert all(notice.digest_id for notice in world.rows(Notice, for_digest=True))


def test_it_waits_for_the_end_of_quiet_hours(world, cast, thread, react, gather, send, mailbox):
    pace = {"person_id": cast.amina.id, "hour": 6, "quiet_from": 22, "quiet_to": 9}
    world.do(lambda: db.session.add(MailPace(**pace)))
    with clock.at(datetime(2027, 1, 10, 9, 30, tzinfo=UTC)):
        world.reply(thread, cast.ben)
        react()
    for hour, sent in ((5, 0), (7, 0), (8, 1)):  # nine in the morning, in Brussels
        with clock.at(datetime(2027, 1, 11, hour, tzinfo=UTC)):
            gather()
            send()
        assert len(digests_to(cast.amina, mailbox)) == sent


def test_what_never_stood_in_the_app_is_not_seen_with_what_does(
    world, cast, thread, chooses, react, days_later, mailbox
):
    chooses(cast.amina, Topic.REPLY, "digest", in_app=False)
    world.reply(thread, cast.ben, "By mail alone.")
    world.reply(thread, cast.ben, "And @amina?")
    react()
    newest = world.rows(Notice, person_id=cast.amina.id)[-1]
    cast.amina.browser.post("/notifications/seen", up_to=str(newest.id))
    days_later()
    [mail] = digests_to(cast.amina, mailbox)
    assert "By mail alone." in mail.text


def test_what_is_told_of_one_deed_in_two_ways_is_mailed_once(
    world, cast, thread, chooses, react, send, days_later, mailbox
):
    """Of a merger authors are told where their post is, and followers where the thread goes on."""
    space = world.space(facilitator=cast.chandra)
    into, old = world.thread(space, cast.eve, "Cold homes"), world.thread(space, cast.amina, "Damp")
    chooses(cast.amina, Topic.RESPONSE, "digest")
    chooses(cast.amina, Topic.REPLY, "at_once")
    merged = cast.chandra.browser.post(f"{old.address}/merge", into=into.ref)
    assert merged.status_code == 303
    react()
    send()
    days_later()
    [mail] = read(mailbox(), to=cast.amina.email)
    assert "moved your post" in mail.text
