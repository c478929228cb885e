"""The command `hrcn`."""

import sys

import click
from flask import current_app
from flask.cli import FlaskGroup, with_appcontext

from config import SettingsError
from hrcn_community.access.printed import permissions_page, route_lines
from hrcn_community.app import create_app
from hrcn_community.cli.importing import import_
from hrcn_community.cli.keeping import backup, restore
from hrcn_community.cli.measuring import bench
from hrcn_community.cli.people import person
from hrcn_community.cli.receiving import mail
from hrcn_community.cli.running import run, serve, worker
from hrcn_community.cli.sealing import reseal
from hrcn_community.cli.volume import load
from hrcn_community.demo.load import load_demo


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=True)
def hrcn() -> None:
    """Run and look after HRCN Community."""


for command in (run, serve, worker, load, bench, person, reseal, import_, mail, backup, restore):
    hrcn.add_command(command)


@hrcn.command()
@click.option("--force", is_flag=True, help="Even on a production server.")
@with_appcontext
def demo(force: bool) -> None:
    """Load the demonstration community, once."""
    if current_app.config["PRODUCTION"] and not force:
        raise click.ClickException("This is a production server; --force if you mean it.")
    loaded = load_demo()
    click.echo("The demonstration community is loaded." if loaded else "It is there already.")


@hrcn.command()
def permissions() -> None:
    """Print who may do what, as docs/permissions.md holds it."""
    click.echo(permissions_page(), nl=False)


@hrcn.command()
@with_appcontext
def routes() -> None:
    """Print every address: its methods and the permission that it asks for."""
    for line in route_lines(current_app):
        click.echo(line)


def main() -> None:
    """Run a command; a setting that cannot be used is told in one sentence."""
    try:
        hrcn()
    except SettingsError as error:
        click.echo(f"hrcn: {error}", err=True)
        sys.exit(2)
