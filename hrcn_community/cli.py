"""The command `hrcn`."""

import sys

import click
from flask import current_app
from flask.cli import FlaskGroup, with_appcontext

from config import SettingsError
from hrcn_community.accounts.founding import found_person
from hrcn_community.accounts.models import SiteRole
from hrcn_community.app import create_app
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.text import one_line
from hrcn_community.demo.load import load_demo
from hrcn_community.worker import work


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=True)
def hrcn() -> None:
    """Run and look after HRCN Community."""


@hrcn.command()
@with_appcontext
def worker() -> None:
    """Do what is owed: notices, mail, timers. Ends cleanly on Ctrl-C."""
    work(current_app._get_current_object())  # type: ignore[attr-defined]


@hrcn.command()
@click.option("--force", is_flag=True, help="Even on a production server.")
@with_appcontext
def demo(force: bool) -> None:
    """Load the demonstration community, once."""
    if current_app.config["PRODUCTION"] and not force:
        raise click.ClickException("This is a production server; --force if you mean it.")
    loaded = load_demo()
    click.echo("The demonstration community is loaded." if loaded else "It is there already.")


@hrcn.group()
def person() -> None:
    """Look after people."""


@person.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As others read it.")
@click.option("--role", type=click.Choice([role.value for role in SiteRole]), required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def add(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Let somebody in without an application. The core team only while it has fewer than two people."""
    password = _read_password(password_stdin)
    try:
        handle = found_person(email, name, role, password)
    except Refusal as refusal:
        raise click.ClickException(str(refusal.message)) from refusal
    db.session.commit()
    click.echo(f"{one_line(name)} is a member now: /people/{handle}")
    if not password:
        click.echo("They choose a password at /sign-in/reset.")


def _read_password(from_stdin: bool) -> str:
    """Return what was piped in or typed twice; without either, somebody sets it by a mailed link."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return ""


def main() -> None:
    """Run a command; a setting that cannot be used is told in one sentence."""
    try:
        hrcn()
    except SettingsError as error:
        click.echo(f"hrcn: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
