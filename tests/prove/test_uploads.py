"""Uploads that are cut off, and a server that is killed among them: no row without file, no file for ever."""

import http.client
import io
import os
import re
import socket
import threading
import time
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from hrcn_community.attachments import upkeep
from hrcn_community.conversations.models import Attachment, StoredFile
from hrcn_community.core.db import db
from tests.attachments.files import a_photo

CUTS, EACH_CUT = (0.10, 0.50, 0.99), 10
WRITERS, EACH, KILLS = 4, 6, 3
LINE = b"--------------------a-line-that-no-picture-holds"


def test_what_is_cut_off_leaves_nothing(house, proved):
    house.start("serve")
    cookies, token = house.sign_in()
    head, body = _request(cookies, token, a_photo(width=1600, height=1200))
    for cut in CUTS:
        for _ in range(EACH_CUT):
            with socket.create_connection(("127.0.0.1", house.port)) as connection:
                connection.sendall(head + body[: int(len(body) * cut)])
    assert _send(house.port, head + body) == 200  # and the whole one is taken
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1
    assert len(_bytes_in(house.folder)) == 2
    assert list((house.folder / "taking-in").iterdir()) == []
    proved(
        f"uploads cut at {', '.join(f'{cut:.0%}' for cut in CUTS)}, {EACH_CUT} of each",
        "no row, no file, nothing temporary left; the whole one after them taken",
    )


@pytest.mark.timeout(300)
def test_a_server_that_is_killed_among_uploads_acknowledges_none_that_is_not_there(house, proved):
    house.start("serve")
    cookies, token = house.sign_in()
    refs: list[str] = []
    threads = [
        threading.Thread(target=_insist, args=(house.port, cookies, token, writer, refs))
        for writer in range(WRITERS)
    ]
    for each in threads:
        each.start()
    for _ in range(KILLS):
        time.sleep(1.5)
        house.kill("serve")
        house.start("serve")
    for each in threads:
        each.join()
    assert len(refs) == WRITERS * EACH
    left = _check_everything(house, refs)
    proved(
        f"kill -9 of the web server, {KILLS} times during {WRITERS} people who upload",
        f"{len(refs)} uploads acknowledged, all there; {left} left half done, gone when cleared away",
    )


def test_a_photograph_is_taken_in(house, proved):
    house.start("serve")
    cookies, token = house.sign_in()
    written = io.BytesIO()
    noise = Image.frombytes("L", (1000, 750), os.urandom(750_000)).resize((4000, 3000))
    noise.convert("RGB").save(written, "JPEG", quality=88)
    seconds = []
    for _ in range(5):
        head, body = _request(cookies, token, written.getvalue())
        began = time.perf_counter()
        assert _send(house.port, head + body) == 200
        seconds.append(time.perf_counter() - began)
    size = len(written.getvalue()) / 1e6
    proved(
        "a photograph of 12 megapixels, from the first byte sent to the line in the form",
        f"{sorted(seconds)[2]:.2f} s (median of 5; {size:.1f} MB)",
    )


def _check_everything(house, refs: list[str]) -> int:
    """Return how many files were left behind; afterwards none are."""
    with house.app.app_context():
        rows = db.session.execute(
            select(Attachment.ref, StoredFile.name, StoredFile.size).join(Attachment.file)
        ).all()
        assert set(refs) <= {row.ref for row in rows}
        stored = _bytes_in(house.folder)
        assert all(stored[row.name] == row.size for row in rows)
        wanted = {name for row in rows for name in (row.name, f"{row.name}.small")}
        left = len(set(stored) - wanted)
        before = time.time() - 2 * 86400
        for path in [*(house.folder / "files").rglob("*"), *(house.folder / "taking-in").iterdir()]:
            os.utime(path, (before, before))
        left += len(list((house.folder / "taking-in").iterdir()))
        upkeep.tidy()
        upkeep.clear_away()
        upkeep.sweep()
        assert set(_bytes_in(house.folder)) == wanted
        assert list((house.folder / "taking-in").iterdir()) == []
    return left


def _insist(port: int, cookies: str, token: str, writer: int, refs: list[str]) -> None:
    """Upload pictures, each another, and send again whatever was not acknowledged."""
    for number in range(EACH):
        written = io.BytesIO()
        size = (40 + writer, 40 + number)
        Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(written, "PNG")
        head, body = _request(cookies, token, written.getvalue())
        for _ in range(200):
            try:
                found = _ask(port, head + body)
            except OSError:
                time.sleep(0.1)
                continue
            if found:
                refs.append(found)
                break
            time.sleep(0.1)


def _ask(port: int, request: bytes) -> str:
    """Return the ref of what was taken in, or '' where it was not acknowledged."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    told = re.search(rb'name="files" value="(\w+)"', answer)
    return told[1].decode() if told and answer.startswith(b"HTTP/1.1 200") else ""


def _send(port: int, request: bytes) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        answer.read()
        return answer.status


def _request(cookies: str, token: str, data: bytes) -> tuple[bytes, bytes]:
    """Return head and body of a request that uploads `data` as a page's script does."""
    body = b"".join(
        [
            b'--%s\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' % LINE,
            token.encode(),
            b'\r\n--%s\r\nContent-Disposition: form-data; name="upload"; filename="a.jpg"\r\n'
            b"Content-Type: image/jpeg\r\n\r\n" % LINE,
            data,
            b"\r\n--%s--\r\n" % LINE,
        ]
    )
    head = (
        f"POST /files HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\nHX-Request: true\r\n"
        f"Connection: close\r\nContent-Length: {len(body)}\r\n"
        f"Content-Type: multipart/form-data; boundary={LINE.decode()}\r\n\r\n"
    )
    return head.encode(), body


def _bytes_in(folder: Path) -> dict[str, int]:
    """Return the size of every file in the storage, by its name."""
    files = folder / "files"
    return {path.name: path.stat().st_size for path in files.rglob("*") if path.is_file()}
