"""Markdown from strangers at the limits of what is taken: none of a hundred shapes takes long."""

import time

from hrcn_community.core.richtext import TextRefused, render
from tests.core.hostile import shapes

GUARD_SECONDS = 2.5  # the slowest took 0.5 when this was written


def test_a_hundred_shapes_at_the_limits_are_not_slow():
    found = shapes()
    assert len(found) >= 100
    seconds, refused = {}, {}
    for name, text in found.items():
        began = time.process_time()
        try:
            render(text)
        except TextRefused as why:
            refused[name] = why
        seconds[name] = time.process_time() - began
    assert {name: each for name, each in seconds.items() if each > GUARD_SECONDS} == {}
    assert {name: why for name, why in refused.items() if why.__cause__} == {}
    assert len(found) - len(refused) >= 100  # a shape beyond the limits proves nothing
