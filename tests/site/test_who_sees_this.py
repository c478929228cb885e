"""Beside what people write stands who will read it, and how many they are."""

from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from tests.discussions.polls import a_poll
from tests.discussions.spaces import change
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC
from tests.knowledge.telling import a_guideline, a_practice
from tests.workshops.making import DURING, a_workshop


def test_whoever_edits_a_post_is_told_who_reads_it(world, cast):
    closed = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    for place, words in (
        (closed, "Only the 2 people inside this space can read this."),
        (world.space(NETWORK), "All 2 members of the network can read this"),
        (world.space(PUBLIC), "Anyone on the internet can read this."),
    ):
        world.thread(place, cast.amina)
        ref = world.rows(Post)[-1].ref
        assert words in cast.amina.browser.page(f"/posts/{ref}/edit")


def test_whoever_adds_a_poll_a_translation_or_another_title_is_told_how_many_read_it(world, cast):
    place = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    thread = world.thread(place, cast.amina)
    here = f"/posts/{world.rows(Post)[-1].ref}"
    words = "Only the 2 people inside this space can read this."
    for page in (f"{here}/translations/new", f"{here}/poll/new", f"{thread.address}/edit"):
        assert words in cast.amina.browser.page(page), page
    assert words in cast.amina.browser.post(f"{here}/poll/new", {"poll_question": ""}).text
    poll = a_poll(world, cast.amina, place)
    assert words in cast.amina.browser.page(f"{poll.address}/edit")


def test_whoever_edits_what_waits_is_told_that_it_does(world, cast):
    place = world.space(NETWORK, facilitator=cast.chandra)
    thread = world.thread(place, cast.chandra)
    change(world, place, first_posts="held")
    world.reply(thread, cast.amina)
    page = cast.amina.browser.page(f"/posts/{world.rows(Post)[-1].ref}/edit")
    assert "only you and the facilitators of the space read this" in page
    assert "members of the network can read" not in page


def test_who_submits_a_practice_is_told_how_many_review_it(cast):
    for reviewer in (cast.dalia, cast.cleo):  # advisors and the core team review
        assert reviewer.id
    page = cast.amina.browser.page("/practices/new")
    assert "only you and the 2 reviewers can read this" in page


def test_who_asks_for_advice_is_told_how_large_the_network_is_and_who_sees_a_profile_says_so_themselves(
    cast,
):
    assert cast.ben
    begun = cast.amina.browser.post("/consultations/drafts", question="Why?").headers["Location"]
    readers = cast.amina.browser.page(begun.replace("/what", "/readers"))
    assert "The 2 members of the network." in readers
    assert "For everything else you say who sees it." in cast.amina.browser.page("/settings")


def test_who_calls_a_workshop_is_told_who_reads_of_it(cast):
    assert "The 1 member of the network can read this" in cast.cleo.browser.page("/workshops/new")


def test_in_a_workshop_one_is_told_how_many_read_a_statement_but_not_under_the_chatham_house_rule(
    world, cast
):
    seated = [cast.amina, cast.ben]
    with clock.at(DURING):
        for chatham, words in (
            (False, "The 3 people in the workshop read this, with your name."),
            (True, "Those in the workshop read this. Your name is not shown with it, to nobody."),
        ):
            workshop = a_workshop(world, cast.chandra, seated=seated, chatham=chatham)
            page = cast.amina.browser.page(f"{workshop.address}/statements")
            assert words in page
            assert ("people in the workshop" in page) is not chatham


def test_who_writes_the_notes_is_told_who_reads_them_but_not_how_many_were_there(world, cast):
    with clock.at(DURING):
        for chatham, words in (
            (False, "members of the network can read this"),
            (True, "Those who were there, and the hosts, read this."),
        ):
            workshop = a_workshop(world, cast.chandra, seated=[cast.amina], chatham=chatham)
            page = cast.chandra.browser.page(f"{workshop.address}/notes")
            assert words in page
            assert ("members of the network can read this" in page) is not chatham


def test_who_reviews_a_practice_is_told_how_many_read_the_review(world, cast):
    assert cast.dalia
    practice = a_practice(world, cast.amina)
    page = cast.dalia.browser.page(f"{practice.address}/review")
    assert "Only 2 people can read this: who submitted the practice, and its reviewers." in page


def test_who_changes_a_clause_is_told_who_reads_it(world, cast):
    guideline = a_guideline(world, cast.cleo)
    page = cast.cleo.browser.page(f"{guideline.address}/clauses/1/edit")
    assert "The 1 member of the network can read this" in page
