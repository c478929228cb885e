"""Somebody who used everything is erased; then the whole house is searched for them."""

from pathlib import Path

import pytest

from hrcn_community.core import clock
from hrcn_community.core.cache import fragments, lately
from hrcn_community.core.db import db
from hrcn_community.privacy.models import Erasure, Naming
from tests.factories import NETWORK
from tests.privacy.everything import Filler
from tests.privacy.leaving import AFTER, ask_to_go, let_days_pass
from tests.privacy.walking import columns_that_hold, files_that_hold, numbers_in_json, ties_to

NUMBER = 987_654_321  # an id that stands for nothing else in any row
NAME, HANDLE, FAMILY = "Zora Zaunkoenig", "zora-zaunkoenig", "zaunkoenig"
EMAIL = f"{HANDLE}@example.org"
OF_PROFILE = ("plumotter", "quandelbeere")  # what stands in their profile alone
POINTERS = (EMAIL, f"@{HANDLE}", f"people/{HANDLE}", f"by:{HANDLE}")
LINK = f'<a class="mention" href="/people/{HANDLE}">@{HANDLE}</a>'
WORDS = f"{NAME} (@{HANDLE}, {EMAIL}) by:{HANDLE} {LINK}"
# What is made of words that wait to be looked at, or stands beside them in the same post.
WITH_POSTS = {"posts.html", "posts.terms", "posts.heading", "posts.label_words"}
WITH_POSTS |= {"posts.taken_back_reason", "posts.title_terms", "synopsis_sentences.html"}
WITH_POSTS |= {"revisions.source", "revisions.html", "revisions.reason"}


@pytest.fixture
def zora(world, cast):
    assert cast.tomas
    cast.cleo.browser.step_up()
    profile = {"headline": OF_PROFILE[0], "bio": OF_PROFILE[1], "bio_html": OF_PROFILE[1]}
    return world.person(NAME, city="Utrecht", id=NUMBER, **profile)


def test_somebody_who_used_everything_is_nowhere_found(app, world, cast, zora, mailbox, worker):
    with app.app_context():
        filler = Filler(zora.id, cast.ben.id, lambda _: WORDS)
        filler.fill()
        db.session.commit()
        assert filler.missing() == [], "no row of theirs is there to be forgotten"
    thread = world.thread(world.space(NETWORK, member=zora), zora, "Roofs", "Of roofs.")
    worker()
    assert NAME in cast.ben.browser.page(thread.address)
    assert FAMILY in _in_memory()
    # Whatever has words has theirs before, or finding nothing afterwards would prove nothing.
    assert len(columns_that_hold(app, FAMILY)) > 80
    before = len(mailbox())

    assert ask_to_go(zora).status_code == 303
    worker()
    let_days_pass(app)
    [erasure] = world.rows(Erasure, person_id=zora.id)
    assert erasure.done_at
    _what_waits_is_listed(app, world)
    for naming in world.rows(Naming, fate="open"):
        address = f"/admin/erasures/names/{naming.ref}/black-out"
        assert cast.cleo.browser.post(address).status_code == 303, (naming.place, naming.part)
    worker()
    assert columns_that_hold(app, NAME, FAMILY, *POINTERS) == {}
    assert world.rows(Erasure, person_id=zora.id)[0].sealed == ""

    new = [mail for mail in mailbox()[before:] if _names(mail)]
    assert len(new) == 2, "both to themselves: that they will be, and that they are erased"
    assert [mail for mail in new if f"To: {EMAIL}" not in mail] == []
    files = Path(app.config["STORAGE_URL"].removeprefix("file://"))
    assert files_that_hold(files, NAME, HANDLE, EMAIL, *OF_PROFILE) == []
    with clock.at(clock.now() + AFTER):
        assert NAME not in cast.ben.browser.page(thread.address)
        assert FAMILY not in _in_memory()


def _what_waits_is_listed(app, world) -> None:
    """Of what is left others wrote every word, and it is on the list; nothing points at them."""
    listed = {f"{row.place}.{row.part}" for row in world.rows(Naming, fate="open")}
    held = {name for name in columns_that_hold(app, NAME, FAMILY) if "index" not in name}
    assert held - listed - WITH_POSTS == set()
    assert columns_that_hold(app, *POINTERS, *OF_PROFILE) == {}
    assert ties_to(app, NUMBER) == []
    assert numbers_in_json(app, NUMBER) == []
    assert columns_that_hold(app, str(NUMBER)).keys() == {"people.id", "erasures.person_id"}


def _in_memory() -> str:
    """Return all that this process remembers of pages."""
    return f"{vars(fragments)} {vars(lately)}".casefold()


def _names(text: str) -> bool:
    return any(word.casefold() in text.casefold() for word in (NAME, FAMILY, *OF_PROFILE))
