"""Who is told that a promise was changed, or that something of theirs will go."""

from sqlalchemy import select

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words
from hrcn_community.privacy.keeping_events import PagePublished, RemovalWarned
from hrcn_community.privacy.keeping_models import Demand, PageVersion

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
    },
}


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
