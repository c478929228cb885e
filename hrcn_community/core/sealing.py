"""What is kept so that whoever holds the database alone cannot read it: sealed words, keyed prints."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hrcn_community.core.settings import setting

NONCE = 12


class WrongKey(Exception):
    """Something was sealed with a key that SEALED_KEYS no longer holds."""


def seal(words: str) -> str:
    """Return `words` encrypted with the newest key."""
    return _keys().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed with any of the keys; raise WrongKey where none fits."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise WrongKey from error


def seal_bytes(piece: bytes) -> bytes:
    """Return bytes encrypted with the newest key, as one line of plain letters."""
    return _keys().encrypt(piece)


def unsealer() -> Callable[[bytes], bytes]:
    """Return what opens bytes that were sealed with any of the keys, also when no request is there any more."""
    keys = _keys()
    return keys.decrypt


def new_data_key() -> bytes:
    """Return a key for the words and files of one place: 256 random bits."""
    return AESGCM.generate_key(bit_length=256)


def seal_piece(words: str, key: bytes) -> str:
    """Return `words` encrypted with a key of their own place (AES-GCM), as plain letters."""
    nonce = secrets.token_bytes(NONCE)
    return urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, words.encode(), None)).decode()


def open_piece(sealed: str, key: bytes) -> str:
    """Return what was sealed with `key`; raise InvalidTag or ValueError where it was not."""
    raw = urlsafe_b64decode(sealed)
    return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], None).decode()


def rewrapped(sealed: str) -> str:
    """Return what is sealed with any of our keys, sealed with the newest."""
    try:
        return _keys().rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise WrongKey from error


def keyed_print(purpose: str, *parts: object) -> str:
    """Return a print of `parts` (64 hex digits) that nobody can make or test without our key.

    The oldest key makes it, so that a new key in front changes none.
    """
    key = urlsafe_b64decode(setting("SEALED_KEYS")[-1])
    message = "\0".join([purpose, *map(str, parts)])
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


def key_prints(purpose: str, *parts: object) -> list[str]:
    """Return a print of `parts` by each of our keys, the newest first: whoever holds the same makes the same."""
    message = "\0".join([purpose, *map(str, parts)]).encode()
    keys = [urlsafe_b64decode(key) for key in setting("SEALED_KEYS")]
    return [hmac.new(key, message, hashlib.sha256).hexdigest() for key in keys]


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in setting("SEALED_KEYS")])
