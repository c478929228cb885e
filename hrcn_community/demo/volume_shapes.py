"""How long threads are, and when their posts were written."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

SINCE = timedelta(days=700)


def sizes(chance: random.Random, threads: int, posts: int) -> Iterator[int]:
    """Share the posts out: most threads are short, some are very long."""
    weights = [chance.paretovariate(1.2) for _ in range(threads)]
    left, weight_left = posts, sum(weights)
    for nth, weight in enumerate(weights, 1):
        still_to_come = threads - nth
        share = left if not still_to_come else round(left * weight / weight_left)
        size = max(min(share, left - still_to_come), 1)
        left, weight_left = left - size, weight_left - weight
        yield size


def moments_of(chance: random.Random, now: datetime, count: int) -> list[datetime]:
    """Return when the posts of a thread were written, the last of them before `now`."""
    start = chance.uniform(0, SINCE.total_seconds())
    length = min(start, chance.uniform(0.2, 3.0) * 86_400 * count)
    ages = sorted((start - chance.uniform(0, length) for _ in range(count)), reverse=True)
    return [now - timedelta(seconds=age) for age in ages]
