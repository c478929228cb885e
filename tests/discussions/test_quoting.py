"""Quoting posts: whoever may read both learns of it, and nobody else anything."""

import re

import pytest

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions import publish_post, write_post
from hrcn_community.conversations.models import Conversation, Post, PostState, Quote
from hrcn_community.core.db import db
from tests.counting import count_queries
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC, RESTRICTED


@pytest.fixture
def space(world):
    return world.space(PUBLIC)


@pytest.fixture
def quoted(world, cast, space):
    """A thread whose opening will be quoted."""
    return world.thread(space, cast.amina, "Warm homes", "How do *you* do it?")


def link_to(world, thread, number: int = 1) -> str:
    return f"> Words.\n>\n> [#{number}](/posts/{post_of(world, thread, number).ref})"


def count_of(world, thread, number: int = 1) -> int:
    return post_of(world, thread, number).quoted_count


def test_a_link_on_every_post_fills_the_composer_with_a_quote(world, cast, quoted):
    page = cast.ben.browser.page(quoted.address)
    assert f'href="{quoted.address}?post=1&amp;quote=1#reply"' in page
    page = cast.ben.browser.page(f"{quoted.address}?post=1&quote=1")
    ref = post_of(world, quoted).ref
    assert f"&gt; How do *you* do it?\n&gt;\n&gt; [#1](/posts/{ref})" in page


def test_a_quote_comes_below_the_draft_and_only_once(world, cast, quoted):
    cast.ben.browser.post("/drafts", place=f"reply:{quoted.ref}", body="I began so.")
    page = cast.ben.browser.page(f"{quoted.address}?quote=1")
    assert "I began so.\n\n&gt; How do *you* do it?" in page
    with_quote = (
        f"I began so.\n\n> How do *you* do it?\n>\n> [#1](/posts/{post_of(world, quoted).ref})"
    )
    form = {"place": f"reply:{quoted.ref}", "sequence": _sequence(page), "body": with_quote}
    cast.ben.browser.post("/drafts", form)
    assert cast.ben.browser.page(f"{quoted.address}?quote=1").count("&gt; How do *you* do it?") == 1


def test_what_a_post_quotes_itself_is_not_quoted_with_it(world, cast, quoted):
    world.reply(quoted, cast.ben, f"{link_to(world, quoted)}\n\nMy own words.")
    text = cast.eve.browser.get(f"/posts/{post_of(world, quoted, 2).ref}/quotation").text
    assert text.startswith("> My own words.\n>\n> [#2](/posts/")


def test_a_post_that_is_hidden_or_never_was_is_not_quoted(world, cast, quoted):
    world.reply(quoted, cast.ben, "Unmistakable words.")
    cast.ben.browser.post(f"/posts/{post_of(world, quoted, 2).ref}/deletion")
    for number in (2, 7):
        page = cast.eve.browser.page(f"{quoted.address}?quote={number}")
        assert "Unmistakable" not in page
        assert "&gt; [#" not in page


def test_both_posts_tell_of_the_quote(world, cast, public, space, quoted):
    other = world.thread(space, cast.ben, "Cold halls")
    cast.ben.browser.post(f"{other.address}/replies", body=f"{link_to(world, quoted)}\n\nSo do we.")
    quoting = _text(public.page(other.address))
    assert "Quotes #1 by Amina in “Warm homes”" in quoting
    there = public.page(quoted.address)
    assert "Quoted in #2 by Ben in “Cold halls”" in _text(there)
    assert f'href="{other.address}?post=2#p2"' in there
    assert [(row.quoted_id, row.quoted_revision) for row in world.rows(Quote)] == [
        (post_of(world, quoted).id, 1)
    ]
    assert "Where post 1 is quoted" in public.page(f"/posts/{post_of(world, quoted).ref}/quotes")


def test_within_one_thread_no_title_is_needed(world, cast, quoted):
    world.reply(quoted, cast.ben, link_to(world, quoted))
    text = _text(cast.eve.browser.page(quoted.address))
    assert "Quotes #1 by Amina" in text
    assert "by Amina in “" not in text


@pytest.mark.parametrize(
    "form", ["{base}{address}?post=1#p1", "{address}?post=1", "{base}/posts/{ref}"]
)
def test_a_link_by_number_or_by_the_whole_address_is_a_quote_as_well(
    app, world, cast, quoted, form
):
    link = form.format(
        base=app.config["BASE_URL"], address=quoted.address, ref=post_of(world, quoted).ref
    )
    world.reply(quoted, cast.ben, f"As [was said]({link}).")
    assert count_of(world, quoted) == 1


def test_a_link_to_another_house_or_in_code_is_none(world, cast, quoted):
    ref = post_of(world, quoted).ref
    world.reply(quoted, cast.ben, f"https://elsewhere.example/posts/{ref} and `[#1](/posts/{ref})`")
    assert world.rows(Quote) == []


def test_a_name_is_looked_up_when_it_is_shown(world, cast, quoted):
    world.reply(quoted, cast.ben, link_to(world, quoted))
    cast.amina.browser.post("/settings", name="Amina Newname", timezone="Europe/Vienna")
    assert "#1 by Amina Newname" in _text(cast.eve.browser.page(quoted.address))


def test_a_quote_itself_says_whose_words_they_are_and_keeps_no_name(
    app, world, cast, public, quoted
):
    world.reply(quoted, cast.ben, link_to(world, quoted))
    ref = post_of(world, quoted).ref
    with count_queries(app) as named:
        assert f'/posts/{ref}">Amina, #1</a>' in _links(public.page(quoted.address))
    cast.amina.browser.post("/settings", name="Amina <b>", timezone="Europe/Vienna")
    assert f'/posts/{ref}">Amina &lt;b&gt;, #1</a>' in _links(public.page(quoted.address))
    stored = post_of(world, quoted, 2)
    assert "Amina" not in stored.html + stored.source
    assert len([each for each in named if "FROM quotes" in each]) == 1


def test_a_quote_of_a_pseudonym_names_the_pseudonym(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    world.reply(thread, cast.ben, link_to(world, thread, 2))
    page = cast.ben.browser.page(thread.address)
    assert f">{persona_in(world, space).name}, #2</a>" in page
    assert "Amina, #2" not in page


def test_who_may_not_read_what_is_quoted_sees_no_name_in_the_quote(world, cast):
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    open_ = world.thread(world.space(PUBLIC), cast.ben)
    world.reply(open_, cast.amina, link_to(world, hidden))
    assert "Amina, #1</a>" in cast.amina.browser.page(open_.address)
    for browser in (cast.ben.browser, cast.cleo.browser):
        page = browser.page(open_.address)
        assert ">#1</a>" in page
        assert "Amina, #1" not in page


def test_editing_keeps_the_count_true(world, cast, quoted):
    world.reply(quoted, cast.ben, link_to(world, quoted))
    world.reply(quoted, cast.ben, "Nothing yet.")
    address = f"/posts/{post_of(world, quoted, 2).ref}/edit"
    cast.ben.browser.post(address, body="No quote any more.", revision=1)
    assert count_of(world, quoted) == 0
    assert world.rows(Quote) == []
    assert not post_of(world, quoted, 2).has_quotes
    cast.ben.browser.post(address, body=link_to(world, quoted, 3), revision=2)
    assert count_of(world, quoted, 3) == 1


def test_taking_back_hiding_and_bringing_back_keep_it_true_as_well(world, cast):
    space = world.space(facilitator=cast.chandra)
    thread = world.thread(space, cast.amina)
    world.reply(thread, cast.ben, link_to(world, thread))
    address = f"/posts/{post_of(world, thread, 2).ref}"
    cast.ben.browser.post(f"{address}/deletion")
    assert count_of(world, thread) == 0
    assert "Quoted in" not in cast.amina.browser.page(thread.address)
    cast.ben.browser.post(f"{address}/deletion/end")
    assert count_of(world, thread) == 1
    cast.chandra.browser.post(f"{address}/hiding", reason="Not here.")
    assert count_of(world, thread) == 0


def test_a_post_that_is_held_counts_when_it_is_let_through(world, cast, quoted):
    text, ben = link_to(world, quoted), cast.ben.id

    def hold() -> int:
        conversation = db.session.get_one(Conversation, quoted.conversation_id)
        return write_post(conversation, text, by=viewer_of(ben), state=PostState.HELD).id

    held = world.do(hold)
    assert count_of(world, quoted) == 0
    assert "Quoted in" not in cast.amina.browser.page(quoted.address)

    def release() -> None:
        post = db.session.get_one(Post, held)
        post.conversation = db.session.get_one(Conversation, post.conversation_id)
        publish_post(post, by=viewer_of(ben))

    world.do(release)
    assert count_of(world, quoted) == 1


def test_a_quoted_post_that_is_gone_is_named_nowhere(world, cast, quoted):
    world.reply(quoted, cast.ben, "To be quoted.")
    world.reply(quoted, cast.eve, link_to(world, quoted, 2))
    assert "Quotes #2 by Ben" in _text(cast.amina.browser.page(quoted.address))
    cast.ben.browser.post(f"/posts/{post_of(world, quoted, 2).ref}/deletion")
    assert "Quotes" not in _text(cast.amina.browser.page(quoted.address))


def test_a_quote_of_what_one_cannot_read_is_as_one_of_what_never_was(
    app, world, cast, space, public
):
    secret = world.thread(world.space(CONFIDENTIAL, member=cast.ben), cast.ben, "Unmistakable")
    ref = post_of(world, secret).ref
    told = []
    cast.eve.browser.page(
        "/"
    )  # what a process keeps for a minute is read before the deed is counted
    for target in (ref, "0" * len(ref)):
        thread = world.thread(space, cast.amina, "A title")
        with count_queries(app) as asked:
            answer = cast.eve.browser.post(
                f"{thread.address}/replies", body=f"> [#1](/posts/{target})"
            )
        pages = [who.page(thread.address) for who in (cast.eve.browser, public, cast.ben.browser)]
        same = [re.sub(r'(?:value|datetime|content)="[^"]*"', "", page) for page in pages]
        told.append((answer.status_code, len(asked), [len(page) for page in same]))
    assert told[0] == told[1]
    assert world.rows(Quote) == []
    assert count_of(world, secret) == 0


@pytest.mark.parametrize("visibility", [RESTRICTED, CONFIDENTIAL])
def test_what_is_quoted_in_a_closed_space_is_told_to_those_inside_alone(
    world, cast, public, quoted, visibility
):
    before = public.get(quoted.address)
    closed = world.space(visibility, member=[cast.ben, cast.amina])
    hidden = world.thread(closed, cast.ben, "Unmistakable title")
    world.reply(hidden, cast.ben, link_to(world, quoted))
    assert count_of(world, quoted) == 1
    after = public.get(quoted.address)
    assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])
    ref = post_of(world, quoted).ref
    for browser in (public, cast.eve.browser):
        assert "Quoted in" not in browser.page(quoted.address)
        assert "It is quoted nowhere" in browser.page(f"/posts/{ref}/quotes")
    assert "Quoted in #2 by Ben in “Unmistakable title”" in _text(
        cast.amina.browser.page(quoted.address)
    )


def test_who_has_left_learns_no_more_of_it(world, cast, quoted):
    closed = world.space(CONFIDENTIAL, member=[cast.ben, cast.amina])
    world.reply(world.thread(closed, cast.ben), cast.ben, link_to(world, quoted))
    assert "Quoted in" in cast.amina.browser.page(quoted.address)
    cast.amina.browser.post(f"/spaces/{closed.slug}/membership/end")
    assert "Quoted in" not in cast.amina.browser.page(quoted.address)


def test_a_hidden_post_has_neither_quotation_nor_list_of_quotes(world, cast, public):
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.ben), cast.ben)
    ref = post_of(world, hidden).ref
    for browser in (public, cast.eve.browser):
        for page in ("quotes", "quotation"):
            there, nowhere = (
                browser.get(f"/posts/{each}/{page}") for each in (ref, "0" * len(ref))
            )
            assert there.status_code == nowhere.status_code == (
                401 if browser is public else 404
            ) or (there.status_code == nowhere.status_code == 404)
            assert len(there.data) == len(nowhere.data)


def test_five_are_shown_beside_a_post_and_all_on_a_page_of_their_own(world, cast, quoted):
    text = link_to(world, quoted)
    for _ in range(32):
        world.reply(quoted, cast.ben, text)
    page = _text(cast.eve.browser.page(quoted.address))
    newest = ", ".join(f"#{number} by Ben" for number in (33, 32, 31, 30, 29))
    assert f"Quoted in {newest}, and more" in page
    ref = post_of(world, quoted).ref
    first = cast.eve.browser.page(f"/posts/{ref}/quotes")
    older = first.partition("/quotes?before=")[2].partition('"')[0]
    second = cast.eve.browser.page(f"/posts/{ref}/quotes?before={older}")
    numbers = [int(n) for page in (first, second) for n in re.findall(r"Post (\d+) in", page)]
    assert numbers == list(range(33, 1, -1))


def test_a_page_of_quotes_takes_one_statement_more_than_one_without(
    app, world, cast, space, quoted
):
    plain = world.thread(space, cast.amina, replies=[(cast.ben, "Words.")] * 5)
    text = link_to(world, quoted)
    counts = []
    for address in (plain.address, quoted.address, quoted.address):
        cast.eve.browser.page(address)
        with count_queries(app) as asked:
            cast.eve.browser.page(address)
        counts.append(len(asked))
        for _ in range(5):
            world.reply(quoted, cast.ben, text)
    assert counts[1:] == [counts[0] + 1] * 2


def test_more_than_sixty_links_to_posts_are_refused_in_words(world, cast, quoted):
    links = " ".join(f"[x](/posts/{number:010})" for number in range(61))
    answer = cast.ben.browser.post(f"{quoted.address}/replies", body=links)
    assert answer.status_code == 422
    assert "links to posts (at most 60)" in answer.text
    assert links in answer.text


def _text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def _sequence(page: str) -> str:
    found = re.search(r'name="sequence"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


def _links(page: str) -> str:
    return re.sub(r'(<a [^>]*?href="[^"]*")[^>]*>', r"\1>", page)
