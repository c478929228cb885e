"""What stands on the overview of the core team's pages: one line for each page, by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hrcn_community.access.guard import may
from hrcn_community.access.permissions import Permission
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
CARDS = (
    Card(
        Group.PEOPLE,
        Permission.People.ADMIT,
        "/admin/applications",
        _l("Applications that wait"),
        "applications",
    ),
    Card(
        Group.PEOPLE,
        Permission.People.ADMIT,
        "/admin/invitations",
        _l("Open invitations"),
        "invitations",
    ),
    Card(
        Group.PEOPLE, Permission.People.ADMIT, "/admin/letters", _l("Letters that wait"), "letters"
    ),
    Card(
        Group.PEOPLE,
        Permission.Posts.UNMASKINGS,
        "/admin/unmaskings",
        _l("What was asked about pseudonyms"),
    ),
    Card(Group.HOUSE, Permission.Admin.HOUSE, "/admin/settings", _l("Settings of the house")),
    Card(Group.HOUSE, Permission.Admin.HOUSE, "/admin/terms", _l("Words, and their translations")),
    Card(Group.HOUSE, Permission.Admin.HOUSE, "/admin/log", _l("What was done")),
    Card(
        Group.MACHINE,
        Permission.Admin.HOUSE,
        "/admin/worker",
        _l("Events and mails put aside"),
        "put_aside",
    ),
)


def cards() -> list[tuple[object, Sequence[Card]]]:
    """Return the groups with those of their pages that the viewer may open; empty groups are left out."""
    open_to = [card for card in CARDS if may(card.permission)]
    grouped = [
        (words, [card for card in open_to if card.group == group])
        for group, words in GROUPS.items()
    ]
    return [(words, found) for words, found in grouped if found]
