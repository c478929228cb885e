"""Sealing a backup to a key of age, and opening it: as a stream, however large it is.

Whoever makes backups needs the public half alone (age1...) and cannot read what was made. The secret
half (AGE-SECRET-KEY-1...) stays elsewhere until something is to be brought back.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, TypeAlias

from pyrage import (  # it tells no types
    DecryptError,  # pyright: ignore
    IdentityError,  # pyright: ignore
    RecipientError,  # pyright: ignore
    decrypt_io,  # pyright: ignore
    encrypt_io,  # pyright: ignore
)
from pyrage.x25519 import Identity, Recipient  # pyright: ignore

HEAD = b"age-encryption.org/"  # what begins so is sealed
Secret: TypeAlias = Any  # the secret half of a key
SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - what every such key begins with


class KeyRefused(Exception):
    """What was given is no key, or opens nothing here."""


def new_keys() -> tuple[str, str]:
    """Return a new pair: the secret half, and the public one."""
    secret = Identity.generate()
    return str(secret), str(secret.to_public())


def public_half(key: str) -> Any:
    """Return whom to seal for; a secret key is as good as its public half."""
    try:
        return (
            Identity.from_str(key).to_public()
            if key.startswith(SECRET)
            else Recipient.from_str(key)
        )
    except (IdentityError, RecipientError) as error:
        raise KeyRefused("BACKUP_KEY is no key of age.") from error


def secret_half(key: str) -> Secret:
    try:
        return Identity.from_str(key.strip())
    except IdentityError as error:
        raise KeyRefused("What was given to open the backup is no secret key of age.") from error


@contextmanager
def sealing_into(target: IO[bytes], key: str) -> Iterator[IO[bytes]]:
    """Give what is to be written into; it arrives in `target` sealed, or as it is without a `key`."""
    if not key:
        yield target
        return
    recipients = [public_half(key)]
    kept = _Kept(target)
    with _beside(lambda source: encrypt_io(source, kept, recipients), kept) as sink:
        yield sink


@contextmanager
def opened_from(source: IO[bytes], secret: Secret | None) -> Iterator[IO[bytes]]:
    """Give what stands in `source`, opened if it was sealed."""
    head = source.read(len(HEAD))
    source.seek(0)
    if head != HEAD:
        yield source
        return
    if secret is None:
        raise KeyRefused(
            "This backup is sealed: give its secret key (AGE-SECRET-KEY-1...) in BACKUP_KEY, "
            "or a file that holds it with --identity."
        )
    yield from _opened(source, secret)


def _opened(source: IO[bytes], secret: Secret) -> Iterator[IO[bytes]]:
    read, write = os.pipe()
    failed: list[BaseException] = []

    def open_all() -> None:
        with os.fdopen(write, "wb") as sink, _keeping(failed):
            decrypt_io(source, sink, [secret])

    working = threading.Thread(target=open_all, daemon=True)
    working.start()
    try:
        with os.fdopen(read, "rb") as opened:
            yield opened
    finally:
        working.join()
        _raise_wrong_key(failed)


def _raise_wrong_key(failed: list[BaseException]) -> None:
    """Say that no key fits; whatever else broke is seen by who reads: it ends too early."""
    for error in failed:
        if isinstance(error, DecryptError) and "matching keys" in str(error).lower():
            raise KeyRefused("This key does not open this backup.") from error


class _Kept:
    """A file that is written to from another side, and keeps in mind what went wrong."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.error = target, None

    def write(self, piece: bytes) -> int:
        try:
            return self.target.write(piece)
        except OSError as error:
            self.error = error  # type: ignore[assignment]
            raise

    def flush(self) -> None:
        self.target.flush()


@contextmanager
def _beside(deed: Callable[[IO[bytes]], Any], kept: _Kept) -> Iterator[IO[bytes]]:
    """Give what is written into; `deed` reads it meanwhile on the other side of a pipe."""
    read, write = os.pipe()
    failed: list[BaseException] = []

    def take_all() -> None:
        with os.fdopen(read, "rb") as source, _keeping(failed):
            deed(source)

    working = threading.Thread(target=take_all, daemon=True)
    working.start()
    try:
        with suppress(BrokenPipeError), os.fdopen(write, "wb") as sink:
            yield sink
    finally:
        working.join()
    if kept.error or failed:
        raise kept.error or failed[0]


@contextmanager
def _keeping(failed: list[BaseException]) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        failed.append(error)
