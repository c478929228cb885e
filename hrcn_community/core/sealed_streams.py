"""The bytes of a file, encrypted in pieces: read as a stream, and refused where one is missing or changed.

It begins with eight random letters; each piece is AES-GCM under them and its place in the row, and the
last one is marked as such, so that nothing can be cut off unseen.
"""

import secrets
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hrcn_community.core.sealing import WrongKey

PIECE = 256 * 1024
TAG = 16
HEAD = 8
LAST, MORE = b"last", b"more"


def sealed_stream(given: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Yield what is `given`, encrypted."""
    head, box = secrets.token_bytes(HEAD), AESGCM(key)
    yield head
    for number, (piece, place) in enumerate(_cut(given, PIECE)):
        yield box.encrypt(_nonce(head, number), piece, place)


def opened_stream(sealed: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Yield what was encrypted with `key`; raise WrongKey at the first piece that was not, or is not whole."""
    box, pieces = AESGCM(key), iter(sealed)
    start = b""
    while len(start) < HEAD and (piece := next(pieces, b"")):
        start += piece
    head, rest = start[:HEAD], start[HEAD:]
    for number, (piece, place) in enumerate(_cut(_after(rest, pieces), PIECE + TAG)):
        try:
            yield box.decrypt(_nonce(head, number), piece, place)
        except InvalidTag as error:
            raise WrongKey from error


def sealed_size(size: int) -> int:
    """Return how many bytes `size` bytes are, encrypted."""
    return HEAD + size + TAG * max(1, -(-size // PIECE))


def _after(rest: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield rest
    yield from pieces


def _cut(given: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield pieces of just this size, and whether more follow; the last may be shorter, or empty."""
    held = b""
    for some in given:
        held += some
        while len(held) > size:
            piece, held = held[:size], held[size:]
            yield piece, MORE
    yield held, LAST


def _nonce(head: bytes, number: int) -> bytes:
    return head + number.to_bytes(4, "big")
