"""`hrcn person`: looking after people from the command line."""

import sys

import click
from flask.cli import with_appcontext

from hrcn_community.accounts.founding import found_person
from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.two_step import reset_two_step
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.text import one_line


@click.group()
def person() -> None:
    """Look after people."""


@person.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As others read it.")
@click.option("--role", type=click.Choice([role.value for role in SiteRole]), required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def add(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Let somebody in without an application.

    Once the core team has two people, an advisor or one of the core team comes in as a practitioner,
    and two of the core team decide on the role.
    """
    password = _read_password(password_stdin)
    try:
        founded = found_person(email, name, role, password)
    except Refusal as refusal:
        raise click.ClickException(str(refusal.message)) from refusal
    db.session.commit()
    click.echo(f"{one_line(name)} is a member now: /people/{founded.handle}")
    if founded.awaits_two:
        click.echo(
            "They are a practitioner until two of the core team agree to the role: /admin/roles"
        )
    if not password:
        click.echo("They choose a password at /sign-in/reset.")


@person.command("reset-two-step")
@click.argument("email")
@with_appcontext
def reset(email: str) -> None:
    """Let somebody who lost passkey, app and recovery codes sign in by password again.

    Be sure who asks: by telephone or face to face, never by mail alone.
    """
    try:
        name = reset_two_step(email)
    except Refusal as refusal:
        raise click.ClickException(str(refusal.message)) from refusal
    db.session.commit()
    click.echo(
        f"{name} signs in by password alone again, was signed out everywhere, and is told by mail."
    )


def _read_password(from_stdin: bool) -> str:
    """Return what was piped in or typed twice; without either, somebody sets it by a mailed link."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return ""
