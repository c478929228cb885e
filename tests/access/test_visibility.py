"""Being able to read: the rule in Python and its twin in SQL, asked for everybody everywhere."""

from itertools import product

import pytest
from sqlalchemy import select

from hrcn_community.access.guard import allows
from hrcn_community.access.permissions import Permission
from hrcn_community.access.predicates import reads
from hrcn_community.access.visibility import known_to, visible_to
from hrcn_community.accounts.models import SiteRole, SpaceRole
from hrcn_community.accounts.places import put_inside
from hrcn_community.accounts.viewer import PUBLIC, AnyViewer, viewer_of
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space, Visibility

# Written down from the words of the domain, not asked of the product: who reads without being inside.
OPEN_TO_ALL = {"public"}
OPEN_TO_MEMBERS = {"public", "network"}
KNOWN_TO_MEMBERS = {"public", "network", "restricted"}


@pytest.fixture
def everybody_everywhere(world):
    """Four spaces; a person of every site role in every space role of each, and one outside of all."""
    spaces = {visibility: world.space(visibility) for visibility in Visibility}
    people = {}
    for site_role in SiteRole:
        people[site_role, None, None] = world.person(role=site_role)
        if site_role == SiteRole.ADMINISTRATOR:
            continue  # nobody puts them inside, see test_administrators.py
        for visibility, role in product(Visibility, SpaceRole):
            somebody = world.person(role=site_role)
            people[site_role, visibility, role] = somebody
            _put(world, spaces[visibility], somebody, role)
    return spaces, people


def test_the_rule_and_its_twin_agree_and_both_say_what_the_domain_says(world, everybody_everywhere):
    spaces, people = everybody_everywhere

    def compare() -> None:
        _compare(PUBLIC, spaces, None)
        for (_, inside, _role), somebody in people.items():
            _compare(viewer_of(somebody.id), spaces, inside)

    world.ask(compare)


def test_no_site_role_opens_a_closed_space(world, everybody_everywhere):
    spaces, people = everybody_everywhere

    def compare() -> None:
        for site_role in SiteRole:
            viewer = viewer_of(people[site_role, None, None].id)
            for visibility in (Visibility.RESTRICTED, Visibility.CONFIDENTIAL):
                assert spaces[visibility].id not in _seen(visible_to(viewer))

    world.ask(compare)


def _compare(viewer: AnyViewer, spaces, inside: Visibility | None) -> None:
    seen, known = _seen(visible_to(viewer)), _seen(known_to(viewer))
    for visibility, space in spaces.items():
        should_read = visibility == inside or visibility in (
            OPEN_TO_MEMBERS if takes_part(viewer) else OPEN_TO_ALL
        )
        should_know = visibility == inside or visibility in (
            KNOWN_TO_MEMBERS if takes_part(viewer) else OPEN_TO_ALL
        )
        row = db.session.get_one(Space, space.id)
        where = f"{viewer.site_role} inside {inside} at {visibility}"
        assert reads(viewer, row.id, row.visibility) is should_read, where
        assert (row.id in seen) is should_read, where
        assert (row.id in known) is should_know, where
        assert allows(viewer, Permission.Spaces.READ, row) is should_read, where
        assert allows(viewer, Permission.Spaces.KNOW, row) is should_know, where


def takes_part(viewer: AnyViewer) -> bool:
    """Whoever looks after the machine reads what the public reads."""
    return viewer.site_role not in (None, SiteRole.ADMINISTRATOR)


def _seen(condition) -> set[int]:
    return set(db.session.scalars(select(Space.id).where(condition)))


def _put(world, space, somebody, role) -> None:
    world.do(lambda: put_inside(db.session.get_one(Space, space.id), somebody.id, role))
