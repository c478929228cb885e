"""The words of a copy for the public: its states, what was found in it, what stands in its place."""

from collections.abc import Mapping

from hrcn_community.consultations import spotting
from hrcn_community.consultations.publication import Publication, Wish
from hrcn_community.core.personal import KINDS as PERSONAL_KINDS
from hrcn_community.core.personal import NEUTRAL
from hrcn_community.core.words import _l

STATES: Mapping[str, object] = {
    Publication.PROPOSED: _l("Being redacted"),
    Publication.REDACTED: _l("Waits for the consent of whoever asked"),
    Publication.REQUESTER_CONSENT: _l("Waits for the consent of the author"),
    Publication.AUTHOR_CONSENT: _l("Waits for the signature of a third person"),
    Publication.SIGNED: _l("Signed, can be published"),
    Publication.PUBLISHED: _l("Published"),
    Publication.WITHDRAWN: _l("Withdrawn"),
}
WISHES: Mapping[str, object] = {
    Wish.NO: _l("No: it stays between us"),
    Wish.ASK: _l("Ask me when there is an answer"),
    Wish.ANONYMISED: _l("Yes, if nobody can be recognised; I read the text before"),
}
KINDS: Mapping[str, object] = {
    **PERSONAL_KINDS,
    spotting.NAME: _l("A name"),
    spotting.PLACE: _l("A place"),
    spotting.ORGANISATION: _l("An organisation or office"),
    spotting.DATE: _l("A date"),
    spotting.LINK: _l("A link"),
    spotting.MENTION: _l("Somebody of this house"),
    spotting.REFERENCE: _l("The reference of a case"),
    spotting.INSIDE: _l("An address in this house"),
    spotting.FILE: _l("The name of a file"),
}
INSTEAD: Mapping[str, object] = {
    **NEUTRAL,
    spotting.NAME: _l("[a person]"),
    spotting.PLACE: _l("[a city]"),
    spotting.ORGANISATION: _l("[an organisation]"),
    spotting.DATE: _l("[a date]"),
    spotting.LINK: _l("[a link]"),
    spotting.MENTION: _l("[a person]"),
    spotting.REFERENCE: _l("[a case]"),
    spotting.INSIDE: _l("[a document]"),
    spotting.FILE: _l("[a document]"),
}
