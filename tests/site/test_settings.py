"""One's own settings."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Person, SignIn
from hrcn_community.core import clock
from hrcn_community.core.db import db
from tests.browsing import PASSWORD, Browser, follow
from tests.racing import sent_at_once

PROFILE = {"name": "Amina Rahmani", "timezone": "Europe/Vienna"}
NEW = "a quite different sentence"


def another_browser(person) -> Browser:
    browser = Browser(person.app)
    assert browser.sign_in(person.email).status_code == 303
    return browser


def test_somebody_writes_their_profile_and_others_read_it(world, cast):
    answer = cast.amina.browser.post(
        "/settings",
        {
            **PROFILE,
            "headline": "Tenants in Utrecht",
            "bio": "I **organise** neighbours.",
            "languages": ["nl", "en"],
            "locale": "en",
            "theme": "dark",
        },
    )
    assert "are saved" in follow(cast.amina.browser, answer)
    page = cast.ben.browser.page("/people/amina")
    assert "<strong>organise</strong>" in page
    assert "Dutch, English" in page
    assert 'data-theme="dark"' in cast.amina.browser.page("/settings")
    assert world.rows(Person, handle="amina")[0].timezone == "Europe/Vienna"


def test_hostile_text_in_a_profile_is_shown_and_never_run(cast):
    bio = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    fields = {**PROFILE, "name": "<b>Amina</b>", "bio": bio, "headline": "<i>x</i>"}
    cast.amina.browser.post("/settings", fields)
    page = cast.ben.browser.page("/people/amina")
    for poison in ("<script>alert", "javascript:", "<b>Amina", "<i>x", "onerror=alert(1)>"):
        assert poison not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("headline", "x" * 161),
        ("bio", "[" * 500),
        ("timezone", "Mars/Olympus"),
        ("locale", "xx"),
        ("city", "999999"),
        ("languages", "xx"),
    ],
)
def test_what_cannot_be_kept_comes_back_and_changes_nothing(world, cast, field, value):
    fields = {**PROFILE, "bio": "I kept this sentence.", field: value}
    answer = cast.amina.browser.post("/settings", fields)
    assert answer.status_code == 422
    assert field == "bio" or "I kept this sentence." in answer.text
    assert world.rows(Person, handle="amina")[0].name == "Amina"


def test_fields_that_nobody_offered_change_nothing(world, cast):
    raised = {"site_role": "core", "role": "core", "email": "x@example.org", "handle": "cleo2"}
    cast.amina.browser.post("/settings", {**PROFILE, **raised})
    (amina,) = world.rows(Person, name="Amina Rahmani")
    assert (amina.site_role, amina.email, amina.handle) == (
        "practitioner",
        cast.amina.email,
        "amina",
    )


def test_an_official_does_not_change_the_city_they_speak_for(world, cast):
    before = world.viewer(cast.omar).city_id
    other = world.person("Nora", city="York")
    york = world.viewer(other).city_id
    assert 'name="city"' not in cast.omar.browser.page("/settings")
    cast.omar.browser.post("/settings", {**PROFILE, "name": "Omar", "city": str(york)})
    assert world.viewer(cast.omar).city_id == before
    cast.amina.browser.post("/settings", {**PROFILE, "city": str(york)})
    assert world.viewer(cast.amina).city_id == york


def test_the_public_has_no_settings(public):
    for path in ("/settings", "/settings/password", "/settings/sign-ins"):
        assert public.sees(path) == 401
        assert public.post(path).status_code == 401


def test_a_new_password_ends_every_other_sign_in(cast):
    here, there = cast.amina.browser, another_browser(cast.amina)
    answer = here.post("/settings/password", current=PASSWORD, password=NEW)
    assert answer.status_code == 303
    assert here.sees("/settings") == 200
    assert there.sees("/settings") == 401
    assert there.sign_in(cast.amina.email, PASSWORD).status_code == 422
    assert there.sign_in(cast.amina.email, NEW).status_code == 303


def test_the_current_password_is_needed(cast):
    browser = cast.amina.browser
    answer = browser.post("/settings/password", current="not mine", password=NEW)
    assert answer.status_code == 422
    assert "This is not your current password." in answer.text
    assert browser.sign_in(cast.amina.email, PASSWORD).status_code == 303


def test_guessing_at_the_current_password_is_slowed_down(cast):
    browser = cast.amina.browser
    token = browser.token("/settings/password")
    form = {"csrf_token": token, "current": "not mine", "password": NEW}
    answers = [browser.client.post("/settings/password", data=form).status_code for _ in range(21)]
    assert answers == [422] * 20 + [409]
    assert browser.post("/settings/password", current=PASSWORD, password=NEW).status_code == 409


@pytest.mark.parametrize("weak", ["", "short", "amina123", "humanrights"])
def test_a_weak_new_password_is_refused(cast, weak):
    answer = cast.amina.browser.post("/settings/password", current=PASSWORD, password=weak)
    assert answer.status_code == 422


def test_somebody_sees_their_browsers_and_ends_one(world, cast):
    here, there = cast.amina.browser, another_browser(cast.amina)
    refs = re.findall(r"/settings/sign-ins/(\w{20})/end", here.page("/settings/sign-ins"))
    assert len(refs) == 1
    assert here.post(f"/settings/sign-ins/{refs[0]}/end").status_code == 303
    assert there.sees("/settings") == 401
    assert here.sees("/settings") == 200


def test_somebody_ends_all_others_at_once(cast):
    here, *others = cast.amina.browser, another_browser(cast.amina), another_browser(cast.amina)
    assert here.post("/settings/sign-ins/end").status_code == 303
    assert [other.sees("/settings") for other in others] == [401, 401]
    assert here.sees("/settings") == 200


def test_nobody_ends_the_sign_in_of_another(world, cast):
    assert cast.ben.browser.sees("/settings") == 200
    (row,) = world.rows(SignIn, person_id=cast.ben.id)
    there = cast.amina.browser.post(f"/settings/sign-ins/{row.token_hash[:20]}/end")
    nowhere = cast.amina.browser.post(f"/settings/sign-ins/{'0' * 20}/end")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)
    assert cast.amina.browser.post("/settings/sign-ins/%25/end").status_code == 404
    assert cast.ben.browser.sees("/settings") == 200


def test_browsers_ended_at_once_or_again_are_ended_once_and_each_reads_that_they_are(
    world, cast, public
):
    here, tab, there = cast.amina.browser, Browser(cast.amina.app), Browser(cast.amina.app)
    for browser in (tab, there):
        browser.let_in(cast.amina.id)
    *_, row = world.rows(SignIn, person_id=cast.amina.id)
    one, others = f"/settings/sign-ins/{row.token_hash[:20]}/end", "/settings/sign-ins/end"
    assert public.post(others).status_code == 401
    assert cast.ben.browser.post(others).status_code == 303
    assert there.sees("/settings") == 200
    assert [a.status_code for a in sent_at_once((here, one), (tab, one))] == [303, 303]
    [ended] = [each.ended_at for each in world.rows(SignIn, id=row.id)]
    for browser in (here, tab):
        assert "That browser is signed out." in browser.page("/settings/sign-ins")
    assert "That browser is signed out." in follow(here, here.post(one))
    assert world.rows(SignIn, id=row.id)[0].ended_at == ended
    assert there.sees("/settings") == 401
    each_other = sent_at_once((here, others), (tab, others))
    assert [answer.status_code for answer in each_other] in ([303, 401], [303, 303])
    mine = world.rows(SignIn, person_id=cast.amina.id)
    assert len([each for each in mine if each.ended_at is None]) <= 1
    alone = Browser(cast.amina.app)
    alone.let_in(cast.amina.id)
    for _ in range(2):
        assert "All other browsers are signed out." in follow(alone, alone.post(others))
    assert (here.sees("/settings"), tab.sees("/settings")) == (401, 401)


def test_a_browser_is_named_in_words(world, cast):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    assert cast.amina.browser.sees("/settings") == 200
    world.do(lambda: db.session.execute(update(SignIn).values(browser=agent)))
    assert "Firefox · Linux" in cast.amina.browser.page("/settings/sign-ins")


def test_being_here_is_noted_every_ten_minutes_at_most(world, cast):
    browser, start = cast.amina.browser, clock.now()
    (begun,) = {row.last_seen_at for row in world.rows(SignIn)}
    with clock.at(start + timedelta(minutes=5)):
        browser.page("/settings")
    assert {row.last_seen_at for row in world.rows(SignIn)} == {begun}
    with clock.at(start + timedelta(minutes=15)):
        browser.page("/settings")
    assert {row.last_seen_at for row in world.rows(SignIn)} == {start + timedelta(minutes=15)}
