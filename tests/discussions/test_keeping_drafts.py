"""What somebody is writing is kept on the server, is theirs alone, and is never written over unnoticed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hrcn_community.conversations import drafting
from hrcn_community.conversations.actions import save_draft
from hrcn_community.conversations.actions.drafts import MOST_DRAFTS
from hrcn_community.conversations.models import Draft, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space
from tests.browsing import Browser, follow
from tests.counting import count_queries
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC, Somebody

HX = {"HX-Request": "true"}


def place_of(thread) -> str:
    return f"reply:{thread.ref}"


def save(
    who: Somebody | Browser, place: str, body: str, sequence: int = 0, **more: Any
) -> TestResponse:
    """Save a draft as a script does."""
    browser = who if isinstance(who, Browser) else who.browser
    fields = {"csrf_token": browser.token(), "place": place, "body": body, "sequence": sequence}
    return browser.client.post("/drafts", data=fields | more, headers=HX)


def told(answer: TestResponse) -> dict[str, Any]:
    return json.loads(answer.text)


@pytest.fixture
def thread(world, cast):
    return world.thread(world.space(PUBLIC), cast.amina)


def test_a_reply_that_was_begun_is_there_again(world, cast, thread):
    answer = save(cast.ben, place_of(thread), "Half a sentence", language="de")
    page = cast.ben.browser.page(thread.address)
    assert "Half a sentence</textarea>" in page
    assert "Your draft of" in page
    assert f'name="sequence" type="hidden" value="{told(answer)["sequence"]}"' in page
    assert '<option selected value="de">' in page


def test_it_goes_on_from_sequence_to_sequence(world, cast, thread):
    first = told(save(cast.ben, place_of(thread), "Half"))["sequence"]
    second = told(save(cast.ben, place_of(thread), "Half a sentence", first))["sequence"]
    assert second == first + 1
    [draft] = world.rows(Draft)
    assert draft.fields["body"] == "Half a sentence"


def test_without_scripts_a_button_saves_it_and_leads_back(world, cast, thread):
    answer = cast.ben.browser.post("/drafts", place=place_of(thread), body="Half a sentence")
    assert answer.headers["Location"] == f"{thread.address}#reply"
    page = follow(cast.ben.browser, answer)
    assert "Your draft is saved." in page
    assert "Half a sentence</textarea>" in page
    assert 'formaction="/drafts"' in page


def test_two_tabs_never_write_over_each_other_unnoticed(world, cast, thread):
    first = told(save(cast.ben, place_of(thread), "Both begin here"))["sequence"]
    save(cast.ben, place_of(thread), "From the kitchen", first)
    late = save(cast.ben, place_of(thread), "From the train", first)
    assert late.status_code == 409
    assert told(late)["fields"]["body"] == "From the kitchen"
    assert world.rows(Draft)[0].fields["body"] == "From the kitchen"
    chosen = save(cast.ben, place_of(thread), "From both", told(late)["sequence"])
    assert chosen.status_code == 200
    assert world.rows(Draft)[0].fields["body"] == "From both"


def test_without_scripts_too_both_texts_are_shown_and_one_is_chosen(world, cast, thread):
    save(cast.ben, place_of(thread), "From the kitchen")
    answer = cast.ben.browser.post(
        "/drafts", place=place_of(thread), body="From the train", sequence=3
    )
    assert answer.status_code == 409
    assert "From the kitchen" in answer.text
    assert "From the train</textarea>" in answer.text
    [draft] = world.rows(Draft)
    assert f'name="sequence" value="{draft.sequence}"' in answer.text


def test_the_same_sent_twice_is_saved_once(world, cast, thread):
    first = save(cast.ben, place_of(thread), "Once")
    again = save(cast.ben, place_of(thread), "Once")
    assert (again.status_code, told(again)) == (200, told(first))
    assert len(world.rows(Draft)) == 1


def test_the_number_of_an_earlier_draft_never_fits_a_later_one(world, cast, thread):
    first = told(save(cast.ben, place_of(thread), "The first"))["sequence"]
    cast.ben.browser.post("/drafts/end", place=place_of(thread))
    with clock.at(clock.now() + timedelta(seconds=5)):
        save(cast.ben, place_of(thread), "Another")
    assert save(cast.ben, place_of(thread), "The first, longer", first).status_code == 409


def test_sending_ends_the_draft(world, cast, thread):
    save(cast.ben, place_of(thread), "Half")
    cast.ben.browser.post(f"{thread.address}/replies", body="Half and the other half.")
    assert world.rows(Draft) == []


def test_sending_ends_no_draft_that_went_on_elsewhere(world, cast, thread):
    begun = told(save(cast.ben, place_of(thread), "Both begin here"))["sequence"]
    further = told(save(cast.ben, place_of(thread), "From the kitchen", begun))["sequence"]
    form = {"body": "From the train", "sequence": str(begun)}
    page = follow(cast.ben.browser, cast.ben.browser.post(f"{thread.address}/replies", form))
    assert "From the train" in page
    assert "kept among your drafts" in page
    assert "From the kitchen</textarea>" in page
    form = {"body": "From the kitchen, tidied", "sequence": str(further)}
    page = follow(cast.ben.browser, cast.ben.browser.post(f"{thread.address}/replies", form))
    assert "kept among your drafts" not in page
    assert world.rows(Draft) == []


@pytest.mark.parametrize("sequence", ["", "²", "-1", "9" * 50])
def test_whatever_sequence_is_sent_the_post_arrives(world, cast, thread, sequence):
    save(cast.ben, place_of(thread), "Half")
    form = {"body": "Whole", "sequence": sequence}
    assert cast.ben.browser.post(f"{thread.address}/replies", form).status_code == 303
    assert len(world.rows(Post)) == 2


def test_post_and_end_of_the_draft_are_one_transaction(world, cast, thread, monkeypatch):
    save(cast.ben, place_of(thread), "Half")

    def killed(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(drafting, "end_sent_draft", killed)
    with pytest.raises(RuntimeError):
        cast.ben.browser.post(f"{thread.address}/replies", body="Half and the other half.")
    assert len(world.rows(Draft)) == len(world.rows(Post)) == 1


def test_a_form_that_was_sent_leaves_no_draft_behind_it(world, cast, thread):
    """The last saving of a page may arrive after what it led to."""
    form = {"form_token": "0123456789", "body": "All of it."}
    cast.ben.browser.post(f"{thread.address}/replies", form)
    late = save(cast.ben, place_of(thread), "All of i", form_token=form["form_token"])
    assert late.status_code == 200
    assert world.rows(Draft) == []
    assert told(late)["sequence"] == 0
    assert "This form was sent already" in told(late)["said"]


def test_without_scripts_what_is_written_in_a_form_that_was_sent_is_shown_and_can_be_kept(
    world, cast, thread
):
    form = {"form_token": "0123456789", "place": place_of(thread), "sequence": "0"}
    cast.ben.browser.post(f"{thread.address}/replies", form, body="All of it.")
    answer = cast.ben.browser.post("/drafts", form, body="Another text.")
    assert answer.status_code == 409
    assert "This form was sent already" in answer.text
    assert "Another text.</textarea>" in answer.text
    page = answer.text.partition('action="/drafts"')[2]
    assert "form_token" not in page
    cast.ben.browser.post("/drafts", place=place_of(thread), sequence="0", body="Another text.")
    assert [draft.fields["body"] for draft in world.rows(Draft)] == ["Another text."]


def test_a_thread_that_closed_a_moment_ago_gives_the_text_back_and_the_draft_stays(world, cast):
    thread = world.thread(world.space(facilitator=cast.chandra), cast.amina)
    save(cast.ben, place_of(thread), "An hour of work.")
    cast.chandra.browser.post(f"{thread.address}/closure", reason="Answered in full.")
    answer = cast.ben.browser.post(f"{thread.address}/replies", body="An hour of work, and more.")
    assert answer.status_code == 409
    assert "An hour of work, and more.</textarea>" in answer.text
    assert "closed while you were writing: Answered in full." in answer.text
    assert f'href="{thread.address}"' in answer.text
    assert "An hour of work." in cast.ben.browser.page("/drafts")
    assert len(world.rows(Post)) == 1


def test_whoever_was_signed_out_meanwhile_is_told_so_and_their_text_is_in_the_answer(
    world, public, thread
):
    answer = public.client.post("/drafts", data={"place": place_of(thread), "body": "Still here"})
    assert answer.status_code == 401
    assert "Still here" in answer.text
    assert world.rows(Draft) == []


def test_after_signing_in_again_saving_goes_on(world, cast, thread):
    sequence = told(save(cast.ben, place_of(thread), "Before"))["sequence"]
    again = Browser(world.app)
    again.sign_in(cast.ben.email)
    assert save(again, place_of(thread), "After", sequence).status_code == 200
    assert f'data-who="{cast.ben.handle}"' in again.page("/drafts")


def test_more_than_a_post_can_hold_is_not_saved_and_given_back(world, cast, thread):
    text = "long " * 6401
    answer = save(cast.ben, place_of(thread), text)
    assert answer.status_code == 422
    assert "32000" in told(answer)["why"]
    page = cast.ben.browser.post("/drafts", place=place_of(thread), body=text)
    assert page.status_code == 422
    assert text in page.text
    assert world.rows(Draft) == []


def test_a_form_of_too_many_fields_is_not_saved(world, cast, thread):
    many: dict[str, Any] = {f"field{number}": "x" for number in range(61)}
    assert save(cast.ben, place_of(thread), "Words", **many).status_code == 422


def test_where_one_may_not_write_there_is_no_place_for_a_draft(world, cast):
    space = world.space(PUBLIC, starters="facilitators", facilitator=cast.chandra)
    thread = world.thread(space, cast.chandra)
    post = post_of(world, thread)
    for place in (
        f"thread:{space.slug}",
        f"edit:{post.ref}",
        "nonsense",
        "reply:",
        "other:room",
        "",
    ):
        assert save(cast.ben, place, "Words").status_code == 404, place
    assert save(cast.chandra, f"edit:{post.ref}", "Words").status_code == 200


def test_a_hidden_place_is_answered_as_one_that_never_was(world, cast):
    space = world.space(CONFIDENTIAL, member=cast.amina)
    thread = world.thread(space, cast.amina)
    post = post_of(world, thread)
    for there, nowhere in (
        (place_of(thread), "reply:0000000000"),
        (f"thread:{space.slug}", f"thread:{'0' * len(space.slug)}"),
        (f"edit:{post.ref}", "edit:0000000000"),
    ):
        answers = [save(cast.eve, place, "Let me in") for place in (there, nowhere)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert len(answers[0].data) == len(answers[1].data)
    assert world.rows(Draft) == []


def test_a_draft_is_its_writers_alone(world, cast, thread):
    save(cast.ben, place_of(thread), "Nobody reads this")
    for somebody in (cast.amina, cast.cleo):
        assert "Nobody reads this" not in somebody.browser.page("/drafts")
        assert "Nobody reads this" not in somebody.browser.page(thread.address)
        ended = somebody.browser.post("/drafts/end", place=place_of(thread))
        assert ended.status_code == 404
    assert len(world.rows(Draft)) == 1


def test_it_is_thrown_away_from_where_it_stands(world, cast, thread):
    save(cast.ben, place_of(thread), "Half")
    answer = cast.ben.browser.post("/drafts/end", place=place_of(thread))
    assert answer.headers["Location"] == f"{thread.address}#reply"
    page = follow(cast.ben.browser, answer)
    assert "thrown away" in page
    assert "Your draft of" not in page
    assert cast.ben.browser.post("/drafts/end", place=place_of(thread)).status_code == 404


def test_the_public_has_no_drafts(public):
    assert public.sees("/drafts") == 401
    assert public.post("/drafts/end", place="reply:0000000000").status_code == 401


def test_what_was_written_for_a_space_that_one_has_left_is_still_ones_own(world, cast):
    space = world.space(CONFIDENTIAL, "The quiet room", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina, "Unmistakable title")
    place = place_of(thread)
    save(cast.ben, place, "My own words")
    assert "Unmistakable title" in cast.ben.browser.page("/drafts")
    cast.ben.browser.post(f"/spaces/{space.slug}/membership/end")
    page = cast.ben.browser.page("/drafts")
    assert "My own words" in page
    assert "A place that is not open to you any more" in page
    assert "Unmistakable title" not in page
    assert "The quiet room" not in page
    assert thread.address not in page
    assert save(cast.ben, place, "More words").status_code == 404
    answer = cast.ben.browser.post("/drafts/end", place=place, next="/drafts")
    assert "My own words" not in follow(cast.ben.browser, answer)


def test_nothing_of_a_confidential_space_is_kept_in_the_browser(world, cast):
    closed = world.space(CONFIDENTIAL, member=cast.amina)
    hidden = world.thread(closed, cast.amina)
    for address in (hidden.address, f"/threads/new?space={closed.slug}"):
        assert "data-keep" not in cast.amina.browser.page(address)


def test_a_new_thread_and_a_change_are_kept_too(world, cast, thread):
    [post] = world.rows(Post)
    space = world.rows(Space)[0].slug
    save(
        cast.amina,
        f"thread:{space}",
        "Its body",
        title="Its title",
        kind="question",
        themes=["x", "y"],
    )
    save(cast.amina, f"edit:{post.ref}", "Other words", revision=1, reason="A mistake")
    new = cast.amina.browser.page(f"/threads/new?space={space}")
    assert "Its body</textarea>" in new
    assert 'value="Its title"' in new
    assert 'checked id="kind-1" name="kind" type="radio" value="question"' in new
    change = cast.amina.browser.page(f"/posts/{post.ref}/edit")
    assert "Other words</textarea>" in change
    assert 'value="A mistake"' in change
    page = cast.amina.browser.page("/drafts")
    for words in (
        "A new thread in “",
        "A change of a post in “Warm homes”",
        "Its title",
        "Other words",
    ):
        assert words in page
    form = {"title": "Its title", "body": "Its body", "kind": "question", "language": "en"}
    assert cast.amina.browser.post("/threads", form, space=space).status_code == 303
    cast.amina.browser.post(f"/posts/{post.ref}/edit", body="Other words", revision=1)
    assert world.rows(Draft) == []


def test_a_change_that_was_begun_over_a_version_that_is_past_is_a_conflict(world, cast, thread):
    [post] = world.rows(Post)
    address = f"/posts/{post.ref}/edit"
    save(cast.amina, f"edit:{post.ref}", "From the train", revision=1)
    cast.amina.browser.post(address, body="From the kitchen", revision=1)
    save(cast.amina, f"edit:{post.ref}", "From the train", revision=1)
    page = cast.amina.browser.page(address)
    assert 'name="revision" value="1"' in page
    answer = cast.amina.browser.post(address, body="From the train", revision=1)
    assert answer.status_code == 409
    assert len(world.rows(Draft)) == 1


def test_of_more_than_a_hundred_the_oldest_goes_and_this_is_said(world, cast):
    space, ben = world.space(), cast.ben.id
    thread = world.thread(space, cast.amina)

    def many() -> None:
        found, now = db.session.get_one(Space, space.id), clock.now()
        for number in range(MOST_DRAFTS):
            with clock.at(now - timedelta(hours=number + 1)):
                save_draft(f"reply:{number}", found, {"body": "x"}, over=0, actor_id=ben)

    world.do(many)
    answer = save(cast.ben, place_of(thread), "One more")
    assert "the oldest is gone" in told(answer)["said"]
    places = {draft.place for draft in world.rows(Draft)}
    assert len(places) == MOST_DRAFTS
    assert f"reply:{MOST_DRAFTS - 1}" not in places
    assert place_of(thread) in places


def test_they_are_listed_page_by_page_in_as_many_statements_for_one_as_for_twenty(app, world, cast):
    space = world.space()
    browser = cast.ben.browser

    def statements() -> int:
        browser.get("/drafts")
        with count_queries(app) as asked:
            assert browser.sees("/drafts") == 200
        return len(asked)

    def begin(number: int) -> None:
        thread = world.thread(space, cast.amina, f"Title {number}")
        save(cast.ben, place_of(thread), f"Words {number}.")

    begin(0)
    few = statements()
    for number in range(1, 22):
        begin(number)
    assert statements() == few
    first = browser.page("/drafts")
    older = first.partition("/drafts?before=")[2].partition('"')[0]
    second = browser.page(f"/drafts?before={older}")
    assert first.count("Go on writing") == 20
    assert second.count("Go on writing") == 2
    assert "Words 0." in second
    assert "Words 0." not in first
