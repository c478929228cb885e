"""Passwords and tokens: never stored as they are."""

import hashlib
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from hrcn_community.core.sealing import keyed_print
from hrcn_community.core.text import fold
from hrcn_community.core.words import _l

SHORTEST, LONGEST = 8, 1000
COMMON = frozenset(
    "password passwort wachtwoord losenord motdepasse 12345678 123456789 1234567890 qwertyui "
    "qwerty123 iloveyou sunshine princess football welcome1 letmein1 password1 password123 "
    "humanrights menschenrechte mensenrechten manskligarattigheter droitshumains hrcncommunity "
    "hrcn humanrightscities humanrightscity humanrightscitiesnetwork community "
    "administrator changeme baseball starwars superman trustno1 abcdefgh abcd1234 11111111 00000000".split()
)


def digest(token: str) -> str:
    """Return the hash under which a token with 256 random bits is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def persona_print(person_id: int, space_id: int) -> str:
    """Return the print by which a person's pseudonym in a space is found, by whoever has our key."""
    return keyed_print("persona", person_id, space_id)


def why_refused(password: str, *personal: str) -> object | None:
    """Return why `password` cannot be taken, in words, or None. `personal`: name, address and the like."""
    if len(password) < SHORTEST:
        return _l("Use at least %(least)d characters; fifteen or more are advised.", least=SHORTEST)
    if len(password) > LONGEST:
        return _l("Use at most %(most)d characters.", most=LONGEST)
    words = COMMON | {_bare(each) for part in personal for each in (part, *_parts(part))} - {""}
    bare = _bare(password)
    if bare in words or bare.rstrip("0123456789") in words or len(set(password)) < 4:
        return _l("This password is among the first that somebody would try. Choose another.")
    return None


def _bare(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _parts(text: str) -> list[str]:
    """Return the words of a name or an address."""
    return text.replace("@", " ").replace(".", " ").split()


def hash_password(password: str) -> str:
    return _hasher().hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Does `password` belong to `password_hash`? An empty hash takes as long and never matches."""
    try:
        return _hasher().verify(password_hash or _nobody(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    return _hasher_of(current_app.testing)


@cache
def _hasher_of(cheap: bool) -> PasswordHasher:
    return (
        PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1) if cheap else PasswordHasher()
    )


@cache
def _nobody_of(cheap: bool) -> str:
    return _hasher_of(cheap).hash("nobody has this password")


def _nobody() -> str:
    return _nobody_of(current_app.testing)
