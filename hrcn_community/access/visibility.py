"""What a viewer may see, as a condition for SQL: the twin of `predicates.reads`."""

from sqlalchemy import ColumnElement, or_

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.spaces.models import Space, Visibility


def visible_to(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that a row's Space is open to `viewer`; join Space to use it."""
    return or_(Space.visibility.in_(_open_to(viewer)), Space.id.in_(viewer.space_ids))


def known_to(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that `viewer` may know that a Space exists: its name and description."""
    also = [Visibility.RESTRICTED] if viewer.is_signed_in else []
    return or_(Space.visibility.in_([*_open_to(viewer), *also]), Space.id.in_(viewer.space_ids))


def _open_to(viewer: AnyViewer) -> list[str]:
    return [Visibility.PUBLIC, Visibility.NETWORK] if viewer.is_signed_in else [Visibility.PUBLIC]
