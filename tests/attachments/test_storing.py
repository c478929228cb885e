"""Storing files: whole or not at all, once, and no longer than somebody has them."""

import io
import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from hrcn_community.attachments import actions, upkeep
from hrcn_community.conversations.models import Attachment, Draft, Post, StoredFile
from hrcn_community.core import clock
from hrcn_community.core.turns import Turns
from tests.attachments.sending import add, links_in, picture, reply_with, send
from tests.browsing import follow
from tests.racing import at_once


@pytest.fixture
def folder(app, tmp_path, monkeypatch) -> Path:
    """The storage of this test alone."""
    monkeypatch.setitem(app.config, "STORAGE_URL", f"file://{tmp_path / 'files'}")
    return tmp_path / "files"


def stored_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_same_content_is_stored_once_and_counts_for_each(app, world, cast, folder):
    first, second = add(cast.ben.browser), add(cast.amina.browser, name="other.png")
    [stored] = world.rows(StoredFile)
    assert stored_in(folder) == [stored.name, f"{stored.name}.small"]
    assert {each.file_id for each in world.rows(Attachment)} == {stored.id}
    app.config["FILES_PER_PERSON"] = stored.size + stored.small_size + 10
    for who in (cast.ben, cast.amina):
        refused = send(who.browser, picture("red"))
        assert refused.status_code == 422
        assert "all the room" in refused.text
    cast.ben.browser.post(f"/files/{first}/end")
    assert world.rows(Attachment)[0].ref == second
    assert stored_in(folder) == [stored.name, f"{stored.name}.small"]


@pytest.fixture(autouse=True)
def room_as_before(app):
    before = app.config["FILES_PER_PERSON"]
    yield
    app.config["FILES_PER_PERSON"] = before


def test_two_who_send_the_same_at_once_both_have_it_and_it_is_stored_once(world, cast, folder):
    people = [cast.ben, cast.amina, cast.chandra]
    for who in people:
        assert who.browser
    answers = at_once([lambda who=who: send(who.browser, picture()).status_code for who in people])
    assert answers == [200, 200, 200]
    [stored] = world.rows(StoredFile)
    assert stored_in(folder) == [stored.name, f"{stored.name}.small"]
    assert len(world.rows(Attachment)) == 3


def test_the_bytes_lie_outside_what_is_served_and_under_a_name_of_our_own(app, world, cast, folder):
    add(cast.ben.browser, b"Words", "../../static/x.txt")
    [stored] = world.rows(StoredFile)
    assert stored_in(folder) == [stored.name]
    assert not folder.is_relative_to(app.static_folder)
    assert (folder / stored.name[:2] / stored.name).stat().st_mode & 0o111 == 0


@pytest.mark.parametrize("trouble", ["gone", "read-only", "full"])
def test_trouble_with_the_storage_is_said_the_text_is_kept_and_nothing_is_half_stored(
    world, cast, folder, monkeypatch, trouble
):
    thread = world.thread(world.space(), cast.amina)
    words, status = _break(folder, trouble, monkeypatch)
    sent = send(cast.ben.browser, picture())
    assert sent.status_code == status
    assert words in sent.text
    answer = reply_with(
        cast.ben, thread, body="Half an hour of writing.", upload=(io.BytesIO(picture()), "a.png")
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert "Half an hour of writing." in answer.text
    assert world.rows(StoredFile) == world.rows(Attachment) == []
    assert len(world.rows(Post)) == 1
    assert stored_in(folder) == []


def _break(folder: Path, trouble: str, monkeypatch) -> tuple[str, int]:
    """Let the storage fail in that way; return what is said then, and the status."""
    folder.mkdir(parents=True)
    if trouble == "gone":
        folder.rmdir()
        folder.write_text("")  # no folder can be made there
        return "Files cannot be reached or stored at the moment.", 503
    error = OSError(28, "No space left") if trouble == "full" else OSError(30, "Read-only")

    def refuse(_fd: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", refuse)
    if trouble == "full":
        return "There is no room left to store files.", 507
    return "Files cannot be reached or stored at the moment.", 503


def test_a_file_whose_bytes_are_away_is_answered_in_words_and_is_there_again_afterwards(
    world, cast, folder
):
    thread = world.thread(world.space(), cast.amina)
    follow(cast.ben.browser, reply_with(cast.ben, thread, add(cast.ben.browser)))
    [link] = links_in(cast.amina.browser.page(thread.address))
    away = folder.rename(folder.with_name("away"))
    answer = cast.amina.browser.get(link)
    assert answer.status_code == 503
    assert "Files cannot be reached" in answer.text
    away.rename(folder)
    assert cast.amina.browser.sees(link) == 200


def test_what_is_taken_in_leaves_nothing_beside_it(app, cast, folder):
    add(cast.ben.browser)
    send(cast.ben.browser, b"", "empty.txt")
    assert list((Path(app.instance_path) / "taking-in").iterdir()) == []


def test_what_a_killed_server_left_half_done_goes_in_minutes(app, world, cast, folder):
    add(cast.ben.browser)
    half = folder / "ab" / "abcdefgh.0000000000.part"
    at_work = Path(app.instance_path) / "taking-in" / "somebody"
    for each in (half.parent, at_work):
        each.mkdir(parents=True, exist_ok=True)
    half.write_text("half")
    world.ask(upkeep.tidy)
    assert half.exists()
    assert at_work.exists()
    _age(half, at_work, seconds=301)
    world.ask(upkeep.tidy)
    assert not half.exists()
    assert not at_work.exists()
    assert len(stored_in(folder)) == 2


def test_what_was_never_sent_goes_after_a_day_but_not_what_a_draft_still_names(world, cast, folder):
    thread = world.thread(world.space(), cast.amina)
    forgotten = add(cast.ben.browser, picture("red"))
    drafted = add(cast.ben.browser, picture("blue"))
    sent = add(cast.ben.browser, picture("green"))
    follow(cast.ben.browser, reply_with(cast.ben, thread, sent))
    cast.ben.browser.fragment(
        "/drafts",
        {"place": f"reply:{thread.ref}", "sequence": "0", "body": "Soon.", "files": ["", drafted]},
    )
    assert len(world.rows(Draft)) == 1
    _clear_away_after(world, timedelta(hours=23))
    assert len(world.rows(Attachment)) == 3
    _clear_away_after(world, timedelta(hours=25))
    assert {each.ref for each in world.rows(Attachment)} == {drafted, sent}
    assert forgotten not in {each.ref for each in world.rows(Attachment)}
    assert len(stored_in(folder)) == 4


def test_the_bytes_go_when_nobody_has_them_any_more(world, cast, folder):
    thread = world.thread(world.space(), cast.amina)
    refs = [add(who.browser, picture("red")) for who in (cast.ben, cast.amina)]
    answers = [
        reply_with(who, thread, ref) for who, ref in zip((cast.ben, cast.amina), refs, strict=True)
    ]
    assert [each.status_code for each in answers] == [303, 303]
    for who, number, left in ((cast.ben, 2, 2), (cast.amina, 3, 0)):
        [post] = world.rows(Post, number=number)
        form = {"body": "Here it is.", "revision": 1, "language": "en"}
        form |= {"files": ["", *refs], "drop": refs}
        assert who.browser.post(f"/posts/{post.ref}/edit", form).status_code in (303, 422)
        form["files"] = form["drop"] = [refs[number - 2]]
        follow(who.browser, who.browser.post(f"/posts/{post.ref}/edit", form))
        _clear_away_after(world, timedelta(hours=2))
        assert len(stored_in(folder)) == left


def test_bytes_without_a_row_go_after_a_day(world, cast, folder):
    add(cast.ben.browser)
    [stored] = world.rows(StoredFile)
    stray = folder / "zz" / "zzzzzzzzzz"
    stray.parent.mkdir()
    stray.write_text("left by a server that was killed before it wrote down the row")
    _clear_away_after(world, timedelta(hours=2))
    assert stray.exists()
    world.ask(upkeep.sweep)
    assert stray.exists()
    _age(*folder.rglob("*"), seconds=25 * 3600)
    world.ask(upkeep.sweep)
    assert stored_in(folder) == [stored.name, f"{stored.name}.small"]


def test_somebody_who_sends_the_same_while_it_is_cleared_away_still_has_it(
    world, cast, folder, monkeypatch
):
    """The row is dropped between the look for it and the new attachment, or after it: never lost."""
    for _ in range(5):
        ref = add(cast.ben.browser)
        cast.ben.browser.post(f"/files/{ref}/end")
        monkeypatch.setattr(upkeep, "UNUSED", timedelta(0))
        answers = at_once(
            [
                lambda: send(cast.amina.browser, picture()).status_code,
                lambda: world.ask(upkeep.clear_away) or 200,
            ]
        )
        assert answers == [200, 200]
        [attachment] = world.rows(Attachment)
        [stored] = world.rows(StoredFile)
        assert attachment.file_id == stored.id
        assert stored_in(folder) == [stored.name, f"{stored.name}.small"]
        cast.amina.browser.post(f"/files/{attachment.ref}/end")
        world.ask(upkeep.clear_away)
        assert stored_in(folder) == []


def test_when_many_files_arrive_at_once_the_last_are_asked_to_wait(cast, folder, monkeypatch):
    monkeypatch.setattr(actions, "TURNS", Turns(1, patience=0.1, message="Many files arrive."))
    with actions.TURNS.one():
        answer = send(cast.ben.browser, picture())
    assert answer.status_code == 503
    assert "Many files arrive" in answer.text
    assert send(cast.ben.browser, picture()).status_code == 200


def test_others_write_while_a_file_is_taken_in(world, cast, folder, monkeypatch):
    """The database is let go while a file is cleaned, which may take seconds."""
    thread = world.thread(world.space(), cast.amina)
    begun, end = threading.Event(), threading.Event()
    clean = actions.clean_apart

    def slowly(*given):
        begun.set()
        assert end.wait(20)
        return clean(*given)

    monkeypatch.setattr(actions, "clean_apart", slowly)
    assert cast.ben.browser
    sending = threading.Thread(target=lambda: send(cast.ben.browser, picture()))
    sending.start()
    assert begun.wait(20)
    began = time.monotonic()
    world.reply(thread, cast.amina, "Meanwhile.")
    took = time.monotonic() - began
    end.set()
    sending.join()
    assert took < 10  # SQLite would have waited for its lock and failed after fifteen
    assert len(world.rows(Attachment)) == 1


def _clear_away_after(world, passed: timedelta) -> None:
    with clock.at(clock.now() + passed):
        world.ask(upkeep.clear_away)


def _age(*paths: Path, seconds: int) -> None:
    before = time.time() - seconds
    for path in paths:
        os.utime(path, (before, before))
