"""Writing to the core team, and the standing pages."""

import re

import pytest

from hrcn_community.accounts.models import Letter
from hrcn_community.notifications.models import Notice
from tests.browsing import Browser, follow

HOME = {"Origin": "http://localhost"}
BARRIER = {"topic": "barrier", "email": "nora@example.org", "body": "The menu traps my focus."}


def write(browser: Browser, headers: dict[str, str] = HOME, **fields: str):
    return browser.client.post("/contact", data={**BARRIER, **fields}, headers=headers)


def test_the_headings_of_a_standing_page_leave_no_level_out(public):
    main = public.page("/help").partition("<main")[2]
    assert re.findall(r"<h([1-6])", main)[:2] == ["1", "2"]


@pytest.mark.parametrize(
    "path",
    [
        "/about",
        "/privacy",
        "/imprint",
        "/accessibility",
        "/help",
        "/contact",
        "/chatham-house-rule",
    ],
)
def test_standing_pages_are_open_to_everybody_and_may_be_cached(cast, public, path):
    answer = public.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in answer.headers
    assert public.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert cast.amina.browser.get(path).headers["Cache-Control"] == "no-store"


def test_the_accessibility_page_leads_to_where_a_barrier_is_reported(public):
    assert 'href="/contact?topic=barrier"' in public.page("/accessibility")
    chosen = re.search(r"<option[^>]*selected[^>]*>", public.page("/contact?topic=barrier"))
    assert chosen
    assert 'value="barrier"' in chosen[0]


def test_anybody_writes_without_an_account_and_the_core_team_is_told(cast, world, public, worker):
    assert cast.cleo.browser.sees("/admin") == 200
    assert "Your letter has arrived" in follow(public, write(public))
    worker()
    assert [notice.person_id for notice in world.rows(Notice)] == [cast.cleo.id]
    assert "I met an accessibility barrier" in cast.cleo.browser.page("/notifications")
    page = cast.cleo.browser.page("/admin/letters")
    assert "The menu traps my focus." in page
    assert "mailto:nora@example.org" in page


def test_a_member_who_writes_is_named(cast):
    write(cast.amina.browser, email="")
    assert "/people/amina" in cast.cleo.browser.page("/admin/letters")


def test_a_letter_seen_to_is_put_away(world, cast, public):
    write(public)
    (letter,) = world.rows(Letter)
    assert cast.cleo.browser.post(f"/admin/letters/{letter.ref}/answer").status_code == 303
    assert "The menu traps" not in cast.cleo.browser.page("/admin/letters")


def test_only_the_core_team_reads_letters(world, cast, public):
    write(public)
    (letter,) = world.rows(Letter)
    assert cast.amina.browser.sees("/admin/letters") == 403
    there = cast.amina.browser.post(f"/admin/letters/{letter.ref}/answer")
    nowhere = cast.amina.browser.post("/admin/letters/0000000000/answer")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)
    assert public.sees("/admin/letters") == 401


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("body", "", "Write something first."),
        ("body", "x" * 4001, "Use at most 4000 characters."),
        ("email", "nora", "This does not look like"),
        ("email", "a@example.org,b@example.org", "This does not look like"),
        ("topic", "nothing", "Not a valid choice"),
    ],
)
def test_what_cannot_be_taken_comes_back(world, public, field, value, words):
    answer = write(public, **{field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert field == "body" or "The menu traps my focus." in answer.text
    assert world.rows(Letter) == []


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_a_letter_is_sent_from_our_own_page_only(world, public, origin):
    assert write(public, origin).status_code == 400
    assert world.rows(Letter) == []


def test_the_same_letter_sent_twice_is_one(world, public, worker, cast):
    assert cast.cleo.browser.sees("/admin") == 200
    for _ in range(3):
        assert write(public).status_code == 303
    worker()
    assert len(world.rows(Letter)) == 1
    assert len(world.rows(Notice)) == 1


def test_six_letters_an_hour_from_one_address_and_the_seventh_is_kept_in_the_form(
    world, app, public
):
    answers = [write(public, body=f"Letter {number}") for number in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert "Letter 6" in answers[6].text
    assert len(world.rows(Letter)) == 6
    elsewhere = {"REMOTE_ADDR": "2001:db8::1"}
    data = {**BARRIER, "body": "From another address"}
    other = public.client.post("/contact", data=data, headers=HOME, environ_overrides=elsewhere)
    assert other.status_code == 303


def test_a_letter_is_text_and_never_markup(cast, public):
    write(public, body="<script>alert(1)</script>")
    assert "<script>alert(1)" not in cast.cleo.browser.page("/admin/letters")


def test_the_desk_shows_figures_and_no_words(cast, public):
    write(public)
    page = cast.cleo.browser.page("/admin")
    assert "Letters that wait" in page
    assert "The menu traps" not in page
    assert "nora@example.org" not in page
