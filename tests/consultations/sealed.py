"""What lies where: every table and every file of the house, as somebody would find it who took a copy."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import MetaData, select
from werkzeug.test import TestResponse

from hrcn_community.accounts.models import SignIn
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.attachments.links import file_token
from hrcn_community.conversations.actions.attaching import ChosenFile, attach
from hrcn_community.conversations.models import Attachment
from hrcn_community.core.db import db
from tests.attachments.sending import add
from tests.canary.filed import find_post_at

WORD = "Zaunkoenig"
STEM = "zaunk"  # what search would keep of it
CITY = "Graz"
INSIDE = b"Zaunkoenig in a file, and Zaunkoenig again"


def lying_about(app) -> bytes:
    """Return all that the database and the storage hold, as it lies there."""
    with app.app_context():
        rows = b"\n".join(_rows())
        db.session.remove()
        url = db.engine.url
    files = [path for path in _storage(app).rglob("*") if path.is_file()]
    if url.get_backend_name() == "sqlite":
        base = Path(str(url.database))
        files += [path for path in base.parent.glob(f"{base.name}*") if path.is_file()]
    return b"\n".join([rows, *(path.read_bytes() for path in files)])


def stored_names(app) -> set[str]:
    return {path.name for path in _storage(app).rglob("*") if path.is_file()}


def remove_stored(app, name: str) -> None:
    for path in _storage(app).rglob(name):
        path.unlink()


def hang_a_file(world, person, conversation_id: int, name: str = f"{WORD}.txt") -> str:
    """Let somebody add a file, and hang it at the first post of a conversation."""
    from_browser = add(person.browser, INSIDE, name)
    world.do(lambda: _hang(person.id, conversation_id, from_browser))
    return from_browser


def open_file(world, person, ref: str) -> TestResponse:
    """Let somebody open a file at the address that a page would give them."""
    browser = person.browser  # signed in now at the latest
    newest = world.rows(SignIn, person_id=person.id)[-1]
    viewer = world.ask(lambda: replace(viewer_of(person.id), sign_in_id=newest.id))
    return browser.get(f"/files/{world.ask(lambda: file_token(ref, viewer))}")


def _hang(person_id: int, conversation_id: int, ref: str) -> None:
    attachment = db.session.scalars(select(Attachment).where(Attachment.ref == ref)).one()
    post = find_post_at(conversation_id)
    attach(post, [ChosenFile(attachment.id, f"About the {WORD}")], by=viewer_of(person_id))


def _rows():
    found = MetaData()
    found.reflect(db.engine)
    with db.engine.connect() as connection:
        for table in found.tables.values():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"'):
                yield f"{table.name}: {tuple(row)}".encode()


def _storage(app) -> Path:
    return Path(app.config["STORAGE_URL"].removeprefix("file://"))
