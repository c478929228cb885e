"""What the core team and the facilitators are told about people who want to come in."""

from sqlalchemy import select

from hrcn_community.accounts.directory import core_team_ids
from hrcn_community.accounts.events import AddressConfirmed, LetterWritten, SpaceAsked, SpaceJoined
from hrcn_community.accounts.letters import TOPICS
from hrcn_community.accounts.models import Application, Letter, Membership, Person, SpaceRole
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.spaces.models import Space

WORDS = {
    "application.waits": _l("%(title)s asks to join the network"),
    "letter.waits": _l("A letter to the core team: %(title)s"),
    "space.asked": _l("%(actor)s asks to be let into “%(title)s”"),
    "space.admitted": _l("%(actor)s has let you into “%(title)s”"),
}


def tell_core_team_of_application(event: AddressConfirmed, entry: Entry) -> None:
    name = db.session.get_one(Person, event.person_id).name
    ref = db.session.get_one(Application, event.application_id).ref
    tell(core_team_ids(), "application.waits", entry, f"/admin/applications/{ref}", title=name)


def tell_core_team_of_letter(event: LetterWritten, entry: Entry) -> None:
    topic = db.session.get_one(Letter, event.letter_id).topic
    tell(core_team_ids(), "letter.waits", entry, "/admin/letters", title=str(TOPICS[topic]))


def tell_facilitators_of_request(event: SpaceAsked, entry: Entry) -> None:
    space = db.session.get_one(Space, event.space_id)
    facilitators = db.session.scalars(
        select(Membership.person_id).where(
            Membership.space_id == space.id, Membership.role == SpaceRole.FACILITATOR
        )
    ).all()
    _tell_of_space(facilitators, "space.asked", space, entry)


def tell_person_let_in(event: SpaceJoined, entry: Entry) -> None:
    _tell_of_space(
        [event.person_id], "space.admitted", db.session.get_one(Space, event.space_id), entry
    )


def _tell_of_space(people, kind: str, space: Space, entry: Entry) -> None:
    tell(people, kind, entry, f"/spaces/{space.slug}", space_id=space.id, title=space.name)
