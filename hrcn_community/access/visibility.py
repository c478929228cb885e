"""What a viewer may see, as a condition for SQL: the twin of `predicates.reads`."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.spaces.models import Space, Visibility


def visible_to(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that a row's Space is open to `viewer`; join Space to use it."""
    return _open_or_inside(_open_to(viewer), viewer.space_ids)


def visible_to_whom() -> ColumnElement[bool]:
    """Return the same condition for a statement that is made once: `as_seen_by` says for whom each time."""
    return _open_or_inside(
        bindparam("open_to_them", expanding=True), bindparam("inside_of", expanding=True)
    )


def as_seen_by(viewer: AnyViewer) -> dict[str, list[Any]]:
    """Return what a statement with `visible_to_whom` in it must be told."""
    return {"open_to_them": _open_to(viewer), "inside_of": viewer.space_ids}


def known_to(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that `viewer` may know that a Space exists: its name and description."""
    also = [Visibility.RESTRICTED] if viewer.is_signed_in else []
    return or_(Space.visibility.in_([*_open_to(viewer), *also]), Space.id.in_(viewer.space_ids))


def _open_or_inside(visibilities: Any, space_ids: Any) -> ColumnElement[bool]:
    return or_(Space.visibility.in_(visibilities), Space.id.in_(space_ids))


def _open_to(viewer: AnyViewer) -> list[str]:
    return [Visibility.PUBLIC, Visibility.NETWORK] if viewer.is_signed_in else [Visibility.PUBLIC]
