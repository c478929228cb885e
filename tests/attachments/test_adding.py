"""Adding files to what one writes."""

import io

import pytest

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.personas import HANDLES
from hrcn_community.attachments import actions
from hrcn_community.attachments.words import shown_name
from hrcn_community.conversations.actions.attaching import ChosenFile, drop_upload
from hrcn_community.conversations.models import Attachment, Draft, FilesMissing, Post, StoredFile
from hrcn_community.core.db import db
from hrcn_community.discussions.actions import start_thread
from hrcn_community.spaces.models import Space
from tests.attachments.sending import add, links_in, picture, reply_with, send
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC


def test_a_picture_stands_below_the_words_with_its_description(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    ref = add(cast.ben.browser)
    page = follow(
        cast.ben.browser,
        reply_with(cast.ben, thread, ref, **{f"about-{ref}": "The square, from above"}),
    )
    assert 'alt="The square, from above"' in page
    [link] = links_in(public.page(thread.address))
    assert public.get(link).data.startswith(b"\x89PNG")
    assert public.get(f"{link}/small").mimetype == "image/webp"


def test_a_thread_begins_with_files(world, cast):
    space = world.space()
    ref = add(cast.ben.browser, b"Minutes of Monday", "minutes.txt")
    answer = cast.ben.browser.post(
        "/threads", title="Minutes", body="Attached.", kind="discussion", language="en",
        space=space.slug, files=["", ref],
    )  # fmt: skip
    page = follow(cast.ben.browser, answer)
    [link] = links_in(page)
    assert "minutes.txt" in page
    assert "not scanned for viruses" in page
    assert cast.amina.browser.get(follow_link(cast.amina, answer)).data == b"Minutes of Monday"
    assert link not in cast.amina.browser.page(answer.headers["Location"])


def follow_link(who, answer) -> str:
    [link] = links_in(who.browser.page(answer.headers["Location"]))
    return link


def test_without_scripts_files_come_with_the_form(world, cast):
    thread = world.thread(world.space(), cast.amina)
    files = [(io.BytesIO(picture()), "a.png"), (io.BytesIO(b"Words"), "b.txt")]
    page = follow(cast.ben.browser, reply_with(cast.ben, thread, upload=files))
    assert "b.txt" in page
    assert len(links_in(page)) == 2
    assert post_of(world, thread, 2).file_count == 2


def test_without_scripts_a_file_that_is_refused_leaves_the_text_and_the_other_file(world, cast):
    thread = world.thread(world.space(), cast.amina)
    files = [(io.BytesIO(b"Words"), "good.txt"), (io.BytesIO(b""), "empty.txt")]
    refused = reply_with(cast.ben, thread, body="Half an hour of writing.", upload=files)
    assert refused.status_code == 422
    assert "empty.txt: This file is empty." in refused.text
    assert 'href="#files"' in refused.text
    assert 'id="files"' in refused.text
    assert "Half an hour of writing." in refused.text
    [kept] = world.rows(Attachment)
    assert f'name="files" value="{kept.ref}"' in refused.text
    assert len(world.rows(Post)) == 1
    follow(cast.ben.browser, reply_with(cast.ben, thread, kept.ref))
    assert [each.name for each in world.rows(Attachment) if each.post_id] == ["good.txt"]


def test_files_that_were_taken_in_are_kept_when_the_words_are_refused(world, cast):
    thread = world.thread(world.space(), cast.amina)
    answer = reply_with(cast.ben, thread, body=" ", upload=[(io.BytesIO(picture()), "a.png")])
    assert answer.status_code == 422
    assert "Write something first." in answer.text
    [kept] = world.rows(Attachment)
    assert f'value="{kept.ref}"' in answer.text


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.png", "This file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "SVG, HTML"),
        (b"<!doctype html><script>1</script>", "a.txt", "SVG, HTML"),
        (b"MZ\x90\x00\x03", "a.pdf", "This kind of file is not taken."),
        (picture()[:60], "a.png", "damaged or cut off"),
    ],
)
def test_what_is_not_taken_is_told_in_words_and_leaves_nothing(world, cast, data, name, why):
    answer = send(cast.ben.browser, data, name)
    assert answer.status_code == 422
    assert why in answer.text
    assert world.rows(Attachment) == world.rows(StoredFile) == []


def test_a_file_that_is_too_large_is_told_so_and_not_read_further(world, cast, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 1000)
    answer = send(cast.ben.browser, b"x" * 2000, "long.txt")
    assert answer.status_code == 422
    assert "This file is larger than" in answer.text
    assert world.rows(StoredFile) == []


def test_the_public_adds_nothing(public):
    assert send(public, picture()).status_code == 401


def test_a_form_without_a_file_is_not_understood(cast):
    assert cast.ben.browser.fragment("/files").status_code == 400


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("evil\u202etxt.exe", "eviltxt.txt"),
        (".htaccess", "htaccess.txt"),
        ("\u200b\u200b.txt", "file.txt"),
        ("plan.png", "plan.txt"),
        ("ä" * 300 + ".txt", "ä" * 116 + ".txt"),
    ],
)
def test_a_file_is_called_what_it_is_and_nothing_that_misleads(world, cast, given, shown):
    add(cast.ben.browser, b"Words", given)
    [attachment] = world.rows(Attachment)
    assert attachment.name == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Users\\ben\\notes.txt", "notes.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie: x.txt"),
        ("\x00\x07", "file.txt"),
        ("/", "file.txt"),
    ],
)
def test_a_name_that_no_browser_sends_does_no_harm_either(given, shown):
    assert shown_name(given, ".txt") == shown


def test_nobody_attaches_what_somebody_else_added(world, cast):
    thread = world.thread(world.space(), cast.amina)
    ref = add(cast.amina.browser)
    answer = reply_with(cast.ben, thread, ref)
    assert answer.status_code == 422
    assert "not there any more" in answer.text
    assert f'value="{ref}"' not in answer.text
    assert len(world.rows(Post)) == 1


def test_a_file_hangs_at_one_post_alone(world, cast):
    thread = world.thread(world.space(), cast.amina)
    ref = add(cast.ben.browser)
    follow(cast.ben.browser, reply_with(cast.ben, thread, ref))
    assert reply_with(cast.ben, thread, ref).status_code == 422
    assert len(world.rows(Post)) == 2


def test_two_posts_that_take_one_file_do_not_both_have_it(world, cast):
    """The second had looked before the first was sent: it is refused, and says nothing half."""
    space = world.space()
    add(cast.ben.browser)
    [upload] = world.rows(Attachment)
    by, files = world.viewer(cast.ben), [ChosenFile(upload.id)]

    def start() -> None:
        start_thread(db.session.get_one(Space, space.id), "Plan", "Here.", by=by, files=files)

    world.do(start)
    with pytest.raises(FilesMissing):
        world.do(start)
    assert len(world.rows(Post)) == 1


def test_a_post_takes_ten_files(world, cast):
    thread = world.thread(world.space(), cast.amina)
    refs = [add(cast.ben.browser, f"Number {n}".encode(), "n.txt") for n in range(11)]
    answer = reply_with(cast.ben, thread, *refs)
    assert answer.status_code == 422
    assert "at most 10 files" in answer.text
    follow(cast.ben.browser, reply_with(cast.ben, thread, *refs, drop=refs[0]))
    assert post_of(world, thread, 2).file_count == 10
    assert refs[0] not in {each.ref for each in world.rows(Attachment)}


def test_a_description_that_is_too_long_comes_back_whole(world, cast):
    thread = world.thread(world.space(), cast.amina)
    ref = add(cast.ben.browser)
    answer = reply_with(cast.ben, thread, ref, **{f"about-{ref}": "x" * 501})
    assert answer.status_code == 422
    assert "at most 500 characters" in answer.text
    assert "x" * 501 in answer.text


def test_what_was_added_can_be_taken_back_before_it_is_sent(world, cast):
    ref = add(cast.ben.browser)
    assert cast.amina.browser.post(f"/files/{ref}/end").status_code == 404
    assert cast.ben.browser.post(f"/files/{ref}/end").status_code == 204
    assert world.rows(Attachment) == []


def test_what_hangs_at_a_post_is_not_taken_away_by_that(world, cast):
    thread = world.thread(world.space(), cast.amina)
    ref = add(cast.ben.browser)
    follow(cast.ben.browser, reply_with(cast.ben, thread, ref))
    assert cast.ben.browser.post(f"/files/{ref}/end").status_code == 404


def test_editing_adds_describes_and_leaves_out(world, cast):
    thread = world.thread(world.space(), cast.amina)
    first, second = add(cast.ben.browser), add(cast.ben.browser, picture("red"))
    follow(cast.ben.browser, reply_with(cast.ben, thread, first, second))
    post = post_of(world, thread, 2)
    edit = cast.ben.browser.page(f"/posts/{post.ref}/edit")
    assert edit.count('<li class="added" data-file>') == 2
    third = add(cast.ben.browser, b"Words", "w.txt")
    form = {
        "body": "Here it is.", "revision": post.revision, "language": "en",
        "files": ["", first, second, third], "drop": first, f"about-{second}": "Red",
    }  # fmt: skip
    page = follow(cast.ben.browser, cast.ben.browser.post(f"/posts/{post.ref}/edit", form))
    assert 'alt="Red"' in page
    assert "w.txt" in page
    assert {each.ref for each in world.rows(Attachment)} == {second, third}
    changed = post_of(world, thread, 2)
    assert (changed.file_count, changed.revision) == (2, 2)
    assert changed.version > post.version


def test_two_who_add_to_a_shared_text_keep_both_and_take_away_only_their_own(world, cast):
    thread = world.thread(world.space(member=[cast.amina, cast.ben]), cast.amina)
    post = post_of(world, thread)
    assert cast.amina.browser.post(f"/posts/{post.ref}/sharing").status_code == 303
    form = {"body": "How do you do it?", "revision": 1, "language": "en"}
    amina, ben = add(cast.amina.browser), add(cast.ben.browser, picture("red"))
    for who, files in ((cast.amina, ["", amina]), (cast.ben, ["", ben])):
        follow(who.browser, who.browser.post(f"/posts/{post.ref}/edit", {**form, "files": files}))
    assert post_of(world, thread).file_count == 2
    dropping = {**form, "files": ["", amina, ben], "drop": [amina, ben]}
    follow(cast.ben.browser, cast.ben.browser.post(f"/posts/{post.ref}/edit", dropping))
    assert [each.ref for each in world.rows(Attachment)] == [amina]


def test_a_draft_keeps_its_files(world, cast):
    thread = world.thread(world.space(), cast.amina)
    ref = add(cast.ben.browser)
    saved = cast.ben.browser.fragment(
        "/drafts",
        {"place": f"reply:{thread.ref}", "sequence": "0", "body": "Soon.", "files": ["", ref]},
    )
    assert saved.status_code == 200
    assert len(world.rows(Draft)) == 1
    assert f'name="files" value="{ref}"' in cast.ben.browser.page(thread.address)


def test_a_file_under_a_pseudonym_bears_neither_name_nor_owner(world, cast):
    space = world.space(pseudonyms="allowed", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina)
    ref = add(cast.ben.browser, picture(), "photo-by-ben.png", mask="1", space=space.slug)
    plain = add(
        cast.ben.browser, picture("red"), "ben-again.png"
    )  # before the pseudonym was chosen
    assert ben_owns(world, cast, ref) is False
    follow(cast.ben.browser, reply_with(cast.ben, thread, ref, plain, mask="1"))
    personas = {row.id for row in world.rows(Person) if row.handle.startswith(HANDLES)}
    attachments = world.rows(Attachment)
    assert {each.owner_id for each in attachments} <= personas
    assert [each.name for each in attachments] == ["image-1.png", "image-2.png"]
    assert "photo-by-ben" not in cast.amina.browser.page(thread.address)


def test_a_description_that_tells_who_writes_is_warned_of_under_a_pseudonym(world, cast):
    space = world.space(pseudonyms="allowed", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina)
    ref = add(cast.ben.browser, mask="1", space=space.slug)
    about = {f"about-{ref}": "Ben at the window"}
    warned = reply_with(cast.ben, thread, ref, mask="1", **about)
    assert warned.status_code == 422
    assert "that may tell who you are" in warned.text
    assert reply_with(cast.ben, thread, ref, mask="1", despite="y", **about).status_code == 303


def test_a_draft_of_a_pseudonym_names_no_file_of_its_owner(world, cast):
    """In a reply, where the pseudonym is chosen late, and in the edit of a post that is masked."""
    space = world.space(pseudonyms="allowed", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina)
    by_name = add(cast.ben.browser, picture(), "ben-photo.png")
    draft = {
        "place": f"reply:{thread.ref}",
        "sequence": "0",
        "body": "Soon.",
        "files": ["", by_name],
    }
    assert cast.ben.browser.fragment("/drafts", {**draft, "mask": "1"}).status_code == 200
    assert whose(world, by_name) == (draft_owner(world), "image.png")
    assert reply_with(cast.ben, thread, by_name, mask="1").status_code == 303
    post = post_of(world, thread, 2)
    added = add(cast.ben.browser, picture("red"), "ben-again.png", post=post.ref)
    assert whose(world, added) == (post.author_id, "image.png")


def whose(world, ref: str) -> tuple[int | None, str]:
    [attachment] = world.rows(Attachment, ref=ref)
    assert attachment.owner_id != world.rows(Person, handle="ben")[0].id
    return attachment.owner_id, attachment.name


def draft_owner(world) -> int:
    [draft] = world.rows(Draft)
    return draft.person_id


def test_whoever_loses_the_right_while_a_file_is_taken_in_sends_nothing(world, cast, monkeypatch):
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina)
    assert cast.ben.browser
    clean = actions.clean_apart

    def and_meanwhile_leave(*given):
        cast.ben.browser.post(f"/spaces/{space.slug}/membership/end")
        return clean(*given)

    monkeypatch.setattr(actions, "clean_apart", and_meanwhile_leave)
    answer = reply_with(cast.ben, thread, upload=(io.BytesIO(picture()), "a.png"))
    assert answer.status_code == 404
    assert len(world.rows(Post)) == 1


def test_what_hangs_at_a_post_meanwhile_is_not_forgotten_with_an_upload(world, cast):
    thread = world.thread(world.space(), cast.amina)
    ref = add(cast.ben.browser)
    [upload] = world.rows(Attachment)
    follow(cast.ben.browser, reply_with(cast.ben, thread, ref))
    world.do(lambda: drop_upload(upload))  # by a request that had looked before
    assert len(world.rows(Attachment)) == 1


def test_a_file_that_grows_beyond_the_bound_when_it_is_cleaned_is_not_stored(
    world, cast, monkeypatch
):
    clean = actions.clean_apart

    def at_length(*given):
        cleaned = clean(*given)
        with cleaned.path.open("ab") as file:
            file.write(b"x" * 3000)
        return cleaned

    monkeypatch.setattr(actions, "clean_apart", at_length)
    monkeypatch.setattr(actions, "LARGEST", 2000)
    assert "This file is larger than" in send(cast.ben.browser, picture()).text
    assert world.rows(StoredFile) == []


def ben_owns(world, cast, ref: str) -> bool:
    [attachment] = world.rows(Attachment, ref=ref)
    return attachment.owner_id == cast.ben.id


def test_a_pseudonym_is_not_to_be_had_for_files_where_it_is_not_for_words(world, cast):
    space = world.space()
    assert send(cast.ben.browser, picture(), mask="1", space=space.slug).status_code == 403
    assert send(cast.ben.browser, picture(), mask="1").status_code == 403
    hidden = world.space(CONFIDENTIAL, member=cast.amina, pseudonyms="allowed")
    assert send(cast.ben.browser, picture(), mask="1", space=hidden.slug).status_code == 403
    assert world.rows(Attachment) == []


def test_names_and_descriptions_are_found_by_search(world, cast):
    thread = world.thread(world.space(), cast.amina, "Crossings")
    ref = add(cast.ben.browser, picture(), "zebra-crossing.png")
    follow(
        cast.ben.browser,
        reply_with(cast.ben, thread, ref, **{f"about-{ref}": "Kerbstones lowered"}),
    )
    for word in ("zebra", "kerbstone"):
        assert "Crossings" in cast.amina.browser.page(f"/search?q={word}")


def test_a_first_post_that_waits_shows_its_files_to_who_decides(world, cast):
    space = world.space(facilitator=cast.chandra, member=cast.ben)
    thread = world.thread(space, cast.amina)
    world.do(lambda: hold_first_posts(space.id))
    ref = add(cast.ben.browser)
    follow(cast.ben.browser, reply_with(cast.ben, thread, ref))
    [link] = links_in(cast.chandra.browser.page(f"/spaces/{space.slug}/held"))
    assert cast.chandra.browser.sees(link) == 200
    [own] = links_in(cast.ben.browser.page(thread.address))
    assert cast.ben.browser.sees(own) == 200
    assert links_in(cast.amina.browser.page(thread.address)) == []


def hold_first_posts(space_id: int) -> None:
    db.session.get_one(Space, space_id).first_posts = "held"
