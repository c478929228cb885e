"""The keys that seal who stands behind a pseudonym: the house does not start without them."""

from collections.abc import Iterator

import pytest
from flask import Flask

from config import SettingsError
from hrcn_community.accounts.codes import keys_open
from hrcn_community.accounts.models import CodeKey, Persona
from hrcn_community.accounts.personas import keys_fit, owner_of
from hrcn_community.cli.running import refuse_wrong_keys, serve, worker
from hrcn_community.cli.sealing import reseal
from hrcn_community.core.db import db
from tests.accounts.devices import enrol_app
from tests.demonstration import SEALED
from tests.discussions.masks import a_masking_space, reply_masked

NEWER = "bmV3ZXIga2V5IG5ld2VyIGtleSBuZXdlciBrZXkgbmU="


@pytest.fixture
def keys(app: Flask) -> Iterator:
    """Call it with the keys that the house has from now on."""
    yield lambda *given: app.config.update(SEALED_KEYS=list(given))
    app.config["SEALED_KEYS"] = [SEALED]


@pytest.fixture
def masked(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.chandra)
    reply_masked(cast.amina, thread)
    return thread


def test_without_any_pseudonym_every_key_fits(world, keys):
    keys(NEWER)
    assert world.ask(keys_fit)


def test_with_a_key_that_opens_nothing_the_house_does_not_start(app, world, masked, keys):
    assert world.ask(keys_fit)
    keys(NEWER)
    with app.app_context(), pytest.raises(SettingsError, match="SEALED_KEYS"):
        refuse_wrong_keys()
    done = app.test_cli_runner().invoke(worker)
    assert isinstance(done.exception, SettingsError)


def test_serving_asks_too(app, world, masked, keys, monkeypatch):
    keys(NEWER)
    monkeypatch.setattr("hrcn_community.cli.running.create_app", lambda _settings: app)
    monkeypatch.setattr("hrcn_community.cli.running.serve_app", lambda *_, **__: None)
    monkeypatch.setattr("hrcn_community.cli.running._open", lambda *_: None)
    done = app.test_cli_runner().invoke(serve)
    assert isinstance(done.exception, SettingsError)
    keys(NEWER, SEALED)
    assert app.test_cli_runner().invoke(serve).exit_code == 0


def test_without_the_oldest_key_nobody_would_find_their_pseudonym_so_it_does_not_start(
    app, world, cast, masked, keys
):
    keys(NEWER, SEALED)
    assert app.test_cli_runner().invoke(reseal).exit_code == 0
    keys(NEWER)
    assert not world.ask(keys_fit)


def test_a_new_key_in_front_changes_nothing_and_reseals_all(app, world, cast, masked, keys):
    before = {row.person_id: row.sealed for row in world.rows(Persona)}
    keys(NEWER, SEALED)
    assert world.ask(keys_fit)
    reply_masked(cast.ben, masked)  # sealed with the newer one
    reply_masked(cast.amina, masked)
    done = app.test_cli_runner().invoke(reseal)
    assert "2 pseudonyms and the keys of 0 apps are sealed with the newest key" in done.output
    after = world.rows(Persona)
    assert all(row.sealed != before.get(row.person_id) for row in after)
    owners = world.ask(lambda: {owner_of(db.session.merge(row)).id for row in after})
    assert owners == {cast.amina.id, cast.ben.id}
    assert len(world.rows(Persona)) == 2


def test_resealing_with_wrong_keys_changes_nothing(app, world, masked, keys):
    [before] = world.rows(Persona)
    keys(NEWER)
    assert app.test_cli_runner().invoke(reseal).exit_code != 0
    assert world.rows(Persona)[0].sealed == before.sealed


def test_the_key_of_an_app_keeps_the_house_from_starting_and_is_resealed_too(
    app, world, cast, keys, public
):
    codes = enrol_app(cast.amina.browser)
    keys(NEWER)
    assert not world.ask(keys_open)
    keys(NEWER, SEALED)
    assert world.ask(keys_open)
    [before] = world.rows(CodeKey)
    done = app.test_cli_runner().invoke(reseal)
    assert "the keys of 1 apps" in done.output
    assert world.rows(CodeKey)[0].sealed != before.sealed
    public.sign_in(cast.amina.email)
    assert public.post("/sign-in/second-step", code=codes.code()).status_code == 303
