"""The cases of the demonstration community."""

from collections.abc import Iterator

from hrcn_community.demo.deeds import Deed


def deeds() -> Iterator[Deed]:
    """Return what was done, each deed with its day."""
    yield from ()
