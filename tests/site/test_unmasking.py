"""Learning who writes under a pseudonym: with a reason, by two, and never unnoticed by the author."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Person, SignIn, SiteRole
from hrcn_community.conversations.models import Post, Unmasking
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from tests.browsing import Browser, follow
from tests.discussions.masks import a_masking_space, dump, reply_masked
from tests.factories import CONFIDENTIAL, Place, Somebody, World

REASON = "A threat that the police asks about."


@pytest.fixture
def zora(world: World) -> Somebody:
    return world.person("Zora Zaunkoenig", id=987_654_321)


@pytest.fixture
def space(world, cast, zora) -> Place:
    """A space in which Zora wrote under a pseudonym."""
    for who in (cast.cleo, cast.tomas, cast.ines, zora):
        who.browser.step_up()
    space = a_masking_space(world, zora, cast.ben)
    assert reply_masked(zora, world.thread(space, cast.ben, "Warm homes")).status_code == 303
    return space


@pytest.fixture
def ref(world, space) -> str:
    return world.rows(Post)[-1].ref


def asked(world: World, who: Somebody, ref: str) -> str:
    """Let somebody ask, and return the address of what was asked."""
    answer = who.browser.post(f"/posts/{ref}/unmasking", reason=REASON)
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_two_of_the_core_team_learn_the_name_and_it_stands_in_no_row(
    world, cast, zora, ref, worker
):
    zora.browser.sees("/")
    worker()
    before = dump(world)
    where = asked(world, cast.cleo, ref)
    assert "Zaunkoenig" not in cast.cleo.browser.page(where)
    assert follow(cast.tomas.browser, cast.tomas.browser.post(f"{where}/confirmation"))
    for who in (cast.cleo, cast.tomas):
        page = who.browser.page(where)
        assert "Zaunkoenig" not in page
        assert "Show the name" in page
        answer = who.browser.post(f"{where}/opening")
        assert answer.status_code == 200
        assert "Zora Zaunkoenig" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    worker()
    opened = [entry.actor_id for entry in world.rows(Entry) if entry.name == "PseudonymOpened"]
    assert opened == [cast.cleo.id, cast.tomas.id]
    changed = dump(world) - before
    assert len(changed) > 5
    names = (str(zora.id), "Zora", "Zaunkoenig", zora.email)
    assert [row for row in changed if any(name in row[1] for name in names)] == []


def test_asking_without_a_reason_comes_back(world, cast, ref):
    answer = cast.cleo.browser.post(f"/posts/{ref}/unmasking", reason=" ")
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert world.rows(Unmasking) == []


def test_asked_twice_is_asked_once(world, cast, ref):
    form = {"reason": REASON, "form_token": "0123456789"}
    first, second = (cast.cleo.browser.post(f"/posts/{ref}/unmasking", form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert cast.tomas.browser.post(f"/posts/{ref}/unmasking", reason=REASON).status_code == 409
    assert len(world.rows(Unmasking)) == 1


@pytest.mark.parametrize("who", ["ben", "omar", "dalia", "chandra"])
def test_nobody_but_the_core_team_asks_sees_or_decides(world, cast, ref, who):
    where = asked(world, cast.cleo, ref)
    browser = getattr(cast, who).browser
    assert browser.sees(f"/posts/{ref}/unmasking") == 403
    assert browser.post(f"/posts/{ref}/unmasking", reason=REASON).status_code == 403
    assert browser.sees("/admin/unmaskings") == 403
    assert browser.sees(where) == 404
    for deed in ("confirmation", "refusal", "opening"):
        assert browser.post(f"{where}/{deed}").status_code == 404
    assert "Ask who wrote this" not in browser.page(f"/posts/{ref}")
    assert Browser(world.app).sees(where) == 404


def test_no_name_is_given_to_whoever_holds_a_cookie_alone(world, cast, zora, ref):
    """Agreeing to it and opening it ask for one more proof: what is shown once cannot be taken back."""
    where = asked(world, cast.cleo, ref)
    no_proof = update(SignIn).values(stepped_up_at=None)
    world.do(lambda: db.session.execute(no_proof))
    assert cast.tomas.browser.post(f"{where}/confirmation").status_code == 401
    assert world.rows(Unmasking)[0].decided_at is None
    cast.tomas.browser.step_up()
    assert cast.tomas.browser.post(f"{where}/confirmation").status_code == 303
    answer = cast.cleo.browser.post(f"{where}/opening")
    assert answer.status_code == 401
    assert "Zaunkoenig" not in answer.text


def test_the_author_neither_asks_nor_decides_and_may_not_even_where_they_joined_the_core_team(
    world, cast, zora, ref
):
    assert zora.browser.sees(f"/posts/{ref}/unmasking") == 403
    where = asked(world, cast.cleo, ref)
    world.do(lambda: setattr(db.session.get_one(Person, zora.id), "site_role", SiteRole.CORE))
    assert "Ask who wrote this" not in zora.browser.page(f"/posts/{ref}")
    answers = [
        zora.browser.post(f"{where}/confirmation"),
        zora.browser.post(f"{where}/refusal"),
        zora.browser.post(f"/posts/{ref}/unmasking", reason=REASON),
    ]
    assert [answer.status_code for answer in answers] == [409] * 3
    assert zora.browser.post(f"{where}/opening").status_code == 404
    [unmasking] = world.rows(Unmasking)
    assert unmasking.decided_at is None
    for who in (cast.cleo, cast.tomas):
        assert "Zora" not in who.browser.page(where)
        assert "Zora" not in who.browser.page("/admin/unmaskings")


def test_also_an_author_who_has_left_the_space_decides_nothing_about_themselves(
    world, cast, zora, space, ref
):
    where = asked(world, cast.cleo, ref)
    zora.browser.post(f"/spaces/{space.slug}/membership/end")
    world.do(lambda: setattr(db.session.get_one(Person, zora.id), "site_role", SiteRole.CORE))
    assert zora.browser.post(f"{where}/confirmation").status_code == 409
    assert world.rows(Unmasking)[0].decided_at is None


def test_who_asked_does_not_decide(world, cast, ref):
    where = asked(world, cast.cleo, ref)
    for deed in ("confirmation", "refusal"):
        assert cast.cleo.browser.post(f"{where}/{deed}").status_code == 409
    assert cast.cleo.browser.post(f"{where}/opening").status_code == 404
    assert world.rows(Unmasking)[0].decided_at is None


def test_before_it_is_confirmed_after_it_was_declined_and_to_a_third_nothing_opens(
    world, cast, ref
):
    where = asked(world, cast.cleo, ref)
    for who in (cast.cleo, cast.tomas):
        assert who.browser.post(f"{where}/opening").status_code == 404
    cast.tomas.browser.post(f"{where}/refusal")
    for who in (cast.cleo, cast.tomas):
        assert who.browser.post(f"{where}/opening").status_code == 404
    again = asked(world, cast.cleo, ref)
    cast.tomas.browser.post(f"{again}/confirmation")
    assert cast.ines.browser.sees(again) == 200
    assert cast.ines.browser.post(f"{again}/opening").status_code == 404
    assert "Show the name" not in cast.ines.browser.page(again)


def test_what_is_decided_is_decided(world, cast, ref):
    where = asked(world, cast.cleo, ref)
    assert cast.tomas.browser.post(f"{where}/refusal").status_code == 303
    assert cast.ines.browser.post(f"{where}/confirmation").status_code == 409
    assert world.rows(Unmasking)[0].is_confirmed is False


def test_after_seven_days_it_is_closed_again(world, cast, ref):
    where = asked(world, cast.cleo, ref)
    cast.tomas.browser.post(f"{where}/confirmation")

    def age() -> None:
        db.session.get_one(Unmasking, world_id).decided_at = clock.now() - timedelta(
            days=7, minutes=1
        )

    [unmasking] = world.rows(Unmasking)
    world_id = unmasking.id
    world.do(age)
    assert cast.cleo.browser.post(f"{where}/opening").status_code == 404
    assert "Show the name" not in cast.cleo.browser.page(where)


def test_the_author_is_told_at_once_and_reads_it_all(world, cast, zora, space, ref, worker):
    where = asked(world, cast.cleo, ref)
    worker()
    assert "Cleo asked who wrote under your pseudonym" in zora.browser.page("/notifications")
    own = zora.browser.page("/settings/pseudonyms")
    assert "Cleo asked who you are" in own
    assert REASON in own
    assert "To be decided" in own
    cast.tomas.browser.post(f"{where}/confirmation")
    worker()
    assert "Tomas agreed that your name be known" in zora.browser.page("/notifications")
    assert "Tomas confirmed it" in zora.browser.page("/settings/pseudonyms")
    zora.browser.post(f"/spaces/{space.slug}/membership/end")
    assert REASON in zora.browser.page("/settings/pseudonyms")
    assert {n.person_id for n in world.rows(Notice)} & {zora.id} == set()
    for other in (cast.ben, cast.tomas):
        assert REASON not in other.browser.page("/settings/pseudonyms")


def test_those_who_can_decide_are_told_and_who_asked_hears_the_end(world, cast, ref, worker):
    cast.tomas.browser.sees("/")
    where = asked(world, cast.cleo, ref)
    worker()
    assert "Cleo asks to know who wrote a post" in cast.tomas.browser.page("/notifications")
    assert "asks to know" not in cast.cleo.browser.page("/notifications")
    cast.tomas.browser.post(f"{where}/refusal")
    worker()
    assert "Tomas decided what you asked" in cast.cleo.browser.page("/notifications")
    world.do(
        lambda: setattr(db.session.get_one(Person, cast.tomas.id), "site_role", SiteRole.ADVISOR)
    )
    assert "asks to know" not in cast.tomas.browser.page("/notifications")


def test_the_core_team_asks_nothing_about_a_space_that_is_closed_to_it(world, cast, zora):
    inside = [zora, cast.ben, cast.ines]
    space = world.space(CONFIDENTIAL, pseudonyms="allowed", member=inside)
    reply_masked(zora, world.thread(space, cast.ben, "Unmistakable title"))
    ref = world.rows(Post)[-1].ref
    where = asked(world, cast.ines, ref)
    for path in (f"/posts/{ref}/unmasking", where):
        nowhere = path.replace(ref, "0" * len(ref)).replace(where[-10:], "0" * 10)
        there, gone = (cast.cleo.browser.get(each) for each in (path, nowhere))
        assert there.status_code == gone.status_code == 404
        assert len(there.data) == len(gone.data)
    assert "Unmistakable" not in cast.cleo.browser.page("/admin/unmaskings")
    assert "Unmistakable" in cast.ines.browser.page("/admin/unmaskings")
    assert cast.cleo.browser.post(f"{where}/confirmation").status_code == 404


def test_a_post_that_bears_a_name_is_not_to_be_unmasked(world, cast):
    thread = world.thread(world.space(), cast.ben)
    ref = world.rows(Post, conversation_id=thread.conversation_id)[0].ref
    for path in (f"/posts/{ref}/unmasking", f"/posts/{'0' * len(ref)}/unmasking"):
        assert cast.cleo.browser.sees(path) == 404
    assert "Ask who wrote this" not in cast.cleo.browser.page(thread.address)


def test_a_post_that_was_hidden_or_taken_back_can_still_be_asked_about(world, cast, zora, ref):
    assert "Ask who wrote this" in cast.cleo.browser.page(f"/posts/{ref}")
    zora.browser.post(f"/posts/{ref}/deletion")
    assert cast.cleo.browser.sees(f"/posts/{ref}/unmasking") == 200
    where = asked(world, cast.cleo, ref)
    assert "Read the post" not in cast.tomas.browser.page(where)


def test_a_copy_of_what_is_sealed_opens_nobody_else(world, cast, zora, space, ref):
    """Whoever can write to the database may not put somebody's seal on another's persona."""
    from hrcn_community.accounts.models import Persona

    reply_masked(cast.ben, world.thread(space, zora), despite="y")
    personas = world.rows(Persona)
    where = asked(world, cast.cleo, ref)
    cast.tomas.browser.post(f"{where}/confirmation")

    def swap() -> None:
        mine = db.session.get_one(Persona, world.rows(Post, ref=ref)[0].author_id)
        mine.sealed = next(p.sealed for p in personas if p.person_id != mine.person_id)

    world.do(swap)
    answer = cast.cleo.browser.post(f"{where}/opening")
    assert "Ben" not in answer.text
    assert answer.status_code == 409
