"""Finding a case at the addresses of its copy for the public."""

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.publishing import copy_of


def find_copied_case(ref: str, *, viewer: AnyViewer) -> Case | None:
    """Return the case, if it is open to `viewer` and has a copy: without one nothing is at its address."""
    case = find_case(ref, viewer=viewer)
    return case if case and copy_of(case) else None
