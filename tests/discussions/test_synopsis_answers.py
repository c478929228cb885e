"""Those who contributed say whether the draft tells it rightly."""

import re
from dataclasses import replace

import pytest

from hrcn_community.accounts.models import Person, Persona
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions import actions, queries
from hrcn_community.discussions.models import Confirmation, NotAContributor, Synopsis
from hrcn_community.discussions.queries import synopsis_answers
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.discussions.queries import ask, make_due


@pytest.fixture
def query(world, cast):
    return ask(world, cast)


def test_everybody_who_contributed_is_asked_once(world, cast, worker, query):
    world.reply(query.thread, cast.ben, "And more.")
    query.drafting()
    world.reply(query.thread, cast.omar, "Too late.")
    query.send()
    worker()
    told = world.rows(Notice, kind="synopsis.asked")
    assert sorted(n.person_id for n in told) == sorted([cast.ben.id, cast.dalia.id])
    assert {n.address for n in told} == {f"{query.address}/synopsis"}


def test_whoever_is_cited_is_asked_though_they_came_late(world, cast, worker, query):
    query.end()
    world.reply(query.thread, cast.omar, "Late, but good.")
    query.save("All is told. [4]")
    query.send()
    worker()
    assert cast.omar.id in {n.person_id for n in world.rows(Notice, kind="synopsis.asked")}


def test_who_contributed_reads_the_draft_beside_their_own_words_and_agrees(world, cast, query):
    query.confirming()
    assert "Does it tell yours rightly?" in cast.ben.browser.page(query.address)
    page = cast.ben.browser.page(f"{query.address}/synopsis")
    assert "You wrote in #2" in page
    assert "We capped <strong>rents</strong>." in page
    assert "We built homes." not in page
    page = follow(cast.ben.browser, query.say(cast.ben, wants_credit="y"))
    assert "Thank you." in page
    [said] = world.rows(Confirmation)
    assert (said.person_id, said.round, said.agrees, said.wants_credit) == (
        cast.ben.id,
        1,
        True,
        True,
    )


def test_what_no_sentence_rests_on_is_said(world, cast, query):
    world.reply(query.thread, cast.ben, "Nobody quotes this.")
    query.confirming()
    page = cast.ben.browser.page(f"{query.address}/synopsis")
    assert "No sentence rests on what you wrote in" in page


def test_an_objection_needs_a_remark_which_the_facilitators_alone_read(world, cast, public, query):
    query.confirming()
    assert query.say(cast.dalia, "no").status_code == 422
    assert query.say(cast.dalia, "no", remark="x" * 1001).status_code == 422
    assert query.say(cast.dalia, "").status_code == 422
    assert world.rows(Confirmation) == []
    query.say(cast.dalia, "no", remark="We did more.", wants_credit="y")
    page = cast.chandra.browser.page(f"{query.address}/synopsis/confirmations")
    assert "Objects" in page
    assert "We did more." in page
    assert "Has not answered" in page
    for browser in (public, cast.ben.browser, cast.amina.browser):
        assert "We did more." not in browser.page(query.address)
    assert "We did more." not in cast.ben.browser.page(f"{query.address}/synopsis")
    assert "We did more." in cast.dalia.browser.page(f"{query.address}/synopsis")


def test_objections_stand_on_every_page_of_answers_and_others_page_by_page(
    world, cast, query, monkeypatch
):
    monkeypatch.setattr(synopsis_answers, "PAGE", 1)
    world.reply(query.thread, cast.eve, "We, too.")
    world.reply(query.thread, cast.omar, "And we.")
    query.confirming()
    query.say(cast.omar, "no", remark="We did more.")
    query.say(cast.eve)
    address = f"{query.address}/synopsis/confirmations"
    listed = _pages(cast.chandra.browser, address, "after")
    assert listed == [["Omar", "Eve"], ["Omar", "Ben"], ["Omar", "Dalia"]]
    last = cast.chandra.browser.page(f"{address}?after={cast.ben.handle}")
    assert "Publish the reply" in last
    assert "Somebody objects" in last
    query.take_back()
    address = f"{query.address}/synopsis/edit?after=2"
    assert _pages(cast.chandra.browser, address, "after=2&amp;said_after") == listed


def _pages(browser, address: str, name: str) -> list[list[str]]:
    """Return who is listed on each page of answers, following the link to the next."""
    found = []
    while address:
        page = browser.page(address)
        names = r'answers__who"><a[^>]*>([^<]*)'
        found.append(re.findall(names, page))
        more = re.search(rf'href="([^"]*\?{name}=[^"]*)"><span>More people', page)
        address = more[1].replace("&amp;", "&") if more else ""
    return found


def test_the_last_word_counts(world, cast, query):
    query.confirming()
    query.say(cast.ben, "no", remark="Hm.")
    query.say(cast.ben, "yes")
    [said] = world.rows(Confirmation)
    assert (said.agrees, said.remark) == (True, "")


def test_nobody_who_did_not_contribute_is_asked_or_shown_the_draft(world, cast, public, query):
    query.confirming()
    for somebody in (cast.amina, cast.omar, cast.cleo):
        assert query.say(somebody).status_code == 409
        answer = somebody.browser.get(f"{query.address}/synopsis")
        assert answer.status_code == 409
        assert "Caps keep tenants" not in answer.text
        assert "Does it tell yours rightly?" not in somebody.browser.page(query.address)
    assert public.post(f"{query.address}/synopsis/confirmation").status_code == 401
    assert public.sees(f"{query.address}/synopsis") == 401
    assert world.rows(Confirmation) == []


def test_before_it_is_sent_out_and_after_it_is_published_nobody_says_anything(world, cast, query):
    for step in (lambda: None, query.drafting):
        step()
        assert query.say(cast.ben).status_code == 409
        assert cast.ben.browser.sees(f"{query.address}/synopsis") == 409
    query.send()
    query.published()
    assert query.say(cast.ben, "no", remark="Too late.").status_code == 409
    assert cast.ben.browser.sees(f"{query.address}/synopsis") == 302


def test_a_changed_sentence_voids_what_was_said_of_the_draft_before(world, cast, worker, query):
    query.confirming()
    query.say(cast.ben, wants_credit="y")
    query.take_back()
    query.save("Caps keep some tenants. [2]\nBuilding takes years. [2, 3]")
    assert query.synopsis.round == 2
    query.save("Caps keep a few tenants. [2]\nBuilding takes years. [2, 3]")
    assert query.synopsis.round == 2  # of this one nobody was asked yet
    query.send()
    worker()
    assert len(world.rows(Notice, kind="synopsis.asked", person_id=cast.ben.id)) == 1
    page = cast.ben.browser.page(f"{query.address}/synopsis")
    assert "The draft has changed since you spoke" in page
    page = cast.chandra.browser.page(f"{query.address}/synopsis/confirmations")
    assert "Spoke of an earlier draft" in page
    assert query.publish().status_code == 409
    query.say(cast.ben)
    assert query.publish().status_code == 303


def test_what_was_said_counts_on_where_no_sentence_changes(world, cast, query):
    query.confirming()
    query.say(cast.ben)
    query.take_back()
    query.save()
    query.send()
    assert query.synopsis.round == 1
    assert query.publish().status_code == 303


def test_sent_out_again_only_those_who_have_not_answered_are_asked(world, cast, worker, query):
    query.confirming()
    worker()
    query.say(cast.ben)
    query.take_back()
    query.send()
    worker()
    asked = [n.person_id for n in world.rows(Notice, kind="synopsis.asked")]
    assert asked.count(cast.ben.id) == 1
    assert asked.count(cast.dalia.id) == 2


def test_what_somebody_says_of_a_draft_that_has_changed_meanwhile_is_refused(world, cast, query):
    query.confirming()
    query.take_back()
    query.save("Other words. [2]")
    query.send()
    answer = query.say(cast.ben, round="1")
    assert answer.status_code == 409
    assert "The draft has changed since you looked at it" in answer.text
    assert world.rows(Confirmation) == []


def test_whoever_took_all_of_it_back_contributes_no_more(world, cast, query):
    query.confirming()
    cast.ben.browser.post(f"/posts/{post_of(world, query.thread, 2).ref}/deletion")
    assert query.say(cast.ben).status_code == 409


def test_the_facilitators_are_told_when_the_time_is_over_if_they_still_wait(
    world, cast, worker, query
):
    query.confirming()

    def pass_() -> None:
        synopsis = db.session.get_one(Synopsis, query.thread.id)
        synopsis.confirmations_until = clock.now()

    world.do(pass_)
    make_due(world)
    worker()
    assert [n.person_id for n in world.rows(Notice, kind="synopsis.answered")] == [cast.chandra.id]


def test_who_contributed_under_a_pseudonym_answers_under_it_and_apart(world, cast, query):
    persona = _persona(world, query, "Quiet Heron")
    masked = replace(world.viewer(cast.omar), personas={query.space.id: persona})
    _reply_as(world, query, persona)
    world.reply(query.thread, cast.omar, "Under my own name.")
    query.drafting()
    query.save("Caps. [2]\nHerons. [4]\nOmar. [5]")
    query.send()

    round_ = query.synopsis.round

    def answer() -> tuple[str, list[str]]:
        found = queries.find_consolidation(query.thread.ref, viewer=masked)
        assert found
        actions.confirm(
            found, of_round=round_, agrees=True, wants_credit=True, masked=True, by=masked
        )
        draft = queries.draft_to_read(found, viewer=masked, masked=True)
        return draft.reader.name, [reply.html for reply in draft.own]

    name, own = world.do(answer)
    assert name == "Quiet Heron"
    assert own == ["<p>Nobody knows me.</p>"]
    [said] = world.rows(Confirmation)
    assert said.person_id == persona
    query.say(cast.ben)
    page = follow(cast.chandra.browser, query.publish())
    credit = page.split("With contributions by")[1].split("They agree")[0]
    assert "Quiet Heron" in credit
    assert "href" not in credit  # a pseudonym has no profile


def test_nobody_answers_for_a_pseudonym_that_is_not_theirs(world, cast, query):
    persona = _persona(world, query, "Quiet Heron")
    _reply_as(world, query, persona)
    query.confirming()
    assert query.say(cast.omar, masked="1").status_code == 409
    assert query.say(cast.ben, masked="1").status_code == 409
    other = replace(world.viewer(cast.omar), personas={query.space.id + 1: persona})

    def answer() -> None:
        found = queries.find_consolidation(query.thread.ref, viewer=other)
        assert found
        actions.confirm(found, of_round=1, agrees=True, masked=True, by=other)

    with pytest.raises(NotAContributor):
        world.do(answer)
    assert world.rows(Confirmation) == []


def _persona(world, query, name: str) -> int:
    somebody = world.person(name)

    def mask() -> None:
        db.session.get_one(Person, somebody.id).standing = "persona"
        db.session.add(
            Persona(person_id=somebody.id, space_id=query.space.id, lookup="x", sealed="x")
        )

    world.do(mask)
    return somebody.id


def _reply_as(world, query, persona: int) -> None:
    from hrcn_community.accounts.viewer import viewer_of

    def reply() -> None:
        found = queries.find_thread(query.thread.ref, viewer=viewer_of(persona))
        assert found
        actions.reply(found, "Nobody knows me.", by=viewer_of(persona))

    world.do(reply)
