"""What watches the house asks: is it there, is it ready, what are its figures."""

import json

from sqlalchemy import text

from hrcn_community.core.db import db
from hrcn_community.site import health


def test_the_process_says_that_it_is_there_without_the_database(public):
    answer = public.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_whole_house_is_ready(public):
    answer = public.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"database": True, "migrations": True, "queue": True}


def test_a_database_of_another_version_is_not_ready(world, public):
    newest = world.ask(lambda: db.session.scalar(text("SELECT version_num FROM alembic_version")))
    world.do(lambda: db.session.execute(text("UPDATE alembic_version SET version_num = '0000'")))
    answer = public.get("/readyz")
    world.do(
        lambda: db.session.execute(
            text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest}
        )
    )
    assert answer.status_code == 503
    assert json.loads(answer.text)["migrations"] is False


def test_a_queue_that_nobody_works_off_is_not_ready(world, cast, public, monkeypatch):
    monkeypatch.setattr(health, "MOST_OWED", 2)
    world.thread(world.space(), cast.amina)
    answer = public.get("/readyz")
    assert answer.status_code == 503
    assert json.loads(answer.text)["queue"] is False


def test_figures_are_given_to_this_machine_and_hidden_from_others(public):
    public.page("/threads")
    figures = public.get("/metrics")
    assert figures.status_code == 200
    assert 'hrcn_requests_total{endpoint="discussions.latest"' in figures.text
    elsewhere = public.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 404
    assert "hrcn_requests_total" not in elsewhere.text
