"""So many at a time in one process: who comes while all places are taken is told to come again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from hrcn_community.core.errors import Unable
from hrcn_community.core.words import _l

AGAIN_IN_SECONDS = 5


class Turns:
    """Places for what takes long; nobody waits for one, so that no thread stands in a queue."""

    def __init__(self, most: int) -> None:
        self._places = threading.BoundedSemaphore(most)

    def take(self) -> None:
        """Take a place, to be given back; raise Unable where there is none."""
        if not self._places.acquire(blocking=False):
            message = _l(
                "Others are downloading at this moment. Please try again in a few seconds."
            )
            raise Unable(message, again_in=AGAIN_IN_SECONDS)

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
