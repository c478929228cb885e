"""`hrcn import`: bringing along what a network said elsewhere."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError

from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.text import slugify
from hrcn_community.importing.discourse.bringing import Forum
from hrcn_community.importing.events import ImportEnded
from hrcn_community.importing.mail.bringing import MailingList
from hrcn_community.importing.models import ImportSource
from hrcn_community.importing.places import (
    WHOLE,
    begin_source,
    core_people,
    space_for,
    standing_space,
)
from hrcn_community.importing.report import Report
from hrcn_community.spaces.models import Space

BEGINNING = 1000  # bytes
MAIL = re.compile(rb"\s*(?:>?From |[!-9;-~]{1,80}:[ \t])")


@dataclass(frozen=True)
class Journey:
    """Who brings what, and whither."""

    source: ImportSource
    space_id: int
    is_closed: bool
    people: list[int]
    report: Report
    private: bool

    @property
    def by(self) -> int:
        return self.people[0]


@click.group("import")
def import_() -> None:
    """Bring along what was said elsewhere. Run again, it goes on where it ended."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option(
            "--by", multiple=True, required=True, help="Handle or address, of the core team."
        ),
        click.option(
            "--space", default="", help="The slug of a space; else a confidential one is opened."
        ),
        click.option(
            "--source", default="", help="A name for where it comes from; else the file's."
        ),
        click.option("--report", "report", type=click.Path(dir_okay=False, path_type=Path)),
        click.option(
            "--include-private", is_flag=True, help="Also what only some could read there."
        ),
    ):
        command = option(command)
    return with_appcontext(command)


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_options
def mbox(file: Path, **options: Any) -> None:
    """Bring a mailing list along: FILE is its mailbox."""
    _must_be_mail(file)
    journey = _begin("mbox", file, **options)
    source, report = journey.source, journey.report
    unarchived = journey.private and journey.is_closed
    talk = MailingList(
        source.name, source.id, journey.space_id, journey.by, report, unarchived=unarchived
    )
    with report, file.open("rb") as box:
        _go(talk.read(box), file.stat().st_size, "Reading")
        count = talk.index.one("SELECT count(*) FROM messages")[0]
        _go(talk.write(box), count, "Writing")
    _end(journey, talk.writer.written)


@import_.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_options
def discourse(folder: Path, **options: Any) -> None:
    """Bring a Discourse forum along: FOLDER holds its JSON files."""
    if next(folder.rglob("*.json"), None) is None:
        raise click.ClickException(f"{folder} holds no JSON file.")
    journey = _begin("discourse", folder, **options)
    forum = Forum(
        journey.source, journey.space_id, journey.people, journey.report, private=journey.private
    )
    size = sum(path.stat().st_size for path in folder.rglob("*.json"))
    with journey.report:
        _go(forum.folder.read(folder), size, "Reading")
        count = forum.folder.one("SELECT count(DISTINCT topic) FROM posts")[0]
        _go(forum.write(), count, "Writing")
    _end(journey, forum.writer.written)


def _must_be_mail(file: Path) -> None:
    """Refuse a file that is something else, before anything is opened for it."""
    with file.open("rb") as given:
        first = given.read(BEGINNING)
    if first.strip() and not MAIL.match(first):
        raise click.ClickException(
            f"{file} is no mailbox: it begins neither with mail nor with From."
        )


def _begin(
    kind: str,
    path: Path,
    by: tuple[str, ...],
    space: str,
    source: str,
    report: Path | None,
    include_private: bool,
) -> Journey:
    name = f"{kind}: {source or path.resolve().stem}"[:200]
    try:
        people = core_people(by)
        begun = begin_source(name, by=people[0])
        if space:
            space_id = standing_space(space, people).id
        else:
            space_id = space_for(begun, WHOLE, f"Imported from {name}", people, people[0])
    except Refusal as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal.message)) from refusal
    db.session.commit()
    where = report or Path(current_app.instance_path) / "imports" / f"{slugify(name)}.txt"
    is_closed = db.session.get_one(Space, space_id).audience.is_closed
    db.session.refresh(begun)
    db.session.expunge(begun)
    db.session.commit()
    return Journey(begun, space_id, is_closed, people, Report(where), include_private)


def _go(steps: Iterator[int], length: int, label: str) -> None:
    """Take every step and commit after it."""
    try:
        with click.progressbar(length=max(length, 1), label=label) as bar:
            for step in steps:
                db.session.commit()
                bar.update(step)
    except IntegrityError:
        db.session.rollback()
        raise click.ClickException("Another import of the same is at work. Try again.") from None


def _end(journey: Journey, posts: int) -> None:
    skipped = journey.report.skipped
    record(ImportEnded(source_id=journey.source.id, posts=posts, skipped=skipped), by=journey.by)
    db.session.commit()
    click.echo(f"{posts} posts were brought along, {skipped} items were not.")
    for line in journey.report.lines:
        click.echo(f"  {line}")
    click.echo(f"Each with its reason: {journey.report.path}")
