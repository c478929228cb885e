"""`hrcn run`, `hrcn serve`, `hrcn worker`: the house at work."""

import os
import socket
import sys
import urllib.request
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from config import SettingsError, read_settings
from hrcn_community.accounts.codes import keys_open
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.personas import keys_fit
from hrcn_community.app import create_app
from hrcn_community.cli.family import Family, end_with_parent
from hrcn_community.consultations.actions.resealing import asking_opens
from hrcn_community.core.db import db, reading
from hrcn_community.demo.load import load_demo
from hrcn_community.demo.people import PASSWORD
from hrcn_community.running.places import is_unfinished
from hrcn_community.serve import PortTaken, open_port
from hrcn_community.serve import serve as serve_app
from hrcn_community.site.schema import newest_migration
from hrcn_community.spaces.sealing import keys_open_here
from hrcn_community.worker import work

STARTING_SECONDS = 60
CAST = ("amina", "ben", "chandra", "dalia", "omar", "cleo", "eve")
port_option = click.option("--port", type=click.IntRange(1, 65535), help="Instead of PORT.")


@click.command()
@port_option
def run(port: int | None) -> None:
    """Start everything: database, demonstration, web server, worker. Ctrl-C ends it."""
    environ = _with_port(port)
    settings = read_settings(environ)
    number = int(str(settings["PORT"]))
    listening = _open(number)
    app = create_app(settings)
    with app.app_context():
        refuse_wrong_keys()
        _prepare()
        refuse_wrong_keys()
        cast = _cast()
        db.engine.dispose()
    family = Family(Path(app.instance_path) / "hrcn.log")
    _start_web(family, listening, environ)
    family.start("worker", "worker", environ=environ)
    listening.close()
    _report_when_serving(family, app, number, cast)
    _wait_and_end(family)


@click.command()
@port_option
@click.option("--processes", type=click.IntRange(1, 64), default=1, help="Share one port.")
@click.option("--host", default="127.0.0.1", help="The address to hear at.")
@click.option("--fd", type=int, default=-1, hidden=True)
def serve(port: int | None, processes: int, host: str, fd: int) -> None:
    """Serve the web pages only."""
    end_with_parent()
    environ = _with_port(port)
    settings = read_settings(environ)
    listening = socket.socket(fileno=fd) if fd >= 0 else _open(int(str(settings["PORT"])), host)
    if processes == 1:
        app = create_app(settings)
        with app.app_context():
            refuse_wrong_keys()
        serve_app(app, listening, behind_proxy=bool(settings["TRUSTED_PROXIES"]))
        return
    family = Family()
    for number in range(1, processes + 1):
        _start_web(family, listening, environ, f"web server {number}")
    listening.close()
    _wait_and_end(family)


@click.command()
@with_appcontext
def worker() -> None:
    """Do what is owed: notices, mail, timers. Ends cleanly on Ctrl-C."""
    end_with_parent()
    refuse_wrong_keys()
    work(current_app._get_current_object())  # type: ignore[attr-defined]


def refuse_wrong_keys() -> None:
    """Go no further with keys that do not fit: whoever wrote under a pseudonym would be given another.

    Nor on what is not whole yet.
    """
    if is_unfinished():
        raise SettingsError(
            "A backup was being brought back into this database and did not come to its end; "
            "run hrcn restore FILE again."
        )
    with reading():
        fit = keys_fit() and keys_open() and keys_open_here() and asking_opens()
    if not fit:
        raise SettingsError(
            "SEALED_KEYS does not open who stands behind the pseudonyms in the database, the keys of apps or "
            "the words of sealed consultations, or lacks its oldest key; give every key that was ever used, "
            "the newest first."
        )


def _with_port(port: int | None) -> dict[str, str]:
    return dict(os.environ) | ({"PORT": str(port)} if port else {})


def _open(port: int, host: str = "127.0.0.1") -> socket.socket:
    try:
        return open_port(port, host)
    except PortTaken as taken:
        raise click.ClickException(str(taken)) from None


def _prepare() -> None:
    """Bring the database up to this code, and into a new one the demonstration."""
    if _migration() != newest_migration():
        click.echo("Preparing the database ...")
        upgrade()
    if current_app.config["PRODUCTION"] or db.session.scalar(select(Person.id).limit(1)):
        return
    db.session.rollback()
    click.echo("Loading the demonstration community, once; this takes some seconds ...")
    load_demo()


def _migration() -> str | None:
    """Return the id of the newest migration that the database has; None for a new one."""
    try:
        with reading():
            return db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError:
        return None
    finally:
        db.session.rollback()


def _cast() -> list[tuple[str, str, str]]:
    """Return whom a newcomer may sign in as: address, role, name. Nobody, without a demonstration."""
    if current_app.config["PRODUCTION"]:
        return []
    addresses = [f"{key}@example.org" for key in CAST]
    with reading():
        rows = db.session.execute(
            select(Person.email, Person.site_role, Person.name).where(
                Person.email.in_(addresses), Person.is_invented.is_(True)
            )
        ).all()
    db.session.rollback()
    found = {row.email: (row.email, row.site_role, row.name) for row in rows}
    return [found[address] for address in addresses if address in found]


def _start_web(
    family: Family, listening: socket.socket, environ: dict[str, str], name: str = "web server"
) -> None:
    fd = listening.fileno()
    family.start(name, "serve", "--fd", str(fd), environ=environ, keep=[fd])


def _report_when_serving(
    family: Family, app: Flask, port: int, cast: list[tuple[str, str, str]]
) -> None:
    if not _is_serving(family, port):
        return
    click.echo(f"\nHRCN Community is open at {app.config['BASE_URL']}\n")
    if cast:
        click.echo(f"Sign in as one of these (all with the password {PASSWORD}):\n")
        for email, role, name in cast:
            click.echo(f"  {email:<22} {role:<13} {name}")
        click.echo()
    log = Path(app.instance_path) / "hrcn.log"
    click.echo(f"The log is written to {_near(log)}. Ctrl-C ends everything.")


def _is_serving(family: Family, port: int) -> bool:
    """Wait until the web server answers; False when it ended, or we are told to end, before."""
    for _ in range(STARTING_SECONDS * 10):
        if family.wait(0) or family.told.is_set():
            return False
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return True
        except OSError:
            continue
    return False


def _wait_and_end(family: Family) -> None:
    """Wait for the end of one child or the wish of the person; then end with the code of the first."""
    ended = family.wait()
    code = family.code(ended) if ended else 0
    if ended:
        click.echo(f"The {ended} ended by itself (code {code}); ending the rest.", err=True)
    family.end()
    sys.exit(code)


def _near(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
