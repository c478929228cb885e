"""First posts that wait for a facilitator: who sees them, and what becomes of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from tests.browsing import Browser, follow
from tests.counting import count_queries
from tests.discussions.masks import a_masking_space
from tests.discussions.spaces import change
from tests.factories import CONFIDENTIAL, PUBLIC, RESTRICTED

FORM = {
    "title": "Unmistakable title",
    "body": "Unmistakable words.",
    "kind": "discussion",
    "language": "en",
}
WAITS = "This waits for a facilitator; only you and they see it."


@pytest.fixture
def space(world, cast):
    """A public space that Chandra facilitates."""
    return world.space(PUBLIC, "Housing", facilitator=cast.chandra)


@pytest.fixture
def thread(world, cast, space):
    """A thread there, which Ben began before first posts had to wait."""
    told = world.thread(space, cast.ben, "Warm homes")
    change(world, space, first_posts="held")
    return told


@pytest.fixture
def held(world, cast, thread):
    """Amina's first reply, which waits."""
    cast.amina.browser.post(f"{thread.address}/replies", body="Unmistakable words.")
    return _last_post(world)


def test_the_first_reply_of_somebody_waits_and_only_they_and_the_facilitators_see_it(
    world, cast, public, thread
):
    answer = cast.amina.browser.post(f"{thread.address}/replies", body="Unmistakable words.")
    page = follow(cast.amina.browser, answer)
    assert "Unmistakable words." in page
    assert WAITS in page
    assert "Unmistakable words." in cast.chandra.browser.page(thread.address)
    assert "only its author and you see it" in cast.chandra.browser.page(thread.address)
    for browser in (public, cast.ben.browser, cast.cleo.browser):
        assert "Unmistakable" not in browser.page(thread.address)
        assert "0 replies" in browser.page("/threads")
    post = _last_post(world)
    assert (post.state, post.number) == (PostState.HELD, None)


def test_what_is_held_is_found_by_no_search_not_even_the_authors(world, cast, held):
    for somebody in (cast.amina, cast.chandra, cast.ben):
        page = somebody.browser.page("/search?q=unmistakable").replace('value="unmistakable"', "")
        assert "Unmistakable" not in page


def test_its_address_leads_its_author_to_where_it_waits_and_others_nowhere(cast, thread, held):
    answer = cast.amina.browser.get(f"/posts/{held.ref}")
    assert answer.headers["Location"] == f"{thread.address}?post=1#w-{held.ref}"
    for somebody in (cast.ben, cast.cleo, cast.chandra):
        assert somebody.browser.sees(f"/posts/{held.ref}") == 404


def test_nobody_is_told_of_it_before_it_is_let_through_and_each_once_then(
    world, cast, worker, thread
):
    cast.amina.browser.post(f"{thread.address}/replies", body="It waits.")
    worker()
    assert [n.kind for n in world.rows(Notice)] == ["post.held"]
    post = _last_post(world)
    cast.chandra.browser.post(f"/posts/{post.ref}/release")
    worker()
    worker()
    told = sorted((n.person_id, n.kind, n.actor_id) for n in world.rows(Notice))
    assert told == sorted(
        [
            (cast.chandra.id, "post.held", None),
            (cast.amina.id, "post.released", cast.chandra.id),
            (cast.ben.id, "thread.replied", cast.amina.id),
        ]
    )


def test_somebody_mentioned_learns_it_when_it_is_let_through_from_its_author(
    world, cast, worker, thread
):
    name = cast.omar.handle
    cast.amina.browser.post(f"{thread.address}/replies", body=f"Ask @{name}, he knows.")
    cast.chandra.browser.post(f"/posts/{_last_post(world).ref}/release")
    worker()
    [notice] = world.rows(Notice, person_id=cast.omar.id)
    assert (notice.kind, notice.actor_id) == ("thread.mentioned", cast.amina.id)
    assert notice.address == f"{thread.address}?post=2#p2"


def test_letting_it_through_gives_it_its_number_and_its_author_writes_freely_from_then_on(
    world, cast, public, thread, held
):
    cast.ben.browser.post(f"{thread.address}/replies", body="Meanwhile.")
    page = follow(cast.chandra.browser, cast.chandra.browser.post(f"/posts/{held.ref}/release"))
    assert "Nothing waits here" in page
    post = _post(world, held.ref)
    assert (post.state, post.number) == (PostState.PUBLISHED, 3)
    assert "Unmistakable words." in public.page(thread.address)
    assert "<mark>Unmistakable</mark> words." in public.page("/search?q=unmistakable")
    assert "2 replies" in public.page("/threads")
    cast.amina.browser.post(f"{thread.address}/replies", body="And another.")
    assert _last_post(world).number == 4


def test_all_posts_of_a_newcomer_wait_until_one_is_let_through(world, cast, thread, held, space):
    cast.amina.browser.post(f"{thread.address}/replies", body="A second one.")
    cast.amina.browser.post("/threads", FORM, space=space.slug)
    waiting = world.rows(Post, author_id=cast.amina.id)
    assert [post.state for post in waiting] == ["held"] * 3


def test_facilitators_and_whoever_wrote_there_before_do_not_wait(world, cast, thread):
    for somebody in (cast.chandra, cast.ben):
        somebody.browser.post(f"{thread.address}/replies", body="At once.")
        assert _last_post(world).state == "published"


def test_what_somebody_wrote_elsewhere_does_not_count_here(world, cast, space, thread):
    world.thread(world.space(PUBLIC), cast.amina, "Elsewhere")
    cast.amina.browser.post(f"{thread.address}/replies", body="Here.")
    assert _last_post(world).state == "held"


def test_a_thread_whose_opening_waits_is_there_for_its_author_and_the_facilitators_alone(
    world, cast, public, space, thread
):
    here = f"/spaces/{space.slug}"
    answer = cast.amina.browser.post("/threads", FORM, space=space.slug)
    address = answer.headers["Location"]
    assert WAITS in cast.amina.browser.page(address)
    assert "Unmistakable title" in cast.chandra.browser.page(address)
    for browser in (public, cast.ben.browser, cast.cleo.browser):
        assert browser.sees(address) == browser.sees("/threads/0000000000") == 404
    for browser in (public, cast.ben.browser, cast.amina.browser, cast.chandra.browser):
        for page in ("/threads", "/", here, "/search?q=unmistakable"):
            assert "Unmistakable title" not in browser.page(page), page
    for page in ("/people/amina", "/notifications"):
        assert "Unmistakable title" not in cast.ben.browser.page(page), page


def test_nobody_replies_below_an_opening_that_waits(world, cast, space, thread):
    address = cast.amina.browser.post("/threads", FORM, space=space.slug).headers["Location"]
    assert 'id="reply"' not in cast.chandra.browser.page(address)
    answer = cast.chandra.browser.post(f"{address}/replies", body="First!")
    assert answer.status_code == 409
    assert cast.ben.browser.post(f"{address}/replies", body="First!").status_code == 404
    assert [post.number for post in world.rows(Post)] == [1, None]


def test_letting_an_opening_through_starts_the_thread(world, cast, public, worker, space, thread):
    address = cast.amina.browser.post(
        "/threads", FORM | {"body": f"What would @{cast.omar.handle} say?"}, space=space.slug
    ).headers["Location"]
    cast.chandra.browser.post(f"/posts/{_last_post(world).ref}/release")
    worker()
    assert "Unmistakable title" in public.page(address)
    assert "Unmistakable title" in public.page("/threads")
    assert "Unmistakable title" in public.page("/search?q=unmistakable")
    assert [n.kind for n in world.rows(Notice, person_id=cast.omar.id)] == ["thread.mentioned"]
    assert "unread" not in cast.amina.browser.page("/threads").split("Unmistakable title")[1][:900]
    names = [entry.name for entry in world.rows(Entry)]
    assert names.count("ThreadStarted") == 2
    assert names.count("PostReleased") == 1


def test_a_refusal_needs_a_reason_and_what_was_sent_comes_back(world, cast, held):
    answer = cast.chandra.browser.post(f"/posts/{held.ref}/refusal", reason=" ")
    assert answer.status_code == 422
    assert "Say why; the author will read it." in answer.text
    assert "Unmistakable words." in answer.text
    assert _post(world, held.ref).state == "held"


def test_a_refused_post_is_seen_by_its_author_alone_with_the_reason_and_told_to_them(
    world, cast, worker, thread, held
):
    cast.chandra.browser.post(f"/posts/{held.ref}/refusal", reason="It names a tenant.")
    worker()
    assert (_post(world, held.ref).state, _post(world, held.ref).number) == ("refused", None)
    assert "It names a tenant." in cast.amina.browser.page(thread.address)
    for somebody in (cast.ben, cast.chandra, cast.cleo):
        page = somebody.browser.page(thread.address)
        assert "It names a tenant." not in page
        assert "Unmistakable words." not in page
    assert "did not let your post through" in cast.amina.browser.page("/notifications")
    assert world.rows(Notice, person_id=cast.ben.id) == []


def test_two_who_decide_at_once_decide_once(world, cast, worker, space, thread, held):
    here = f"/spaces/{space.slug}"
    cast.dalia.browser.post(f"{here}/membership")
    cast.chandra.browser.step_up()
    cast.chandra.browser.post(f"{here}/people/{cast.dalia.handle}/facilitation")
    browsers = [cast.chandra.browser, cast.dalia.browser]
    deeds = [(browser, browser.token()) for browser in browsers]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda deed: _release(deed[0], deed[1], held.ref), deeds))
    assert sorted(answers) == [303, 409]
    worker()
    posts = world.rows(Post, conversation_id=thread.conversation_id)
    assert [post.number for post in posts] == [1, 2]
    assert len([e for e in world.rows(Entry) if e.name == "PostReleased"]) == 1
    assert [n.kind for n in world.rows(Notice, person_id=cast.ben.id)] == ["thread.replied"]


def test_what_was_decided_cannot_be_decided_again(world, cast, held):
    cast.chandra.browser.post(f"/posts/{held.ref}/refusal", reason="No.")
    answer = cast.chandra.browser.post(f"/posts/{held.ref}/release")
    assert answer.status_code == 409
    assert "decided on this post already" in answer.text


def test_members_and_the_core_team_decide_nothing_and_learn_nothing(world, cast, public, held):
    for deed in ("release", "refusal"):
        address = f"/posts/{held.ref}/{deed}"
        assert cast.amina.browser.post(address, reason="Mine.").status_code == 403
        assert public.post(address, reason="Mine.").status_code == 401
        for somebody in (cast.ben, cast.cleo, cast.eve):
            answers = [
                somebody.browser.post(each, reason="No.")
                for each in (address, f"/posts/0000000000/{deed}")
            ]
            assert [answer.status_code for answer in answers] == [404, 404]
    assert _post(world, held.ref).state == "held"


def test_the_list_of_what_waits_is_for_facilitators(world, cast, public, held, space):
    assert "Unmistakable words." in cast.chandra.browser.page(f"/spaces/{space.slug}/held")
    assert [s.browser.sees(f"/spaces/{space.slug}/held") for s in (cast.ben, cast.cleo)] == [
        403,
        403,
    ]
    hidden = world.space(CONFIDENTIAL, facilitator=cast.ben)
    assert cast.chandra.browser.sees(f"/spaces/{hidden.slug}/held") == 404
    assert public.sees(f"/spaces/{space.slug}/held") == 401


def test_an_author_edits_what_waits_and_nothing_tells_others_that_they_did(
    world, cast, public, thread, held, space
):
    before = public.get(thread.address).headers["ETag"]
    assert "only you and the facilitators" in cast.amina.browser.page(f"/posts/{held.ref}/edit")
    cast.amina.browser.post(f"/posts/{held.ref}/edit", body="Better words.", revision="1")
    assert "Better words." in cast.chandra.browser.page(f"/spaces/{space.slug}/held")
    assert public.get(thread.address).headers["ETag"] == before
    assert _post(world, held.ref).number is None
    assert [entry.name for entry in world.rows(Entry) if entry.name == "PostEdited"] == []


def test_an_author_takes_back_what_waits_and_it_leaves_no_trace(world, cast, thread, held, space):
    page = follow(cast.amina.browser, cast.amina.browser.post(f"/posts/{held.ref}/deletion"))
    assert "Unmistakable words." not in page
    assert "Nothing waits here" in cast.chandra.browser.page(f"/spaces/{space.slug}/held")
    assert cast.amina.browser.post(f"/posts/{held.ref}/deletion/end").status_code == 404
    assert cast.chandra.browser.post(f"/posts/{held.ref}/release").status_code == 409
    assert "taken back" not in cast.ben.browser.page(thread.address)


def test_an_author_takes_back_an_opening_and_is_led_to_the_space(world, cast, space, thread):
    cast.amina.browser.post("/threads", FORM, space=space.slug)
    answer = cast.amina.browser.post(f"/posts/{_last_post(world).ref}/deletion")
    assert answer.headers["Location"] == f"/spaces/{space.slug}"


def test_facilitators_are_told_once_until_they_have_looked(world, cast, worker, thread, held):
    cast.amina.browser.post(f"{thread.address}/replies", body="A second one.")
    worker()
    assert len(world.rows(Notice, person_id=cast.chandra.id)) == 1
    cast.chandra.browser.post(f"/posts/{held.ref}/refusal", reason="No.")
    cast.amina.browser.post(f"{thread.address}/replies", body="A third one.")
    worker()
    assert len(world.rows(Notice, person_id=cast.chandra.id)) == 2


def test_a_post_taken_back_before_anybody_was_told_tells_nobody(world, cast, worker, held):
    cast.amina.browser.post(f"/posts/{held.ref}/deletion")
    worker()
    assert world.rows(Notice, person_id=cast.chandra.id) == []


def test_the_first_page_counts_what_waits_for_a_facilitator(world, app, cast, thread, held):
    assert "Read a post that waits for you" in cast.chandra.browser.page("/")
    cast.amina.browser.post(f"{thread.address}/replies", body="A second one.")
    assert "Read 2 posts that wait for you" in cast.chandra.browser.page("/")
    assert "that waits for you" not in cast.ben.browser.page("/")
    with count_queries(app) as statements:
        cast.chandra.browser.page("/")
    assert len([each for each in statements if "state = 'held'" in each]) == 1


def test_a_space_that_no_longer_holds_still_shows_its_facilitators_what_waits(
    world, cast, thread, held, space
):
    change(world, space, first_posts="open")
    assert WAITS in cast.amina.browser.page(thread.address)
    assert "Unmistakable words." in cast.chandra.browser.page(f"/spaces/{space.slug}/held")


def test_a_thread_asks_for_what_waits_only_where_something_ever_did(app, world, cast, thread):
    def asked(somebody) -> int:
        somebody.browser.page(thread.address)
        with count_queries(app) as statements:
            somebody.browser.page(thread.address)
        return len(statements)

    assert asked(cast.ben) == asked(cast.eve)
    before = asked(cast.eve)
    cast.amina.browser.post(f"{thread.address}/replies", body="It waits.")
    assert asked(cast.eve) == before + 1


def test_a_held_form_sent_twice_is_one_post_that_waits(world, cast, thread):
    form = {"body": "Only once, please.", "form_token": "0123456789"}
    first = cast.amina.browser.post(f"{thread.address}/replies", form)
    second = cast.amina.browser.post(f"{thread.address}/replies", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(world.rows(Post, state="held")) == 1


def test_whoever_left_the_space_meets_their_held_post_no_more(world, cast):
    place = world.space(RESTRICTED, facilitator=cast.chandra, member=[cast.amina, cast.ben])
    inside = world.thread(place, cast.ben)
    change(world, place, first_posts="held")
    cast.amina.browser.post(f"{inside.address}/replies", body="It waits.")
    cast.amina.browser.post(f"/spaces/{place.slug}/membership/end")
    assert cast.amina.browser.sees(f"/posts/{_last_post(world).ref}") == 404


def test_a_practice_names_no_thread_that_waits(world, cast, space, thread):
    address = cast.amina.browser.post("/threads", FORM, space=space.slug).headers["Location"]
    [conversation] = world.rows(Conversation, address=address)
    assert not conversation.is_listed
    form = {"title": "Warm homes", "summary": "We did.", "details": "So.", "related": address}
    answer = cast.ben.browser.post("/practices", form, language="en", years="2020")
    assert answer.status_code == 422


def _release(browser: Browser, token: str, ref: str) -> int:
    answer = browser.client.post(f"/posts/{ref}/release", data={"csrf_token": token})
    return answer.status_code


def _post(world, ref: str) -> Post:
    [post] = world.rows(Post, ref=ref)
    return post


def _last_post(world) -> Post:
    return world.rows(Post)[-1]


def test_a_first_post_that_waits_goes_with_a_thread_that_is_merged(
    world, cast, public, worker, space, thread, held
):
    into = world.thread(space, cast.chandra, "Where it goes on")
    answer = cast.chandra.browser.post(f"{thread.address}/merge", into=into.ref)
    assert answer.status_code == 303
    cast.chandra.browser.post(f"/posts/{held.ref}/release")
    worker()
    assert world.rows(Post, ref=held.ref)[0].conversation_id == into.conversation_id
    assert "Unmistakable words." in public.page(into.address)


def test_whose_first_post_it_is_reads_so_before_writing_and_nobody_else(cast, space, thread):
    words = "This is your first post in this space: a facilitator reads it before others do."
    for page in (thread.address, f"/threads/new?space={space.slug}"):
        assert words in cast.amina.browser.page(page)
        assert "that waits for you" not in cast.ben.browser.page(page)
        assert "first post" not in cast.chandra.browser.page(page)


def test_a_first_post_under_the_other_self_is_spoken_of_as_such(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.amina)
    change(world, space, first_posts="held")
    assert "Your first post here under a pseudonym is" in cast.amina.browser.page(thread.address)
    assert "This is your first post in this space" in cast.ben.browser.page(thread.address)


def test_a_poll_that_is_added_to_it_leads_back_to_where_it_waits(cast, thread, held):
    form = {
        "poll_question": "Shall we?",
        "poll_choices": "Yes\nNo",
        "poll_kind": "single",
        "poll_names": "named",
        "poll_results": "always",
    }
    waits = f"{thread.address}?post=1#w-{held.ref}"
    address = f"/posts/{held.ref}/poll/new"
    assert f'href="{waits}"' in cast.amina.browser.page(address)
    assert cast.amina.browser.post(address, form).headers["Location"] == waits


def test_a_change_of_it_that_was_begun_is_found_again_among_the_drafts(cast, held):
    place = f"edit:{held.ref}"
    cast.amina.browser.post("/drafts", place=place, body="Better words.", revision="1")
    page = cast.amina.browser.page("/drafts")
    assert "Better words." in page
    assert "A change of a post in “Warm homes”" in page
    assert f'href="/posts/{held.ref}/edit"' in page
    assert "not open to you any more" not in page
