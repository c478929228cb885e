"""Practices and guidelines that stand, for the tests of this room."""

from dataclasses import dataclass
from typing import Any

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.knowledge.actions.guidelines import Drafted, adopt_guideline, draft_guideline
from hrcn_community.knowledge.actions.practices import (
    Told,
    review_practice,
    submit_practice,
    verify_practice,
)
from hrcn_community.knowledge.queries.guidelines import find_guideline, guideline_page
from hrcn_community.knowledge.queries.practices import find_practice, find_review
from hrcn_community.register.models import City, Term
from tests.factories import Somebody, World

CLAUSES = (
    ("Begin with a mandate", "Somebody elected asks for it."),
    ("Choose few rights", "Five."),
)


@dataclass(frozen=True)
class Standing:
    slug: str
    address: str


def a_practice(
    world: World, by: Somebody, title: str = "Open meetings", details: str = "", **told: Any
) -> Standing:
    """Submit a practice."""

    def add() -> Standing:
        given = Told(
            title=title,
            summary=told.pop("summary", "Four open meetings a year."),
            details=details or "The same weekday, the same hour.",
            **told,
        )
        practice = submit_practice(given, by=viewer_of(by.id))
        return Standing(practice.slug, practice.address)

    return world.do(add)


def reviewed(world: World, practice: Standing, by: Somebody, is_ready: bool = True) -> None:
    def add() -> None:
        found = find_review(practice.slug, viewer=viewer_of(by.id))
        assert found is not None
        review_practice(found.practice, "I read it.", is_ready=is_ready, by=viewer_of(by.id))

    world.do(add)


def verified(world: World, practice: Standing, by: Somebody, seen: str = "1-1") -> None:
    def add() -> None:
        found = find_practice(practice.slug, viewer=viewer_of(by.id))
        assert found is not None
        verify_practice(found, seen, by=viewer_of(by.id))

    world.do(add)


def a_verified_practice(world: World, cast: Any, title: str = "Open meetings", **told: Any):
    """Submit a practice of Amina's, let Dalia review and Cleo verify it."""
    _ = cast.dalia, cast.cleo  # they must be there when it is submitted
    practice = a_practice(world, cast.amina, title, **told)
    reviewed(world, practice, cast.dalia)
    verified(world, practice, cast.cleo)
    return practice


def a_guideline(
    world: World, by: Somebody, title: str = "First steps", clauses: Any = CLAUSES
) -> Standing:
    def add() -> Standing:
        drafted = Drafted(title, "For cities that begin.", clauses)
        guideline = draft_guideline(drafted, by=viewer_of(by.id))
        return Standing(guideline.slug, guideline.address)

    return world.do(add)


def adopted(world: World, guideline: Standing, by: Somebody) -> None:
    def add() -> None:
        viewer = viewer_of(by.id)
        found = find_guideline(guideline.slug, viewer=viewer)
        assert found is not None
        adopt_guideline(found, guideline_page(found, viewer=viewer).seen, by=viewer)

    world.do(add)


def a_register(world: World) -> None:
    """Two cities, two themes, one instrument."""
    from hrcn_community.core.db import db

    def add() -> None:
        db.session.add_all(
            [
                City(slug="lund", name="Lund", country="SE", latitude=55.7, longitude=13.19),
                City(slug="york", name="York", country="GB", latitude=53.96, longitude=-1.08),
                Term(vocabulary="themes", slug="housing", name="Housing", position=0),
                Term(vocabulary="themes", slug="work", name="Work", position=1),
                Term(
                    vocabulary="instrument", slug="instrument-council", name="Council", position=0
                ),
            ]
        )

    world.do(add)
