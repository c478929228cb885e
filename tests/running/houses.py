"""Empty places to bring something back into, and what is compared."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from hrcn_community import create_app
from hrcn_community.cli import hrcn
from hrcn_community.core.cache import fragments, lately
from hrcn_community.core.db import Base, db
from tests.conftest import ON_POSTGRESQL
from tests.demonstration import SEALED, SECRET

# What restoring changes on purpose, and what is written while a backup is made.
CHANGED = {"sign_ins", "mailed_tokens", "mails", "mail_paces", "notices", "events"}
LINKS = {"invitations.token_hash"}  # those that were mailed before open nothing any more


@contextmanager
def empty_house(folder: Path, on_postgresql: bool = ON_POSTGRESQL, **more: Any) -> Iterator[Flask]:
    """A house without a table, without a file."""
    folder.mkdir(parents=True, exist_ok=True)
    with _database(folder, on_postgresql) as url:
        app = create_app(
            {
                "TESTING": True,
                "SECRET_KEY": SECRET,
                "SEALED_KEYS": [SEALED],
                "SQLALCHEMY_DATABASE_URI": url,
                "INSTANCE_PATH": str(folder),
                "MAIL_URL": f"file://{folder / 'mail'}",
                "STORAGE_URL": f"file://{folder / 'stored'}",
                **more,
            }
        )
        forget()
        try:
            yield app
        finally:
            forget()
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def call(app: Flask, *words: str, **more: Any) -> Result:
    """Call a command of `hrcn`."""
    return app.test_cli_runner().invoke(hrcn.commands[words[0]], words[1:], **more)


def restored(app: Flask, file: Path, *more: str) -> Result:
    done = call(app, "restore", str(file), *more)
    forget()
    return done


def everything(app: Flask, *, leave_out: set[str] = CHANGED) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    with app.app_context():
        return {
            table.name: [
                tuple(row)
                for row in db.session.execute(
                    select(*(column for column in table.c if str(column) not in LINKS)).order_by(
                        *table.primary_key.columns
                    )
                )
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in leave_out
        }


def files_of(app: Flask) -> dict[str, bytes]:
    folder = Path(app.config["STORAGE_URL"].removeprefix("file://"))
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_untouched(app: Flask) -> bool:
    """Is there no table and no file?"""
    with app.app_context():
        tables = db.inspect(db.engine).get_table_names()
    return tables == [] and files_of(app) == {}


def forget() -> None:
    fragments.forget()
    lately.forget()


@contextmanager
def _database(folder: Path, on_postgresql: bool) -> Iterator[str]:
    if not on_postgresql:
        yield f"sqlite:///{folder / 'hrcn.db'}"
        return
    name = f"hrcn_restored_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    server = make_url(os.environ["TEST_POSTGRESQL_URL"])
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
