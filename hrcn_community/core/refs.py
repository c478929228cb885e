"""Names for addresses: random, so that no address counts what must not be known."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_chance = secrets.SystemRandom()
_seeded: ContextVar[random.Random | None] = ContextVar("seeded", default=None)


def new_ref(bits: int = 48) -> str:
    """Return a random number of `bits` bits in Crockford's base 32, lower case (48 bits: 10 letters)."""
    number, letters = (_seeded.get() or _chance).getrandbits(bits), ""
    for _ in range(-(-bits // 5)):
        number, digit = divmod(number, 32)
        letters = CROCKFORD[digit] + letters
    return letters


def new_secret() -> str:
    """Return 256 random bits, safe in an address; never drawn from a seeded source."""
    return secrets.token_urlsafe(32)


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Within, refs follow from `seed`: the demonstration community is the same everywhere."""
    token = _seeded.set(random.Random(seed))  # noqa: S311
    try:
        yield
    finally:
        _seeded.reset(token)
