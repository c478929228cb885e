"""What becomes of a copy for the public when something befalls its case. Nothing here commits."""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.publishing import lock, move_copy
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.models.publication import CasePublication
from hrcn_community.consultations.publication import (
    HANDED_ON,
    Publication,
    PublicationDeed,
)
from hrcn_community.consultations.queries.publishing import (
    authors,
    copy_of,
    have_authors_agreed,
    missing_authors,
    print_now,
)

B, D = Publication, PublicationDeed


def go_on_without(case: Case) -> None:
    """Let nobody wait for an author who has gone: who is left has agreed, or somebody is still to be asked.

    Where nobody is left who could agree, and nobody did, it is redacted anew and waits for nobody meanwhile.
    So it is where the name of who has gone was to stand at it: others agreed to the text with that name.
    """
    copy = _held(case)
    if copy is None or copy.state not in HANDED_ON:
        return
    now = print_now(copy, case)
    if copy.print != now:
        copy.print = now
        move_copy(copy, D.EDIT, by=None)
    elif copy.state not in (B.REDACTED, B.REQUESTER_CONSENT):
        return
    elif copy.state == B.REQUESTER_CONSENT and have_authors_agreed(copy):
        if not missing_authors(copy, case):
            move_copy(copy, D.CONSENT_AS_AUTHOR, by=None)
    elif not authors(case):
        move_copy(copy, D.LOSE_AUTHORS, by=None)


def begin_anew(case: Case, *, by: Viewer) -> None:
    """Let a copy be redacted anew whose answer was corrected; of one that is public its people are told."""
    if copy := _held(case):
        move_copy(copy, D.OVERTAKE, by=by)


def _held(case: Case) -> CasePublication | None:
    """Hold the copy that is alive until the commit, if there is one, after its case."""
    copy = copy_of(case)
    if copy is None:
        return None
    lock(copy)
    return copy if copy.is_alive else None
