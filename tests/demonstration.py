"""A house of one's own, and the demonstration community, played once for all tests of one run."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache

from hrcn_community import create_app
from hrcn_community.core.db import db
from hrcn_community.demo.load import load_demo

SECRET = "a secret key for tests, long enough to be one"
SEALED = "c2VhbGVkIHdpdGggYSBrZXkgdGhhdCB0ZXN0cyBoYXY="


def house_in(folder: Path, database_url: str = "") -> Flask:
    """Return the house over a database of its own in `folder`, or over the one that is named."""
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": SECRET,
            "SEALED_KEYS": [SEALED],
            "SQLALCHEMY_DATABASE_URI": database_url or f"sqlite:///{folder / 'hrcn.db'}",
            "INSTANCE_PATH": str(folder),
            "MAIL_URL": f"file://{folder / 'mail'}",
            "STORAGE_URL": f"file://{folder / 'files'}",
        }
    )
    shared = os.environ.get("TEST_DEMONSTRATION")
    if shared:  # templates are compiled once for all processes
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(shared)
    return app


def put_demonstration(folder: Path, temporary: pytest.TempPathFactory) -> None:
    """Put the database of the demonstration community, and its files, into `folder`.

    Years of deeds cost as much as hundreds of pages, so the first process that needs them plays them;
    the others of the same run wait and take a copy. TEST_DEMONSTRATION names a folder for several runs.
    """
    base = temporary.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    ours = Path(os.environ.get("TEST_DEMONSTRATION") or base / "demonstration")
    ours.mkdir(exist_ok=True)
    with (ours / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (ours / "whole").exists():
            _play(house_in(ours))
            (ours / "whole").touch()
    shutil.copy(ours / "hrcn.db", folder)
    shutil.copytree(ours / "files", folder / "files")


def _play(app: Flask) -> None:
    with app.app_context():
        upgrade()
        assert load_demo()
        db.session.remove()
        db.engine.dispose()  # whoever closes last leaves all in one file
