"""Every setting is read from the environment; one that cannot serve is told in a sentence."""

import stat

import pytest

from config import SettingsError, database_url, read_settings

LONG = "x" * 31 + "y"
KEYS = {"SECRET_KEY": LONG, "SEALED_KEYS": "A" * 43 + "="}


@pytest.fixture
def here(tmp_path):
    return {"INSTANCE_PATH": str(tmp_path)}


def test_without_any_setting_it_serves_this_machine_alone(here, tmp_path):
    settings = read_settings(here)
    assert settings["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path / 'hrcn.db'}"
    assert settings["BASE_URL"] == "http://localhost:5000"
    assert settings["TRUSTED_HOSTS"] == ["localhost", "127.0.0.1"]
    assert settings["PRODUCTION"] is False
    assert settings["SESSION_COOKIE_HTTPONLY"] is True


@pytest.mark.parametrize("secret", ["", "dev", "changeme", "x" * 31])
def test_production_without_a_long_secret_does_not_start(here, secret):
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        read_settings({**here, "BASE_URL": "https://community.example.org", "SECRET_KEY": secret})


def test_production_is_an_address_with_https_and_nothing_else(here):
    settings = read_settings({**here, "BASE_URL": "https://c.example.org/", **KEYS})
    assert settings["PRODUCTION"] is True
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert str(settings["SESSION_COOKIE_NAME"]).startswith("__Host-")
    assert settings["TRUSTED_HOSTS"] == ["c.example.org"]
    assert settings["BASE_URL"] == "https://c.example.org"


def test_production_without_a_key_to_seal_with_does_not_start(here):
    production = {**here, **KEYS, "BASE_URL": "https://c.example.org"}
    for keys in ("", "short", f"{KEYS['SEALED_KEYS']}, and another"):
        with pytest.raises(SettingsError, match="SEALED_KEYS"):
            read_settings({**production, "SEALED_KEYS": keys})
    two = f"{'B' * 43}=, {KEYS['SEALED_KEYS']}"
    assert read_settings({**production, "SEALED_KEYS": two})["SEALED_KEYS"] == two.split(", ")


def test_a_development_key_is_made_once_and_kept_for_its_owner_alone(here, tmp_path):
    first, second = read_settings(here), read_settings(here)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(str(first["SECRET_KEY"])) > 40
    assert first["SEALED_KEYS"] == second["SEALED_KEYS"]
    for name in ("secret_key", "sealed_key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "80.5", "²", ""])
def test_a_port_that_is_none_is_named(here, port):
    with pytest.raises(SettingsError, match="PORT"):
        read_settings({**here, "PORT": port})


@pytest.mark.parametrize("count", ["two", "-1", "1.5"])
def test_a_count_of_proxies_that_is_none_is_named(here, count):
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        read_settings({**here, "TRUSTED_PROXIES": count})


@pytest.mark.parametrize("url", ["community.example.org", "ftp://example.org", "https://"])
def test_an_address_that_is_not_whole_is_named(here, url):
    with pytest.raises(SettingsError, match="BASE_URL"):
        read_settings({**here, "BASE_URL": url, "SECRET_KEY": LONG})


def test_the_port_stands_in_the_address_of_a_machine_of_its_own(here):
    assert read_settings({**here, "PORT": "8080"})["BASE_URL"] == "http://localhost:8080"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
    ],
)
def test_addresses_of_databases_are_taken_as_people_write_them(tmp_path, given, used):
    assert database_url(given, tmp_path) == used


def test_a_bare_path_is_a_file_of_sqlite(tmp_path):
    assert database_url(str(tmp_path / "a.db"), tmp_path) == f"sqlite:///{tmp_path / 'a.db'}"


@pytest.mark.parametrize(
    "address", ["bounces", "b+c@example.org", "Bounces <b@example.org>", "x" * 30 + "@a"]
)
def test_an_address_for_what_comes_back_that_is_none_is_named(here, address):
    with pytest.raises(SettingsError, match="MAIL_RETURN"):
        read_settings({**here, "MAIL_RETURN": address})


def test_where_what_comes_back_goes_may_be_said(here):
    assert read_settings(here)["MAIL_RETURN"] == ""
    said = "bounces@community.example.org"
    assert read_settings({**here, "MAIL_RETURN": said})["MAIL_RETURN"] == said


def test_nobody_answers_by_mail_until_it_is_said_where_and_who_proves_it(here):
    settings = read_settings(here)
    assert (settings["MAIL_REPLY"], settings["MAIL_AUTHSERV"]) == ("", "")
    given = {"MAIL_REPLY": "Reply@Community.Example.org ", "MAIL_AUTHSERV": "MX.example.org"}
    settings = read_settings({**here, **given})
    assert settings["MAIL_REPLY"] == "reply@community.example.org"
    assert settings["MAIL_AUTHSERV"] == "mx.example.org"


@pytest.mark.parametrize(
    "address",
    [
        "reply",
        "reply@localhost",
        "HRCN <reply@example.org>",
        "reply+x@example.org",
        "a@b.org, c@d.org",
        f"{'r' * 26}@example.org",
        "reply@exa mple.org",
        "reply@example.org\nBcc: x@example.org",
    ],
)
def test_an_address_for_answers_that_is_none_is_named(here, address):
    with pytest.raises(SettingsError, match="MAIL_REPLY"):
        read_settings({**here, "MAIL_REPLY": address})


@pytest.mark.parametrize("name", ["mx example.org", "mx.example.org; dkim=pass", "-mx", "<mx>"])
def test_a_mail_server_whose_name_is_none_is_named(here, name):
    with pytest.raises(SettingsError, match="MAIL_AUTHSERV"):
        read_settings({**here, "MAIL_AUTHSERV": name})
