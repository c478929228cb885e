"""What keeps talk civil in the demonstration community: two watched words, and a note in a thread."""

from collections.abc import Iterator

from hrcn_community.conversations.actions.notes import write_note
from hrcn_community.conversations.actions.watching import Watched, add_word
from hrcn_community.conversations.models import WatchDeed
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import post_of

WORDS = (
    Watched("these people", is_whole=True, language="en", deed=WatchDeed.WARN),
    Watched("vermin", is_whole=False, language="", deed=WatchDeed.HOLD),
)
NOTE = (
    "Asked by mail whether the contractor is named on purpose. Agreed with the author that the name "
    "stays out; nothing to hide here."
)


def civil_deeds() -> Iterator[Deed]:
    """Return what the core team and a facilitator did, each on its day."""
    yield Deed(300, _watch)
    yield Deed(7.05, _note)


def _watch() -> None:
    with seeded("watched words"):
        for word in WORDS:
            add_word(None, word, by=person("cleo"))


def _note() -> None:
    with seeded("note of a facilitator"):
        write_note(post_of("procurement-cleaning-contract", 1), NOTE, by=person("chandra"))
