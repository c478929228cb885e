"""`hrcn load`: volume for measuring."""

import time

import click
from flask import current_app
from flask.cli import with_appcontext

from hrcn_community.demo.volume import LoadedBefore, load_volume


@click.command()
@click.option("--people", default=1_000, show_default=True, type=click.IntRange(2))
@click.option("--threads", default=2_000, show_default=True, type=click.IntRange(1))
@click.option("--posts", default=20_000, show_default=True, type=click.IntRange(1))
@click.option(
    "--longest", default=0, type=click.IntRange(0), help="One more thread, of so many posts."
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same rows.")
@click.option("--force", is_flag=True, help="Even on a production server.")
@with_appcontext
def load(people: int, threads: int, posts: int, longest: int, seed: int, force: bool) -> None:
    """Add many invented people, threads and posts, to measure with."""
    if current_app.config["PRODUCTION"] and not force:
        raise click.ClickException("This is a production server; --force if you mean it.")
    began = time.monotonic()
    try:
        load_volume(
            people,
            threads,
            posts,
            seed,
            lambda done: click.echo(f"  {done} posts", err=True),
            longest=longest,
        )
    except LoadedBefore:
        raise click.ClickException(
            f"Seed {seed} is loaded already; give another with --seed."
        ) from None
    click.echo(f"{people} people, {threads} threads, {max(posts, threads)} posts ", nl=False)
    click.echo(f"in {time.monotonic() - began:.0f} s.")
