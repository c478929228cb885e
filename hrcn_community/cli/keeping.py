"""`hrcn backup`, `hrcn restore`: the house taken away, and brought back."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from hrcn_community.attachments.storage import FULL, StorageAway
from hrcn_community.core.db import db, is_away
from hrcn_community.core.events import record
from hrcn_community.reactions import RESTORED
from hrcn_community.running.archive import Damaged
from hrcn_community.running.backup import Made, NotMade, write_backup
from hrcn_community.running.events import BackupMade
from hrcn_community.running.places import NotRestored
from hrcn_community.running.restore import bring_back, looked_through
from hrcn_community.running.sealed import SECRET, KeyRefused, new_keys, secret_half
from hrcn_community.running.settling import settling
from hrcn_community.worker import handle_next

TRY_AGAIN = 75  # the database or the storage is away, or a disk is full
KEEP_KEYS = (
    "SEALED_KEYS and SECRET_KEY are not in it. Keep them elsewhere: "
    "without SEALED_KEYS it cannot be brought back."
)


class NotNow(click.ClickException):
    exit_code = TRY_AGAIN


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--replace", is_flag=True, help="Even where FILE is there already.")
@click.option("--skip-missing", is_flag=True, help="Leave out what the storage does not hold.")
@click.option(
    "--new-key", is_flag=True, help="Make no backup but a pair of keys to seal them with."
)
@with_appcontext
def backup(file: Path | None, replace: bool, skip_missing: bool, new_key: bool) -> None:
    """Write everything into FILE while the house is at work: database and files, sealed if BACKUP_KEY is set.

    With - it goes to standard output. Ends with 0 when FILE is whole on the disk, with 1 when it was
    refused, with 75 when database, storage or disk could not do it now. No half file is left.
    """
    if new_key:
        _tell_new_keys()
        return
    if file is None:
        raise click.UsageError("Name the FILE to be written, or - for standard output.")
    if file.exists() and not replace:
        raise click.ClickException(f"{file} is there already; give another name, or --replace.")
    began, key = time.monotonic(), current_app.config["BACKUP_KEY"]
    with _said_in_words(), _target(file) as target:
        made = write_backup(target, key=key, skips_missing=skip_missing)
        size = target.tell() if file.name != "-" else 0
    seconds = round(time.monotonic() - began)
    record(BackupMade(size=size, seconds=seconds, is_sealed=bool(key)))
    db.session.commit()
    _report(made, size, seconds, bool(key))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--check",
    is_flag=True,
    help="Look whether it is whole and could be brought back; write nothing.",
)
@click.option(
    "--identity", type=click.File("r"), help="A file with the secret key, or - for standard input."
)
@with_appcontext
def restore(file: Path, check: bool, identity: IO[str] | None) -> None:
    """Bring FILE back into an empty place: a new database, a new folder or bucket for files.

    Ends with 0 when all is there, with 1 when it was refused, with 75 when database, storage or disk
    could not do it now. Ended in any way, it is run again and begins anew.
    """
    with _said_in_words():
        secret = _secret(identity)
        if check:
            contents = looked_through(file, secret)
            click.echo(f"{file} is whole: {_counted(contents.rows, contents.files)}.")
            return
        after = [*map(_committed, RESTORED), settling(handle_next)]
        contents = bring_back(file, secret, after, lambda words: click.echo(words, err=True))
    click.echo(
        f"Brought back, as it was at {contents.begin['moment']}: {_counted(contents.rows, contents.files)}.\n"
        "Everybody signs in anew. Mails that waited, or came due since, are held: look at them under "
        "/admin/worker, and let them go or drop them."
    )


def _committed(deed: Callable[[datetime], None]) -> Callable[[datetime], None]:
    """Return a deed that lasts when it is done: what follows has connections of its own."""

    def do(moment: datetime) -> None:
        deed(moment)
        db.session.commit()

    return do


def _tell_new_keys() -> None:
    secret, public = new_keys()
    click.echo(
        f"BACKUP_KEY={public}\n\nThe line above belongs to the machine that makes backups. The line below opens "
        f"them: keep it\nelsewhere, on paper too; whoever has it can read everything.\n\n{secret}"
    )


def _secret(identity: IO[str] | None):
    if identity:
        lines = [line.strip() for line in identity if line.strip() and not line.startswith("#")]
        return secret_half(lines[0] if lines else "")
    given = current_app.config["BACKUP_KEY"]
    return secret_half(given) if given.startswith(SECRET) else None


@contextmanager
def _target(file: Path) -> Iterator[IO[bytes]]:
    """Give what is written into; under its own name it stands only when it is whole on the disk."""
    if file.name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        part.replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


@contextmanager
def _said_in_words() -> Iterator[None]:
    try:
        yield
    except (NotMade, NotRestored, Damaged, KeyRefused) as refused:
        raise click.ClickException(str(refused)) from None
    except StorageAway as away:
        raise NotNow(str(away.message)) from None
    except DBAPIError as error:
        if not is_away(error):
            raise
        raise NotNow(
            "The database did not answer, or has no room left. Nothing is half done."
        ) from None
    except OSError as error:
        _say_disk(error)


def _say_disk(error: OSError) -> NoReturn:
    if error.errno in FULL:
        raise NotNow("The disk is full. No half file is left; make room and try again.") from None
    raise click.ClickException(
        f"{error.strerror or 'Reading or writing failed'}: {error.filename or ''}"
    ) from None


def _report(made: Made, size: int, seconds: int, is_sealed: bool) -> None:
    say = [f"As it was at {made.moment.isoformat()}: {_counted(made.rows, made.files)}"]
    say[0] += f", {size / 1e6:.1f} MB in {seconds} s." if size else f", in {seconds} s."
    if made.gone:
        say.append(f"Left out, as their files are gone: {', '.join(made.gone)}.")
    if not is_sealed:
        say.append(
            "It is NOT sealed, as BACKUP_KEY is not set: whoever gets hold of it reads everything."
        )
    for line in (*say, KEEP_KEYS):
        click.echo(line, err=True)


def _counted(rows: dict[str, int], files: int) -> str:
    return f"{sum(rows.values())} rows of {len(rows)} tables, {files} files"
