"""A sealed case: what lies in the database and the storage says nothing without the keys."""

import gzip
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from config import SettingsError
from hrcn_community.accounts.models import SignIn
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.cli.running import refuse_wrong_keys
from hrcn_community.cli.sealing import reseal
from hrcn_community.consultations.actions.asking import tighten
from hrcn_community.consultations.ended import RemovedCase
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.transitions import Tier
from hrcn_community.conversations.actions import save_draft, write_post
from hrcn_community.conversations.models import (
    Attachment,
    Bookmark,
    ConversationTerm,
    Follow,
    Post,
    Revision,
    StoredFile,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.sealing import WrongKey
from hrcn_community.notifications.models import Notice
from hrcn_community.privacy.models import Naming
from hrcn_community.privacy.retention_chore import keep_periods
from hrcn_community.spaces.models import Space, SpaceKey
from tests.canary.filed import find_post_at
from tests.consultations.sealed import (
    CITY,
    INSIDE,
    STEM,
    WORD,
    hang_a_file,
    lying_about,
    open_file,
    remove_stored,
    stored_names,
)
from tests.demonstration import SEALED
from tests.factories import World
from tests.privacy.leaving import be_erased
from tests.racing import meanwhile, on_postgresql
from tests.running.houses import call, empty_house, is_untouched, restored

NEWER = "bmV3ZXIga2V5IG5ld2VyIGtleSBuZXdlciBrZXkgbmU="
FOREIGN = "Zm9yZWlnbiBrZXkgZm9yZWlnbiBrZXkgZm9yZWlnbiE="
DUE = "2027-03-04"
SAID = {"title": f"{WORD} title", "question": f"{WORD}?", "context": WORD, "tried": WORD}
ASKED = {**SAID, "city": "graz", "decision_due": DUE, "wanted_form": "review"}

pytestmark = pytest.mark.usefixtures("proved")


@pytest.fixture(autouse=True)
def nothing_stored_before(app):
    """Let no file of another test lie there: the words are the same."""
    for name in stored_names(app):
        remove_stored(app, name)


@pytest.fixture
def keys(app):
    """Call it with the keys that the house has from now on."""
    yield lambda *given: app.config.update(SEALED_KEYS=list(given))
    app.config["SEALED_KEYS"] = [SEALED]


@pytest.fixture
def sealed(world, cast, story):
    """A sealed case with an answer, whose every text, file and draft holds the word."""
    story.ask(**ASKED, tier="sealed")
    _work(world, cast, story, triager=cast.cleo)
    return story


def _work(world, cast, story, triager):
    story.done(triager, "triage")
    story.done(triager, "needs-info", body=WORD)
    story.done(cast.omar, "information", body=WORD)
    story.done(triager, "scope", body=WORD)
    story.done(cast.omar, "scope/confirmation")
    story.done(cast.cleo, "invitation", handle="dalia", role="advisor")
    story.done(cast.dalia, "declaration", declaration="none", text=WORD)
    story.done(cast.dalia, "drafts", body=WORD)
    story.done(cast.dalia, "drafts", body=f"{WORD} once more")
    story.done(cast.cleo, "notes", note=WORD)
    hang_a_file(world, cast.omar, story.case.conversation_id)
    world.do(lambda: _draft(story.case, cast.omar.id))


def _draft(case, person_id):
    space = db.session.get_one(Space, case.asking_space_id)
    fields = {"body": f"{WORD} in a draft"}
    first = save_draft("reply:case", space, fields, over=0, actor_id=person_id)
    save_draft("reply:case", space, fields | {"x": WORD}, over=first.sequence, actor_id=person_id)


def _assert_silent(lies: bytes):
    for word in (WORD, STEM, INSIDE.decode()[10:20], CITY, DUE, "review"):
        places = [line[:80] for line in lies.splitlines() if word.encode() in line]
        if word in (CITY, "review"):  # words of the register and of the roles, too
            places = [line for line in places if line.startswith((b"cases:", b"conversations:"))]
        assert not places, (word, places)


def test_a_copy_of_everything_holds_no_word_of_it(app, world, cast, sealed, worker):
    worker()
    page = sealed.page(cast.omar)
    assert page.count(WORD) > 3  # who may read it reads
    assert CITY in page
    assert "Review of a document" in page
    [hung] = world.rows(Attachment)
    assert open_file(world, cast.omar, hung.ref).data == INSIDE
    _assert_silent(lying_about(app))
    case = sealed.case
    assert (case.city_id, world.rows(ConversationTerm)) == (None, [])
    spaces = [row for row in world.rows(Space) if row.key_ref]
    assert {row.id for row in spaces} == {
        case.asking_space_id,
        case.working_space_id,
        case.papers_space_id,
    }
    assert len({row.key_ref for row in spaces}) == len(world.rows(SpaceKey)) == 1
    assert {(post.terms, post.title_terms) for post in world.rows(Post)} == {("", "")}


def test_what_is_sealed_later_is_encrypted_with_all_that_was_said_before(
    app, world, cast, story, worker
):
    of_others = stored_names(app)
    story.ask(**ASKED, tier="confidential")
    _work(world, cast, story, triager=cast.chandra)
    worker()
    before, there = stored_names(app) - of_others, lying_about(app)
    assert WORD.encode() in there
    assert INSIDE in there
    story.done(cast.omar, "tier", tier="sealed")
    worker()
    _assert_silent(lying_about(app))
    assert before
    assert not before & stored_names(app)
    assert WORD in story.page(cast.omar)
    assert {row.source for row in world.rows(Revision) if "once" in row.source} == {
        f"{WORD} once more"
    }
    assert cast.chandra.browser.sees(story.address) == 404


def test_without_its_key_nothing_starts_and_nothing_opens(app, world, cast, sealed, keys):
    keys(FOREIGN)
    with app.app_context(), pytest.raises(SettingsError, match="words of sealed consultations"):
        refuse_wrong_keys()
    with pytest.raises(WrongKey):
        world.rows(Post)
    done = app.test_cli_runner().invoke(reseal)
    assert isinstance(done.exception, SettingsError)
    keys(NEWER, SEALED)
    with app.app_context():
        refuse_wrong_keys()
    assert WORD in sealed.page(cast.omar)


def test_keys_are_wrapped_anew_and_replaced_and_what_was_broken_off_is_done_again(
    app, world, cast, sealed, keys, worker, monkeypatch
):
    worker()
    [old] = world.rows(SpaceKey)
    [hung], [stored] = world.rows(Attachment), world.rows(StoredFile)
    assert stored.name in stored_names(app)
    keys(NEWER, SEALED)
    run = app.test_cli_runner()
    assert "1 keys of sealed" in run.invoke(reseal).output
    [wrapped] = world.rows(SpaceKey)
    assert (wrapped.ref, wrapped.wrapped != old.wrapped) == (old.ref, True)
    keys(NEWER)  # the older one opens nothing that is sealed any more
    assert WORD in sealed.page(cast.omar)

    def killed(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hrcn_community.attachments.sealing.drop_keys", killed)
        assert run.invoke(reseal, ["--new-space-keys"]).exit_code != 0
    assert [row.ref for row in world.rows(SpaceKey)] == [old.ref]
    assert WORD in sealed.page(cast.omar)
    before = _raw(app)
    done = run.invoke(reseal, ["--new-space-keys"])
    assert "1 sealed consultations have another key" in done.output
    worker()
    [new] = world.rows(SpaceKey)
    assert new.ref != old.ref
    assert not before & _raw(app)  # each word is written anew
    assert stored.name not in stored_names(app)
    assert WORD in sealed.page(cast.omar)
    assert open_file(world, cast.omar, hung.ref).data == INSIDE
    assert old.ref.encode() not in lying_about(app)


def _raw(app):
    with app.app_context(), db.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT source, html FROM posts")
        return {text for row in rows for text in row}


def test_nothing_of_it_is_shown_without_a_proof(world, cast, story, monkeypatch):
    """On no page that shows many places, nor to the expert who is invited; its reference is."""
    story.until("invited", **ASKED, tier="sealed")
    case, omar, dalia = story.case, cast.omar.browser, cast.dalia.browser
    world.do(lambda: _draft(case, cast.omar.id))
    world.do(lambda: _keep(cast.omar.id, case.conversation_id))
    everywhere = ("/", "/consultations", "/drafts", "/bookmarks", "/notifications", "/settings")
    shown = [path for path in everywhere if WORD in omar.page(path)]
    assert shown == ["/consultations", "/drafts", "/bookmarks"]
    assert WORD in dalia.page(f"{story.address}/invitation")
    [post, *_] = world.rows(Post, conversation_id=case.conversation_id)
    doors = (story.address, f"/posts/{post.ref}", f"{story.address}/keeping")
    with clock.at(clock.now() + timedelta(hours=1)):
        for path in everywhere:
            assert WORD not in omar.page(path), path
        assert case.ref in omar.page("/consultations")
        for browser, paths in ((omar, doors), (dalia, [f"{story.address}/invitation"])):
            for path in paths:
                answer = browser.get(path)
                assert answer.status_code in {302, 303, 401, 403}, path
                assert WORD not in answer.text


def _keep(person_id, conversation_id):
    post = find_post_at(conversation_id)
    mark = {"marked_at": clock.now(), "note": WORD, "person_id": person_id}
    db.session.add(Bookmark(post_id=post.id, **mark))
    followed = {"level": "watching", "since": clock.now(), "person_id": person_id}
    db.session.merge(Follow(conversation_id=conversation_id, **followed))


def test_a_backup_carries_it_as_it_lies_there_and_with_the_keys_all_of_it_comes_back(
    app, world, cast, sealed, worker, tmp_path
):
    worker()
    kept, [hung] = tmp_path / "one.hrcn", world.rows(Attachment)
    assert call(app, "backup", str(kept)).exit_code == 0
    _assert_silent(gzip.decompress(kept.read_bytes()))
    with empty_house(tmp_path / "without", SEALED_KEYS=[FOREIGN]) as without:
        assert "SEALED_KEYS here are not those" in restored(without, kept).output
        assert is_untouched(without)
    with empty_house(tmp_path / "new") as new:
        done = restored(new, kept)
        assert done.exit_code == 0, done.output
        omar = replace(cast.omar, app=new, _browser=None)
        page = omar.browser.page(sealed.address)
        assert page.count(WORD) == sealed.page(cast.omar).count(WORD)
        assert CITY in page
        assert open_file(World(new), omar, hung.ref).data == INSIDE
        _assert_silent(lying_about(new))
        new.config["SEALED_KEYS"] = [FOREIGN]
        with new.app_context(), pytest.raises(SettingsError, match="words of sealed"):
            refuse_wrong_keys()
        with pytest.raises(WrongKey):
            World(new).rows(Post)


def test_when_its_time_is_over_its_key_goes_with_it(app, world, cast, story, worker):
    story.until("closed", **ASKED, tier="sealed")
    assert world.rows(SpaceKey)
    for days in (671, 717, 740):
        with app.app_context(), clock.at(clock.now() + timedelta(days=days)):
            db.session.execute(update(SignIn).values(last_seen_at=clock.now()))
            db.session.commit()
            keep_periods()
            worker()
        told = {row.person_id for row in world.rows(Notice, kind="case.removal")}
        assert told >= ({cast.omar.id, cast.cleo.id, cast.dalia.id} if days < 740 else set())
    assert (world.rows(Case), world.rows(SpaceKey)) == ([], [])
    assert [row.tier for row in world.rows(RemovedCase)] == ["sealed"]


@on_postgresql
def test_what_is_written_while_it_is_being_sealed_is_sealed_too(app, world, cast, story):
    story.ask(**SAID, tier="confidential")
    story.done(cast.chandra, "triage")
    ref = story.case.ref

    def seal() -> None:
        tighten(_case(ref, cast.omar.id), Tier.SEALED, by=viewer_of(cast.omar.id))

    def write(word: str) -> None:
        post = write_post(_case(ref, cast.cleo.id).work, f"{WORD} {word}", by=None)
        assert post.id

    assert meanwhile(app, lambda: write("before"), seal) is None
    assert meanwhile(app, lambda: write("after"), lambda: write("later")) is None
    assert not [text for text in _raw(app) if WORD in text]
    story.ask(**SAID, tier="confidential")
    ref = story.case.ref
    assert meanwhile(app, seal, lambda: write("meanwhile")) is None
    assert not [text for text in _raw(app) if WORD in text]
    assert WORD in story.page(cast.omar)


def _case(ref, person_id):
    case = find_case(ref, viewer=viewer_of(person_id))
    assert case
    return case


def test_the_name_of_somebody_who_is_erased_is_found_in_it_for_its_lead(app, world, cast, story):
    somebody = world.person("Quokkina Vandermolen")
    said = f"{WORD}: we spoke to Quokkina Vandermolen, @{somebody.handle}."
    story.ask(**SAID | {"context": said}, tier="sealed")
    be_erased(somebody)
    assert [(row.place, row.part) for row in world.rows(Naming)] == [("posts", "source")]
    page = story.page(cast.omar)
    assert "we spoke to" in page
    assert f"@{somebody.handle}" not in page  # what points at them is taken out at once
    assert not [text for text in _raw(app) if WORD in text or "we spoke" in text]
