"""Who is told that something of theirs was brought along: once, when they sign in."""

from hrcn_community.accounts.events import SignedIn
from hrcn_community.core import clock
from hrcn_community.core.events import Entry, record
from hrcn_community.core.words import _l
from hrcn_community.importing.events import WritingFound
from hrcn_community.importing.queries import placeholder_of
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words

WORDS: Words = {
    Topic.RESPONSE: {
        "writing.found": _l(
            "What you wrote elsewhere was brought along; you can claim it as yours"
        ),
    },
}


def offer_writing(event: SignedIn, entry: Entry) -> None:
    """Find what was written under the address of whoever signed in, unless they were told before."""
    placeholder = placeholder_of(event.person_id, alone=True)
    if placeholder and placeholder.offered_at is None:
        placeholder.offered_at = clock.now()
        found = WritingFound(person_id=event.person_id, placeholder_id=placeholder.person_id)
        record(found)


def tell_of_writing(event: WritingFound, entry: Entry) -> None:
    tell([event.person_id], "writing.found", entry, "/settings/imported")
