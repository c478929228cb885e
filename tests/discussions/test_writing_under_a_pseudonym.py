"""Writing under a pseudonym: who may, what is posted, and what never is."""

import re

import pytest

from hrcn_community.accounts.models import Person, Persona, SentForm, SiteRole, Standing
from hrcn_community.conversations.models import (
    Conversation,
    Draft,
    Follow,
    Post,
    ReadState,
    Revision,
)
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.discussions.models import Thread
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.factories import CONFIDENTIAL, PUBLIC

NEW = {"title": "A quiet question", "kind": "question", "language": "en"}


def test_a_reply_under_a_pseudonym_shows_a_name_and_no_more(world, cast, public):
    space = world.space(PUBLIC, pseudonyms="allowed", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.ben)
    page = follow(cast.amina.browser, reply_masked(cast.amina, thread, "I dare to say it here."))
    name = persona_in(world, space).name
    assert re.fullmatch(r"[A-Z][a-z]+ [1-9]\d{1,2}", name)
    for shown in (page, cast.ben.browser.page(thread.address), public.page(thread.address)):
        article = re.search(r'<article class="post" id="p2".*?</article>', shown, re.S)
        assert article is not None
        assert name in article[0]
        assert "I dare to say it here." in article[0]
        assert "avatar--persona" in article[0]
        assert "/people/" not in article[0]
        assert "Amina" not in article[0]


def test_a_thread_is_started_under_a_pseudonym_and_everything_of_it_is_the_persona(world, cast):
    space = a_masking_space(world, cast.amina)
    answer = cast.amina.browser.post(
        "/threads", NEW, space=space.slug, body="Who else is afraid?", mask="1"
    )
    assert answer.status_code == 303
    persona = persona_in(world, space).id
    [thread], [conversation], [post] = (world.rows(each) for each in (Thread, Conversation, Post))
    [revision], [following], [read], [sent] = (
        world.rows(each) for each in (Revision, Follow, ReadState, SentForm)
    )
    assert thread.author_id == conversation.started_by_id == conversation.last_author_id == persona
    assert post.author_id == revision.written_by_id == following.person_id == persona
    assert read.person_id == sent.person_id == persona
    told = {"ThreadStarted", "PostPublished", "PseudonymTaken"}
    actors = {entry.actor_id for entry in world.rows(Entry) if entry.name in told}
    assert actors == {persona}


def test_a_pseudonym_is_not_carried_into_another_space_and_its_draft_stays(world, cast):
    space, open_ = a_masking_space(world, cast.amina), world.space(PUBLIC)
    form = NEW | {"body": "Who else is afraid?", "mask": "1", "place": f"thread:{space.slug}"}
    cast.amina.browser.post("/drafts", form)
    form |= {"shown": space.slug, "space": open_.slug}
    for address in ("/threads/similar", "/threads"):
        answer = cast.amina.browser.post(address, form)
        assert "You cannot write under a pseudonym here" in answer.text
        assert "Who else is afraid?</textarea>" in answer.text
    [draft] = world.rows(Draft)
    assert (draft.place, draft.space_id) == (f"thread:{space.slug}", space.id)
    assert draft.person_id == persona_in(world, space).id
    assert world.rows(Thread) == []


def test_an_empty_masked_reply_comes_back_with_the_mask_still_chosen_and_makes_nobody(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    answer = reply_masked(cast.amina, world.thread(space, cast.ben), "  ")
    assert answer.status_code == 422
    assert _chosen(answer.text) == "1"
    assert world.rows(Persona) == []


def test_a_pseudonym_is_the_same_every_time_also_after_leaving_and_coming_back(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    cast.amina.browser.post(f"/spaces/{space.slug}/membership/end")
    assert reply_masked(cast.amina, thread, "From outside.").status_code == 422
    cast.amina.browser.post(f"/spaces/{space.slug}/membership")
    reply_masked(cast.amina, thread)
    posts = world.rows(Post, conversation_id=thread.conversation_id)
    assert [post.author_id for post in posts[1:]] == [persona_in(world, space).id] * 2


def test_in_another_space_one_person_has_another_pseudonym(world, cast):
    spaces = [a_masking_space(world, cast.amina, cast.ben) for _ in range(2)]
    for space in spaces:
        reply_masked(cast.amina, world.thread(space, cast.ben))
    first, second = (persona_in(world, space) for space in spaces)
    assert first.id != second.id
    assert first.name != second.name


@pytest.mark.parametrize("who", ["an official", "an advisor", "the core team", "somebody outside"])
def test_who_may_not_have_a_mask_posts_nothing_at_all_least_of_all_by_name(world, cast, who):
    person = {
        "an official": cast.omar,
        "an advisor": cast.dalia,
        "the core team": cast.cleo,
        "somebody outside": cast.eve,
    }[who]
    space = a_masking_space(world, cast.ben, cast.omar, cast.dalia, cast.cleo)
    thread = world.thread(space, cast.ben)
    answer = reply_masked(person, thread, "My words.")
    assert answer.status_code == 422
    assert "Nothing was sent" in answer.text
    assert "My words." in answer.text
    started = person.browser.post("/threads", NEW, space=space.slug, body="My words.", mask="1")
    assert started.status_code == 422
    assert len(world.rows(Post)) == 1


@pytest.mark.parametrize("allowed", ["never", "ended"])
def test_where_a_space_does_not_allow_it_nothing_is_posted_either(world, cast, allowed):
    space = world.space(pseudonyms=allowed, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.ben)
    assert 'name="mask"' not in cast.amina.browser.page(thread.address)
    assert reply_masked(cast.amina, thread).status_code == 422
    assert len(world.rows(Post)) == 1


def test_a_mask_asked_for_in_the_address_or_twice_is_no_way_to_post_by_name(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    closed = world.thread(world.space(), cast.ben)
    browser = cast.amina.browser
    answer = browser.post(f"{closed.address}/replies?mask=1", body="By name?")
    assert answer.status_code == 422
    browser.post(f"{thread.address}/replies", {"mask": ["", "1"]}, body="By name?")
    assert cast.amina.id not in {post.author_id for post in world.rows(Post)}


def test_a_form_that_knows_no_masks_refuses_one(world, cast):
    space = a_masking_space(world, cast.amina)
    thread = world.thread(space, cast.amina)
    ref = world.rows(Post, conversation_id=thread.conversation_id)[0].ref
    answer = cast.amina.browser.post(f"/posts/{ref}/edit", body="Changed.", revision="1", mask="1")
    assert answer.status_code == 422
    assert world.rows(Post)[0].source == "How do you do it?"


def test_nobody_outside_a_confidential_space_learns_that_masks_are_worn_there(world, cast):
    space = world.space(CONFIDENTIAL, pseudonyms="allowed", member=cast.ben)
    there = reply_masked(cast.eve, world.thread(space, cast.ben))
    nowhere = cast.eve.browser.post("/threads/0000000000/replies", body="So.", mask="1")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)


def test_the_same_masked_form_twice_is_one_post_also_if_it_is_sent_again_by_name(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    form = {"body": "Only once.", "form_token": "0123456789"}
    first = cast.amina.browser.post(f"{thread.address}/replies", form, mask="1")
    second = cast.amina.browser.post(f"{thread.address}/replies", form, mask="1")
    third = cast.amina.browser.post(f"{thread.address}/replies", form, mask="", despite="1")
    assert len({answer.headers["Location"] for answer in (first, second, third)}) == 1
    assert len(world.rows(Post)) == 2
    assert [row.person_id for row in world.rows(SentForm)] == [persona_in(world, space).id]


def test_the_choice_says_who_can_learn_it_and_begins_with_oneself(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    page = cast.amina.browser.page(world.thread(space, cast.ben).address)
    assert _chosen(page) == ""
    assert "Amina, your own name" in page
    assert "Two people of the core team together" in page
    assert "Few people are inside this space" in page
    new = cast.amina.browser.page(f"/threads/new?space={space.slug}")
    assert "A pseudonym, which you are given" in new


def test_in_a_thread_where_one_wrote_masked_last_the_mask_is_chosen_already(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread, other = (world.thread(space, cast.ben) for _ in range(2))
    reply_masked(cast.amina, thread)
    assert _chosen(cast.amina.browser.page(thread.address)) == "1"
    assert _chosen(cast.amina.browser.page(other.address)) == ""
    assert f"{persona_in(world, space).name}, your pseudonym here" in cast.amina.browser.page(
        other.address
    )


def test_whoever_mixes_name_and_pseudonym_in_one_thread_is_warned_first(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    by_name, masked = world.thread(space, cast.amina), world.thread(space, cast.ben)
    assert "you also wrote under your own name" in cast.amina.browser.page(by_name.address)
    answer = reply_masked(cast.amina, by_name)
    assert answer.status_code == 422
    assert "you wrote under your own name so far" in answer.text
    assert "Send it all the same: In this thread" not in answer.text
    assert "Not sent yet: please look at this again" in answer.text
    assert reply_masked(cast.amina, by_name, despite="1").status_code == 303
    reply_masked(cast.amina, masked)
    slip = cast.amina.browser.post(f"{masked.address}/replies", body="Oh.", mask="")
    assert slip.status_code == 422
    assert "so far, not by name" in slip.text
    assert len(world.rows(Post, author_id=cast.amina.id)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "It is AMINA.",
        "Ask @amina-diallo!",
        "amina-diallo@example.org",
        "In Gräz, you know.",
        "Call Diallo",
    ],
)
def test_a_text_that_names_its_writer_is_sent_only_on_a_second_thought(world, cast, words):
    amina = world.person("Amina Diallo", city="Graz")
    space = a_masking_space(world, amina, cast.ben)
    thread = world.thread(space, cast.ben)
    answer = reply_masked(amina, thread, words)
    assert answer.status_code == 422
    assert "that may tell who you are" in answer.text
    assert words in answer.text.replace("&#34;", '"')
    assert 'name="despite"' in answer.text
    assert len(world.rows(Post)) == 1
    assert reply_masked(amina, thread, words, despite="y").status_code == 303
    assert cast.ben.browser.post(f"{thread.address}/replies", body=words).status_code == 303


def test_a_title_or_a_city_tells_as_well_as_a_text(world, cast):
    amina = world.person("Amina Diallo", city="Graz")
    space = a_masking_space(world, amina)
    for form in ({**NEW, "title": "What Diallo says"}, {**NEW, "city": "graz"}):
        answer = amina.browser.post("/threads", form, space=space.slug, body="So.", mask="1")
        assert answer.status_code == 422
        assert "that may tell who you are" in answer.text


def test_where_facilitators_alone_start_threads_a_mask_would_tell_too_much(world, cast):
    space = world.space(pseudonyms="allowed", starters="facilitators", facilitator=cast.chandra)
    assert 'name="mask"' not in cast.chandra.browser.page(f"/threads/new?space={space.slug}")
    answer = cast.chandra.browser.post("/threads", NEW, space=space.slug, body="So.", mask="1")
    assert answer.status_code == 422


def test_a_persona_is_a_plain_member_whoever_is_behind_it(world, cast):
    from hrcn_community.accounts.personas import acting_as_persona
    from hrcn_community.accounts.viewer import viewer_of

    space = world.space(pseudonyms="allowed", facilitator=cast.chandra)
    acting = world.do(
        lambda: acting_as_persona(viewer_of(cast.chandra.id), db.session.get_one(Space, space.id))
    )
    assert acting.roles == {space.id: {"member"}}
    assert (acting.is_masked, acting.selves, acting.city_id) == (True, [acting.id], None)


def test_who_becomes_an_official_writes_by_name_and_still_edits_what_they_wrote_masked(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    world.do(
        lambda: setattr(db.session.get_one(Person, cast.amina.id), "site_role", SiteRole.OFFICIAL)
    )
    assert reply_masked(cast.amina, thread).status_code == 422
    ref = world.rows(Post)[-1].ref
    answer = cast.amina.browser.post(f"/posts/{ref}/edit", body="Better words.", revision="1")
    assert answer.status_code == 303
    assert world.rows(Revision, post_id=world.rows(Post)[-1].id)[-1].written_by_id == (
        persona_in(world, space).id
    )


def test_a_persona_is_a_row_of_people_who_never_signs_in_and_has_no_address(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    reply_masked(cast.amina, world.thread(space, cast.ben))
    persona = persona_in(world, space)
    assert persona.handle.startswith("persona--")
    assert persona.email.endswith("@persona.invalid")
    assert (persona.city_id, persona.password_hash, persona.standing) == (
        None,
        "",
        Standing.PERSONA,
    )


def _chosen(page: str) -> str:
    """Return as whom the composer of a page begins."""
    found = re.search(r'<input checked[^>]*name="mask"[^>]*value="(.?)"', page)
    assert found is not None
    return found[1]
