"""What stands on the overview of the core team's pages: one line for each page, by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hrcn_community.access.guard import may
from hrcn_community.access.permissions import Permission as P
from hrcn_community.core.words import _l


class Group(StrEnum):
    PEOPLE = "people"
    HOUSE = "house"
    MACHINE = "machine"


@dataclass(frozen=True)
class Card:
    """A page: to whom it is open, and the figure that stands on it, if there is one."""

    group: Group
    permission: StrEnum
    href: str
    label: object
    figure: str = ""


GROUPS: Mapping[Group, object] = {
    Group.PEOPLE: _l("People"),
    Group.HOUSE: _l("The house"),
    Group.MACHINE: _l("The machine"),
}
PEOPLE, HOUSE, MACHINE = Group.PEOPLE, Group.HOUSE, Group.MACHINE
CARDS = (
    Card(
        PEOPLE, P.People.ADMIT, "/admin/applications", _l("Applications that wait"), "applications"
    ),
    Card(PEOPLE, P.People.ADMIT, "/admin/invitations", _l("Open invitations"), "invitations"),
    Card(PEOPLE, P.People.GRANT, "/admin/roles", _l("Roles to be decided"), "proposals"),
    Card(PEOPLE, P.People.ADMIT, "/admin/letters", _l("Letters that wait"), "letters"),
    Card(PEOPLE, P.People.SUSPEND, "/admin/people", _l("People and their accounts")),
    Card(PEOPLE, P.Moderation.QUEUE, "/moderation", _l("Notices about what is written here")),
    Card(PEOPLE, P.Posts.UNMASKINGS, "/admin/unmaskings", _l("What was asked about pseudonyms")),
    Card(PEOPLE, P.Moderation.NAMES, "/admin/erasures", _l("Names of those who were erased")),
    Card(PEOPLE, P.Admin.HOLDS, "/admin/handovers", _l("What nobody looks after")),
    Card(HOUSE, P.Register.KEEP, "/admin/cities", _l("Cities of the network")),
    Card(HOUSE, P.Register.KEEP, "/admin/organisations", _l("Organisations")),
    Card(HOUSE, P.Register.KEEP, "/admin/affiliations", _l("Days that officials correct")),
    Card(HOUSE, P.Moderation.WATCH, "/moderation/words", _l("Words that are watched")),
    Card(
        HOUSE,
        P.Consultations.CALENDAR,
        "/admin/consultation-calendar",
        _l("Calendar of the consultation desk"),
    ),
    Card(HOUSE, P.Consultations.FIGURES, "/consultations/figures", _l("Figures of consultations")),
    Card(HOUSE, P.Admin.PAGES, "/admin/pages", _l("Standing pages")),
    Card(HOUSE, P.Admin.RETENTION, "/admin/retention", _l("How long things are kept")),
    Card(HOUSE, P.Admin.HOLDS, "/admin/holds", _l("Legal holds")),
    Card(HOUSE, P.Admin.HOUSE, "/admin/settings", _l("Settings of the house")),
    Card(HOUSE, P.Admin.HOUSE, "/admin/terms", _l("Words, and their translations")),
    Card(HOUSE, P.Admin.HOUSE, "/admin/log", _l("What was done")),
    Card(MACHINE, P.Admin.HOUSE, "/admin/worker", _l("Events and mails put aside"), "put_aside"),
)


def cards() -> list[tuple[object, Sequence[Card]]]:
    """Return the groups with those of their pages that the viewer may open; empty groups are left out."""
    open_to = [card for card in CARDS if may(card.permission)]
    grouped = [
        (words, [card for card in open_to if card.group == group])
        for group, words in GROUPS.items()
    ]
    return [(words, found) for words, found in grouped if found]
