"""Spaces with rules of their own, for tests."""

from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space
from tests.factories import Place, World


def change(world: World, place: Place, **columns: object) -> Place:
    """Let the columns of a space be so, as if its settings had been saved."""

    def do() -> None:
        space = db.session.get_one(Space, place.id)
        for name, value in columns.items():
            setattr(space, name, value)

    world.do(do)
    return place
