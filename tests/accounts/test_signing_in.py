"""Signing in, being slowed down, and being out again."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask_migrate import upgrade
from sqlalchemy import update

from hrcn_community import create_app
from hrcn_community.accounts import secrets
from hrcn_community.accounts.models import Person, SignIn, Standing, WrongTry
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.web import safe_target
from hrcn_community.spaces.models import Visibility
from tests.browsing import PASSWORD, Browser
from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, PUBLIC

WRONG = "This address and password do not belong together."


def wrong_tries(browser: Browser, email: str, times: int) -> list[int]:
    token = browser.token()
    form = {"csrf_token": token, "email": email, "password": "not the password"}
    return [browser.client.post("/sign-in", data=form).status_code for _ in range(times)]


def copy_of(browser: Browser) -> Browser:
    """Return another browser with the same session cookie: a thief's."""
    thief = Browser(browser.app)
    cookie = browser.client.get_cookie("hrcn")
    assert cookie is not None
    thief.client.set_cookie("hrcn", cookie.value)
    return thief


def test_a_member_signs_in_and_is_greeted(cast, public):
    assert public.sign_in(cast.amina.email.upper() + " ").headers["Location"] == "/"
    assert "Account of Amina" in public.page("/")


@pytest.mark.parametrize("standing", [Standing.APPLYING, Standing.DECLINED, Standing.SUSPENDED])
def test_only_members_sign_in(world, public, standing):
    person = world.person("Nora", standing=standing)
    answer = public.sign_in(person.email)
    assert answer.status_code == 422
    assert WRONG in answer.text


def test_an_unknown_account_gets_the_same_words_and_costs_the_same_work(
    app, cast, public, monkeypatch
):
    verified = []
    matches = secrets._hasher_of(True)
    monkeypatch.setattr(
        "hrcn_community.accounts.signing_in.matches",
        lambda *given: verified.append(given) or secrets.matches(*given),
    )
    assert matches is secrets._hasher_of(True)
    pages, statements = [], []
    for email in (cast.amina.email, "nobody@example.org"):
        token = public.token()
        with count_queries(app) as asked:
            pages.append(
                public.client.post(
                    "/sign-in",
                    data={"csrf_token": token, "email": email, "password": "a wrong password"},
                )
            )
        statements.append([re.sub(r"\s+", " ", statement) for statement in asked])
    assert len(verified) == 2
    assert statements[0] == statements[1]
    known, unknown = (
        re.sub(r"value=\"[^\"]*\"|nobody@example.org|amina@example.org", "", answer.text)
        for answer in pages
    )
    assert WRONG in known
    assert known == unknown
    assert pages[0].status_code == pages[1].status_code == 422


def test_an_account_without_a_password_hash_lets_nobody_in(world, public):
    person = world.person("Nora")
    world.do(lambda: db.session.execute(update(Person).values(password_hash="")))
    assert public.sign_in(person.email, "nobody has this password").status_code == 422


def test_the_session_before_signing_in_is_worth_nothing_afterwards(cast, public):
    token = public.token()
    before = copy_of(public)
    public.client.post(
        "/sign-in", data={"csrf_token": token, "email": cast.amina.email, "password": PASSWORD}
    )
    assert before.sees("/settings") == 401
    assert public.token("/settings") != token
    assert public.client.post("/sign-out", data={"csrf_token": token}).status_code == 400


def test_a_second_sign_in_in_one_browser_ends_the_first(cast, public):
    public.sign_in(cast.amina.email)
    first = copy_of(public)
    public.sign_in(cast.ben.email)
    assert first.sees("/settings") == 401
    assert "Account of Ben" in public.page("/")


def test_after_twenty_wrong_tries_the_next_must_wait_and_the_page_says_how_long(cast, public):
    assert wrong_tries(public, cast.amina.email, 20) == [422] * 20
    answer = public.sign_in(cast.amina.email)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "many wrong tries" in answer.text


def test_the_wait_ends_by_itself_within_a_minute(cast, public):
    wrong_tries(public, cast.amina.email, 20)
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert public.sign_in(cast.amina.email).status_code == 303


def test_the_owner_passes_on_a_device_known_from_before_while_strangers_guess(app, cast, public):
    own = Browser(app)
    own.sign_in(cast.amina.email)
    own.post("/sign-out")
    wrong_tries(public, cast.amina.email, 25)
    assert public.sign_in(cast.amina.email).status_code == 429
    assert own.sign_in(cast.amina.email).status_code == 303


def test_a_known_device_is_slowed_down_by_its_own_wrong_tries_only(app, cast):
    own = Browser(app)
    own.sign_in(cast.amina.email)
    own.post("/sign-out")
    assert wrong_tries(own, cast.amina.email, 20) == [422] * 20
    assert own.sign_in(cast.amina.email).status_code == 429
    assert Browser(app).sign_in(cast.amina.email).status_code == 303


def test_a_device_known_for_one_person_is_strange_for_another(app, cast):
    own = Browser(app)
    own.sign_in(cast.amina.email)
    own.post("/sign-out")
    wrong_tries(Browser(app), cast.ben.email, 20)
    assert own.sign_in(cast.ben.email).status_code == 429


def test_one_address_is_slowed_down_over_all_accounts(world, app):
    people = [world.person() for _ in range(21)]
    guesser = Browser(app)
    for person in people[:20]:
        wrong_tries(guesser, person.email, 1)
    assert guesser.sign_in(people[20].email).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    other = Browser(app)
    form = {"csrf_token": other.token(), "email": people[20].email, "password": PASSWORD}
    answer = other.client.post("/sign-in", data=form, environ_overrides=elsewhere)
    assert answer.status_code == 303


def test_right_passwords_are_never_counted(world, app):
    for _ in range(25):
        assert Browser(app).sign_in(world.person().email).status_code == 303
    assert world.rows(WrongTry) == []


def test_what_is_counted_names_nobody(world, cast, public):
    wrong_tries(public, cast.amina.email, 1)
    assert all("amina" not in row.subject for row in world.rows(WrongTry))


def test_a_copied_cookie_is_dead_after_signing_out(cast):
    thief = copy_of(cast.amina.browser)
    assert thief.sees("/settings") == 200
    cast.amina.browser.post("/sign-out")
    assert thief.sees("/settings") == 401


def test_the_database_holds_no_token_that_would_let_somebody_in(world, cast):
    assert cast.amina.browser.sees("/settings") == 200
    (row,) = world.rows(SignIn)
    thief = Browser(cast.amina.app)
    with thief.client.session_transaction() as session:
        session["_user_id"] = row.token_hash
    assert thief.sees("/settings") == 401


def test_a_suspended_person_is_out_with_the_next_request(world, cast):
    assert cast.amina.browser.sees("/settings") == 200
    world.do(lambda: db.session.execute(update(Person).values(standing=Standing.SUSPENDED)))
    assert cast.amina.browser.sees("/settings") == 401


def test_a_role_taken_away_is_gone_with_the_next_request(world, cast):
    assert cast.cleo.browser.sees("/admin") == 200
    world.do(lambda: db.session.execute(update(Person).values(site_role="practitioner")))
    assert cast.cleo.browser.sees("/admin") == 403


def test_a_sign_in_lives_thirty_days_from_when_it_was_last_seen(cast):
    browser, start = cast.amina.browser, clock.now()
    with clock.at(start + timedelta(days=29)):
        assert browser.sees("/settings") == 200
    with clock.at(start + timedelta(days=50)):
        assert browser.sees("/settings") == 200
    with clock.at(start + timedelta(days=81)):
        assert browser.sees("/settings") == 401


def test_text_sent_after_the_session_ended_is_there_after_signing_in_and_can_be_sent(
    world, cast, public
):
    thread = world.thread(world.space(PUBLIC), cast.ben, "Warm homes")
    text = "Half an hour of writing: žluťoučký kůň. " * 700
    answer = public.post(f"{thread.address}/replies", body=text)
    assert answer.status_code == 401
    kept = re.search(r'name="kept" value="([^"]*)"', answer.text)
    assert kept
    form = {"kept": unescape(kept[1]), "email": cast.amina.email}
    wrong = public.post("/sign-in", form, password="wrong")
    assert "Half an hour of writing" in wrong.text
    page = public.post("/sign-in", form, password=PASSWORD)
    assert page.status_code == 200
    assert text.strip() in page.text
    assert f'action="{thread.address}/replies"' in page.text
    fields = dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)<', page.text))
    assert public.post(f"{thread.address}/replies", fields).status_code == 303
    assert "Half an hour of writing" in public.page(thread.address)


def test_text_that_was_kept_says_where_it_goes_who_reads_it_and_under_which_name(
    world, cast, public
):
    thread = world.thread(world.space(PUBLIC), cast.ben, "Warm homes")
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.ben), cast.ben, "Hush, a secret")

    def kept(where: str, **more: str) -> str:
        form = {"body": "Half an hour of writing.", "place": where, **more}
        answer = public.post(f"{thread.address}/replies", form)
        found = re.search(r'name="kept" value="([^"]*)"', answer.text)
        assert found
        page = public.post(
            "/sign-in", kept=unescape(found[1]), email=cast.amina.email, password=PASSWORD
        )
        public.post("/sign-out")
        return page.text

    page = kept(f"reply:{thread.ref}")
    assert "A reply in “Warm homes”" in page
    assert ">Your text</label>" in page
    assert ">Body<" not in page
    assert "Anyone on the internet can read this." in page
    assert "pseudonym" not in page
    assert "under your pseudonym" in kept(f"reply:{thread.ref}", mask="1")
    assert "Hush" not in kept(f"reply:{hidden.ref}")
    for odd in ("", "reply:", "nothing:1", "reply:\0"):
        assert "Half an hour of writing." in kept(odd)


def test_a_password_in_a_form_is_not_carried_along(public):
    answer = public.post("/settings/password", current="a secret word", password="another secret")
    assert answer.status_code == 401
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "[]",
        "{",
        '{"action": "https://evil.example/x", "fields": [["a", "b"]]}',
        '{"action": 1}',
    ],
)
def test_what_is_carried_is_believed_only_if_it_is_sound(cast, public, forged):
    answer = public.post("/sign-in", email=cast.amina.email, password=PASSWORD, kept=forged)
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "http:evil.example",
        "",
    ],
)
def test_a_target_elsewhere_leads_home(cast, public, target):
    assert safe_target(target) == "/"
    answer = public.post("/sign-in", email=cast.amina.email, password=PASSWORD, next=target)
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("target", ["/threads?before=1#p2", "/people/amina", "/%2F/x"])
def test_a_target_in_the_house_is_kept(cast, public, target):
    answer = public.post("/sign-in", email=cast.amina.email, password=PASSWORD, next=target)
    assert answer.headers["Location"] == target


def test_an_empty_form_and_one_without_a_token_are_refused(cast, public):
    assert public.post("/sign-in", email="", password="").status_code == 422
    form = {"email": cast.amina.email, "password": PASSWORD}
    assert public.client.post("/sign-in", data=form).status_code == 400


def test_hostile_addresses_are_simply_unknown(public):
    for email in ("x" * 300, "' OR 1=1 --", "\ufeff@\u202e"):
        assert public.sign_in(email).status_code == 422


def test_passwords_that_differ_beyond_72_bytes_differ(world, app, public):
    from hrcn_community.accounts.secrets import hash_password, matches

    long = "ä" * 60 + "first"
    with app.app_context():
        kept = hash_password(long)
        assert matches(kept, long)
        assert not matches(kept, "ä" * 60 + "other")


def test_cookies_are_kept_from_scripts_and_from_other_sites(cast, public):
    answer = public.sign_in(cast.amina.email)
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"hrcn", "device"}
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_in_production_cookies_go_over_https_only(tmp_path, monkeypatch):
    monkeypatch.setenv("BASE_URL", "https://community.example.org")
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    monkeypatch.setenv("SEALED_KEYS", "A" * 43 + "=")
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    app = create_app()
    with app.app_context():
        upgrade()
    client = app.test_client()
    answer = client.get("/sign-in", base_url="https://community.example.org")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-hrcn=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_pages_for_a_person_are_not_kept_by_caches(cast):
    for path in ("/", "/settings", "/people", "/people/amina"):
        assert cast.amina.browser.get(path).headers["Cache-Control"] == "no-store"


def test_two_people_are_never_taken_for_one(cast, world):
    world.space(Visibility.NETWORK)
    for _ in range(3):
        assert "@amina" in cast.amina.browser.page("/settings")
        assert "@ben" in cast.ben.browser.page("/settings")
