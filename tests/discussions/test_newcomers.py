"""Newcomers: how often they write, how many links and names they bring in, and when that ends."""

from datetime import timedelta

import pytest

from hrcn_community.accounts.models import Person, SiteRole
from hrcn_community.conversations.models import Post, PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.house import AS_BUILT
from tests.counting import count_queries
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.factories import CONFIDENTIAL, PUBLIC, Told

AN_HOUR, POSTS_TO_SETTLE = AS_BUILT.newcomer_an_hour, AS_BUILT.newcomer_posts
LINKS = "See https://one.example and www.two.example.org or https://three.example."


@pytest.fixture
def nora(world):
    """Somebody who came today."""
    return world.person("Nora", is_settled=False)


@pytest.fixture
def thread(world, cast) -> Told:
    return world.thread(world.space(PUBLIC, facilitator=cast.chandra), cast.ben, "Warm homes")


def _wrote(world, somebody, thread: Told, posts: int, days_ago: float = 0) -> None:
    """Let somebody have written so many posts."""
    at = clock.now() - timedelta(days=days_ago)

    def write() -> None:
        for number in range(posts):
            row = {"author_id": somebody.id, "ref": f"{somebody.id}x{number}x{int(days_ago * 100)}"}
            post = Post(source="So.", html="<p>So.</p>", rendered_with=1, created_at=at, **row)
            post.conversation_id, post.state = thread.conversation_id, PostState.PUBLISHED
            db.session.add(post)

    world.do(write)


def test_a_newcomer_writes_so_many_posts_an_hour_and_is_told_when_to_go_on(world, nora, thread):
    for number in range(AN_HOUR):
        answer = nora.browser.post(f"{thread.address}/replies", body=f"Number {number}.")
        assert answer.status_code == 303
    answer = nora.browser.post(f"{thread.address}/replies", body="One more, which I keep.")
    assert answer.status_code == 422
    assert "You can write again in" in answer.text
    assert "One more, which I keep." in answer.text
    form = {"title": "Elsewhere", "body": "One more.", "kind": "discussion", "language": "en"}
    answer = nora.browser.post("/threads", form, space=world.space(PUBLIC).slug)
    assert answer.status_code == 422
    assert len(world.rows(Post, author_id=nora.id)) == AN_HOUR


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (LINKS, "room for 2 links"),
        ("[a](//one.example) [b](http://two.example) <http://three.example>", "room for 2 links"),
        ("@a1 @a2 @a3 @a4 @a5 @a6", "name at most 5 people"),
    ],
)
def test_a_newcomer_brings_in_few_links_and_names(world, nora, thread, body, why):
    answer = nora.browser.post(f"{thread.address}/replies", body=body)
    assert answer.status_code == 422
    assert why in answer.text
    assert world.rows(Post, author_id=nora.id) == []
    fine = "See https://one.example, /help, @ben and @amina."
    assert nora.browser.post(f"{thread.address}/replies", body=fine).status_code == 303
    [post] = world.rows(Post, author_id=nora.id)
    answer = nora.browser.post(f"/posts/{post.ref}/edit", body=body, revision="1")
    assert answer.status_code == 422
    assert why in answer.text
    assert world.rows(Post, author_id=nora.id)[0].source == fine


def test_it_ends_once_a_few_posts_have_stood_for_a_day_and_nothing_is_asked_any_more(
    app, world, nora, thread
):
    _wrote(world, nora, thread, POSTS_TO_SETTLE - 1, days_ago=1.1)
    _wrote(world, nora, thread, 1, days_ago=0.9)
    assert nora.browser.post(f"{thread.address}/replies", body=LINKS).status_code == 422
    world.do(lambda: _let_a_day_pass(nora.id))
    assert nora.browser.post(f"{thread.address}/replies", body=LINKS).status_code == 303
    assert world.rows(Person, id=nora.id)[0].is_settled
    with count_queries(app) as statements:
        nora.browser.post(f"{thread.address}/replies", body=LINKS)
    assert not [each for each in statements if "is_settled" in each and "count(" in each]


def _let_a_day_pass(person_id: int) -> None:
    for post in db.session.query(Post).filter_by(author_id=person_id):
        post.created_at -= timedelta(days=1)


def test_offices_facilitators_and_closed_spaces_know_no_newcomers(world, cast, thread):
    for role in (SiteRole.OFFICIAL, SiteRole.ADVISOR, SiteRole.CORE):
        somebody = world.person(role=role, is_settled=False)
        answer = somebody.browser.post(f"{thread.address}/replies", body=LINKS)
        assert answer.status_code == 303, role
    ella, nils = world.person(is_settled=False), world.person(is_settled=False)
    world.space(PUBLIC, facilitator=ella)
    inside = world.thread(world.space(CONFIDENTIAL, member=[nils, cast.ben]), cast.ben)
    for somebody, where in ((ella, thread), (nils, inside)):
        answer = somebody.browser.post(f"{where.address}/replies", body=LINKS)
        assert answer.status_code == 303


def test_a_pseudonym_has_limits_of_its_own_whoever_is_behind_it(world, cast):
    nora = world.person("Nora", is_settled=False)
    space = a_masking_space(world, cast.amina, nora)
    thread = world.thread(space, cast.amina, "Warm homes")
    for somebody in (cast.amina, nora):
        refused = reply_masked(somebody, thread, LINKS, despite="1")
        assert (refused.status_code, "room for 2 links" in refused.text) == (422, True)
    assert reply_masked(nora, thread, "Masked.", despite="1").status_code == 303
    _wrote(world, persona_in(world, space), thread, POSTS_TO_SETTLE, days_ago=2)
    assert reply_masked(nora, thread, LINKS, despite="1").status_code == 303
    assert not world.rows(Person, id=nora.id)[0].is_settled
    assert nora.browser.post(f"{thread.address}/replies", body=LINKS).status_code == 422
