"""Looking for the names of the erased shows nobody what was not theirs to read: there a rule takes the name out."""

import pytest

from hrcn_community.accounts.models import Affiliation, Passkey, Person, SpaceRemoval
from hrcn_community.conversations.models import Attachment
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.moderation.models import Appeal, ContentNotice
from hrcn_community.privacy.models import Erasure, Naming
from tests.attachments.sending import add
from tests.browsing import follow
from tests.factories import NETWORK, RESTRICTED
from tests.moderation.noticing import (
    address_of,
    ask_appeal,
    decide,
    give_notice,
    the_decision,
    the_matter,
)
from tests.privacy.leaving import be_erased
from tests.privacy.walking import columns_that_hold

NAME = "Zora Zaunkoenig"


@pytest.fixture
def zora(world, cast):
    cast.cleo, cast.tomas, cast.ines  # noqa: B018 - a core team
    return world.person(NAME)


def shown(world, *people) -> str:
    """Return all that is shown to those who look at names."""
    refs = [row.ref for row in world.rows(Erasure)]
    pages = [each.browser.get(f"/admin/erasures/{ref}").text for each in people for ref in refs]
    return "\n".join(pages)


def test_what_somebody_keeps_to_themselves_is_shown_to_nobody_who_looks(app, world, cast, zora):
    hidden = world.person("Hidden", bio=f"Of {NAME}: hush.", headline="Mine", shows_bio="nobody")
    world.person("Open", bio=f"With {NAME}: seen.", headline="Ours")
    graz = world.viewer(cast.omar).city_id
    space = world.space(NETWORK, facilitator=cast.chandra)
    add(cast.ben.browser, b"Words", f"Diary of {NAME}.txt")

    def hang() -> None:
        theirs = Affiliation(
            person_id=hidden.id, city_id=graz, as_what=f"Aide of {NAME}", since=clock.today()
        )
        gone = SpaceRemoval(
            ref="removal1",
            space_id=space.id,
            person_id=cast.ben.id,
            reason=f"You told {NAME} to go.",
            removed_at=clock.now(),
        )
        key = Passkey(
            ref="key1",
            person_id=cast.ben.id,
            credential_id="c",
            public_key="k",
            name=f"{NAME} has it",
            added_at=clock.now(),
        )
        db.session.add_all([theirs, gone, key])

    world.do(hang)
    be_erased(zora)
    seen = shown(world, cast.cleo, cast.chandra)
    assert ": seen." in seen
    assert not [each for each in ("hush", "Diary", "Aide of", "You told", "has it") if each in seen]
    assert {(row.place, row.part) for row in world.rows(Naming)} == {("people", "bio")}
    assert set(columns_that_hold(app, NAME)) == {"people.bio"}
    assert "(erased)" in world.rows(Attachment)[0].name
    assert world.rows(Person, id=hidden.id)[0].bio == "Of (erased): hush."


def test_who_decides_learns_neither_whose_a_notice_is_nor_what_was_said_against_them(
    app, world, cast, zora, public
):
    space = world.space(RESTRICTED, facilitator=cast.chandra, member=[cast.ben, cast.amina])
    thread = world.thread(space, cast.amina)
    give_notice(cast.ben.browser, address_of(world, thread), name=NAME, explanation="As I said.")
    follow(cast.chandra.browser, decide(cast.chandra, the_matter(world), measure="hide"))
    against = f"She does what {NAME} wants."
    ask_appeal(cast.amina.browser, the_decision(world).ref, reason=against)
    be_erased(zora)
    seen = shown(world, cast.chandra, *(cast.cleo, cast.tomas, cast.ines))
    assert "She does what" not in seen
    assert world.rows(Naming) == []
    assert world.rows(Appeal)[0].reason == "She does what (erased) wants."
    assert world.rows(ContentNotice)[0].notifier_name == "(erased)"
    assert columns_that_hold(app, NAME) == {}
