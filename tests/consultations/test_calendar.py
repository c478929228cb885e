"""The calendar of the desk: kept by the core team, written down, and at once what the clocks go by."""

import re

from hrcn_community.consultations.models import DeskHoliday
from hrcn_community.consultations.queries.calendar import desk_now
from hrcn_community.core.events import Entry
from tests.browsing import follow

HERE = "/admin/consultation-calendar"
DAYS = {
    "zone": "Europe/Vienna",
    "acknowledge": "2",
    "triage": "5",
    "answer": "15",
    "review": "25",
    "overdue": "2",
    "silence": "20",
    "closing": "10",
}


def _filled(cleo, **changed):
    found = re.search(r'name="filled_from"[^>]*value="(\w+)"', cleo.page(HERE))
    assert found
    return DAYS | {"filled_from": found[1]} | changed


def test_the_core_team_adds_and_takes_out_a_holiday(world, cast):
    cleo = cast.cleo.browser
    holiday = {"day": "2026-12-08", "name": "  Conception\nof Mary "}
    page = follow(cleo, cleo.post(f"{HERE}/holidays", holiday | {"form_token": "one"}))
    assert "December 8, 2026" in page or "8 December 2026" in page
    assert "Conception of Mary" in page
    assert cleo.post(f"{HERE}/holidays", holiday | {"form_token": "one"}).status_code == 303
    again = cleo.post(f"{HERE}/holidays", holiday)
    assert again.status_code == 422
    assert "This day stands in the calendar already." in again.text
    assert [row.name for row in world.rows(DeskHoliday)] == ["Conception of Mary"]
    assert cleo.post(f"{HERE}/holidays/2026-12-08/removal").status_code == 303
    assert cleo.post(f"{HERE}/holidays/2026-12-08/removal").status_code == 404
    assert world.rows(DeskHoliday) == []
    [added, gone] = world.rows(Entry, name="DeskChanged")
    assert (added.facts["name"], added.actor_id) == ("2026-12-08", cast.cleo.id)
    assert (gone.facts["old"], gone.facts["new"]) == ('"Conception of Mary"', '""')
    assert "The calendar of the consultation desk was changed" in cleo.page("/admin/log")


def test_the_days_of_the_clocks_are_changed_and_of_two_who_do_one_is_told(world, cast):
    cleo = cast.cleo.browser
    before = _filled(cleo, answer="20", zone="Europe/Lisbon")
    assert cleo.post(HERE, before).status_code == 303
    days = world.ask(desk_now).days
    assert (days.answer, days.zone, days.triage) == (20, "Europe/Lisbon", 5)
    other = cleo.post(HERE, before | {"answer": "30", "zone": "Europe/Vienna"})
    assert other.status_code == 409
    assert "Somebody saved this while you were writing" in other.text
    assert world.ask(desk_now).days.answer == 20


def test_what_makes_no_sense_comes_back_with_a_word_beside_it(world, cast):
    cleo = cast.cleo.browser
    for sent, said in (
        ({"day": "", "name": "A day"}, "Give a day."),
        ({"day": "2026-02-30", "name": "A day"}, "Not a valid date value."),
        ({"day": "2026-02-03", "name": " "}, "Give it a name."),
    ):
        answer = cleo.post(f"{HERE}/holidays", sent)
        assert (answer.status_code, said in answer.text) == (422, True), said
    for wrong in ({"answer": "0"}, {"answer": "many"}, {"zone": "Europe/Nowhere"}):
        assert cleo.post(HERE, _filled(cleo, **wrong)).status_code == 422, wrong
    assert (world.rows(DeskHoliday), world.ask(desk_now).days.answer) == ([], 15)
    assert cleo.sees(f"{HERE}?year=99999999999999") == 200
    assert cleo.post(f"{HERE}/holidays/nonsense/removal").status_code == 404


def test_nobody_else_keeps_it(world, cast, public):
    for person in (cast.dalia, cast.chandra, cast.omar):
        assert person.browser.sees(HERE) == 403
        sent = person.browser.post(f"{HERE}/holidays", {"day": "2026-12-08", "name": "Mine"})
        assert sent.status_code == 403
        assert person.browser.post(HERE, DAYS).status_code == 403
    assert public.sees(HERE) in (401, 403, 404)
    assert world.rows(DeskHoliday) == []
