"""What somebody wrote elsewhere waits for them, for nobody else, and until then nobody is behind it."""

from html import unescape

import pytest

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.placeholders import marked_name
from hrcn_community.accounts.viewer import PUBLIC, viewer_of
from hrcn_community.conversations.models import Conversation, Post, ReadState, Revision
from hrcn_community.conversations.queries import mentionable, network_size
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.discussions.models import Thread
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.spaces.models import Space
from tests.browsing import Browser, follow
from tests.importing.mailboxes import a_message


@pytest.fixture
def brought(bring, box, world, cast):
    """A network space into which Amina's and Ben's words came from elsewhere."""
    space = world.space(name="Old list", member=[cast.cleo])
    amina, ben = f"A. Haddad <{cast.amina.email}>", f"Ben <{cast.ben.email}>"
    messages = (
        a_message(1, From=amina, subject="Warm homes"),
        a_message(2, From=ben, subject="Re: Warm homes", answers="<1.1@mail.example.org>"),
        a_message(3, From=amina, subject="Re: Warm homes", answers="<1.1@mail.example.org>"),
        a_message(4, From=ben, subject="Other homes entirely"),
    )
    arrived = bring("mbox", box(*messages), "--space", space.slug)
    assert arrived.code == 0, arrived.output
    return space


def _authors(world) -> list[int]:
    return [post.author_id for post in world.rows(Post)]


def test_a_claim_moves_everything_at_once(brought, world, cast):
    page = cast.amina.browser.page("/settings/imported")
    assert "A. Haddad (imported)" in page
    assert "Warm homes" in page
    assert "Other homes" not in page
    versions = {talk.id: talk.version for talk in world.rows(Conversation)}
    talk = next(each for each in world.rows(Conversation) if each.title == "Warm homes")
    assert "A. Haddad (imported)" in cast.ben.browser.page(talk.address)
    answer = cast.amina.browser.post("/settings/imported")
    assert "bears your name now" in follow(cast.amina.browser, answer)
    authors = _authors(world)
    assert authors.count(cast.amina.id) == 2
    assert cast.ben.id not in authors
    posts = [post for post in world.rows(Post) if post.author_id == cast.amina.id]
    for post in posts:
        assert [r.written_by_id for r in world.rows(Revision, post_id=post.id)] == [cast.amina.id]
    talk = next(each for each in world.rows(Conversation) if each.title == "Warm homes")
    assert (talk.started_by_id, talk.last_author_id) == (cast.amina.id, cast.amina.id)
    assert talk.version > versions[talk.id]
    [thread] = world.rows(Thread, conversation_id=talk.id)
    assert thread.author_id == cast.amina.id
    [read] = world.rows(ReadState, person_id=cast.amina.id)
    assert read.last_read_number == talk.last_number
    [claimed] = world.rows(Entry, name="WritingClaimed")
    assert (claimed.actor_id, claimed.facts["posts"]) == (cast.amina.id, 2)
    page = cast.ben.browser.page(talk.address)
    assert "A. Haddad" not in page
    assert "/people/amina" in page
    assert "Amina, #1" in page


def test_claimed_words_are_edited_as_ones_own(brought, world, cast):
    cast.amina.browser.post("/settings/imported")
    post = next(post for post in world.rows(Post) if post.author_id == cast.amina.id)
    form = cast.amina.browser.page(f"/posts/{post.ref}/edit")
    assert post.source.split("\n")[0] in unescape(form)
    cast.amina.browser.post(f"/posts/{post.ref}/edit", body=post.source + "\n\nMore.", revision="1")
    assert "More." in next(each for each in world.rows(Post) if each.id == post.id).html


def test_a_claim_is_made_once(brought, world, cast):
    cast.amina.browser.post("/settings/imported")
    assert cast.amina.browser.post("/settings/imported").status_code == 409
    assert "Nothing waits for you here" in cast.amina.browser.page("/settings/imported")
    assert len(world.rows(Entry, name="WritingClaimed")) == 1


def test_nobody_claims_what_another_wrote(brought, world, cast):
    before = _authors(world)
    for person in (cast.eve, cast.cleo, cast.dalia):
        assert "Nothing waits for you here" in person.browser.page("/settings/imported")
        forged = {"person_id": str(before[0]), "email": cast.amina.email, "lookup": "x"}
        assert person.browser.post("/settings/imported", forged).status_code == 409
    assert _authors(world) == before
    assert Browser(world.app).post("/settings/imported").status_code == 401


@pytest.mark.parametrize("kept", ["unconfirmed", "suspended", "applying"])
def test_only_a_member_under_a_confirmed_address_claims(brought, world, cast, kept):
    browser, before = cast.amina.browser, _authors(world)

    def change() -> None:
        person = db.session.get_one(Person, cast.amina.id)
        if kept == "unconfirmed":
            person.email_confirmed_at = None
        else:
            person.standing = Standing(kept)

    world.do(change)
    assert browser.post("/settings/imported").status_code in {401, 409}
    assert _authors(world) == before


def test_who_signs_in_is_told_once(brought, world, cast, worker):
    worker()
    assert world.rows(Notice) == []
    aminas, eves = Browser(world.app), Browser(world.app)
    for _ in range(2):
        assert aminas.sign_in(cast.amina.email).status_code == 303
        eves.sign_in(cast.eve.email)
        worker()
    [notice] = world.rows(Notice)
    assert (notice.person_id, notice.address) == (cast.amina.id, "/settings/imported")
    assert "you can claim it" in cast.amina.browser.page("/notifications")
    assert world.rows(Mail) == []


def test_what_comes_later_under_the_address_is_claimed_anew(brought, bring, box, world, cast):
    cast.amina.browser.post("/settings/imported")
    later = a_message(9, From=f"Amina <{cast.amina.email}>", subject="Later on")
    bring("mbox", box(later, name="later.mbox"), "--space", brought.slug)
    assert _authors(world).count(cast.amina.id) == 2
    assert "Later on" in cast.amina.browser.page("/settings/imported")
    cast.amina.browser.post("/settings/imported")
    assert _authors(world).count(cast.amina.id) == 3


def test_the_offer_names_nothing_that_its_owner_cannot_read(bring, box, world, cast):
    inside = a_message(1, From=f"Amina <{cast.amina.email}>", subject="A canary of a title")
    bring("mbox", box(inside))
    page = cast.amina.browser.page("/settings/imported")
    assert "Amina (imported)" in page
    assert "canary" not in page
    cast.amina.browser.post("/settings/imported")
    [talk] = world.rows(Conversation)
    assert cast.amina.browser.sees(talk.address) == 404
    assert "canary" not in cast.amina.browser.page("/people/amina")


def test_a_placeholder_is_nobody_who_comes_in(brought, world, cast, mailbox, worker):
    [row, *_] = world.rows(Person, standing="imported")
    stranger = Browser(world.app)
    assert stranger.sign_in(row.email).status_code == 422
    stranger.post("/sign-in/reset", email=row.email)
    worker()
    assert mailbox() == []
    assert cast.eve.browser.sees(f"/people/{row.handle}") == 404
    for path in ("/people", "/people?q=Haddad", "/people?letter=A", "/cities"):
        assert "(imported)" not in cast.eve.browser.page(path)
    members = len([p for p in world.rows(Person) if p.standing == "member"])
    assert world.ask(network_size) == members

    def named() -> list:
        space = db.session.get_one(Space, brought.id)
        return [
            *mentionable(space, "haddad", viewer=viewer_of(cast.eve.id)),
            *mentionable(space, "imported", viewer=viewer_of(cast.eve.id)),
            *mentionable(space, "a.", viewer=viewer_of(cast.eve.id)),
        ]

    assert world.ask(named) == []
    [space] = world.rows(Space)
    assert space.member_count == 1


def test_a_name_that_a_member_bears_is_visibly_another(bring, box, world, cast):
    space = world.space(member=[cast.cleo])
    odd = "Dalia (imported) (imported)\u202e <x@example.org>"
    cast.dalia.browser.page("/")
    names = box(a_message(1, From="Dalia <dalia@elsewhere.example.org>"), a_message(2, From=odd))
    assert bring("mbox", names, "--space", space.slug).code == 0
    names = {p.name for p in world.rows(Person, standing="imported")}
    assert "Dalia (imported)" in names
    assert all(name.endswith(" (imported)") for name in names)
    talk = world.rows(Conversation)[0]
    page = cast.eve.browser.page(talk.address)
    assert "Dalia (imported)" in page
    assert "/people/dalia" not in page
    assert "Advisor" not in page
    assert marked_name("") == "Somebody (imported)"


def test_no_member_takes_a_name_with_the_mark(cast):
    answer = cast.amina.browser.post(
        "/settings", name="Dalia (imported)", timezone="Europe/Brussels"
    )
    assert answer.status_code == 422


def test_of_a_confidential_import_nobody_outside_sees_anything(bring, box, world, cast):
    secret = a_message(
        1, subject="Zinnober canary", body="Zinnober words", From="Zinnober <z@example.org>"
    )
    assert bring("mbox", box(secret), by=("cleo",)).code == 0
    [space] = world.rows(Space)
    [talk] = world.rows(Conversation)
    [post] = world.rows(Post)
    outside = [cast.amina, cast.dalia, cast.omar, cast.tomas, cast.eve]
    browsers = [Browser(world.app), *(person.browser for person in outside)]
    pages = (
        "/",
        "/threads",
        "/threads?view=unread",
        "/spaces",
        "/people",
        "/search?q=Zinnober",
        "/cities",
    )
    for browser in browsers:
        assert all(
            browser.sees(path) in {401, 404} or browser is browsers[0] for path in (talk.address,)
        )
        for path in pages:
            answer = browser.get(path, follow_redirects=True).text.replace("q=Zinnober", "")
            assert "canary" not in answer
            assert "Zinnober words" not in answer
            assert space.slug not in answer
        for path in (
            talk.address,
            f"/posts/{post.ref}",
            f"/spaces/{space.slug}",
            f"/posts/{post.ref}/history",
        ):
            gone = browser.get(path)
            assert gone.status_code == 404
            assert "canary" not in gone.text
    assert "Zinnober canary" in cast.cleo.browser.page(f"/spaces/{space.slug}")


@pytest.mark.parametrize("who", ["amina", "dalia"])
def test_only_the_core_team_brings_anything(bring, box, world, who):
    arrived = bring("mbox", box(a_message(1)), by=(who,))
    assert arrived.code == 1
    assert "core team" in arrived.output
    assert world.rows(Post) == []


def test_into_a_closed_space_only_who_is_inside_brings_anything(bring, box, world, cast):
    space = world.space("confidential", member=[cast.amina])
    assert bring("mbox", box(a_message(1)), "--space", space.slug).code == 1
    assert world.rows(Post) == []
    ours = world.space("confidential", member=[cast.cleo])
    assert bring("mbox", box(a_message(1)), "--space", ours.slug).code == 0
    [talk] = world.rows(Conversation)
    assert talk.space_id == ours.id


def test_the_viewer_of_a_placeholder_is_inside_of_nothing(brought, world):
    [row, *_] = world.rows(Person, standing="imported")
    assert world.ask(lambda: viewer_of(row.id)).roles == PUBLIC.roles
