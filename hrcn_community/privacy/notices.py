"""Who is told that an archive is there, and that names wait to be looked at."""

from sqlalchemy import select

from hrcn_community.accounts.directory import core_team_ids
from hrcn_community.accounts.models import Membership
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words
from hrcn_community.privacy.actions.places import RUNNERS
from hrcn_community.privacy.events import ErasureEnded, ExportMade
from hrcn_community.privacy.models import Erasure, Export, Fate, Naming
from hrcn_community.spaces.models import Space

WORDS: Words = {
    Topic.DATE: {"archive.made": _l("Your archive is ready: take it along within seven days")},
    Topic.DUTY: {
        "erasure.names": _l("Somebody was erased: look at where their name may still stand")
    },
}


def tell_of_archive(event: ExportMade, entry: Entry) -> None:
    if export := db.session.get(Export, event.export_id):
        tell([export.person_id], "archive.made", entry, "/settings/data")


def tell_who_looks_at_names(event: ErasureEnded, entry: Entry) -> None:
    """Tell the core team of what stands openly, of a closed space those who run it, and no others."""
    erasure = db.session.get_one(Erasure, event.erasure_id)
    listed = (
        select(Naming.space_id, Space.visibility)
        .outerjoin(Space, Space.id == Naming.space_id)
        .where(Naming.erasure_id == erasure.id, Naming.fate == Fate.OPEN)
        .distinct()
    )
    people: set[int] = set()
    for space_id, visibility in db.session.execute(listed):
        if visibility in ("restricted", "confidential"):
            runs = Membership.role.in_(RUNNERS)
            inside = select(Membership.person_id).where(Membership.space_id == space_id, runs)
            people |= set(db.session.scalars(inside))
        else:
            people |= set(core_team_ids())
    tell(people, "erasure.names", entry, f"/admin/erasures/{erasure.ref}")
