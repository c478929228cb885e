"""Asking a virus scanner that speaks clamd's INSTREAM: here one of our own that knows the protocol."""

import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from hrcn_community.conversations.models import StoredFile
from tests.attachments.sending import add, picture, reply_with, send
from tests.browsing import follow

# The test string that every scanner takes for a virus, put together so that none takes this file for one.
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Hears one stream after the other and answers as clamd does; `answer` says something else instead."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.heard: list[bytes] = []
        self.answer: bytes | None = None
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.listening.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _from = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as given:
                connection.sendall(self._answer(given))

    def _answer(self, given) -> bytes:
        assert given.read(10) == b"zINSTREAM\0"
        heard = b""
        while size := struct.unpack(">I", given.read(4))[0]:
            heard += given.read(size)
        self.heard.append(heard)
        if self.answer is not None:
            return self.answer
        return b"stream: Eicar-Signature FOUND\0" if EICAR.encode() in heard else b"stream: OK\0"


@pytest.fixture
def clamd(app, monkeypatch) -> Iterator[Clamd]:
    scanner = Clamd()
    monkeypatch.setitem(app.config, "SCANNER_URL", scanner.url)
    yield scanner
    scanner.listening.close()


def test_what_was_scanned_is_not_called_unscanned(world, cast, clamd):
    thread = world.thread(world.space(), cast.amina)
    ref = add(cast.ben.browser, b"Words", "words.txt")
    page = follow(cast.ben.browser, reply_with(cast.ben, thread, ref))
    assert clamd.heard == [b"Words"]
    assert "words.txt" in page
    assert "not scanned for viruses" not in page


def test_the_scanner_is_shown_what_was_sent_not_what_we_made_of_it(cast, clamd):
    data = picture() + b"something behind the picture"
    add(cast.ben.browser, data)
    assert clamd.heard == [data]


def test_what_a_scanner_finds_something_in_is_not_taken(world, cast, clamd):
    answer = send(cast.ben.browser, EICAR.encode(), "words.txt")
    assert answer.status_code == 422
    assert "The virus scanner found something" in answer.text
    assert world.rows(StoredFile) == []


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\0"])
def test_a_scanner_without_a_clear_answer_lets_nothing_through(world, cast, clamd, answer):
    clamd.answer = answer
    refused = send(cast.ben.browser, b"Words", "words.txt")
    assert refused.status_code == 503
    assert "does not answer" in refused.text
    assert world.rows(StoredFile) == []


def test_a_scanner_that_is_away_lets_nothing_through(app, world, cast, monkeypatch):
    monkeypatch.setitem(app.config, "SCANNER_URL", "tcp://127.0.0.1:9")
    assert "does not answer" in send(cast.ben.browser, b"Words", "words.txt").text
    assert world.rows(StoredFile) == []


def test_a_file_of_before_the_scanner_is_called_scanned_once_the_same_was(
    app, world, cast, clamd, monkeypatch
):
    monkeypatch.setitem(app.config, "SCANNER_URL", "")
    add(cast.ben.browser, b"Words", "words.txt")
    [stored] = world.rows(StoredFile)
    assert stored.scanned_at is None
    monkeypatch.setitem(app.config, "SCANNER_URL", clamd.url)
    add(cast.amina.browser, b"Words", "words.txt")
    [stored] = world.rows(StoredFile)
    assert stored.scanned_at is not None
