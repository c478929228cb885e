"""What a viewer may see, as a condition for SQL: the twin of `predicates.reads`."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, true

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space, Visibility


class Whoever:
    """Anybody, in a statement that is made once and run for many: to make one takes as long as to run it."""

    id = bindparam("viewer_id")
    selves = bindparam("selves", expanding=True)
    space_ids = bindparam("inside_of", expanding=True)
    open_to = bindparam("open_to_them", expanding=True)
    facilitates = bindparam("facilitates", expanding=True)


WHOEVER = Whoever()


def visible_to(viewer: AnyViewer | Whoever) -> ColumnElement[bool]:
    """Return the condition that a row's Space is open to `viewer`; join Space to use it."""
    return or_(Space.visibility.in_(_open_to(viewer)), Space.id.in_(viewer.space_ids))


def unsealed_for(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that a row's Space asks for no proof of who looks, or they gave it just now.

    For whatever shows words of many places at once; a page of one place asks for the proof (guard.py).
    """
    if isinstance(viewer, Viewer) and viewer.has_stepped_up:
        return true()
    return Space.is_sealed.is_(False)


def waits_for_proof(viewer: AnyViewer) -> bool:
    """Is the viewer inside a sealed space, and is what stands there kept from them until they prove who they are?"""
    if not viewer.space_ids or (isinstance(viewer, Viewer) and viewer.has_stepped_up):
        return False
    sealed = select(Space.id).where(Space.id.in_(viewer.space_ids), Space.is_sealed.is_(True))
    return db.session.scalar(sealed.limit(1)) is not None


def as_seen_by(viewer: AnyViewer) -> dict[str, Any]:
    """Return who WHOEVER is this time: what a statement with them in it is run with."""
    return {
        "viewer_id": viewer.id,
        "selves": viewer.selves,
        "inside_of": viewer.space_ids,
        "open_to_them": _open_to(viewer),
        "facilitates": [n for n, roles in viewer.roles.items() if SpaceRole.FACILITATOR in roles],
    }


def known_to(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that `viewer` may know that a Space exists: its name and description."""
    also = [Visibility.RESTRICTED] if viewer.is_member else []
    return or_(Space.visibility.in_([*_open_to(viewer), *also]), Space.id.in_(viewer.space_ids))


def _open_to(viewer: AnyViewer | Whoever) -> Any:
    if isinstance(viewer, Whoever):
        return viewer.open_to
    return [Visibility.PUBLIC, Visibility.NETWORK] if viewer.is_member else [Visibility.PUBLIC]
