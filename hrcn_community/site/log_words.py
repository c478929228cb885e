"""The log of the house in words: what each kind of event is called, and what is said of it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from hrcn_community.conversations.shown import ROLE_NAMES
from hrcn_community.core.words import _l
from hrcn_community.privacy.retention import keepings
from hrcn_community.running.log_names import Names
from hrcn_community.site.admin_house import HouseSettingsForm
from hrcn_community.site.layout import size_words

KINDS: Mapping[str, object] = {
    "AddressConfirmed": _l("Who asks to join confirmed their address"),
    "ApplicationDecided": _l("A request to join was decided"),
    "Applied": _l("Somebody asked to join"),
    "BackupMade": _l("A backup was made"),
    "DeskChanged": _l("The calendar of the consultation desk was changed"),
    "EventDropped": _l("An event that failed was dropped"),
    "EventRetried": _l("An event that failed was tried again"),
    "HouseRestored": _l("A backup was brought back"),
    "ImportBegun": _l("An import was begun"),
    "ImportEnded": _l("An import ended"),
    "InvitationRevoked": _l("An invitation was taken back"),
    "LetterAnswered": _l("A letter was put away"),
    "MailDropped": _l("A mail that failed was dropped"),
    "MailRetried": _l("A mail that failed was tried again"),
    "PagePublished": _l("A standing page was published"),
    "PasswordChanged": _l("A password was changed"),
    "PersonInvited": _l("Somebody was invited"),
    "PersonJoined": _l("Somebody came in"),
    "PersonReinstated": _l("A suspension ended"),
    "PersonSuspended": _l("An account was suspended"),
    "RegisterChanged": _l("An entry of the register was changed"),
    "RetentionChanged": _l("A period of keeping was changed"),
    "RoleChanged": _l("A role was changed"),
    "RoleDecided": _l("A role was decided"),
    "RoleProposed": _l("A role was proposed"),
    "SettingChanged": _l("A setting was changed"),
    "TermAdded": _l("A word was added"),
    "TermMerged": _l("Two words were made one"),
    "TermMoved": _l("A word was moved in its list"),
    "TermOffered": _l("A word is offered again"),
    "TermRenamed": _l("A word was renamed"),
    "TermRetired": _l("A word is offered no more"),
}
FACTS: Mapping[str, object] = {
    "approved": _l("Let in"),
    "backup_of": _l("Backup of"),
    "city_id": _l("City"),
    "days": _l("Days"),
    "held_mails": _l("Mails held back"),
    "into_id": _l("Into"),
    "invitation_id": _l("For"),
    "is_sealed": _l("Sealed"),
    "name": _l("Setting"),
    "new": _l("Now"),
    "old": _l("Before"),
    "organisation_id": _l("Organisation"),
    "page": _l("Page"),
    "place": _l("Place"),
    "posts": _l("Posts"),
    "proposal_id": _l("For"),
    "reason": _l("Reason"),
    "role": _l("Now"),
    "rule": _l("Of"),
    "seconds": _l("Seconds"),
    "size": _l("Size"),
    "skipped": _l("Left out"),
    "term_id": _l("Word"),
    "was": _l("Before"),
}


def told(facts: Mapping[str, Any], names: Names) -> list[tuple[object, object]]:
    """Return what is said of an event: pairs of a label and its words, in the viewer's language."""
    said = ((FACTS.get(fact), _words(fact, value, names)) for fact, value in facts.items())
    return [(label, words) for label, words in said if label and words not in ("", None)]


def numbers(facts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the ids, under the names that they have in the database."""
    return [(name, value) for name, value in facts.items() if name.endswith("_id") and value]


def _words(fact: str, value: Any, names: Names) -> object:
    if fact.endswith("_id"):
        return names.get((fact, value), "")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return SAID[fact](value) if fact in SAID else value


def _rule(name: str) -> object:
    return next((rule.what for rule in keepings() if rule.name == name), name)


def _setting(name: str) -> object:
    """Return the label of the field in which a setting is changed."""
    field = getattr(HouseSettingsForm, name, None)
    return field.args[0] if field else name


def _stood(value: str) -> object:
    """Return what a setting was: it is kept as JSON."""
    try:
        return json.loads(value)
    except ValueError:
        return value


SAID: Mapping[str, Callable[[Any], object]] = {
    "name": _setting,
    "new": _stood,
    "old": _stood,
    "role": lambda role: ROLE_NAMES.get(role, role),
    "was": lambda role: ROLE_NAMES.get(role, role),
    "rule": _rule,
    "size": size_words,
}
