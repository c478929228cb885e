"""In which order messages stand in a thread: by their dates, but never before what they answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime


def without_circles(parents: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return what answers what without circles, and whose answers were cut to open them."""
    kept, cut, settled = dict(parents), list[str](), set[str]()
    for begin in parents:
        way: list[str] = []
        met: set[str] = set()
        each = begin
        while each in kept and each not in settled:
            if each in met:
                cut.append(way[-1])
                del kept[way[-1]]
                break
            met.add(each)
            way.append(each)
            each = kept[each]
        settled.update(way)
    return kept, cut


def in_order(moments: Sequence[tuple[str, datetime]], parents: Mapping[str, str]) -> list[str]:
    """Return all in order: by the moment, or that of what they answer where it is later."""
    said = dict(moments)
    place = {each: n for n, (each, _) in enumerate(moments)}
    found: dict[str, tuple[datetime, int]] = {}  # the moment that counts, and how far below
    for each in said:
        way = [each]
        while way[-1] not in found and parents.get(way[-1]) in said:
            way.append(parents[way[-1]])
        for one in reversed(way):
            above = found.get(parents.get(one, ""))
            own = said[one]
            waits = above is not None and own <= above[0]
            found[one] = (above[0], above[1] + 1) if above and waits else (own, 0)
    return sorted(said, key=lambda one: (*found[one], place[one]))
