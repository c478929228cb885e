"""So many at a time in one process: who comes while all places are taken is told to come again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from hrcn_community.core.errors import Unable
from hrcn_community.core.words import _l

AGAIN_IN_SECONDS = 5
OTHERS_FIRST = _l("Others are downloading at this moment. Please try again in a few seconds.")


class Turns:
    """Places for what takes long. Nobody waits longer than `patience` seconds, lest threads stand in a queue."""

    def __init__(self, most: int, *, message: object, patience: float = 0) -> None:
        self._places = threading.BoundedSemaphore(most)
        self._message, self._patience = message, patience

    def take(self) -> None:
        """Take a place, to be given back; raise Unable, with the message, where there is none."""
        if not self._places.acquire(timeout=self._patience):
            raise Unable(self._message, again_in=AGAIN_IN_SECONDS)

    def give_back(self) -> None:
        self._places.release()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a place while something is done."""
        self.take()
        try:
            yield
        finally:
            self.give_back()
