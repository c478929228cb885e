"""Watched words: what is held, what is asked, what is told, and that nobody else reads the lists."""

import pytest

from hrcn_community.conversations.models import Post, WatchedWord, WatchFinding
from hrcn_community.conversations.watched import as_seen, found_in, key_of, readable
from hrcn_community.core import richtext
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.masks import reply_masked
from tests.discussions.spaces import change
from tests.factories import CONFIDENTIAL, PUBLIC, Told

WORD = {"phrase": "Vermin", "extent": "whole", "language": "", "deed": "hold"}
WAITS = "This waits for a facilitator; only you and they see it."


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, "Housing", facilitator=cast.chandra)


@pytest.fixture
def thread(world, cast, space) -> Told:
    return world.thread(space, cast.ben, "Warm homes", replies=[(cast.amina, "First.")])


def _watch(somebody, where: str, **more: str):
    return somebody.browser.post(where, {**WORD, **more})


def _in(space) -> str:
    return f"/spaces/{space.slug}/words"


def _last(world) -> Post:
    return world.rows(Post)[-1]


@pytest.mark.parametrize(
    ("phrase", "is_whole", "text", "is_found"),
    [
        ("vermin", True, "They are VERMIN!", True),
        ("Vérmin", True, "ver**min**", True),
        ("vermin", True, "v\u0435rm\u0456n", True),
        ("vermin", True, "ver\u00admin, ver\u200bmin", True),
        ("vermin", True, "verminous", False),
        ("vermin", False, "verminous", True),
        ("min", False, "vermin", False),
        ("go home", True, "Why not\ngo home?", True),
        ("go home", True, "Let it go. Home is where", False),
        ("go home", True, "- go\n- home", False),
        ("modem", True, "modern", False),
        ("vermin", True, "ver-min", False),
        ("v0id", True, "void v\u043eid", True),
    ],
)
def test_a_word_is_found_as_its_readers_see_it(phrase, is_whole, text, is_found):
    word = WatchedWord(phrase=phrase, key=key_of(phrase), is_whole=is_whole, language="")
    assert bool(found_in(readable(richtext.render(text)), [word], {"en"})) is is_found


def test_a_word_of_one_language_is_looked_for_in_that_alone():
    word = WatchedWord(phrase="gift", key="gift", is_whole=True, language="de")
    assert not found_in("A gift.", [word], {"en", "sv"})
    assert found_in("A gift.", [word], {"en", "de"})
    assert as_seen("") == "  "


def test_a_post_with_a_held_word_waits_and_its_author_learns_that_a_machine_did_it(
    world, cast, public, worker, space, thread
):
    assert _watch(cast.chandra, _in(space)).status_code == 303
    cast.amina.browser.post(f"{thread.address}/replies", body="Such **ver**min.")
    post = _last(world)
    assert (post.state, post.number) == ("held", None)
    page = cast.amina.browser.page(thread.address)
    assert WAITS in page
    assert "A rule held it back by itself" in page
    assert "Held for a watched word" not in page
    worker()
    assert [n.kind for n in world.rows(Notice, person_id=cast.amina.id)] == ["post.held_by_rule"]
    assert "nobody has decided" in cast.amina.browser.page("/notifications")
    queue = cast.chandra.browser.page(f"/spaces/{space.slug}/held")
    assert "Held for a watched word: “Vermin”" in " ".join(queue.split()).replace("<span>", "")
    for browser in (public, cast.ben.browser, cast.cleo.browser):
        assert "Such" not in browser.page(thread.address)
    cast.chandra.browser.post(f"/posts/{post.ref}/release")
    worker()
    assert "min." in public.page(thread.address)
    assert _last(world).number == 3
    cast.amina.browser.post(f"{thread.address}/replies", body="Once more vermin.")
    assert _last(world).state == "held"


def test_titles_and_polls_are_looked_through_and_facilitators_are_not(world, cast, space, thread):
    _watch(cast.chandra, _in(space))
    form = {"title": "On vermin", "body": "Well.", "kind": "discussion", "language": "en"}
    cast.amina.browser.post("/threads", form, space=space.slug)
    assert _last(world).state == "held"
    cast.chandra.browser.post("/threads", form, space=space.slug)
    assert _last(world).state == "published"


def test_a_writer_is_asked_once_to_read_it_again_and_the_second_sending_goes_through(
    world, cast, space, thread
):
    _watch(cast.chandra, _in(space), phrase="you people", deed="warn")
    body = "You  people never listen."
    answer = cast.amina.browser.post(f"{thread.address}/replies", body=body)
    assert answer.status_code == 422
    assert "it says “you people”" in answer.text
    assert body in answer.text
    assert 'name="reread" type="hidden" value="you people"' in answer.text
    again = {"body": body, "reread": "you people"}
    assert cast.amina.browser.post(f"{thread.address}/replies", again).status_code == 303
    assert _last(world).state == "published"
    answer = cast.amina.browser.post(
        f"/posts/{_last(world).ref}/edit", body=body + "!", revision="1"
    )
    assert answer.status_code == 422
    assert "it says “you people”" in answer.text


def test_of_a_word_that_is_told_the_facilitators_alone_learn(world, cast, worker, space, thread):
    _watch(cast.chandra, _in(space), phrase="lawsuit", deed="tell")
    cast.amina.browser.post(f"{thread.address}/replies", body="There will be a lawsuit.")
    post = _last(world)
    assert post.state == "published"
    worker()
    [told] = world.rows(Notice, kind="post.watched")
    assert (told.person_id, told.actor_id) == (cast.chandra.id, None)
    assert told.address == f"/posts/{post.ref}/notes"
    assert "“lawsuit”" in cast.chandra.browser.page(told.address)
    assert "“lawsuit”" not in cast.cleo.browser.page(told.address)
    assert cast.amina.browser.sees(told.address) == 403


def test_a_change_that_brings_in_a_held_word_is_not_saved_and_one_that_keeps_it_is(
    world, cast, space, thread
):
    cast.amina.browser.post(f"{thread.address}/replies", body="Vermin, he said.")
    post = _last(world)
    _watch(cast.chandra, _in(space))
    _watch(cast.chandra, _in(space), phrase="plague")
    edit = f"/posts/{post.ref}/edit"
    answer = cast.amina.browser.post(edit, body="Vermin and plague.", revision="1")
    assert answer.status_code == 422
    assert "A machine noticed it" in answer.text
    assert "plague" not in answer.text.replace("Vermin and plague.", "")
    assert _last(world).source == "Vermin, he said."
    assert cast.amina.browser.post(edit, body="Vermin, she said.", revision="1").status_code == 303
    translation = {"body": "Die vermin.", "language": "de", "of_revision": "2"}
    answer = cast.ben.browser.post(f"/posts/{post.ref}/translations", translation)
    assert answer.status_code == 422
    assert world.rows(WatchFinding) == []


def test_the_list_of_the_house_holds_in_open_spaces_and_each_list_in_its_own(world, cast, thread):
    _watch(cast.cleo, "/moderation/words")
    cast.amina.browser.post(f"{thread.address}/replies", body="Vermin.")
    assert _last(world).state == "held"
    closed = world.space(CONFIDENTIAL, facilitator=cast.dalia, member=cast.amina)
    inside = world.thread(closed, cast.dalia)
    cast.amina.browser.post(f"{inside.address}/replies", body="Vermin.")
    assert _last(world).state == "published"
    _watch(cast.dalia, _in(closed), phrase="plague")
    for where, state in ((inside, "held"), (thread, "published")):
        cast.amina.browser.post(f"{where.address}/replies", body="A plague.")
        assert _last(world).state == state


def test_masked_posts_are_looked_through_as_others_are(world, cast, worker):
    space = world.space(PUBLIC, pseudonyms="allowed", member=cast.amina, facilitator=cast.chandra)
    thread = world.thread(space, cast.ben)
    _watch(cast.chandra, _in(space))
    reply_masked(cast.amina, thread, "Vermin.")
    post = _last(world)
    assert post.state == "held"
    worker()
    assert world.rows(Notice, kind="post.held_by_rule")[0].person_id == post.author_id
    assert post.author_id != cast.amina.id
    assert "nobody has decided" in cast.amina.browser.page("/notifications")


def test_a_list_is_kept_in_words_and_by_those_who_keep_it_alone(world, cast, public, space):
    here = _in(space)
    for somebody, where in (
        (cast.ben, here),
        (cast.cleo, here),
        (cast.chandra, "/moderation/words"),
    ):
        assert _watch(somebody, where).status_code == 403
        assert somebody.browser.sees(where) == 403
    assert public.post(here, WORD).status_code == 401
    hidden = world.space(CONFIDENTIAL, facilitator=cast.dalia)
    assert _watch(cast.chandra, _in(hidden)).status_code == 404
    for wrong, why in (("…", "There is no word"), ("", "Give a word"), ("x" * 81, "at most 80")):
        answer = _watch(cast.chandra, here, phrase=wrong)
        assert (answer.status_code, why in answer.text) == (422, True)
    _watch(cast.chandra, here)
    answer = _watch(cast.chandra, here, phrase="vërmіn")
    assert (answer.status_code, "looks the same" in answer.text) == (422, True)
    [word] = world.rows(WatchedWord)
    page = cast.chandra.browser.page(f"{here}/{word.ref}")
    assert 'value="Vermin"' in page
    for deed in ("", "/deletion"):
        assert cast.ben.browser.post(f"{here}/{word.ref}{deed}", WORD).status_code == 403
        assert cast.ben.browser.post(f"{here}/0000000000{deed}", WORD).status_code == 403
        assert cast.chandra.browser.post(f"{here}/0000000000{deed}", WORD).status_code == 404
        assert (
            cast.cleo.browser.post(f"/moderation/words/{word.ref}{deed}", WORD).status_code == 404
        )
    changed = WORD | {"phrase": "pest", "extent": "beginning", "deed": "tell"}
    stale = changed | {"filled_from": "something else"}
    answer = cast.chandra.browser.post(f"{here}/{word.ref}", stale)
    assert answer.status_code == 409
    page = follow(cast.chandra.browser, cast.chandra.browser.post(f"{here}/{word.ref}", changed))
    assert "pest…" in page
    cast.chandra.browser.post(f"{here}/{word.ref}/deletion")
    assert world.rows(WatchedWord) == []


def test_whoever_runs_the_space_finds_the_list_in_its_settings(world, cast, space):
    change(world, space, first_posts="open")
    assert f'href="{_in(space)}"' in cast.chandra.browser.page(f"/spaces/{space.slug}/settings")
    assert _in(space) not in cast.cleo.browser.page(f"/spaces/{space.slug}/settings")
    assert 'href="/moderation/words"' in cast.cleo.browser.page("/admin")
