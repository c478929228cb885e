"""Who is away, and how many cases an advisor takes on: what matching, the rota and the lead go by."""

import datetime as dt

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


def test_nobody_is_invited_who_is_away_or_takes_on_no_more(world, cast, story):
    story.until("matching")
    world.do(lambda: (_away(cast.dalia), _takes(cast.ruth, 0)))
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
