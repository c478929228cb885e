"""Another e-mail address: a link to the old one, a link to the new one, and both must be opened."""

from datetime import timedelta

import pytest

from hrcn_community.accounts.models import AddressChange, Person
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Mail, MailPace
from tests.browsing import PASSWORD, Browser, follow
from tests.letterbox import read
from tests.racing import sent_at_once

EMAIL, NEW = "/settings/email", "amina.k@example.org"


@pytest.fixture
def ask(cast, worker, mailbox):
    """Ask for another address as Amina; return the links that came to the old and the new one."""

    def asked(new: str = NEW) -> tuple[str, str]:
        cast.amina.browser.step_up()
        answer = cast.amina.browser.post(EMAIL, email=new)
        assert answer.status_code == 303, answer.text
        worker()
        old, fresh = (read(mailbox(), each)[-1] for each in (cast.amina.email, new))
        return old.link, fresh.link

    return asked


def address_of(world, person) -> str:
    return world.rows(Person, id=person.id)[0].email


def test_the_address_changes_when_both_links_were_opened_and_both_are_told(
    world, cast, public, ask, worker, mailbox
):
    assert cast.amina.browser.get(EMAIL).headers["Location"].startswith("/settings/step-up")
    old, new = ask()
    assert "Two links are on their way" in cast.amina.browser.page(EMAIL)
    assert public.sees(new) == 200
    assert address_of(world, cast.amina) == cast.amina.email
    assert "one of two" in public.post(new).text
    assert address_of(world, cast.amina) == cast.amina.email
    assert "Your address is changed" in public.post(old).text
    assert address_of(world, cast.amina) == NEW
    worker()
    for address in (cast.amina.email, NEW):
        assert "was changed" in read(mailbox(), address)[-1].text
    assert public.sign_in(cast.amina.email).status_code == 422
    assert public.sign_in(NEW).status_code == 303


def test_a_link_is_good_once_for_an_hour_and_a_newer_request_or_second_thoughts_end_it(
    world, cast, public, ask
):
    old, new = ask()
    public.post(new)
    assert public.post(new).status_code == 409
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert public.post(old).status_code == 409
    later_old, later_new = ask("amina.later@example.org")
    assert public.post(old).status_code == public.post(new).status_code == 409
    assert cast.amina.browser.post(f"{EMAIL}/end").status_code == 303
    assert public.post(later_old).status_code == public.post(later_new).status_code == 409
    assert address_of(world, cast.amina) == cast.amina.email
    assert world.rows(AddressChange) == []


def test_cancelled_again_nothing_more_happens_and_nobody_cancels_for_another(
    world, cast, public, ask
):
    ask()
    assert public.post(f"{EMAIL}/end").status_code == 401
    assert cast.ben.browser.post(f"{EMAIL}/end").status_code == 303
    assert len(world.rows(AddressChange)) == 1
    for _ in range(2):
        told = follow(cast.amina.browser, cast.amina.browser.post(f"{EMAIL}/end"))
        assert "Your address stays as it is" in told
    assert world.rows(AddressChange) == []
    assert len(world.rows(Entry, name="AddressChangeCancelled")) == 1


def test_cancelled_while_the_last_link_is_opened_it_is_one_of_both_and_what_is_done_is_told(
    world, cast, public, ask, worker, mailbox
):
    old, new = ask()
    public.post(old)
    done, late = sent_at_once((public, new), (cast.amina.browser, f"{EMAIL}/end"))
    is_changed = address_of(world, cast.amina) == NEW
    assert (done.status_code, late.status_code) == (200 if is_changed else 303, 409)
    assert ("your address is changed already" in late.text) == is_changed
    if not is_changed:  # next time the link is first
        old, new = ask()
        public.post(old)
        public.post(new)
    answer = cast.amina.browser.post(f"{EMAIL}/end")
    assert answer.status_code == 409
    assert "your address is changed already" in answer.text
    worker()
    for address in (cast.amina.email, NEW):
        assert "was changed" in read(mailbox(), address)[-1].text


def test_links_of_other_kinds_are_worth_nothing_here_and_these_nowhere_else(
    cast, public, ask, worker, mailbox
):
    public.post("/sign-in/reset", email=cast.amina.email)
    worker()
    reset = read(mailbox(), cast.amina.email)[-1].link.rpartition("/")[2]
    old, new = (link.rpartition("/")[2] for link in ask())
    assert public.post(f"/address/{reset}").status_code == 409
    for token in (old, new):
        form = {"password": "a quite different sentence"}
        assert public.post(f"/sign-in/reset/{token}", form).status_code == 409
    public.post(f"/address/{old}")
    public.post(f"/address/{new}")
    form = {"password": "a quite different sentence"}
    assert public.post(f"/sign-in/reset/{reset}", form).status_code == 409


def test_somebody_elses_address_gets_the_same_answer_and_only_its_owner_hears_of_it(
    world, cast, public, worker, mailbox
):
    browser = cast.amina.browser
    browser.step_up()
    pages = []
    for address in (cast.ben.email, "nobody@example.org"):
        assert browser.post(EMAIL, email=address).headers["Location"] == EMAIL
        pages.append(browser.page(EMAIL).replace(address, ""))
        worker()
    assert [len(page) for page in pages] == [len(pages[0])] * 2
    [told] = read(mailbox(), cast.ben.email)
    assert "somebody wanted to use your address" in told.text
    assert "/address/" not in told.text
    assert "amina" not in told.all_said.lower()
    assert "/address/" in read(mailbox(), "nobody@example.org")[0].text


def test_of_two_who_want_one_address_the_second_is_refused_in_words(
    world, cast, public, ask, worker, mailbox
):
    old, new = ask()
    public.post(old)
    taken = world.rows(Person, id=cast.ben.id)[0]
    world.do(lambda: setattr(db.session.get_one(Person, taken.id), "email", NEW))
    assert public.post(new).status_code == 409
    assert address_of(world, cast.amina) == cast.amina.email


def test_mail_that_came_back_counts_anew_and_what_waits_goes_to_the_new_address(
    world, cast, public, ask, worker
):
    now = clock.now()
    stopped = {"hard_bounces": 3, "stopped_at": now}
    world.do(lambda: db.session.add(MailPace(person_id=cast.amina.id, **stopped)))
    waits = {"subject": "", "body": "", "message_id": "<1@x>", "due_at": now + timedelta(days=1)}
    old, new = ask()
    world.do(
        lambda: db.session.add(
            Mail(sort="notice", person_id=cast.amina.id, recipient=cast.amina.email, **waits)
        )
    )
    public.post(old)
    public.post(new)
    worker()
    [pace] = world.rows(MailPace, person_id=cast.amina.id)
    assert (pace.hard_bounces, pace.stopped_at) == (0, None)
    assert world.rows(Mail, message_id="<1@x>")[0].recipient == NEW


def test_an_address_that_is_none_or_ones_own_is_refused_and_asking_often_is_slowed_down(cast):
    browser = cast.amina.browser
    browser.step_up()
    assert browser.post(EMAIL, email="no address").status_code == 422
    assert browser.post(EMAIL, email=cast.amina.email.upper()).status_code == 422
    tries = [browser.post(EMAIL, email=f"a{n}@example.org").status_code for n in range(6)]
    assert tries == [303] * 5 + [429]


def test_nobody_changes_it_without_a_proof_and_nobody_elses(app, cast):
    assert cast.amina.browser.post(EMAIL, email=NEW).status_code == 401
    assert Browser(app).post(EMAIL, email=NEW, password=PASSWORD).status_code == 401
