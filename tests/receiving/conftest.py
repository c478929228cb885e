"""A house that answers can be mailed to."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.factories import Cast, Told, World
from tests.receiving.mails import REPLY, SERVER, Postbox


@pytest.fixture
def postbox(app: Flask, world: World) -> Iterator[Postbox]:
    app.config.update(MAIL_REPLY=REPLY, MAIL_AUTHSERV=SERVER)
    yield Postbox(app, world)
    app.config.update(MAIL_REPLY="", MAIL_AUTHSERV="")


@pytest.fixture
def space(world: World, cast: Cast):
    return world.space(member=[cast.amina, cast.ben], facilitator=cast.chandra)


@pytest.fixture
def thread(world: World, cast: Cast, space) -> Told:
    return world.thread(space, cast.amina)


@pytest.fixture
def to(postbox: Postbox, cast: Cast, thread: Told) -> str:
    """The address at which Ben answers Amina's thread."""
    return postbox.address(cast.ben, thread)
