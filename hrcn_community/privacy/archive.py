"""The archive that somebody takes along: a ZIP with data.json, a page to read it, and their files.

It lies in the storage as sealed lines: whoever holds the storage alone reads nothing of it.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from hrcn_community.accounts.personas import own_personas
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.attachments.sealing import read_stored
from hrcn_community.attachments.storage import CHUNK, storage
from hrcn_community.attachments.workplace import workplace
from hrcn_community.conversations.models import Attachment, Hidden, StoredFile
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import new_ref
from hrcn_community.core.sealing import seal_bytes, unsealer
from hrcn_community.core.settings import address
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.kept_reading import HOUSE, MASKED
from hrcn_community.privacy.labels import LABELS
from hrcn_community.privacy.owned import every_owned

FORMAT, VERSION = "hrcn-community-archive", 1
PREFIX = "export"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*(?:\+00:00)?")
STYLE = """body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem;
overflow-wrap:anywhere;background:#fff;color:#1b1b1b}a{color:#0b4f8a}dl{border-top:1px solid;padding:.5rem 0;margin:0}
dt{font-weight:bold}dd{margin:0 0 .5rem;white-space:pre-wrap}
@media(prefers-color-scheme:dark){body{background:#141414;color:#eee}a{color:#9ecbff}}"""


def store_archive(person_id: int, *, with_pseudonyms: bool) -> tuple[str, int]:
    """Gather what is a person's, store it sealed; return what it is called there and its size."""
    viewer, name = viewer_of(person_id), f"{PREFIX}{new_ref(128)}"
    with workplace() as folder:
        whole = folder / "archive.zip"
        _write(whole, viewer, with_pseudonyms)
        sealed = folder / "sealed"
        with whole.open("rb") as given, sealed.open("xb") as written:
            while piece := given.read(CHUNK):
                written.write(seal_bytes(piece) + b"\n")
        storage().put(name, sealed)
        return name, whole.stat().st_size


def opened(name: str) -> Iterator[bytes]:
    """Return an archive in pieces, opened; that it is there is known before the first is taken."""
    return _unsealed(storage().read(name), unsealer())


def _unsealed(pieces: Iterable[bytes], unseal: Callable[[bytes], bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from map(unseal, lines)


def _write(target: Path, viewer: Viewer, with_pseudonyms: bool) -> None:
    parts = [("", _told(viewer, _chapters()))]
    selves = [viewer.id]
    for id_, name, _space in own_personas(viewer) if with_pseudonyms else ():
        parts.append((name, _told(_as(viewer, id_), (*MASKED, *_rooms()))))
        selves.append(id_)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", _as_json(viewer, parts))
        archive.writestr("index.html", _as_page(viewer, parts))
        archive.writestr("style.css", STYLE)
        for attachment, stored, key_ref in _files(selves):
            with archive.open(
                f"files/{attachment.ref}-{attachment.name.replace('/', '-')}", "w"
            ) as file:
                for piece in read_stored(stored, key_ref):
                    file.write(piece)


def _chapters() -> tuple[Chapter, ...]:
    return (*HOUSE, *_rooms())


def _rooms() -> tuple[Chapter, ...]:
    return tuple(chapter for owned in every_owned() for chapter in owned.chapters)


def _as(viewer: Viewer, id_: int) -> Viewer:
    return replace(viewer, id=id_, personas={}, pseudonyms={})


def _told(viewer: Viewer, chapters: Sequence[Chapter]) -> list[tuple[Chapter, list[Any]]]:
    return [(chapter, chapter.rows(viewer)) for chapter in chapters]


def _as_json(viewer: Viewer, parts: Any) -> str:
    (_own, chapters), *masked = parts
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "house": address("/"),
        "made_at": clock.now().isoformat(),
        "handle": viewer.handle,
        "chapters": {chapter.name: rows for chapter, rows in chapters},
    }
    if masked:
        whole["pseudonyms"] = [
            {"name": name, "chapters": {chapter.name: rows for chapter, rows in theirs}}
            for name, theirs in masked
        ]
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _as_page(viewer: Viewer, parts: Any) -> str:
    known = current_app.config["LANGUAGES"]
    locale = viewer.locale if viewer.locale in known else "en"
    with force_locale(locale):
        shown = [
            {
                "name": name,
                "chapters": [
                    {
                        "id": f"{part}-{chapter.name}",
                        "title": str(chapter.title),
                        "rows": _lines(rows),
                    }
                    for chapter, rows in chapters
                    if rows
                ],
            }
            for part, (name, chapters) in enumerate(parts)
        ]
        template = current_app.jinja_env.get_template("privacy/archive.html")
        return template.render(
            language=locale,
            name=viewer.name,
            parts=shown,
            base_url=address("/"),
            made_at=clock.now(),
        )


def _lines(rows: list[Any]) -> list[list[tuple[str, str]]]:
    return [
        [
            (str(LABELS.get(name, name.replace("_", " "))), _words(name, value))
            for name, value in row.items()
        ]
        for row in rows
    ]


def _words(name: str, value: Any) -> str:
    """Return a value as a person reads it."""
    if value is None:
        return "–"
    if name == "place":
        return " · ".join(
            filter(None, (value.get("title"), value.get("space"), value.get("address")))
        )
    if isinstance(value, str):
        return f"{value[:10]} {value[11:16]} UTC" if MOMENT.fullmatch(value) else value
    return json.dumps(value, ensure_ascii=False, indent=1)


def _files(selves: list[int]) -> Sequence[Any]:
    return db.session.execute(
        select(Attachment, StoredFile.name, StoredFile.key_ref)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(Attachment.owner_id.in_(selves), Attachment.hidden != Hidden.REMOVED)
        .order_by(Attachment.id)
    ).all()
