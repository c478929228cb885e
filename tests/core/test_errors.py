"""Every failure is answered in words, and nothing is half written."""

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from hrcn_community.conversations.models import Post
from hrcn_community.core.errors import TITLES
from hrcn_community.discussions.actions import threads


@pytest.fixture
def broken_database():
    """Call it with what a driver says, and every statement fails so; call it with "", and none does."""
    says = [""]

    def fail(_c, _cursor, statement: str, *_: object) -> None:
        if says[-1]:
            raise OperationalError(statement, {}, RuntimeError(says[-1]))

    event.listen(Engine, "before_cursor_execute", fail)
    yield says.append
    event.remove(Engine, "before_cursor_execute", fail)


def test_an_address_that_never_existed_offers_to_sign_in_and_to_search(public):
    answer = public.get("/threads/0000000000")
    assert answer.status_code == 404
    assert str(TITLES[404]) in answer.text
    assert "/sign-in?next=/threads/0000000000" in answer.text


def test_whoever_signs_in_for_a_post_comes_back_to_that_post(public):
    answer = public.get("/threads/0000000000?post=26")
    assert 'href="/sign-in?next=/threads/0000000000%3Fpost%3D26"' in answer.text


def test_a_deed_where_there_is_none_is_a_405_in_words(cast):
    answer = cast.amina.browser.post("/threads/0000000000/nothing")
    assert answer.status_code == 404
    answer = cast.amina.browser.post("/notifications")
    assert answer.status_code == 405
    assert str(TITLES[405]) in answer.text


def test_a_body_beyond_the_limit_is_a_413_in_words(world, cast):
    thread = world.thread(world.space(), cast.amina)
    answer = cast.ben.browser.post(f"{thread.address}/replies", body="x" * (1024 * 1024 + 1))
    assert answer.status_code == 413
    assert str(TITLES[413]) in answer.text
    assert len(world.rows(Post)) == 1


def test_thousands_of_fields_are_refused_in_words(cast):
    many = {f"field{n}": "x" for n in range(2000)}
    answer = cast.ben.browser.client.post("/preview", data=many, content_type="multipart/form-data")
    assert answer.status_code in {400, 413}
    assert "<h1" in answer.text


def test_a_database_that_is_locked_is_a_503_with_a_time_to_come_back(
    world, cast, public, broken_database
):
    thread = world.thread(world.space(), cast.amina)
    browser, token = cast.ben.browser, cast.ben.browser.token()
    broken_database("database is locked")
    answers = [
        public.get("/threads"),
        browser.get("/threads"),
        browser.get("/nowhere"),
        browser.client.post(
            f"{thread.address}/replies", data={"body": "Lost?", "csrf_token": token}
        ),
    ]
    for answer in answers:
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert str(TITLES[503]) in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_is_half_written_when_the_database_goes_in_the_middle(
    world, cast, broken_database, monkeypatch
):
    thread = world.thread(world.space(), cast.amina)
    browser, token = cast.ben.browser, cast.ben.browser.token()
    follow = threads.follow

    def follow_and_break(*arguments) -> None:
        follow(*arguments)
        broken_database("server closed the connection unexpectedly")

    monkeypatch.setattr(threads, "follow", follow_and_break)
    answer = browser.client.post(
        f"{thread.address}/replies", data={"body": "Half of it.", "csrf_token": token}
    )
    assert answer.status_code == 503
    broken_database("")
    assert len(world.rows(Post)) == 1


def test_a_full_disk_is_a_507_in_words_and_reading_goes_on(world, cast, monkeypatch):
    thread = world.thread(world.space(), cast.amina)

    def no_room(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, RuntimeError("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(threads, "write_post", no_room)
        answer = cast.ben.browser.post(f"{thread.address}/replies", body="One more.")
    assert answer.status_code == 507
    assert str(TITLES[507]) in answer.text
    assert cast.ben.browser.sees(thread.address) == 200
    assert cast.ben.browser.post(f"{thread.address}/replies", body="Now.").status_code == 303


def test_a_mistake_of_ours_is_a_500_in_words_that_tells_nothing(app: Flask, public, monkeypatch):
    def broken(**_: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setitem(app.view_functions, "discussions.latest", broken)
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = public.get("/threads")
    assert answer.status_code == 500
    assert str(TITLES[500]) in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/threads/%00",
        "/threads?before=%00",
        "/spaces/a%00b",
        "/mentions?space=%00",
    ],
)
def test_a_nul_is_a_damaged_request(cast, address):
    assert cast.amina.browser.sees(address) == 400


@pytest.mark.parametrize("number", ["9" * 19, "9" * 40, "-1", "0", "x", "1e9", "٣"])
def test_no_number_in_an_address_breaks_a_page(world, cast, number):
    thread = world.thread(world.space(), cast.amina)
    for address in (
        f"{thread.address}?post={number}",
        f"/threads?before={number}-{number}",
        f"/notifications?before={number}",
        f"/search?q=warm&page={number}",
    ):
        assert cast.amina.browser.sees(address) in {200, 404}, address
    for address in (f"{thread.address}/replies/{number}/acceptance", "/notifications/seen"):
        answer = cast.amina.browser.post(address, up_to=number)
        assert answer.status_code in {303, 404}, address
