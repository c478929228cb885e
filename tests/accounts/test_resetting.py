"""A forgotten password: a link by mail, good once, for an hour."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import MailedToken, Person, Purpose, Standing
from hrcn_community.accounts.passwords import LinkDead, use_link
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Mail
from tests.browsing import PASSWORD, Browser
from tests.letterbox import read

NEW = "a quite different sentence"


@pytest.fixture
def ask(public, worker, mailbox):
    """Ask for a link for an address, let the worker work, and return the newest link."""

    def asked(email: str) -> str:
        assert public.post("/sign-in/reset", email=email).status_code == 200
        worker()
        return read(mailbox(), email)[-1].link

    return asked


def test_a_member_sets_a_new_password_by_the_mailed_link(cast, public, ask):
    link = ask(cast.amina.email)
    assert public.sees(link) == 200
    answer = public.post(link, password=NEW)
    assert answer.headers["Location"] == "/sign-in"
    assert public.sign_in(cast.amina.email, PASSWORD).status_code == 422
    assert public.sign_in(cast.amina.email, NEW).status_code == 303


def test_the_answer_is_the_same_for_an_unknown_address_and_no_mail_goes_out(
    cast, public, worker, mailbox
):
    answers = [
        public.post("/sign-in/reset", email=email)
        for email in (cast.amina.email, "nobody@example.org")
    ]
    assert answers[0].status_code == answers[1].status_code == 200
    assert len(answers[0].data) == len(answers[1].data)
    assert "If this address belongs to a member" in answers[0].text
    worker()
    assert [mail.to for mail in read(mailbox())] == [cast.amina.email]


def test_the_link_leads_to_our_own_address_whatever_host_was_asked(
    app, cast, public, worker, mailbox
):
    elsewhere = {"base_url": "http://127.0.0.1:9", "headers": {"X-Forwarded-Host": "evil.example"}}
    page = public.get("/sign-in", **elsewhere).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "email": cast.amina.email}
    assert public.client.post("/sign-in/reset", data=form, **elsewhere).status_code == 200
    worker()
    (mail,) = read(mailbox())
    assert f"{app.config['BASE_URL']}/sign-in/reset/" in mail.text
    assert "127.0.0.1:9" not in mail.text
    assert "evil" not in mail.text


def test_neither_link_nor_token_is_kept_anywhere_once_the_mail_is_out(world, cast, ask):
    token = ask(cast.amina.email).rsplit("/", 1)[1]
    (kept,) = world.rows(MailedToken)
    (mail,) = world.rows(Mail)
    assert token != kept.token_hash
    assert token not in mail.body


def test_looking_at_the_form_uses_nothing_up_and_tells_nothing(cast, public, ask):
    link = ask(cast.amina.email)
    for _ in range(3):
        assert public.sees(link) == 200
    assert public.sees("/sign-in/reset/never-made-by-anybody") == 200
    assert public.post(link, password=NEW).status_code == 303


def test_a_link_is_good_once(cast, public, ask):
    link = ask(cast.amina.email)
    public.post(link, password=NEW)
    answer = public.post(link, password="yet another sentence")
    assert answer.status_code == 409
    assert "no longer good" in answer.text
    assert public.sign_in(cast.amina.email, NEW).status_code == 303


def test_of_two_who_use_a_link_at_once_one_is_refused(app, cast, public, ask):
    token = ask(cast.amina.email).rsplit("/", 1)[1]
    outcomes, together = [], threading.Barrier(4)

    def use() -> None:
        with app.app_context():
            together.wait()
            try:
                use_link(token, Purpose.RESET)
                db.session.commit()
                outcomes.append("used")
            except LinkDead:
                outcomes.append("refused")

    users = [threading.Thread(target=use) for _ in range(4)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert sorted(outcomes) == ["refused"] * 3 + ["used"]


def test_a_link_ends_after_an_hour(cast, public, ask):
    link = ask(cast.amina.email)
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert public.post(link, password=NEW).status_code == 409


def test_a_newer_link_ends_the_older(cast, public, ask):
    older = ask(cast.amina.email)
    with clock.at(clock.now() + timedelta(minutes=2)):
        newer = ask(cast.amina.email)
        assert public.post(older, password=NEW).status_code == 409
        assert public.post(newer, password=NEW).status_code == 303


def test_the_form_sent_twice_is_one_mail(cast, public, worker, mailbox):
    for _ in range(2):
        public.post("/sign-in/reset", email=cast.amina.email)
    worker()
    assert len(mailbox()) == 1


def test_a_link_for_one_purpose_opens_nothing_else(cast, public, ask):
    token = ask(cast.amina.email).rsplit("/", 1)[1]
    assert public.post(f"/join/confirm/{token}", password=PASSWORD).status_code == 409
    assert (
        public.post(f"/join/invitation/{token}", name="Nora", password=NEW, privacy="y").status_code
        == 409
    )
    assert public.post(f"/sign-in/reset/{token}", password=NEW).status_code == 303


def test_a_link_sent_to_an_old_address_is_dead(world, cast, public, ask):
    link = ask(cast.amina.email)
    world.do(lambda: db.session.execute(update(Person).values(email="new@example.org")))
    assert public.post(link, password=NEW).status_code == 409


def test_all_sign_ins_end_and_the_owner_is_told(cast, public, worker, mailbox, ask):
    browser = cast.amina.browser
    public.post(ask(cast.amina.email), password=NEW)
    assert browser.sees("/settings") == 401
    worker()
    assert read(mailbox())[-1].subject == "Your password was changed"


def test_the_owner_of_a_mailed_link_passes_while_strangers_guess(app, cast, public, ask):
    public.post(ask(cast.amina.email), password=NEW)
    stranger = Browser(app)
    for _ in range(21):
        stranger.sign_in(cast.amina.email, "a guess")
    assert stranger.sign_in(cast.amina.email, NEW).status_code == 429
    assert public.sign_in(cast.amina.email, NEW).status_code == 303


@pytest.mark.parametrize("weak", ["", "short", "12345678", "Amina@example.org", "human rights!"])
def test_a_weak_password_comes_back_and_the_link_still_stands(cast, public, ask, weak):
    link = ask(cast.amina.email)
    assert public.post(link, password=weak).status_code == 422
    assert public.post(link, password=NEW).status_code == 303


def test_whoever_was_suspended_meanwhile_sets_no_password(world, cast, public, ask):
    link = ask(cast.amina.email)
    world.do(lambda: db.session.execute(update(Person).values(standing=Standing.SUSPENDED)))
    assert public.post(link, password=NEW).status_code == 409


def test_one_address_is_mailed_five_times_an_hour_at_most(cast, public, worker, mailbox):
    start = clock.now()
    for minutes in range(8):
        with clock.at(start + timedelta(minutes=minutes * 2)):
            assert public.post("/sign-in/reset", email=cast.amina.email).status_code == 200
            worker()
    assert len(mailbox()) == 5


def test_the_mail_speaks_the_language_of_its_reader(world, public, worker, mailbox):
    person = world.person("Nora", locale="sv")
    public.post("/sign-in/reset", email=person.email)
    worker()
    (mail,) = read(mailbox())
    assert mail.subject
    assert "Nora" in mail.text


def test_an_address_is_needed(public):
    answer = public.post("/sign-in/reset", email="")
    assert answer.status_code == 422
    assert "Give the address you joined with." in answer.text
