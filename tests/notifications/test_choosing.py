"""Choosing of what one is told, by which way, and when mail comes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Person
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Mail, MailPace, Notice, NoticeChoice
from hrcn_community.notifications.topics import TOPICS
from hrcn_community.notifications.wishes import after_quiet, next_digest, usual_pace
from tests.browsing import follow
from tests.factories import NETWORK
from tests.notifications.wanting import PAGE, choose, wants
from tests.racing import at_once

BRUSSELS = "Europe/Brussels"
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday; in Brussels it is 12:00


@pytest.fixture
def thread(world, cast, worker):
    thread = world.thread(world.space(NETWORK), cast.amina)
    worker()
    return thread


@pytest.fixture
def pace():
    return usual_pace(1)


def test_somebody_chooses_and_finds_it_so_when_they_come_back(world, cast):
    answer = choose(
        cast.eve,
        app_reply=None,
        mail_new="never",
        rhythm="weekly",
        hour="19",
        weekday="4",
        is_quiet="y",
        quiet_from="21",
    )
    page = follow(cast.eve.browser, answer)
    assert "From now on you are told so." in page
    for field in (
        'value="weekly" checked',
        'selected value="19"',
        'selected value="4"',
        'selected value="21"',
    ):
        assert field.replace(" checked", "") in page
    [pace] = world.rows(MailPace)
    assert (pace.rhythm, pace.hour, pace.weekday) == ("weekly", 19, 4)
    assert (pace.quiet_from, pace.quiet_to) == (21, 7)
    chosen = {row.topic: (row.in_app, row.by_mail) for row in world.rows(NoticeChoice)}
    assert chosen["reply"] == (False, "digest")
    assert chosen["new"] == (True, "never")
    assert set(chosen) == set(TOPICS)


def test_what_must_be_known_stands_in_the_app_whatever_is_sent(world, cast):
    choose(cast.eve, app_decision=None, app_advice=None, app_duty=None, app_mention=None)
    stand = {row.topic for row in world.rows(NoticeChoice) if row.in_app}
    assert {"decision", "advice", "duty"} <= stand
    assert "mention" not in stand


@pytest.mark.parametrize(
    "wrong",
    [
        {"hour": "24"},
        {"hour": "noon"},
        {"weekday": "7"},
        {"rhythm": "hourly"},
        {"mail_reply": "by pigeon"},
        {"mail_reply": None},
        {"quiet_from": "-1", "is_quiet": "y"},
    ],
    ids=str,
)
def test_a_wrong_choice_comes_back_with_words_and_nothing_is_kept(world, cast, wrong):
    answer = choose(cast.eve, **wrong)
    assert answer.status_code == 422
    assert "Not a valid choice" in answer.text
    assert world.rows(NoticeChoice) == []
    assert world.rows(MailPace) == []


def test_nobody_chooses_for_others_or_without_signing_in(world, cast, public):
    assert public.get(PAGE).status_code == 401
    assert public.post(PAGE, rhythm="daily").status_code == 401
    assert public.post(f"{PAGE}/mail").status_code == 401
    choose(cast.eve, mail_reply="never")
    assert {row.person_id for row in world.rows(NoticeChoice)} == {cast.eve.id}
    assert 'selected value="digest"' in cast.ben.browser.page(PAGE)


def test_saved_ten_times_at_once_it_is_kept_once(world, cast):
    eve = cast.eve
    assert eve.browser
    answers = at_once([lambda: choose(eve, mail_reply="never")] * 10)
    assert {answer.status_code for answer in answers} == {303}
    assert len(world.rows(NoticeChoice)) == len(TOPICS)


def test_what_is_not_wanted_in_the_app_waits_for_mail_alone(world, cast, thread, worker):
    choose(cast.eve, app_reply=None)
    wants(cast.eve, thread, "following")
    world.reply(thread, cast.ben)
    worker()
    [notice] = world.rows(Notice, person_id=cast.eve.id)
    assert (notice.in_app, notice.for_digest) == (False, True)
    assert "replied" not in cast.eve.browser.page("/notifications")
    assert 'data-unread="0"' in cast.eve.browser.page("/notifications/count")


def test_what_is_wanted_by_no_way_leaves_no_trace(world, cast, thread, worker):
    choose(cast.eve, app_reply=None, mail_reply="never")
    wants(cast.eve, thread, "following")
    world.reply(thread, cast.ben)
    worker()
    assert world.rows(Notice, person_id=cast.eve.id) == []
    assert world.rows(MailPace, person_id=cast.eve.id)[0].digest_due_at is None


def test_a_digest_comes_at_the_next_hour_that_was_chosen_and_once(world, cast, thread, worker):
    with clock.at(NOON):
        choose(cast.eve, hour="19")
        wants(cast.eve, thread, "following")
        world.reply(thread, cast.ben, "One.")
        world.reply(thread, cast.ben, "Two.")
        worker()
        [pace] = world.rows(MailPace, person_id=cast.eve.id)
        assert pace.digest_due_at == NOON + timedelta(hours=7)
        choose(cast.eve, hour="15")
        [pace] = world.rows(MailPace, person_id=cast.eve.id)
        assert pace.digest_due_at == NOON + timedelta(hours=3)


def test_in_quiet_hours_mail_waits_for_their_end(world, cast, thread, worker):
    with clock.at(NOON):
        choose(cast.eve, is_quiet="y", quiet_from="9", quiet_to="14")
        world.reply(thread, cast.ben, "And @eve?")
        worker()
    [mail] = world.rows(Mail, person_id=cast.eve.id)
    assert mail.due_at == NOON + timedelta(hours=2)
    assert len(world.rows(Notice, person_id=cast.eve.id)) == 1


def test_whoever_was_stopped_gets_mail_again_when_they_say_that_their_address_is_right(
    world, cast, thread, worker
):
    choose(cast.eve)
    stop = update(MailPace).values(stopped_at=clock.now(), hard_bounces=3)
    world.do(lambda: db.session.execute(stop))
    world.reply(thread, cast.ben, "And @eve?")
    worker()
    assert world.rows(Mail, person_id=cast.eve.id) == []
    assert "No mail goes to you" in cast.eve.browser.page(PAGE)
    answer = cast.eve.browser.post(f"{PAGE}/mail")
    assert "No mail goes to you" not in follow(cast.eve.browser, answer)
    world.reply(thread, cast.ben, "And now, @eve?")
    worker()
    assert len(world.rows(Mail, person_id=cast.eve.id)) == 1


def test_the_settings_name_only_what_one_may_still_read(world, cast, thread, worker):
    inner = world.space("confidential", name="The inner circle", member=(cast.amina, cast.eve))
    hidden = world.thread(inner, cast.amina, "Behind closed doors")
    wants(cast.eve, inner, "watching")
    wants(cast.eve, hidden, "muted")
    wants(cast.eve, thread, "watching")
    page = cast.eve.browser.page(PAGE)
    assert "The inner circle" in page
    assert "Behind closed doors" in page
    cast.eve.browser.post(f"/spaces/{inner.slug}/membership/end")
    page = cast.eve.browser.page(PAGE)
    assert "The inner circle" not in page
    assert "Behind closed doors" not in page
    assert "Warm homes" in page


def test_the_hours_are_those_of_the_readers_zone(world, cast, thread, worker):
    zone = update(Person).where(Person.id == cast.eve.id).values(timezone="Pacific/Auckland")
    world.do(lambda: db.session.execute(zone))
    with clock.at(NOON):  # past midnight there
        choose(cast.eve, hour="8")
        wants(cast.eve, thread, "following")
        world.reply(thread, cast.ben)
        worker()
    [pace] = world.rows(MailPace, person_id=cast.eve.id)
    there = pace.digest_due_at.astimezone(ZoneInfo("Pacific/Auckland"))
    assert (there.day, there.hour, there.minute) == (24, 8, 0)


def here(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BRUSSELS), fold=fold)


@pytest.mark.parametrize(
    ("after", "hour", "due"),
    [
        ("2026-11-23T07:59:59", 8, "2026-11-23T08:00:00"),
        ("2026-11-23T08:00:00", 8, "2026-11-24T08:00:00"),
        ("2026-03-28T09:00:00", 8, "2026-03-29T08:00:00"),  # the night has 23 hours
        ("2026-10-24T09:00:00", 8, "2026-10-25T08:00:00"),  # the night has 25
    ],
)
def test_a_daily_digest_keeps_to_the_hour_of_the_wall_clock(pace, after, hour, due):
    pace.hour = hour
    assert next_digest(here(after).astimezone(UTC), pace, BRUSSELS) == here(due)


@pytest.mark.parametrize(
    ("after", "weekday", "due"),
    [
        ("2026-11-23T12:00:00", 0, "2026-11-30T08:00:00"),
        ("2026-11-23T07:00:00", 0, "2026-11-23T08:00:00"),
        ("2026-11-23T12:00:00", 6, "2026-11-29T08:00:00"),
        ("2026-10-23T12:00:00", 0, "2026-10-26T08:00:00"),  # over the change of time
        ("2026-12-30T12:00:00", 4, "2027-01-01T08:00:00"),
    ],
)
def test_a_weekly_digest_keeps_to_its_day_and_hour(pace, after, weekday, due):
    pace.rhythm, pace.weekday = "weekly", weekday
    assert next_digest(here(after).astimezone(UTC), pace, BRUSSELS) == here(due)


@pytest.mark.parametrize(
    ("moment", "quiet", "due"),
    [
        ("2026-11-23T23:30:00", (22, 7), "2026-11-24T07:00:00"),
        ("2026-11-23T06:59:00", (22, 7), "2026-11-23T07:00:00"),
        ("2026-11-23T07:00:00", (22, 7), "2026-11-23T07:00:00"),
        ("2026-11-23T21:59:00", (22, 7), "2026-11-23T21:59:00"),
        ("2026-11-23T13:00:00", (12, 14), "2026-11-23T14:00:00"),
        ("2026-11-23T13:00:00", (14, 14), "2026-11-23T13:00:00"),  # no hours at all
        ("2026-03-28T23:00:00", (22, 7), "2026-03-29T07:00:00"),
        ("2026-10-24T23:00:00", (22, 7), "2026-10-25T07:00:00"),
    ],
)
def test_quiet_hours_end_by_the_wall_clock(pace, moment, quiet, due):
    pace.quiet_from, pace.quiet_to = quiet
    assert after_quiet(here(moment).astimezone(UTC), pace, BRUSSELS) == here(due)
