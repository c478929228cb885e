"""When the results of a poll are shown, to whom, and what an anonymous one never tells."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from hrcn_community.conversations.models import PollVote
from hrcn_community.core import clock
from hrcn_community.core.db import Base, db
from hrcn_community.core.events import Entry
from tests.browsing import follow
from tests.counting import count_queries
from tests.discussions.polls import MULTIPLE, RANKED, a_poll, bars, crowd
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC

WITHHELD = 'class="poll__withheld"'


def test_results_always_are_for_everybody_and_the_public_page_is_never_stale(world, cast, public):
    asked = a_poll(world, cast.amina)
    for number, who in enumerate((cast.ben, cast.omar, cast.dalia), start=1):
        held = {"If-None-Match": public.get(asked.thread.address).headers["ETag"]}
        assert public.get(asked.thread.address, headers=held).status_code == 304
        who.browser.post(f"{asked.address}/ballot", answer="1")
        answer = public.get(asked.thread.address, headers=held)
        assert bars(answer.text)[0] == ("Heat pumps", number, 100)
        assert f"{number} pe" in answer.text
        own = {"If-None-Match": public.get(asked.address).headers["ETag"]}
        assert public.get(asked.address, headers=own).status_code == 304


def test_results_after_voting_are_for_who_has_voted(world, cast, public):
    asked = a_poll(world, cast.amina, results="voted")
    asked.vote(cast.ben, 1)
    assert bars(cast.ben.browser.page(asked.thread.address))
    for browser in (public, cast.omar.browser, cast.amina.browser):
        page = browser.page(asked.thread.address)
        assert bars(page) == []
        assert "shown to whoever has voted" in page
    cast.ben.browser.post(f"{asked.address}/ballot/end")
    assert bars(cast.ben.browser.page(asked.thread.address)) == []
    asked.vote(cast.ben, 1)
    cast.amina.browser.post(f"{asked.address}/closure")
    assert bars(public.page(asked.thread.address))


def test_results_after_closing_are_for_nobody_before(world, cast, public):
    closes_at = clock.now() + timedelta(days=1)
    asked = a_poll(world, cast.amina, results="closed", closes_at=closes_at)
    asked.vote(cast.ben, 1)
    for browser in (public, cast.ben.browser, cast.amina.browser):
        page = browser.page(asked.thread.address)
        assert bars(page) == []
        assert "shown once the poll has closed" in page
        assert browser.sees(f"{asked.address}/voters") == 409
    held = {"If-None-Match": public.get(asked.thread.address).headers["ETag"]}
    with clock.at(closes_at):
        assert bars(public.get(asked.thread.address, headers=held).text)[0][1] == 1


def test_ranked_results_show_who_is_chosen_and_every_round(world, cast, public):
    asked = a_poll(world, cast.amina, kind=RANKED)
    people = crowd(world, 6)
    wishes = [(1, 2), (1,), (2, 1), (2,), (3,), (3, 2)]
    for person, wish in zip(people, wishes, strict=True):
        asked.vote(person, *wish)
    page = public.page(asked.thread.address)
    assert "Would be chosen now: “Insulation”" in page
    assert [votes for _, votes, _ in bars(page)] == [2, 2, 2]
    assert "How it was counted: 2 rounds" in page
    assert "Exhausted: no wish left" in page
    cast.amina.browser.post(f"{asked.address}/closure")
    assert "Chosen: “Insulation”" in public.page(asked.thread.address)


def test_names_are_listed_by_choice_to_whoever_reads_and_sees_the_results(world, cast, public):
    asked = a_poll(world, cast.amina, kind=MULTIPLE)
    asked.vote(cast.ben, 1, 2)
    asked.vote(cast.omar, 2)
    page = public.page(f"{asked.address}/voters")
    assert ("Ben" in page, "Omar" in page) == (True, False)
    second = cast.dalia.browser.page(f"{asked.address}/voters?choice=2")
    assert second.index('href="/people/omar"') < second.index('href="/people/ben"')
    assert "Nobody chose this." in public.page(f"{asked.address}/voters?choice=3")
    assert "Ben" in public.page(f"{asked.address}/voters?choice=99")
    assert f"{asked.address}/voters" in public.page(asked.thread.address)


def test_names_come_page_by_page(world, cast, public, monkeypatch):
    monkeypatch.setattr("hrcn_community.conversations.queries.polls_found.PAGE", 2)
    asked = a_poll(world, cast.amina)
    for person in (people := crowd(world, 5)):
        asked.vote(person, 1)
    address, met = f"{asked.address}/voters", []
    while address:
        page = public.page(address)
        met += [person.name for person in people if f">{person.name}<" in page]
        address = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert sorted(met) == sorted(person.name for person in people)


def test_the_list_of_names_is_for_those_who_read_there(world, cast, public):
    asked = a_poll(world, cast.amina, world.space(CONFIDENTIAL, member=[cast.amina, cast.ben]))
    asked.vote(cast.ben, 1)
    assert "Ben" in cast.amina.browser.page(f"{asked.address}/voters")
    for browser in (public, cast.eve.browser, cast.cleo.browser):
        for page in ("", "/voters", "/edit", "/new"):
            assert browser.sees(f"{asked.address}{page}") in (401, 404)


# What is anonymous.


def anonymous(world, cast, voters: int, **rules):
    asked = a_poll(world, cast.amina, is_anonymous=True, **rules)
    people = crowd(world, voters)
    for person in people:
        asked.vote(person, 1)
    return asked, people


def test_an_anonymous_poll_shows_nothing_until_a_whole_step_is_held_back(world, cast, public):
    asked, _ = anonymous(world, cast, 9)
    page = public.page(asked.thread.address)
    assert bars(page) == []
    assert "steps of at least five people" in page
    assert "people voted" not in page
    assert "counted so far" not in page
    asked.vote(cast.ben, 2)
    page = public.page(asked.thread.address)
    assert "5 people counted so far" in page
    assert bars(page)[:2] == [
        ("Heat pumps", 5, 100),
        ("Insulation", 0, 0),
    ]


def test_watching_an_anonymous_poll_tells_nothing_of_one_vote(world, cast, public):
    asked, people = anonymous(world, cast, 10)
    held = {"If-None-Match": public.get(asked.thread.address).headers["ETag"]}
    asked.vote(cast.ben, 2)
    asked.vote(people[0], 3)
    cast.omar.browser.post(f"{asked.address}/ballot", answer="3")
    cast.omar.browser.post(f"{asked.address}/ballot/end")
    assert public.get(asked.thread.address, headers=held).status_code == 304
    cast.amina.browser.post(f"{asked.address}/closure")
    page = public.page(asked.thread.address)
    assert [votes for _, votes, _ in bars(page)] == [9, 1, 1]
    assert "11 people voted" in page


@pytest.mark.parametrize(("voters", "is_told"), [(4, False), (5, True)])
def test_a_closed_anonymous_poll_tells_its_counts_from_five_voters_on(
    world, cast, public, voters, is_told
):
    asked, people = anonymous(world, cast, voters)
    cast.amina.browser.post(f"{asked.address}/closure")
    for browser in (public, people[0].browser, cast.amina.browser):
        page = browser.page(asked.thread.address)
        assert bool(bars(page)) == is_told
        assert ("too few to show" in page) != is_told
        assert ("people voted" in page) == (True if is_told else "Fewer than five people" in page)


def test_steps_never_differ_by_fewer_than_five_whoever_comes_and_goes(world, cast, public):
    asked = a_poll(world, cast.amina, is_anonymous=True)
    people, seen = crowd(world, 16), []
    for number, person in enumerate(people):
        asked.vote(person, number % 3 + 1)
        if number % 4 == 3:
            person.browser.post(f"{asked.address}/ballot/end")
        shown = sum(votes for _, votes, _ in bars(public.page(asked.thread.address)))
        seen += [shown] if shown not in seen else []
    cast.amina.browser.post(f"{asked.address}/closure")
    seen.append(sum(votes for _, votes, _ in bars(public.page(asked.thread.address))))
    assert seen[-1] == 12
    assert all(later - sooner >= 5 for sooner, later in pairwise(seen))


def test_an_anonymous_poll_has_no_list_of_names(world, cast, public):
    asked, _ = anonymous(world, cast, 10)
    for browser in (public, cast.amina.browser, cast.ben.browser):
        assert browser.sees(f"{asked.address}/voters") == 404
        assert "/voters" not in browser.page(asked.thread.address)


def test_only_oneself_is_told_what_one_chose(world, cast, public):
    asked, _ = anonymous(world, cast, 10)
    cast.ben.browser.post(f"{asked.address}/ballot", answer="2")
    assert "You voted:" in cast.ben.browser.page(asked.thread.address)
    for browser in (public, cast.amina.browser, cast.omar.browser):
        page = browser.page(asked.thread.address)
        assert "You voted:" not in page
        assert "my vote" not in page


def test_nothing_in_the_database_leads_from_a_person_to_an_anonymous_choice(world, cast):
    """Every table, as text: the rows of the votes name nobody, and no other row came with them."""
    asked = a_poll(world, cast.amina, world.space(NETWORK), is_anonymous=True)
    page = cast.ben.browser.page(asked.thread.address)  # everything that merely reading writes
    assert "Anonymous: nothing that is kept names you" in page
    before = _dump(world)
    answer = cast.ben.browser.post(f"{asked.address}/ballot", answer="2")
    follow(cast.ben.browser, answer)
    cast.ben.browser.post(f"{asked.address}/ballot", answer="3")
    new = {table: rows - before[table] for table, rows in _dump(world).items()}
    assert {table for table, rows in new.items() if rows} == {"poll_votes", "polls"}
    [vote] = world.rows(PollVote)
    assert (vote.person_id, vote.voted_at) == (None, None)
    [row] = new["poll_votes"]
    for word in (cast.ben.handle, cast.ben.name, cast.ben.email, clock.now().strftime("%Y-%m-%d")):
        assert word not in row
    assert [entry.name for entry in world.rows(Entry, name="BallotCast")] == []


def test_a_vote_by_name_is_told_in_the_log_without_its_choice(world, cast):
    asked = a_poll(world, cast.amina)
    cast.ben.browser.post(f"{asked.address}/ballot", answer="2")
    cast.ben.browser.post(f"{asked.address}/ballot/end")
    entries = [e for e in world.rows(Entry) if e.name.startswith("Ballot")]
    assert [(e.name, e.actor_id, e.facts) for e in entries] == [
        ("BallotCast", cast.ben.id, {"poll_id": asked.id}),
        ("BallotWithdrawn", cast.ben.id, {"poll_id": asked.id}),
    ]


def test_a_ballot_is_kept_under_another_print_in_every_poll(world, cast):
    first, second = (a_poll(world, cast.amina, is_anonymous=True) for _ in range(2))
    for asked in (first, second):
        asked.vote(cast.ben, 1)
    assert len({vote.voter for vote in world.rows(PollVote)}) == 2


def _dump(world) -> dict[str, set[str]]:
    def look() -> dict[str, set[str]]:
        return {
            table.name: {repr(tuple(row)) for row in db.session.execute(select(table))}
            for table in Base.metadata.sorted_tables
        }

    return world.ask(look)


def test_a_count_is_remembered_until_somebody_votes(app, world, cast, public):
    asked = a_poll(world, cast.amina, world.space(PUBLIC), kind=RANKED)
    asked.vote(cast.ben, 1, 2)

    def counted() -> bool:
        with count_queries(app) as statements:
            public.page(asked.thread.address)
        return any("GROUP BY poll_votes.voter" in each for each in statements)

    assert [counted(), counted()] == [True, False]
    asked.vote(cast.omar, 3)
    assert [counted(), counted()] == [True, False]
