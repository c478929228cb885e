"""Every setting of the house, named once and read from the environment."""

import base64
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
SEALED_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
MAILBOX = re.compile(r"[A-Za-z0-9._-]{1,24}@[A-Za-z0-9.-]+")  # `+` and 32 digits follow its name
HOST = r"[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z0-9-]{1,62}[a-z0-9]"
BACKUP_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}|AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}")
REPLY_ADDRESS = re.compile(rf"[a-z0-9._-]{{1,25}}@{HOST}")  # a token comes into its first half
AUTHSERV_ID = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "nl": "Nederlands",
    "sv": "Svenska",
    "fr": "Français",
}


class SettingsError(Exception):
    """A setting that cannot be used, said in one sentence with its remedy."""


def read_settings(environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Return Flask's configuration made from `environ`; raise SettingsError where it cannot serve."""
    instance = Path(environ.get("INSTANCE_PATH") or Path.cwd() / "instance").resolve()
    port = _port(environ.get("PORT", "5000"))
    base_url = _base_url(environ.get("BASE_URL", ""), port)
    production = base_url.startswith("https://")
    database = database_url(environ.get("DATABASE_URL", ""), instance)
    return {
        "INSTANCE_PATH": str(instance),
        "SQLALCHEMY_DATABASE_URI": database,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(database),
        "REDIS_URL": environ.get("REDIS_URL", ""),
        "SECRET_KEY": _secret_key(environ.get("SECRET_KEY", ""), instance, production),
        "SEALED_KEYS": _sealed_keys(environ.get("SEALED_KEYS", ""), instance, production),
        "BASE_URL": base_url,
        "PRODUCTION": production,
        "TRUSTED_HOSTS": _hosts(base_url),
        "PORT": port,
        **_mail(environ, instance),
        "STORAGE_URL": _storage_url(environ.get("STORAGE_URL", ""), instance),
        "BACKUP_KEY": _backup_key(environ.get("BACKUP_KEY", "")),
        "SCANNER_URL": _scanner_url(environ.get("SCANNER_URL", "")),
        "FILES_PER_PERSON": _megabytes(environ.get("FILES_PER_PERSON_MB", "500")),
        **_days_of(environ),
        **_oidc(environ),
        "METRICS_FROM": environ.get("METRICS_FROM", "127.0.0.1,::1").split(","),
        "TRUSTED_PROXIES": _proxies(environ.get("TRUSTED_PROXIES", "0")),
        "LANGUAGES": LANGUAGES,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "hrcn_community" / "translations"),
        "SESSION_COOKIE_NAME": "__Host-hrcn" if production else "hrcn",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 60 * 60 * 24 * 30,
        "WTF_CSRF_CHECK_DEFAULT": False,  # core.web checks, after it has asked who is there
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session
        "WTF_CSRF_SSL_STRICT": False,  # Referrer-Policy hides the referrer
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 500,
    }


def _mail(environ: Mapping[str, str], instance: Path) -> dict[str, object]:
    """Return how mail goes out, and how what comes back is known."""
    return {
        "MAIL_URL": environ.get("MAIL_URL") or f"file://{instance / 'mail'}",
        "MAIL_FROM": environ.get("MAIL_FROM", "HRCN Community <community@example.org>"),
        "MAIL_RETURN": _mail_return(environ.get("MAIL_RETURN", "")),
        "MAIL_REPLY": _mail_reply(environ.get("MAIL_REPLY", "")),
        "MAIL_AUTHSERV": _mail_authserv(environ.get("MAIL_AUTHSERV", "")),
    }


def database_url(url: str, instance: Path) -> str:
    """Return a SQLAlchemy address; empty means the embedded database under `instance`."""
    if not url:
        return f"sqlite:///{instance / 'hrcn.db'}"
    if "://" not in url:
        return f"sqlite:///{Path(url).resolve()}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _engine_options(url: str) -> dict[str, object]:
    """Two connections for each thread of the web server: its own, and one for small facts beside it."""
    if url.startswith("sqlite"):
        return {"pool_size": 20}
    # Asked before use, a connection that a restart of the server has cut is replaced unnoticed.
    # Whatever the server's own default is: what we acknowledge is written, and no lock waits for ever.
    promises = {"options": "-c lock_timeout=15s -c synchronous_commit=on"}
    return {"pool_size": 20, "pool_pre_ping": True, "connect_args": promises}


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsError(f"PORT is {text!r}; give a number from 1 to 65535.")
    return int(text)


def _proxies(text: str) -> int:
    if not text.isdecimal():
        raise SettingsError(f"TRUSTED_PROXIES is {text!r}; give how many stand before us, often 1.")
    return int(text)


def _days_of(environ: Mapping[str, str]) -> dict[str, object]:
    return {
        "ERASURE_DAYS": _days(environ, "ERASURE_DAYS", 7, 30),
        "TWO_STEP_GRACE_DAYS": _days(environ, "TWO_STEP_GRACE_DAYS", 14, 365),
        "INVITATION_DAYS": _days(environ, "INVITATION_DAYS", 5, 60),
        "COOLING_OFF_DAYS": _days(environ, "COOLING_OFF_DAYS", 730, 3650),
    }


def _days(environ: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = environ.get(name, str(usual))
    if not text.isdecimal() or int(text) > most:
        raise SettingsError(
            f"{name} is {text!r}; give a number of days, at most {most}, as {usual}."
        )
    return int(text)


def _oidc(environ: Mapping[str, str]) -> dict[str, object]:
    """Return the provider that vouches for people, if there is one: all of it, or nothing."""
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
    given = {name: environ.get(name, "").strip() for name in names}
    if any(given.values()) and not all(given.values()):
        missing = ", ".join(name for name in names if not given[name])
        raise SettingsError(f"{missing} not set; sign-in by a provider needs {', '.join(names)}.")
    issuer = urlsplit(given["OIDC_ISSUER"])
    is_near = issuer.hostname in {"localhost", "127.0.0.1"}
    if issuer.netloc and issuer.scheme != "https" and not is_near:
        raise SettingsError(
            f"OIDC_ISSUER is {given['OIDC_ISSUER']!r}; give an address that begins with https://."
        )
    trusted = environ.get("OIDC_TRUSTED_AMR", "").replace(",", " ").split()
    return {**given, "OIDC_TRUSTED_AMR": trusted}


def _megabytes(text: str) -> int:
    if not text.isdecimal():
        raise SettingsError(f"FILES_PER_PERSON_MB is {text!r}; give a number of megabytes, as 500.")
    return int(text) * 1024 * 1024


def _mail_return(given: str) -> str:
    if given and not MAILBOX.fullmatch(given):
        raise SettingsError(
            f"MAIL_RETURN is {given!r}; give the address that bounces go to, as bounces@example.org."
        )
    return given


def _storage_url(given: str, instance: Path) -> str:
    url = given or f"file://{instance / 'files'}"
    parts = urlsplit(url)
    if not ((parts.scheme == "file" and parts.path) or (parts.scheme == "s3" and parts.hostname)):
        raise SettingsError(
            "STORAGE_URL is no storage we know; give file:///a/folder, or s3://bucket/prefix "
            "with ?endpoint=https://...&region=... where it is not Amazon's."
        )
    return url


def _backup_key(given: str) -> str:
    key = given.strip()
    if key and not BACKUP_KEY.fullmatch(key):
        raise SettingsError(
            "BACKUP_KEY is no key of age; give the public half (age1...) to make backups, "
            "or the secret one (AGE-SECRET-KEY-1...) to bring one back. Make both with: hrcn backup --new-key"
        )
    return key


def _scanner_url(given: str) -> str:
    parts = urlsplit(given)
    if given and not ((parts.scheme == "tcp" and parts.hostname) or parts.scheme == "unix"):
        raise SettingsError(
            f"SCANNER_URL is {given!r}; give tcp://host:3310 or unix:///path of a clamd."
        )
    return given


def _mail_reply(given: str) -> str:
    """Return the address that answers come to, in lower case; '' where nobody answers by mail."""
    address = given.strip().lower()
    if address and not REPLY_ADDRESS.fullmatch(address):
        raise SettingsError(
            f"MAIL_REPLY is {given!r}; give a bare address of at most 25 letters before the @, "
            "as reply@community.example.org."
        )
    return address


def _mail_authserv(given: str) -> str:
    name = given.strip().lower()
    if name and not AUTHSERV_ID.fullmatch(name):
        raise SettingsError(
            f"MAIL_AUTHSERV is {given!r}; give the name that your mail server writes first in "
            "Authentication-Results, as mx.example.org."
        )
    return name


def _base_url(given: str, port: int) -> str:
    url = given.rstrip("/") or f"http://localhost:{port}"
    if not url.startswith(("http://", "https://")) or not urlsplit(url).hostname:
        raise SettingsError(f"BASE_URL is {given!r}; give a whole address, as https://example.org.")
    return url


def _hosts(base_url: str) -> list[str]:
    host = urlsplit(base_url).hostname or "localhost"
    return ["localhost", "127.0.0.1"] if host in {"localhost", "127.0.0.1"} else [host]


def _secret_key(given: str, instance: Path, production: bool) -> str:
    if production and len(given) < 32:
        raise SettingsError(
            "BASE_URL begins with https://, so SECRET_KEY must be set to at least 32 random characters; "
            "make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return given or _development_key(instance, "secret_key", secrets.token_urlsafe(48))


def _sealed_keys(given: str, instance: Path, production: bool) -> list[str]:
    """Return the keys that seal who writes under a pseudonym and what is sealed, the newest first."""
    keys = [key.strip() for key in given.split(",") if key.strip()]
    if production and not keys:
        raise SettingsError(
            "BASE_URL begins with https://, so SEALED_KEYS must be set; make a key with: "
            "python -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
        )
    keys = keys or [_development_key(instance, "sealed_key", _new_sealed_key())]
    if not all(SEALED_KEY.fullmatch(key) for key in keys):
        raise SettingsError("SEALED_KEYS holds something that is no key: 44 characters each.")
    return keys


def _new_sealed_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _development_key(instance: Path, name: str, new: str) -> str:
    """Return the key kept under `instance`, made on first use; O_EXCL lets two starts agree on one."""
    path = instance / name
    instance.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(new)
    except FileExistsError:
        pass
    return path.read_text()
