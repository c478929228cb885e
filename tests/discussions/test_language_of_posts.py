"""The language of a post: guessed, chosen, corrected."""

import pytest

from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.factories import PUBLIC

GERMAN = "Wir haben das nicht so gemacht, aber die Häuser sind jetzt gedämmt."


@pytest.fixture
def thread(world, cast):
    return world.thread(world.space(PUBLIC), cast.amina)


def test_a_reply_in_another_language_is_known_and_marked(world, cast, thread):
    answer = cast.ben.browser.post(f"{thread.address}/replies", body=GERMAN, language="")
    assert 'lang="de" dir="auto"><p>Wir haben' in follow(cast.ben.browser, answer)
    assert post_of(world, thread, 2).language == "de"


def test_a_reply_in_another_language_says_so_beside_its_head(world, cast, public, thread):
    cast.ben.browser.post(f"{thread.address}/replies", body=GERMAN)
    cast.ben.browser.post(f"{thread.address}/replies", body="Thank you.")
    shown = 'class="post__language">German<'
    assert public.page(thread.address).count("post__language") == 1
    assert shown in public.page(thread.address)
    form = {"title": "Warme Häuser", "language": "de", "kind": "discussion"}
    assert cast.amina.browser.post(f"{thread.address}/edit", form).status_code == 303
    page = public.page(thread.address)
    assert shown not in page
    assert page.count('class="post__language">English<') == 2


def test_whoever_writes_is_told_which_language_is_guessed(world, cast, thread):
    def guessed(body: str) -> str:
        form = {
            "csrf_token": cast.ben.browser.token(),
            "place": f"reply:{thread.ref}",
            "body": body,
        }
        headers = {"HX-Request": "true"}
        return cast.ben.browser.client.post("/drafts", data=form, headers=headers).json["language"]

    assert guessed(GERMAN) == "German (guessed)"
    cast.ben.browser.post("/drafts/end", place=f"reply:{thread.ref}")
    assert guessed("Danke!") == ""


def test_a_word_or_two_are_as_the_thread_is(world, cast, thread):
    cast.ben.browser.post(f"{thread.address}/replies", body="Danke!")
    assert post_of(world, thread, 2).language == "en"


def test_its_author_may_say_better(world, cast, thread):
    cast.ben.browser.post(f"{thread.address}/replies", body=GERMAN, language="nl")
    assert post_of(world, thread, 2).language == "nl"


def test_a_language_that_is_none_of_ours_is_refused(world, cast, thread):
    answer = cast.ben.browser.post(f"{thread.address}/replies", body=GERMAN, language="xx")
    assert answer.status_code == 422
    assert GERMAN in answer.text


def test_another_language_stems_the_post_anew_and_is_no_new_version(world, cast, public, thread):
    cast.ben.browser.post(f"{thread.address}/replies", body=GERMAN, language="fr")
    post = post_of(world, thread, 2)
    address = f"/posts/{post.ref}/edit"
    assert '<option selected value="fr">' in cast.ben.browser.page(address)
    cast.ben.browser.post(address, body=GERMAN, revision=1, language="de")
    after = post_of(world, thread, 2)
    assert (after.language, after.revision, after.version) == ("de", 1, post.version + 1)
    assert after.terms != post.terms
    assert 'lang="de"' in public.page(thread.address)


def test_it_can_be_guessed_anew(world, cast, thread):
    cast.ben.browser.post(f"{thread.address}/replies", body=GERMAN, language="fr")
    address = f"/posts/{post_of(world, thread, 2).ref}/edit"
    cast.ben.browser.post(address, body=GERMAN, revision=1, language="")
    assert post_of(world, thread, 2).language == "de"


def test_an_edit_that_says_nothing_of_it_leaves_it(world, cast, thread):
    cast.ben.browser.post(f"{thread.address}/replies", body="Danke!", language="de")
    address = f"/posts/{post_of(world, thread, 2).ref}/edit"
    cast.ben.browser.post(address, body="Dank je!", revision=1)
    assert post_of(world, thread, 2).language == "de"
