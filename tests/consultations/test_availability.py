"""Who is away, and how many cases an advisor takes on: what matching, the rota and the lead go by."""

import datetime as dt

import pytest

from hrcn_community.accounts.models import SiteRole
from hrcn_community.consultations.models import Absence, LoadLimit
from hrcn_community.consultations.queries.availability import available_advisors, is_available
from hrcn_community.core import clock
from hrcn_community.core.db import db


def _away(person, days=3):
    today = clock.now().date()
    db.session.add(
        Absence(
            ref=f"away-{person.handle}",
            person_id=person.id,
            first_day=today - dt.timedelta(days=days),
            last_day=today + dt.timedelta(days=days),
        )
    )


def _takes(person, most):
    db.session.add(LoadLimit(person_id=person.id, most_open=most))


def test_advisors_are_available_who_are_here_and_take_on_one_more(world, cast, story):
    story.until("drafting")
    free = world.person("Free", SiteRole.ADVISOR)
    away = world.person("Away", SiteRole.ADVISOR)
    world.do(lambda: (_away(away), _takes(cast.dalia, 1)))
    found = world.ask(available_advisors)
    assert set(found) == {free.id, cast.ruth.id}, "Dalia has the one case that she takes on"
    assert (found[free.id].open_cases, found[free.id].most) == (0, 3)
    assert set(world.ask(lambda: available_advisors(skipped=[free.id]))) == {cast.ruth.id}
    later = clock.now().date() + dt.timedelta(days=9)
    assert away.id in world.ask(lambda: available_advisors(on=later))
    assert not world.ask(lambda: is_available(cast.dalia.id))
    assert not world.ask(lambda: is_available(away.id))


@pytest.mark.usefixtures("proved")
def test_sealed_cases_weigh_nothing_so_that_nobody_learns_that_there_are_any(world, cast, story):
    story.until("drafting", tier="sealed")
    world.do(lambda: _takes(cast.dalia, 1))
    story.address = ""
    story.until("matching", tier="confidential")
    page = cast.cleo.browser.page(f"{story.address}/experts")
    assert page.count("Works on no other case.") == 2
    assert "takes no more cases" not in page
    story.done(cast.cleo, "invitation", handle="dalia", role="advisor")


def test_nobody_is_invited_who_is_away_or_takes_on_no_more(world, cast, story):
    story.until("matching")
    assert 'value="dalia"' in story.page(cast.cleo)
    world.do(lambda: (_away(cast.dalia), _takes(cast.ruth, 0)))
    page = story.page(cast.cleo)
    assert not [who for who in ("dalia", "ruth") if f'value="{who}"' in page], "nor offered"
    assert f"{story.address}/experts" in page
    for handle in ("dalia", "ruth"):
        answer = story.post(cast.cleo, "invitation", handle=handle, role="advisor")
        assert answer.status_code == 409
        assert "is away, or has as many open cases" in answer.text
    assert story.case.state == "matching"


def test_whoever_is_away_is_not_in_the_rota(world, cast, story):
    cora = world.person("Cora", SiteRole.CORE)
    world.do(lambda: _away(cora))
    for _ in range(2):
        story.ask()
        assert cora.browser.sees(story.address) == 404, "Cleo leads both"
    world.do(lambda: _away(cast.cleo))
    story.ask()
    assert cora.browser.sees(story.address) == 200, "where all are away it is whose turn it was"


HERE = "/settings/availability"


def day(days: int) -> str:
    return (clock.now().date() + dt.timedelta(days=days)).isoformat()


def test_somebody_says_when_they_are_away_and_how_much_they_take_on(world, cast):
    dalia, away = cast.dalia.browser, {"first_day": day(0), "last_day": day(6)}
    for _ in range(2):
        sent = dalia.post(f"{HERE}/absences", away | {"form_token": "one"})
        assert sent.status_code == 303
    assert dalia.post(f"{HERE}/limit", {"most_open": "5"}).status_code == 303
    [absence] = world.rows(Absence)
    assert world.rows(LoadLimit)[0].most_open == 5
    assert not world.ask(lambda: is_available(cast.dalia.id))
    page = dalia.page(HERE)
    assert f"absences/{absence.ref}/removal" in page
    assert 'value="5"' in page
    assert cast.ruth.browser.post(f"{HERE}/absences/{absence.ref}/removal").status_code == 404
    assert dalia.post(f"{HERE}/absences/{absence.ref}/removal").status_code == 303
    assert dalia.post(f"{HERE}/absences/{absence.ref}/removal").status_code == 404
    assert world.ask(lambda: is_available(cast.dalia.id))
    assert "Open cases at a time" not in cast.omar.browser.page(HERE), "Omar is no advisor"


def test_days_that_make_no_sense_come_back_with_a_word_beside_them(world, cast, public):
    dalia = cast.dalia.browser
    assert dalia.post(f"{HERE}/absences", {"first_day": day(1), "last_day": day(3)})
    for first, last, said in (
        ("", day(2), "Give a day."),
        (day(5), day(4), "It ends before it begins."),
        (day(-5), day(-3), "This day is over."),
        (day(5), day(900), "Give a day within the next two years."),
        (day(3), day(9), "You have said already that you are away on one of these days."),
    ):
        answer = dalia.post(f"{HERE}/absences", {"first_day": first, "last_day": last})
        assert (answer.status_code, said in answer.text) == (422, True), said
    for wrong in ("-1", "21", "some", ""):
        assert dalia.post(f"{HERE}/limit", {"most_open": wrong}).status_code == 422
    assert len(world.rows(Absence)) == 1
    assert world.rows(LoadLimit) == []
    assert public.post(f"{HERE}/limit", {"most_open": "1"}).status_code == 401
