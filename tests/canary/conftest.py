"""What the canary tests of reading and of doing have in common."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.canary.planted import Planted, plant_everything
from tests.conftest import emptied_at_the_end


@pytest.fixture(scope="module")
def planted(whole_app: Flask) -> Iterator[Planted]:
    """Everything planted once, for all tests of a file."""
    for app in emptied_at_the_end(whole_app):
        yield plant_everything(app)
