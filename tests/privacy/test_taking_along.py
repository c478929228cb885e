"""The archive: what is in it and what is not, who may fetch it, and for how long."""

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from hrcn_community.accounts.places import put_outside
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.privacy.archive import FORMAT, VERSION
from hrcn_community.privacy.models import Export
from hrcn_community.privacy.upkeep import tidy_archives
from hrcn_community.spaces.models import Space
from hrcn_community.worker import work_off
from tests.attachments.sending import add, reply_with
from tests.browsing import Browser, follow
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.factories import CONFIDENTIAL, NETWORK, Somebody
from tests.privacy.walking import files_that_hold


def _ask(who: Somebody, **fields: str):
    who.browser.step_up()
    return who.browser.post("/settings/data", fields)


def _link(browser: Browser) -> str:
    found = re.search(r'"(/settings/data/[0-9a-z]{20,})"', browser.page("/settings/data"))
    return found[1] if found else ""


def _archive(who: Somebody) -> zipfile.ZipFile:
    who.browser.step_up()
    answer = who.browser.get(_link(who.browser))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    return zipfile.ZipFile(io.BytesIO(answer.data))


def _told(who: Somebody) -> dict:
    return json.loads(_archive(who).read("data.json"))


@pytest.fixture
def storage_folder(app) -> Path:
    return Path(app.config["STORAGE_URL"].removeprefix("file://"))


def test_an_archive_is_made_told_of_and_holds_what_is_ones_own(world, cast, worker, storage_folder):
    space = world.space(NETWORK, "Homes", member=[cast.amina, cast.ben])
    thread = world.thread(
        space, cast.amina, "Warm homes", "My first words.", [(cast.ben, "Ben says.")]
    )
    file = add(cast.amina.browser)
    follow(cast.amina.browser, reply_with(cast.amina, thread, file, body="With a file."))
    assert "Your archive is being made" in follow(cast.amina.browser, _ask(cast.amina))
    worker()
    assert "Your archive is ready" in cast.amina.browser.page("/notifications")
    archive = _archive(cast.amina)
    told = json.loads(archive.read("data.json"))
    assert (told["format"], told["version"], told["handle"]) == (FORMAT, VERSION, "amina")
    chapters = told["chapters"]
    assert chapters["person"][0]["email"] == "amina@example.org"
    assert [post["source"] for post in chapters["posts"]] == ["My first words.", "With a file."]
    assert chapters["posts"][0]["place"]["title"] == "Warm homes"
    assert {event["name"] for event in chapters["events"]} >= {"SignedIn", "ThreadStarted"}
    assert "pseudonyms" not in told
    [name] = [name for name in archive.namelist() if name.startswith("files/")]
    assert archive.read(name)[:4] == b"\x89PNG"
    page = archive.read("index.html").decode()
    assert "My first words." in page
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?!#|style\.css)[^"]*"', page) == []
    assert "Ben says." not in archive.read("data.json").decode() + page
    assert files_that_hold(storage_folder / "ex", "My first words") == [], "it lies there sealed"


def test_the_page_is_in_ones_own_language(world, worker):
    karin = world.person("Karin", locale="de")
    _ask(karin)
    worker()
    assert '<html lang="de">' in _archive(karin).read("index.html").decode()


def test_of_places_that_one_has_left_only_ones_own_words_come_along(world, cast, worker):
    space = world.space(
        CONFIDENTIAL, "Canary cage", member=[cast.amina, cast.ben], facilitator=cast.eve
    )
    thread = world.thread(space, cast.ben, "Canary title", "Canary words.", [(cast.amina, "Mine.")])
    world.do(lambda: put_outside(db.session.get_one(Space, space.id), cast.amina.id))
    _ask(cast.amina)
    worker()
    archive = _archive(cast.amina)
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Mine." in whole
    assert "Canary" not in whole
    assert thread.address not in whole
    told = json.loads(archive.read("data.json"))
    assert [post["place"] for post in told["chapters"]["posts"]] == [None]


def test_pseudonyms_come_along_only_if_they_are_asked_for(world, cast, worker):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    follow(cast.amina.browser, reply_masked(cast.amina, thread))
    name = persona_in(world, space).name
    _ask(cast.amina)
    worker()
    archive = _archive(cast.amina)
    whole = b"".join(archive.read(each) for each in archive.namelist()).decode()
    assert name not in whole
    assert "Said under a pseudonym." not in whole
    _ask(cast.amina, with_pseudonyms="y")
    worker()
    [told] = _told(cast.amina)["pseudonyms"]
    assert told["name"] == name
    assert [post["source"] for post in told["chapters"]["posts"]] == ["Said under a pseudonym."]
    _ask(cast.ben, with_pseudonyms="y")
    worker()
    assert "pseudonyms" not in _told(cast.ben), "nobody else's"


def test_two_askings_are_one_archive_and_a_new_one_takes_its_place(
    world, cast, worker, storage_folder
):
    amina = cast.amina
    assert _ask(amina).status_code == _ask(amina).status_code == 303
    [first] = world.rows(Export)
    worker()
    link = _link(amina.browser)
    assert len(list(storage_folder.glob("ex/export*"))) == 1
    _ask(amina)
    [second] = world.rows(Export)
    assert second.ref != first.ref
    assert amina.browser.sees(link) == 404
    worker()
    assert len(list(storage_folder.glob("ex/export*"))) == 1
    assert amina.browser.sees(_link(amina.browser)) == 200
    assert amina.browser.post("/settings/data", mask="1").status_code == 422


def test_a_link_is_of_one_person_one_browser_and_seven_days(
    app, world, cast, worker, storage_folder, public
):
    amina = cast.amina
    _ask(amina)
    worker()
    link = _link(amina.browser)
    assert amina.browser.sees(link) == 200
    assert public.sees(link) == 404
    assert cast.ben.browser.sees(link) == 404
    assert cast.cleo.browser.sees(link) == 404
    assert amina.browser.sees(link[:-1] + ("0" if link[-1] != "0" else "1")) == 404
    other = Browser(app)
    other.let_in(amina.id)
    assert other.sees(link) == 404, "another browser has a link of its own"
    other.step_up()
    assert other.sees(_link(other)) == 200
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        other.get("/")
        assert amina.browser.sees(link) == 404
        work_off(app)
    assert world.rows(Export) == []
    assert list(storage_folder.glob("ex/export*")) == []


def test_bytes_that_a_kill_left_behind_are_swept(app, world, cast, worker, storage_folder):
    _ask(cast.amina)
    worker()
    kept = world.rows(Export)[0].stored
    (storage_folder / "ex" / "export0stray").write_bytes(b"x")

    def tidy() -> None:
        with clock.at(clock.now() + timedelta(hours=2)):
            tidy_archives()

    world.do(tidy)
    assert [path.name for path in storage_folder.glob("ex/export*")] == [kept]
