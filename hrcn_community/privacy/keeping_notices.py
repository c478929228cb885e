"""Who is told that a promise was changed, or that something of theirs will go."""

from collections.abc import Sequence

from sqlalchemy import select

from hrcn_community.accounts.models import Membership, Person, SiteRole, Standing
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words
from hrcn_community.privacy.holds import spaces_at
from hrcn_community.privacy.keeping_events import (
    HandoverDeclined,
    HandoverMade,
    HandoverTaken,
    HoldEnded,
    HoldSet,
    PagePublished,
    RemovalWarned,
)
from hrcn_community.privacy.keeping_models import Demand, Handover, Hold, PageVersion

WORDS: Words = {
    Topic.DECISION: {
        "page.terms": _l("The terms of this house have changed"),
        "page.privacy": _l("The privacy notice has changed"),
        "page.terms_anew": _l("The terms of this house have changed; please read and accept them"),
        "page.privacy_anew": _l("The privacy notice has changed; please read and accept it"),
        "removal.drafts": _l("A draft of yours that nobody touched for long will be deleted"),
        "removal.accounts": _l(
            "You have not been here for long: your account will be erased unless you sign in"
        ),
        "hold.set": _l(
            "The law may need what you wrote or did here: nothing of it is removed for now"
        ),
        "hold.ended": _l("What was held of yours for the law is free again"),
    },
    Topic.RESPONSE: {
        "handover.taken": _l("%(actor)s has taken over what you offered"),
        "handover.declined": _l("%(actor)s does not take over what you offered"),
    },
    Topic.DUTY: {
        "handover.offered": _l("You are asked to take something over"),
        "hold.core": _l("%(actor)s set a legal hold"),
        "hold.core_ended": _l("%(actor)s ended a legal hold"),
    },
}
FOR_CORE = "/admin/holds"
HANDOVER = "/settings/handover"


def tell_of_page(event: PagePublished, entry: Entry) -> None:
    """Tell every member that what was promised is different now."""
    version = db.session.get_one(PageVersion, event.version_id)
    if version.demands == Demand.NOTHING:
        return
    members = db.session.scalars(select(Person.id).where(Person.standing == Standing.MEMBER))
    anew = version.demands == Demand.ANEW
    kind = f"page.{version.page}_anew" if anew else f"page.{version.page}"
    address = f"/accept?next=/{version.page}" if anew else f"/{version.page}/versions"
    tell(list(members), kind, entry, address, names_actor=False)


def tell_of_removal(event: RemovalWarned, entry: Entry) -> None:
    kind = f"removal.{event.rule}"
    tell([event.person_id], kind, entry, event.address, names_actor=False)


def tell_of_hold(event: HoldSet, entry: Entry) -> None:
    """Tell the others of the core team; and whom it concerns, unless a law forbids that."""
    hold = db.session.get_one(Hold, event.hold_id)
    concerned = [] if hold.silent_because else _concerned(hold)
    _tell_both(hold, concerned, "hold.core", "hold.set", entry)


def tell_of_end_of_hold(event: HoldEnded, entry: Entry) -> None:
    hold = db.session.get_one(Hold, event.hold_id)
    concerned = [] if hold.silent_because else _concerned(hold)
    _tell_both(hold, concerned, "hold.core_ended", "hold.ended", entry)


def _tell_both(
    hold: Hold, concerned: Sequence[int], to_core: str, to_them: str, entry: Entry
) -> None:
    core = db.session.scalars(
        select(Person.id).where(
            Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER
        )
    ).all()
    others = [id_ for id_ in core if id_ not in {*concerned, hold.person_id}]
    tell(others, to_core, entry, f"{FOR_CORE}/{hold.ref}")
    tell(concerned, to_them, entry, "/privacy", names_actor=False)


def _concerned(hold: Hold) -> Sequence[int]:
    """Return the person, or who is inside what stands at the address."""
    if hold.person_id:
        return [hold.person_id]
    inside = select(Membership.person_id).where(Membership.space_id.in_(spaces_at([hold.address])))
    return db.session.scalars(inside.distinct()).all()


def tell_of_offer(event: HandoverMade, entry: Entry) -> None:
    """Ask somebody to look at what they could take; mail says no word of it."""
    handover = db.session.get(Handover, event.handover_id)
    if handover and not handover.answered_at:
        tell([handover.to_id], "handover.offered", entry, HANDOVER, names_actor=False)


def tell_of_taking(event: HandoverTaken, entry: Entry) -> None:
    _tell_offerer(event, "handover.taken", entry)


def tell_of_refusal(event: HandoverDeclined, entry: Entry) -> None:
    _tell_offerer(event, "handover.declined", entry)


def _tell_offerer(event: HandoverTaken | HandoverDeclined, kind: str, entry: Entry) -> None:
    handover = db.session.get(Handover, event.handover_id)
    if handover and handover.from_id:
        tell([handover.from_id], kind, entry, HANDOVER)
