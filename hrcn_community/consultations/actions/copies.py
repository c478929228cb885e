"""What becomes of a copy for the public when something befalls its case. Nothing here commits.

Whoever holds a case and its copy takes the case first, then the copy, then what stands in their spaces.
"""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.publishing import lock, move_copy
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.models.publication import CasePublication
from hrcn_community.consultations.publication import Publication, PublicationDeed
from hrcn_community.consultations.queries.publishing import (
    authors,
    copy_of,
    have_authors_agreed,
    missing_authors,
)

B, D = Publication, PublicationDeed


def hold_copy(case: Case) -> CasePublication | None:
    """Hold the copy that is alive until the commit, if there is one; the case must be held already."""
    copy = copy_of(case)
    if copy is None:
        return None
    lock(copy)
    return copy if copy.is_alive else None


def go_on_without(case: Case) -> None:
    """Let nobody wait for an author who has gone: who is left has agreed, or somebody is still to be asked.

    Is nobody left who could agree, and did nobody, it is redacted anew and asks for no consent meanwhile.
    """
    copy = hold_copy(case)
    if copy is None or copy.state not in (B.REDACTED, B.REQUESTER_CONSENT):
        return
    if copy.state == B.REQUESTER_CONSENT and have_authors_agreed(copy):
        if not missing_authors(copy, case):
            move_copy(copy, D.CONSENT_AS_AUTHOR, by=None)
    elif not authors(case):
        move_copy(copy, D.LOSE_AUTHORS, by=None)


def begin_anew(copy: CasePublication | None, *, by: Viewer) -> None:
    """Let a copy be redacted anew whose answer was corrected; of one that is public its people are told."""
    if copy:
        move_copy(copy, D.OVERTAKE, by=by)
