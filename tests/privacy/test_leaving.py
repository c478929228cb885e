"""Between asking to be erased and the day of it: for others somebody has left, and nothing is lost."""

import pytest
from sqlalchemy import select

from hrcn_community.accounts.models import Person, SpaceRequest
from hrcn_community.conversations.models import Post, Revision
from hrcn_community.core import clock
from hrcn_community.core.db import Base, db
from hrcn_community.notifications.models import Mail
from hrcn_community.privacy.keeping_models import Hold
from tests.browsing import PASSWORD, Browser
from tests.factories import NETWORK, RESTRICTED
from tests.privacy.leaving import ask_to_go, let_days_pass
from tests.privacy.walking import columns_that_hold

NAME, HANDLE = "Zora Zaunkoenig", "zora-zaunkoenig"
EMAIL = f"{HANDLE}@example.org"
LEFT = "Somebody who has left"
GROWS = {"events", "mails", "notices", "sign_ins", "erasures", "read_states"}
COUNTS = {"version"}  # of a page: it was made anew


@pytest.fixture
def zora(world, cast):
    return world.person(NAME, city="Utrecht", bio="I am for roofs.", headline="Head of roofs")


@pytest.fixture
def places(world, cast, zora) -> dict[str, str]:
    """Where others meet them, by what it is."""
    space = world.space(NETWORK, "Roofs", member=[zora, cast.ben], facilitator=cast.chandra)
    closed = world.space(RESTRICTED, "Within", member=[zora, cast.ben], facilitator=cast.chandra)
    own = world.thread(space, zora, "Roofs", "I am for them.", [(cast.ben, "> Yes")])
    other = world.thread(
        closed, cast.ben, "Walls", f"As @{HANDLE} and @Zora-Zaunkoenig and @chandra said."
    )
    world.reply(other, zora, "I did.")

    def ask() -> None:
        asked = {"space_id": closed.id, "asked_at": clock.now(), "reason": "To help."}
        db.session.add(SpaceRequest(person_id=zora.id, **asked))
        letter = {"subject": f"{NAME} invites", "body": f"{NAME} waits for you.", "message_id": "m"}
        later = clock.now().replace(year=2099)
        db.session.add(Mail(recipient="somebody@example.org", due_at=later, **letter))

    world.do(ask)
    return {
        "directory": "/people",
        "directory by name": "/people?name=zora",
        "city": "/cities/utrecht",
        "thread": own.address,
        "mention": other.address,
        "list": "/threads",
        "space": f"/spaces/{closed.slug}",
        "people": f"/spaces/{space.slug}/people",
        "search": "/search?q=roofs",
        "search by": f"/search?q=by:{HANDLE}",
        "mentionable": f"/mentions?space={space.slug}&q=zora",
        "notices": "/notifications",
        "feed": f"/spaces/{space.slug}/feed.atom",
    }


def _kept(app) -> dict[str, list]:
    """All that the house holds, but what grows with every deed."""
    with app.app_context():
        return {
            table.name: [
                {name: value for name, value in row.items() if name not in COUNTS}
                for row in db.session.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in GROWS
        }


def _names(who: Browser, address: str) -> list[str]:
    said = who.get(address).text.casefold()
    return [word for word in (NAME, HANDLE, "Zaunkoenig", EMAIL) if word.casefold() in said]


def test_others_meet_somebody_who_has_left_until_everything_is_there_again(
    app, world, cast, zora, places, worker, public
):
    worker()
    # What was asked for with their name stands in the address, and so on the page.
    readers = [cast.ben.browser, cast.chandra.browser, cast.cleo.browser]
    seen = [at for at, where in places.items() if _names(readers[0], where)]
    assert {"directory", "thread", "mention", "city", "people", "mentionable"} <= set(seen)
    before, mails = _kept(app), world.rows(Mail)
    assert ask_to_go(zora).status_code == 303
    own, others = readers[0].page(places["thread"]), places["mention"]
    assert LEFT in own
    assert "/people/erased--" not in own
    worker()
    asked = {"search by", "directory by name"}
    told = {
        (at, n): _names(reader, where)
        for at, where in places.items()
        for n, reader in enumerate(readers)
        if at not in asked
    }
    assert {at: words for at, words in told.items() if words} == {}
    assert NAME not in readers[0].page(places["directory by name"])
    assert "As @(left) and @(left) and" in readers[0].page(others)
    assert 'href="/people/chandra"' in readers[0].page(others)
    assert readers[0].sees(f"/people/{HANDLE}") == 404
    sources = {post.source for post in world.rows(Post)} | {v.source for v in world.rows(Revision)}
    assert any(HANDLE in source for source in sources), "what others typed stays as they typed it"
    posted = {"mails", "erasures", "posts", "revisions", "events", "people", "post_index"}
    held = {column.split(".")[0] for column in columns_that_hold(app, NAME, HANDLE)}
    assert {table for table in held if "post_index" not in table} <= posted
    assert [row.body for row in world.rows(Mail, message_id="m")] != [mails[0].body]

    page = public.sign_in(EMAIL, PASSWORD).text
    token = page.split('name="pass" value="')[1].split('"')[0]
    assert public.post("/sign-in/return", {"pass": token}).status_code == 303
    worker()
    after = _kept(app)
    assert {
        name: (before[name], after[name]) for name in before if before[name] != after[name]
    } == {}
    assert NAME in readers[0].page(places["thread"])
    assert f'href="/people/{HANDLE}"' in readers[0].page(others)


def test_meanwhile_nobody_is_given_the_handle_and_an_edit_does_not_bring_the_name_back(
    world, cast, zora, places, worker
):
    ask_to_go(zora)
    world.person("Zora Zaun", handle_skeleton=None)
    [post] = [post for post in world.rows(Post) if f"@{HANDLE}" in post.source]
    edited = cast.ben.browser.post(
        f"/posts/{post.ref}/edit", body=f"{post.source} Indeed.", revision=str(post.revision)
    )
    assert edited.status_code == 303, edited.text
    [row] = [row for row in world.rows(Post) if row.id == post.id]
    assert "Indeed" in row.html
    assert "@(left)" in row.html
    assert HANDLE not in row.html


def test_the_core_team_can_keep_for_the_law_what_is_of_somebody_who_is_leaving(
    app, world, cast, zora
):
    ask_to_go(zora)
    cleo = cast.cleo.browser
    cleo.step_up()
    form = {"person": HANDLE, "address": "", "reason": "A court asks.", "silent_because": "A law."}
    day = clock.now().date().fromordinal(clock.now().date().toordinal() + 90)
    assert cleo.post("/admin/holds", {**form, "review_on": day.isoformat()}).status_code == 303
    assert [hold.person_id for hold in world.rows(Hold)] == [zora.id]
    let_days_pass(app)
    [person] = world.rows(Person, id=zora.id)
    assert (person.standing, person.email) == ("leaving", EMAIL)
