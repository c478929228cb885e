"""What is sealed opens after one more proof alone: its files too, and whatever else shows its words."""

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import SignIn
from hrcn_community.audit.models import ReadEntry
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Mail
from hrcn_community.privacy.models import Erasure, Naming
from hrcn_community.spaces.models import Space
from tests.attachments.sending import add, links_in, reply_with
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, RESTRICTED
from tests.letterbox import read
from tests.moderation.noticing import address_of, decide, give_notice, the_decision, the_matter
from tests.privacy.leaving import be_erased

STEP_UP = "/settings/step-up"
WORDS = "Kanari sings in here."


@pytest.fixture
def sealed(world, cast):
    """A thread in a space that is sealed; Amina, Ben and Chandra are inside."""

    def seal(visibility=CONFIDENTIAL):
        space = world.space(
            visibility, "Under seal", member=[cast.amina, cast.ben], facilitator=cast.chandra
        )
        thread = world.thread(space, cast.ben, "A title", WORDS)
        now = update(Space).where(Space.id == space.id).values(is_sealed=True)
        world.do(lambda: db.session.execute(now))
        return thread

    return seal


def let_proof_pass(world) -> None:
    world.do(lambda: db.session.execute(update(SignIn).values(stepped_up_at=None)))


def test_its_files_open_after_a_proof_alone(world, cast, sealed):
    thread = sealed()
    for who in (cast.amina, cast.ben):
        who.browser.step_up()
    follow(cast.ben.browser, reply_with(cast.ben, thread, add(cast.ben.browser)))
    [link] = links_in(cast.amina.browser.page(thread.address))
    both = (link, f"{link}/small")
    assert [cast.amina.browser.sees(each) for each in both] == [200, 200]
    let_proof_pass(world)
    for each in both:
        answer = cast.amina.browser.get(each)
        assert answer.headers["Location"] == f"{STEP_UP}?next={each}"
    copies = [f"{thread.address}{each}" for each in (".md", ".pdf", "/related", "/summary")]
    post = f"/posts/{post_of(world, thread).ref}"
    copies += [f"{post}{each}" for each in ("", "/quotation", "/quotes", "/history")]
    assert [cast.amina.browser.sees(each) for each in copies] == [303] * len(copies)
    assert {cast.eve.browser.sees(each) for each in (*copies, *both)} == {404}


def test_searching_and_what_one_keeps_show_none_of_its_words_before(world, cast, sealed):
    thread, browser = sealed(), cast.amina.browser
    browser.step_up()
    browser.post(f"/posts/{post_of(world, thread).ref}/bookmark")
    pages = ("/search?q=sings", "/bookmarks")
    assert all("Kanari" in browser.page(each) for each in pages)
    let_proof_pass(world)
    assert not any("Kanari" in browser.page(each) for each in pages)
    found = browser.page("/search?q=sings")
    assert "What is sealed was not searched." in found
    assert f"{STEP_UP}?next=/search%3Fq%3Dsings" in found
    assert "A title" not in browser.page("/bookmarks")
    assert "sealed" not in cast.eve.browser.page("/search?q=sings")


def test_mail_says_no_word_of_it_though_the_space_is_merely_restricted(
    world, cast, sealed, worker, mailbox
):
    thread = sealed(RESTRICTED)
    cast.amina.browser.step_up()
    cast.amina.browser.post(f"{thread.address}/level", level="following")
    world.reply(thread, cast.ben, f"@amina {WORDS}")
    worker()
    assert world.rows(Mail, person_id=cast.amina.id)
    said = " ".join(each.all_said for each in read(mailbox(), cast.amina.email))
    assert said
    assert "Under seal" not in said
    assert "Kanari" not in said


def test_a_statement_shows_what_was_written_there_after_a_proof(world, cast, sealed):
    thread = sealed()
    for who in (cast.amina, cast.ben, cast.chandra):
        who.browser.step_up()
    give_notice(cast.amina.browser, address_of(world, thread))
    follow(cast.chandra.browser, decide(cast.chandra, the_matter(world), measure="hide"))
    where = f"/moderation/statements/{the_decision(world).ref}"
    assert "Kanari" in cast.ben.browser.page(where)
    let_proof_pass(world)
    assert "Kanari" not in cast.ben.browser.page(where)
    matter = f"/moderation/matters/{the_matter(world).ref}"
    assert cast.chandra.browser.sees(matter) == 303


def test_names_of_the_erased_are_looked_at_after_a_proof_and_that_is_written_down(
    world, cast, sealed
):
    cast.cleo, cast.tomas, cast.ines  # noqa: B018 - a core team
    zora = world.person("Zora Zaunkoenig")
    thread = sealed()
    world.reply(thread, cast.ben, "Kanari and Zora Zaunkoenig sang.")
    be_erased(zora)
    [erasure], [naming] = world.rows(Erasure), world.rows(Naming)
    here, browser = f"/admin/erasures/{erasure.ref}", cast.chandra.browser
    assert browser.get(here).headers["Location"] == f"{STEP_UP}?next={here}"
    one = f"/admin/erasures/names/{naming.ref}"
    assert browser.sees(f"{one}/leave") == 303
    assert browser.post(f"{one}/black-out").status_code == 401
    assert cast.cleo.browser.sees(here) == 404
    browser.step_up()
    before = len(world.rows(ReadEntry, person_id=cast.chandra.id))
    assert "Kanari" in browser.page(here)
    assert len(world.rows(ReadEntry, person_id=cast.chandra.id)) == before + 1
    assert browser.post(f"{one}/black-out").status_code == 303
