"""Asking a virus scanner that speaks clamd's INSTREAM, where SCANNER_URL names one.

The protocol: the command, then pieces with their length in four bytes before each, an empty one at the
end; the answer is one line that ends in OK or in what was found and FOUND (clamd's manual).
"""

import socket
import struct
from pathlib import Path
from urllib.parse import urlsplit

from hrcn_community.core.errors import Refusal, Unable
from hrcn_community.core.settings import setting
from hrcn_community.core.words import _l

PIECE = 64 * 1024
SECONDS = 30
SECONDS_TO_SAY = 3
LONGEST_ANSWER = 4096


class Infected(Refusal):
    message = _l("The virus scanner found something in this file, so it is not taken.")


class ScannerAway(Unable):
    def __init__(self) -> None:
        super().__init__(
            _l("The virus scanner does not answer, so no file can be taken now. Try again later.")
        )


def scan(path: Path) -> bool:
    """Return whether `path` was scanned and nothing found; False where there is no scanner.

    Raise Infected, or ScannerAway where a scanner is wanted and gives no clear answer.
    """
    url = setting("SCANNER_URL")
    if not url:
        return False
    try:
        answer = _ask(url, path)
    except OSError as error:
        raise ScannerAway from error
    if answer.endswith("FOUND"):
        raise Infected
    if not answer.endswith("OK"):
        raise ScannerAway
    return True


def scanner_answers() -> bool:
    """Does the scanner that SCANNER_URL names say that it is there?"""
    try:
        with _connected(setting("SCANNER_URL")) as connection:
            connection.settimeout(SECONDS_TO_SAY)
            connection.sendall(b"zPING\0")
            return _line(connection) == "PONG"
    except OSError:
        return False


def _ask(url: str, path: Path) -> str:
    with _connected(url) as connection, path.open("rb") as file:
        connection.settimeout(SECONDS)
        connection.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        return _line(connection)


def _line(connection: socket.socket) -> str:
    heard = b""
    while b"\0" not in heard and len(heard) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        heard += piece
    return heard.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _connected(url: str) -> socket.socket:
    """Connect to tcp://host:port or unix:///path."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(parts.path)
        return connection
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), SECONDS)
