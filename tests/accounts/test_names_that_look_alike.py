"""Nobody takes a name that is or looks like another's."""

import re
import threading

import pytest
from sqlalchemy import update

from hrcn_community.accounts.likeness import LooksLikeAnother
from hrcn_community.accounts.models import Application, Invitation, Person, SiteRole, Standing
from hrcn_community.accounts.profiles import Profile, change_profile
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.cli import hrcn
from hrcn_community.core import clock
from hrcn_community.core.db import db
from tests.accounts.test_joining import NORA
from tests.browsing import follow
from tests.counting import count_queries
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.letterbox import read

SAID = "This name could be taken for that of somebody who is here already."


@pytest.fixture
def koll(world):
    return world.person("Amina Koll")


def rename(who, name: str, **more: str):
    return who.browser.post("/settings", name=name, timezone="Europe/Vienna", **more)


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        ("Amina Koll", "Amina KoIl"),
        ("Amina Koll", "Amina\u2003KoIl"),
        ("Amina Koll", "Amına Koll"),
        ("Amina Koll", "Ami\u0307na Koll"),
        ("Bernd Korn", "Bernd Kom"),
        ("Bernd Kom", "Bernd Korn"),
        ("Coco Pope", "Сосо Роре"),
        ("Will Weber", "VVill Weber"),
        ("Amina Koll", "Amina Koll"),
        ("Amina Koll", "amina KOLL"),
        ("José Lind", "Jose\u0301 Lind"),
        ("Sean O'Neill", "Sean O’Neill"),
    ],
)
def test_a_member_takes_no_name_that_looks_like_another_members(world, cast, taken, name):
    world.person(taken)
    answer = rename(cast.eve, name, headline="Kept")
    assert answer.status_code == 422
    assert re.search(rf'id="name-error">.*{SAID}', answer.text, re.DOTALL)
    assert 'value="Kept"' in answer.text
    assert world.rows(Person, id=cast.eve.id)[0].name == "Eve"


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        ("José Lind", "Jose Lind"),
        ("Jose Lind", "José Lind"),
        ("Lars Kjær", "Lars Kjaer"),
    ],
)
def test_a_name_that_differs_visibly_is_taken(world, cast, taken, name):
    world.person(taken)
    assert rename(cast.eve, name).status_code == 303
    assert world.rows(Person, id=cast.eve.id)[0].name == name


def test_a_name_is_free_again_when_whoever_had_it_has_another(cast, koll):
    assert rename(cast.eve, "Amina KoIl").status_code == 422
    rename(koll, "Amina Berg")
    assert rename(cast.eve, "Amina KoIl").status_code == 303


def test_whoever_had_such_a_name_before_keeps_it_and_saves_the_rest(world, koll):
    older = world.person("Amina KoIl")
    assert rename(older, "Amina KoIl", headline="Anew").status_code == 303
    assert world.rows(Person, id=older.id)[0].headline == "Anew"
    assert rename(koll, "Amina Koll").status_code == 303


def test_one_may_write_ones_own_name_in_another_way(cast, koll):
    assert rename(koll, "Amina KoIl").status_code == 303


@pytest.mark.parametrize("standing", [Standing.APPLYING, Standing.DECLINED, Standing.SUSPENDED])
def test_a_refusal_tells_of_nobody_who_is_not_in_the_directory(world, cast, koll, standing):
    someone = update(Person).where(Person.id == koll.id).values(standing=standing)
    world.do(lambda: db.session.execute(someone))
    assert rename(cast.eve, "Amina KoIl").status_code == 303


def test_the_public_does_not_learn_by_a_name_who_is_a_member(world, public, koll):
    there = public.post("/join", {**NORA, "name": "Amina KoIl"})
    not_there = public.post("/join", {**NORA, "email": "n@example.org", "name": "Amina Berg"})
    assert (there.status_code, there.data) == (not_there.status_code, not_there.data)
    assert there.headers["Location"] == not_there.headers["Location"]


def test_nobody_is_let_in_under_a_look_alike_name_but_by_an_invitation_under_another(
    world, cast, public, worker, mailbox, koll
):
    public.post("/join", {**NORA, "name": "Amina KoIl"})
    worker()
    public.post(read(mailbox())[-1].link, password=NORA["password"])
    desk, [asked] = cast.cleo.browser, world.rows(Application)
    answer = desk.post(f"/admin/applications/{asked.ref}/approval", reason="Welcome.")
    assert answer.status_code == 422
    assert "could be taken for that of @amina-koll" in answer.text
    assert "Let them in" in answer.text
    assert world.rows(Application)[0].decided_at is None
    assert world.rows(Person, id=asked.person_id)[0].standing == Standing.APPLYING
    desk.post(f"/admin/applications/{asked.ref}/refusal", reason="Another Amina is here.")
    desk.post("/admin/invitations", email=NORA["email"], role="practitioner")
    worker()
    link = read(mailbox(), "nora@example.org")[-1].link
    coming = {"password": "a sentence of my own", "privacy": "y"}
    assert public.post(link, {**coming, "name": "Amina Maria Koll"}).status_code == 303
    [person] = world.rows(Person, id=asked.person_id)
    assert (person.name, person.standing) == ("Amina Maria Koll", Standing.MEMBER)


def test_an_invitation_asks_again_and_stays_good(world, cast, public, worker, mailbox, koll):
    cast.cleo.browser.post("/admin/invitations", email="nora@example.org", role="practitioner")
    worker()
    link = read(mailbox(), "nora@example.org")[-1].link
    coming = {"password": "a sentence of my own", "privacy": "y"}
    answer = public.post(link, {**coming, "name": "Amina KoIl"})
    assert answer.status_code == 422
    assert SAID in answer.text
    assert world.rows(Invitation)[0].used_at is None
    assert world.rows(Person, email="nora@example.org") == []
    assert "Welcome." in follow(public, public.post(link, {**coming, "name": "Amina Berg"}))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Amina KoIl", SAID),
        ("Amina Ko1l", "figures among its letters"),
        ("Quartz 45", "one of our pseudonyms"),
    ],
)
def test_the_command_line_refuses_it_too(app, world, koll, name, why):
    command = ["person", "add", "new@example.org", "--name", name, "--role", "practitioner"]
    result = app.test_cli_runner().invoke(hrcn, [*command, "--password-stdin"], input="\n")
    assert result.exit_code == 1
    assert why in result.output
    assert world.rows(Person, email="new@example.org") == []


def test_a_handle_that_would_look_like_another_gets_an_ending(world, public):
    world.person("nora-1ind")
    public.post("/join", NORA)
    [nora] = world.rows(Person, name="Nora Lind")
    assert re.fullmatch(r"nora-lind-[a-z0-9]{4}", nora.handle)


def test_no_member_is_called_as_a_pseudonym_whether_there_is_one_or_not(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    reply_masked(cast.amina, world.thread(space, cast.ben))
    there = persona_in(world, space).name
    for name in (there, there.upper(), "Quartz 45", "quartz 45", "0nyx 45", "OpaI 4O", "Onyx l8"):
        answer = rename(cast.eve, name)
        assert answer.status_code == 422, name
        assert re.search("one of our pseudonyms|figures among", answer.text), name
    for name in ("Opal Miller", "Mimosa Lo", "Amina 2", "Opal"):
        assert rename(cast.eve, name).status_code == 303, name


def test_asking_costs_the_same_among_many(app, world, cast, koll):
    rename(cast.eve, "Eve Berg")
    few = _asked(app, cast, "Amina KoIl")
    world.do(lambda: db.session.add_all(_many(300)))
    assert _asked(app, cast, "Amina KoIl") == few


def _asked(app, cast, name: str) -> int:
    token = cast.eve.browser.token("/settings")
    fields = {"csrf_token": token, "name": name, "timezone": "Europe/Vienna"}
    with count_queries(app) as statements:
        assert cast.eve.browser.client.post("/settings", data=fields).status_code == 422
    return len(statements)


def _many(count: int) -> list[Person]:
    """Half of them are called as Amina is."""
    return [
        Person(
            handle=f"many-{number}",
            name="Amina Koll" if number % 2 else f"Many {number}",
            email=f"many{number}@example.org",
            site_role=SiteRole.PRACTITIONER,
            joined_at=clock.now(),
        )
        for number in range(count)
    ]


def test_of_two_who_choose_look_alike_names_at_once_one_is_refused(app, world, cast):
    people = {cast.eve.id: "Amina Koll", cast.ben.id: "Amina KoIl"}
    start, refused = threading.Barrier(2), []

    def choose(person_id: int) -> None:
        with app.app_context():
            start.wait()
            try:
                change_profile(_called(people[person_id]), by=viewer_of(person_id))
                db.session.commit()
            except LooksLikeAnother:
                refused.append(person_id)
                db.session.rollback()

    threads = [threading.Thread(target=choose, args=(each,)) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(refused) == 1


def _called(name: str) -> Profile:
    return Profile(name, "", "", None, None, [], [], "", "Europe/Vienna", "")
