"""Drafting a synopsis: each line is a sentence that rests on replies."""

import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.conversations.models import Draft
from hrcn_community.core.db import db
from hrcn_community.core.richtext import TextRefused, render
from hrcn_community.discussions.models import Citation, Sentence, SynopsisState
from hrcn_community.discussions.models.synopses import WAY, NotAtThisStage, Step, Synopsis
from hrcn_community.discussions.sentences import (
    SentencesRefused,
    line_of,
    markdown_of,
    must_be_shown,
    read_sentences,
)
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.discussions.queries import DRAFT, ask


@pytest.fixture
def query(world, cast):
    return ask(world, cast)


def test_a_facilitator_keeps_a_draft_and_finds_it_again(world, cast, query):
    page = follow(cast.chandra.browser, query.save())
    assert "Caps keep tenants. [2]" in page
    assert "We capped rents." in page
    assert [s.words for s in world.rows(Sentence)] == [
        "Caps keep tenants.",
        "Building takes years.",
    ]
    assert sorted(c.number for c in world.rows(Citation)) == [2, 2, 3]
    assert query.synopsis.drafted_by_id == cast.chandra.id
    assert query.synopsis.round == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write something first."),
        ("All is well. [2]\n\nCaps keep tenants.", "Line 3 does not say what it rests on"),
        ("Caps keep tenants. [9]", "Line 1 rests on [9], which is no reply that stands"),
        ("Caps keep tenants. [1]", "Line 1 rests on [1], which is no reply that stands"),
        ("Caps keep tenants. [2] [99999999999999999999]", "which is no reply that stands"),
        ("[2]", "Line 1 has numbers, but no words."),
        ("word " * 201 + "[2]", "Line 1 is longer than 1000 characters."),
        ("Much. " + "".join(f"[{n}]" for n in range(2, 16)), "Line 1 rests on more than 12"),
        ("So. [2]\n" * 61, "Write at most 60 sentences."),
        ("> " * 9 + "deep [2]", "Line 1: Quotes or lists are nested"),
        (("word " * 198 + "[2]\n") * 40, "longer than 32000 characters"),
    ],
)
def test_a_line_that_cannot_stand_is_named_and_the_text_is_kept(query, text, said):
    answer = query.save(text)
    assert answer.status_code == 422
    assert said in answer.text
    assert text.strip()[:20] in unescape(answer.text)
    assert query.synopsis.sequence == 0


def test_a_post_that_was_taken_back_or_stands_elsewhere_is_no_source(world, cast, query):
    world.thread(query.space, cast.ben, replies=[(cast.ben, "Elsewhere.")] * 5)
    cast.ben.browser.post(f"/posts/{post_of(world, query.thread, 2).ref}/deletion")
    for text in ("Caps. [2]", "Elsewhere. [5]"):
        assert query.save(text).status_code == 422


def test_the_preview_shows_it_as_it_will_look_or_names_the_line(query, cast):
    for headers in ({}, {"HX-Request": "true"}):
        form = {"csrf_token": cast.chandra.browser.token("/"), "body": "Caps **work**. [3]"}
        answer = cast.chandra.browser.client.post(
            f"{query.address}/synopsis/preview", data=form, headers=headers
        )
        assert answer.status_code == 200
        assert "<strong>work</strong>" in answer.text
        assert f"{query.address}?post=3#p3" in answer.text
        assert ("<html" in answer.text) == (not headers)
    assert query.post(cast.chandra, "preview", body="Caps.").status_code == 422
    assert query.post(cast.ben, "preview", body=DRAFT).status_code == 403
    assert query.synopsis.sequence == 0


def test_two_facilitators_do_not_overwrite_each_other_unnoticed(world, cast, query):
    query.save("What Chandra wrote. [2]")
    answer = query.save("What Cleo wrote. [3]", cast.cleo, version=0)
    assert answer.status_code == 409
    assert "What Cleo wrote. [3]" in answer.text
    assert "What Chandra wrote. [2]" in answer.text
    assert 'name="version" value="1"' in answer.text
    assert [s.words for s in world.rows(Sentence)] == ["What Chandra wrote."]
    assert query.save("Both. [2] [3]", cast.cleo, version=1).status_code == 303


def test_saved_after_it_was_sent_out_the_text_is_kept_and_nothing_changed(world, query):
    query.confirming()
    answer = query.save("Something else. [2]")
    assert answer.status_code == 409
    assert "Something else. [2]" in answer.text
    assert len(world.rows(Sentence)) == 2


def test_the_same_saving_sent_twice_is_one(query):
    for _ in range(2):
        assert query.save(version=0, form_token="0123456789").status_code == 303
    assert query.synopsis.sequence == 1


def test_what_is_typed_and_not_saved_for_all_is_kept_for_its_writer(world, cast, query):
    chandra = cast.chandra.browser
    place = f"synopsis:{query.thread.ref}"
    assert f'value="{place}"' in chandra.page(f"{query.address}/synopsis/edit")
    form = {"place": place, "sequence": "0", "version": "0", "body": "Caps. [2] and so"}
    chandra.post("/drafts", form)
    assert "Caps. [2] and so</textarea>" in follow(chandra, query.end())
    assert "The consolidated reply in “Who keeps rents down?”" in chandra.page("/drafts")
    assert f'href="{query.address}/synopsis/edit"' in chandra.page("/drafts")
    assert "Caps. [2] and so" not in cast.cleo.browser.page(f"{query.address}/synopsis/edit")
    assert cast.ben.browser.post("/drafts", form).status_code == 404
    assert query.save("Caps. [2] and so. [3]", version=0).status_code == 303
    assert "Your draft of" not in chandra.page(f"{query.address}/synopsis/edit")
    assert world.rows(Draft) == []


def test_nobody_else_drafts_or_sees_the_draft(query, cast, public):
    query.save("A secret so far. [2]")
    for somebody in (cast.amina, cast.ben, cast.dalia, cast.omar):
        assert query.save("Mine. [2]", somebody).status_code == 403
        assert somebody.browser.sees(f"{query.address}/synopsis/edit") == 403
        assert somebody.browser.sees(f"{query.address}/synopsis/confirmations") == 403
        assert "A secret so far" not in somebody.browser.page(query.address)
    assert public.post(f"{query.address}/synopsis/edit", body=DRAFT).status_code == 401
    assert "A secret so far" not in public.page("/search?q=secret")


def test_an_unchanged_sentence_goes_on_citing_what_it_cited(world, cast, query):
    query.save()
    ref = post_of(world, query.thread, 2).ref
    cast.ben.browser.post(f"/posts/{ref}/edit", body="We capped nothing.", revision="1")
    page = cast.chandra.browser.page(f"{query.address}/synopsis/edit")
    assert "Source edited since" in page
    assert f"/posts/{ref}/history" in page
    query.save(DRAFT + "\nMore. [3]")
    assert "Source edited since" in cast.chandra.browser.page(f"{query.address}/synopsis/edit")
    query.save(DRAFT, reread="y")
    assert "Source edited since" not in cast.chandra.browser.page(f"{query.address}/synopsis/edit")


def test_an_empty_draft_is_not_sent_out_nor_while_contributions_come(query):
    assert query.send().status_code == 409
    query.save()
    assert query.send().status_code == 409
    query.end()
    query.world.do(lambda: db.session.query(Sentence).delete())
    assert query.send().status_code == 409
    assert query.state == "drafting"


@pytest.mark.parametrize("day", ["", "soon", "2020-01-01"])
def test_it_is_not_sent_out_without_a_day_that_lies_ahead(query, cast, day):
    query.drafting()
    answer = query.post(cast.chandra, "confirmations", answers_until=day)
    assert answer.status_code == 422
    assert query.state == "drafting"


def test_two_hundred_contributions_stand_on_a_page_and_the_next_behind_a_link(world, cast, query):
    from hrcn_community.discussions.queries import synopsis_people

    world.reply(query.thread, cast.omar, "The last of three.")
    most, synopsis_people.PAGE = synopsis_people.PAGE, 2
    try:
        page = cast.chandra.browser.page(f"{query.address}/synopsis/edit")
        assert "The last of three." not in page
        assert f"{query.address}/synopsis/edit?after=3" in page
        page = cast.chandra.browser.page(f"{query.address}/synopsis/edit?after=3")
        assert "The last of three." in page
    finally:
        synopsis_people.PAGE = most


@pytest.mark.parametrize("state", list(SynopsisState))
@pytest.mark.parametrize("step", list(Step))
def test_a_step_that_is_not_on_the_way_is_refused(state, step):
    synopsis = Synopsis(thread_id=1, state=state)
    if (state, step) in WAY:
        synopsis.take(step)
        assert synopsis.state == WAY[state, step]
    else:
        with pytest.raises(NotAtThisStage):
            synopsis.take(step)
        assert synopsis.state == state


NUMBERS = st.lists(st.integers(2, 999_999), min_size=1, max_size=12, unique=True)
WORDS = st.text("abc äß.,[]()*#\\", min_size=1, max_size=200).filter(
    lambda text: text.strip() and not text.strip().endswith("]")
)


@given(WORDS, NUMBERS)
def test_a_sentence_that_is_typed_again_is_the_same_sentence(words, numbers):
    words = " ".join(words.split())
    [read] = read_sentences(line_of(words, numbers))
    assert (read.words, list(read.numbers)) == (words, numbers)
    assert read_sentences(line_of(read.words, read.numbers)) == [read]


def test_however_the_numbers_are_written_they_are_read():
    for text in ("So. [2] [3]", "So. [2][3]", "So.[2, 3]", "So. [#2,#3]", "So. [ 2 , 3 ] [2]"):
        assert read_sentences(text)[0].numbers == (2, 3), text


def test_no_text_takes_long_to_read_or_cannot_be_published():
    shapes = ["[1" * 16_000, "[1]" * 10_000, "[1,] " * 6_000, "[" + "1" * 31_000, "] " * 15_000]
    shapes += [("*" * 900 + " [2]\n") * 30, ("![a](" * 180 + " [2]\n") * 30, "a [2]\n" * 60]
    began = time.process_time()
    for text in shapes:
        try:
            sentences = read_sentences(text)
            must_be_shown(sentences, "/threads/0123456789")
            render(markdown_of([(s.words, s.numbers) for s in sentences], "/threads/0123456789"))
        except (SentencesRefused, TextRefused):
            continue
    assert time.process_time() - began < 5
