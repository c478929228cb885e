"""Who is told of a copy for the public, and in which words: the reference, a link, and nothing else."""

from collections.abc import Iterable, Mapping

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.consultations.events import CopyMoved
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.publication import Publication, PublicationDeed
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.queries.publishing import authors
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell

B, D = Publication, PublicationDeed
COPY_WORDS: Mapping[str, object] = {
    "copy.proposed": _l("%(title)s: a copy for the public is being prepared"),
    "copy.redacted": _l("%(title)s: a copy for the public is ready and waits for consent"),
    "copy.consent": _l("%(title)s: please read the copy for the public and say yes or no"),
    "copy.requester_consent": _l("%(title)s: whoever asked agrees to the copy"),
    "copy.author_consent": _l("%(title)s: all agree to the copy, it waits for a signature"),
    "copy.sign": _l("%(title)s: a copy for the public waits for your signature"),
    "copy.signed": _l("%(title)s: the copy for the public is signed"),
    "copy.published": _l("%(title)s: the copy is published"),
    "copy.withdrawn": _l("%(title)s: the copy for the public was withdrawn"),
    "copy.lapsed": _l("%(title)s: the copy was changed, so every consent has lapsed"),
    "copy.overtaken": _l("%(title)s: the answer was corrected, so its copy is redacted anew"),
    "copy.outdated": _l(
        "%(title)s: the answer was corrected after its copy was published; see whether the copy holds"
    ),
    "copy.nobody": _l("%(title)s: nobody who wrote the answer is left to agree to its copy"),
    "copy.back": _l("%(title)s: the copy goes back to be redacted; read why"),
}
# To whoever has the next move, beside what all are told.
NEXT: Mapping[str, tuple[str, tuple[str, ...]]] = {
    B.REDACTED: ("copy.consent", (SpaceRole.ASKER,)),
    B.AUTHOR_CONSENT: ("copy.sign", (SpaceRole.SIGNER, SpaceRole.LEAD)),
    B.SIGNED: ("copy.signed", (SpaceRole.LEAD,)),
    B.WITHDRAWN: ("copy.withdrawn", (SpaceRole.LEAD,)),
}
# What no person did to the copy: the lead learns of it as well.
BEFALLEN: Mapping[str, str] = {
    D.OVERTAKE: "copy.overtaken",
    D.LOSE_AUTHORS: "copy.nobody",
}


def tell_of_copy(event: CopyMoved, entry: Entry) -> None:
    """Tell whoever asked and who wrote the answer of each step, and whoever has the next move."""
    case = db.session.get(Case, event.case_id)
    if case is None:
        return
    asker, wrote = set(ids_of(case, SpaceRole.ASKER)), authors(case)
    kind = _kind(event)
    if not kind:
        return
    next_kind, roles = NEXT.get(event.state, ("", ()))
    next_ids = {id_ for role in roles for id_ in ids_of(case, role)}
    if event.state == B.REQUESTER_CONSENT:
        next_kind, next_ids = "copy.consent", wrote
    if event.deed in BEFALLEN:
        next_kind, next_ids = kind, set(ids_of(case, SpaceRole.LEAD))
    _tell(case, next_ids, next_kind, entry)
    _tell(case, (asker | wrote) - next_ids, kind, entry)


def _kind(event: CopyMoved) -> str:
    if event.deed in (D.DECLINE, D.SEND_BACK):
        return "copy.back"
    if event.deed in BEFALLEN:
        return "copy.outdated" if event.state == B.PUBLISHED else BEFALLEN[event.deed]
    if event.deed == D.EDIT:
        return "copy.lapsed" if event.lapsed else ""
    return f"copy.{event.state}"


def _tell(case: Case, people: Iterable[int], kind: str, entry: Entry) -> None:
    address = f"{case.address}/publication"
    space_id, title = case.asking_space_id, case.ref
    tell(people, kind, entry, address, space_id=space_id, title=title, names_actor=False)
