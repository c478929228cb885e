"""The log of the house: found by name, person and day, taken along as a table, and silent on the rest."""

import csv
import io

import pytest

from hrcn_community.accounts.events import PasswordChanged, PersonJoined
from hrcn_community.accounts.standing_events import PersonSuspended
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, Event, record
from hrcn_community.register.events import RegisterChanged, SettingChanged
from hrcn_community.register.models import City
from hrcn_community.running.log import kinds_of_the_house
from hrcn_community.site.admin_log import defused
from hrcn_community.site.log_words import FACTS, KINDS
from tests.discussions.masks import a_masking_space, reply_masked
from tests.factories import CONFIDENTIAL


@pytest.fixture
def done(world, cast):
    """Ben changed his password, Amina joined, Cleo changed a setting to a formula."""

    def add() -> None:
        record(PasswordChanged(person_id=cast.ben.id), by=cast.ben.id)
        record(PersonJoined(person_id=cast.amina.id), by=cast.cleo.id)
        record(SettingChanged(name="name", old="A", new="=1+1"), by=cast.cleo.id)

    world.do(add)


def test_it_is_found_by_kind_by_event_by_person_and_by_day(cast, done):
    cleo = cast.cleo.browser
    everything = cleo.page("/admin/log")
    for words in (
        '<h3 class="desk-row__title">A password was changed</h3>',
        "<code>PersonJoined</code>",
        "Setting: Name of the house",
        "Now: =1+1",
        ">Ben<",
        ">Cleo<",
    ):
        assert words in everything

    def rows(query: str) -> int:
        return cleo.page(f"/admin/log?{query}").count("desk-row__title")

    assert rows("group=people") == 2
    assert rows("name=SettingChanged") == 1
    assert rows("person=amina") == 1  # about her
    assert rows("person=cleo") == 2  # by her
    assert rows("since=2020-01-01&until=2020-01-02") == 0
    assert rows("since=2020-01-01") == 3
    assert "Nothing was found" in cleo.page("/admin/log?until=2020-01-02")


def test_ids_bear_names_and_whom_somebody_invited_is_told_to_the_core_team_alone(world, cast):
    cleo = cast.cleo
    world.person("Somebody of Graz", city="Graz")
    [city] = world.rows(City)
    world.do(lambda: record(RegisterChanged(city_id=city.id, organisation_id=None), by=cleo.id))
    fields = {"email": "gast@example.org", "role": "practitioner"}
    assert cleo.browser.post("/admin/invitations", fields).status_code == 303
    told = cleo.browser.page("/admin/log")
    assert "City: Graz" in told
    assert "For: gast@example.org" in told
    told = cast.adam.browser.page("/admin/log")
    assert "Somebody was invited" in told
    assert "gast@example.org" not in told


def test_who_may_not_come_in_is_told_to_the_core_team_alone(world, cast, done):
    def suspend() -> None:
        record(PersonSuspended(person_id=cast.ben.id), by=cast.cleo.id)

    world.do(suspend)
    assert "<code>PersonSuspended</code>" in cast.cleo.browser.page("/admin/log")
    adam = cast.adam.browser
    assert "<code>PersonJoined</code>" in adam.page("/admin/log")
    for query in ("", "?name=PersonSuspended", "?person=ben", "?group=people"):
        assert "<code>PersonSuspended</code>" not in adam.page(f"/admin/log{query}")


def test_every_kind_has_words_and_every_fact_a_label_or_a_number():
    numbers = {"application_id", "event_id", "letter_id", "mail_id", "person_id", "source_id"}
    assert set(KINDS) == set(kinds_of_the_house())
    facts = {fact for name in KINDS for fact in Event.kinds[name].__dataclass_fields__}  # type: ignore[attr-defined]
    assert facts - {"kinds", "of_the_house"} == set(FACTS) | numbers | {"version_id"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("person=nobody-at-all", "nobody of that name"),
        ("since=yesterday", "Not a valid date"),
        ("name=PostPublished", "Not a valid choice"),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_the_field(cast, done, query, said):
    refused = cast.cleo.browser.get(f"/admin/log?{query}")
    assert refused.status_code == 422
    assert said in refused.text


def test_page_after_page_nothing_twice_and_nothing_left_out(world, cast):
    world.do(
        lambda: [record(PersonJoined(person_id=cast.ben.id), by=cast.cleo.id) for _ in range(70)]
    )
    first = cast.cleo.browser.page("/admin/log?group=people")
    assert first.count("desk-row__title") == 50
    entry = world.rows(Entry, name="PersonJoined")[20]
    older = f"/admin/log?group=people&amp;before={entry.id}"
    assert older in first
    assert cast.cleo.browser.page(older.replace("&amp;", "&")).count("desk-row__title") == 20


def test_as_a_table_it_holds_the_same_and_no_formula(cast, done):
    cast.cleo.browser.step_up()
    answer = cast.cleo.browser.get("/admin/log.csv?name=SettingChanged")
    assert answer.mimetype == "text/csv"
    head, line = csv.reader(io.StringIO(answer.text))
    row = dict(zip(head, line, strict=True))
    assert (row["name"], row["actor"]) == ("SettingChanged", "cleo")
    assert "new: =1+1" in row["facts"]
    assert [defused(words) for words in ("=1", "+1", "-1", "@x", "\tx", "x", None)] == [
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "x",
        "",
    ]
    assert vars(cast.cleo.browser.app.view_functions["admin_log.taken"])["steps_up"]


def test_what_happens_where_only_some_may_look_never_stands_in_it(world, cast):
    space = world.space(
        CONFIDENTIAL, "Zephyrine's table", member=cast.amina, facilitator=cast.chandra
    )
    thread = world.thread(space, cast.amina, "About Zephyrine")
    world.reply(thread, cast.chandra)
    masking = a_masking_space(world, cast.amina, cast.ben)
    reply_masked(cast.amina, world.thread(masking, cast.ben))
    told = cast.cleo.browser.page("/admin/log")
    assert "Nothing was found" in told
    assert {entry.name for entry in world.rows(Entry)} & set(kinds_of_the_house()) == set()


def test_no_event_of_the_house_speaks_of_a_space_or_of_what_somebody_wrote():
    never = {"space_id", "conversation_id", "post_id", "thread_id", "revision_id", "case_id"}
    names = kinds_of_the_house()
    wrong = [name for name in names if never & set(Event.kinds[name].__dataclass_fields__)]  # type: ignore[attr-defined]
    assert wrong == []
    assert {"SignedIn", "SpaceOpened", "PseudonymTaken", "ProfileChanged"} & set(names) == set()


def test_a_name_that_was_changed_is_shown_as_it_is_now(world, cast, done):
    world.do(
        lambda: db.session.execute(
            db.text("UPDATE people SET name = 'Benedikt' WHERE handle = 'ben'")
        )
    )
    assert ">Benedikt<" in cast.cleo.browser.page("/admin/log")


def test_nobody_else_looks_into_it(public, cast, done):
    for path in ("/admin/log", "/admin/log.csv"):
        assert cast.dalia.browser.sees(path) == 403
        assert public.sees(path) == 401
