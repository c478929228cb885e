"""A thread is taken along as Markdown: all that its reader may read at this moment, and no more."""

import io
import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from hrcn_community.core import clock
from hrcn_community.discussions import copies
from tests.attachments.sending import add, picture, reply_with
from tests.discussions.copies import connections_in_use, pieces_in
from tests.discussions.masks import a_masking_space, reply_masked
from tests.discussions.polls import a_poll
from tests.discussions.posts import post_of
from tests.discussions.queries import ask
from tests.discussions.spaces import change
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED

HOSTILE = (
    "# Not a post\n\n## 2 · Somebody else\n\n---\n\nThe end: nothing follows post 1.",
    "```\nnever closed",
    "<!-- never closed\n\n<script>x</script>",
    "> quoted\n> > twice\n\n1. one\n   - two\n\n| a | b |\n|---|---|\n| c | d |",
    "#import \"x\" $y$ @z \\ * _ ` ~~s~~ \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \U0001f600",
    "    indented\n\ttab\n\n\n\nfar below",
)  # fmt: skip


@pytest.fixture
def space(world, cast):
    return world.space(NETWORK, "Housing", facilitator=cast.chandra)


@pytest.fixture
def thread(world, cast, space):
    told = [(cast.ben, f"Reply: {each}") for each in HOSTILE]
    return world.thread(space, cast.amina, "Warm *homes*: how?", HOSTILE[0], told)


def test_it_holds_every_post_as_it_was_written(world, cast, thread):
    answer = cast.eve.browser.get(f"{thread.address}.md")
    assert answer.status_code == 200
    assert answer.text.startswith("# Warm \\*homes\\*: how?\n")
    assert "[Housing](<http://localhost:5000/spaces/" in answer.text
    assert f"(<http://localhost:5000{thread.address}>)" in answer.text
    read = pieces_in(answer.text)
    assert sorted(read) == list(range(1, 8))
    for number, piece in read.items():
        post = post_of(world, thread, number)
        assert piece.source == post.source, number
        assert post.created_at.strftime("`%Y-%m-%dT%H:%M:%SZ`") in piece.around
    assert read[1].author.startswith("Amina")
    assert read[2].author.startswith("Ben")
    assert answer.text.endswith("The end: nothing follows post 7.\n")


def test_nothing_that_is_written_passes_for_a_post_or_for_the_end(cast, thread):
    text = cast.eve.browser.page(f"{thread.address}.md")
    assert len(re.findall(r"^## ", text, re.M)) == 7
    assert len(re.findall(r"^The end", text, re.M)) == 1
    assert not re.search(r"^(?!>).*never closed", text, re.M)


def test_links_within_the_house_are_whole(world, cast, space):
    body = "[a](/people/ben) [b](?post=1#p1) `[c](/d)`"
    thread = world.thread(space, cast.amina, body=body)
    text = cast.eve.browser.page(f"{thread.address}.md")
    here = f"http://localhost:5000{thread.address}"
    assert f"[a](http://localhost:5000/people/ben) [b]({here}?post=1#p1) `[c](/d)`" in text


def test_the_date_is_said_in_the_readers_language_and_zone(world, cast, space):
    _ = cast.amina, cast.ben.browser
    with clock.at(datetime(2026, 5, 3, 22, 30, tzinfo=UTC)):
        thread = world.thread(space, cast.amina)
    assert "[4 May 2026, 00:30]" in cast.eve.browser.page(f"{thread.address}.md")
    form = {"name": "Ben", "locale": "de", "timezone": "Europe/Lisbon", "theme": ""}
    assert cast.ben.browser.post("/settings", form).status_code == 303
    text = cast.ben.browser.page(f"{thread.address}.md")
    assert "[3. Mai 2026, 23:30]" in text
    assert "`2026-05-03T22:30:00Z`" in text


def test_the_way_to_it_stands_on_the_page_for_everybody_who_reads_there(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    for browser in (public, cast.ben.browser):
        page = browser.page(thread.address)
        assert f'href="{thread.address}.md"' in page
        assert f'href="{thread.address}.pdf"' in page


def test_as_a_fragment_it_is_the_same_file(cast, thread):
    whole = cast.eve.browser.get(f"{thread.address}.md")
    part = cast.eve.browser.get(f"{thread.address}.md", headers={"HX-Request": "true"})
    without = re.compile(r"^- Downloaded.*$", re.M)
    assert without.sub("", part.text) == without.sub("", whole.text)


def test_what_was_changed_taken_back_or_hidden_is_said(world, cast, thread):
    refs = [post_of(world, thread, number).ref for number in (2, 3, 4)]
    ben, chandra = cast.ben.browser, cast.chandra.browser
    ben.post(f"/posts/{refs[0]}/edit", body="Changed words.", revision="1", reason="Clearer.")
    ben.post(f"/posts/{refs[1]}/deletion")
    chandra.post(f"/posts/{refs[2]}/hiding", reason="It names *somebody*.")
    text = cast.eve.browser.page(f"{thread.address}.md")
    read = pieces_in(text)
    assert read[2].source == "Changed words."
    assert "edited" in read[2].around
    assert read[3].around == "*Post 3 was taken back by its author.*"
    assert read[3].author == read[3].source == read[4].author == read[4].source == ""
    hidden = "Post 4 was hidden by the facilitators. Their reason: It names \\*somebody\\*."
    assert hidden in read[4].around
    assert "never closed" not in "".join(read[n].source for n in (3, 4))


def test_the_accepted_answer_quotes_and_translations_are_told(world, cast, space):
    thread = world.thread(space, cast.amina, kind="question", replies=[(cast.ben, "So.")])
    cast.amina.browser.post(f"{thread.address}/replies/2/acceptance")
    ref = post_of(world, thread, 2).ref
    world.reply(thread, cast.eve, f"> So.\n\n[#2](/posts/{ref})")
    words = {"body": "So ist es.", "language": "de", "of_revision": "1", "revision": "1"}
    cast.eve.browser.post(f"/posts/{ref}/translations", words)
    read = pieces_in(cast.chandra.browser.page(f"{thread.address}.md"))
    assert "**Chosen as the answer**" in read[2].around
    assert "Chosen" not in read[1].around + read[3].around
    assert f"[German](<http://localhost:5000/posts/{ref}/translations/de>)" in read[2].around
    assert "Quotes [\\#2 by Ben](<" in read[3].around


def test_polls_come_with_what_their_reader_may_know(world, cast, space):
    poll = a_poll(world, cast.amina, space, results="voted")
    poll.vote(cast.ben, 1)
    voted = cast.ben.browser.page(f"{poll.thread.address}.md")
    not_yet = cast.eve.browser.page(f"{poll.thread.address}.md")
    assert "| Heat pumps | 1 | 100 % |" in voted
    assert "- Heat pumps" in not_yet
    assert "100 %" not in not_yet
    assert "shown to whoever has voted" in not_yet


def test_a_consolidated_reply_names_whom_it_names_at_this_moment(world, cast):
    query = ask(world, cast).confirming().published()
    text = cast.eve.browser.page(f"{query.address}.md")
    assert "**Consolidated reply**" in text
    assert "*With contributions by Ben, Dalia. They agree" in text
    form = {"csrf_token": cast.ben.browser.token()}
    assert query.post(cast.ben, "confirmation/end", **form).status_code == 303
    assert "*With contributions by Dalia." in cast.eve.browser.page(f"{query.address}.md")


def test_under_a_pseudonym_somebody_is_the_pseudonym_and_no_more(world, cast):
    space = a_masking_space(world, cast.ben, cast.eve)
    thread = world.thread(space, cast.amina)
    reply_masked(cast.ben, thread, "Said behind a mask.")
    [piece] = [
        each
        for each in pieces_in(cast.eve.browser.page(f"{thread.address}.md")).values()
        if "mask" in each.source
    ]
    assert "Ben" not in piece.author + piece.around
    assert re.match(r"[A-Z][a-z]+ \d+", piece.author)


def test_what_waits_for_a_facilitator_is_not_in_it(world, cast):
    space = change(world, world.space(NETWORK, facilitator=cast.chandra), first_posts="held")
    thread = world.thread(space, cast.chandra, replies=[(cast.ben, "Wartewort.")])
    for who in (cast.ben, cast.chandra, cast.eve):
        assert "Wartewort" not in who.browser.page(f"{thread.address}.md")


@pytest.mark.parametrize("ending", ["md", "pdf"])
def test_whoever_may_not_read_there_learns_nothing(world, cast, public, ending):
    for visibility in (NETWORK, RESTRICTED, CONFIDENTIAL):
        hidden = world.thread(world.space(visibility, member=cast.amina), cast.amina)
        outside = (
            [public] if visibility == NETWORK else [public, cast.eve.browser, cast.cleo.browser]
        )
        for browser in outside:
            there = browser.get(f"{hidden.address}.{ending}")
            nowhere = browser.get(f"/threads/{'0' * len(hidden.ref)}.{ending}")
            assert there.status_code == nowhere.status_code == 404
            assert len(there.data) == len(nowhere.data)
        assert cast.amina.browser.sees(f"{hidden.address}.{ending}") == 200


@pytest.mark.parametrize("ending", ["md", "pdf"])
def test_a_merged_thread_leads_to_where_it_went(world, cast, space, ending):
    one, other = (world.thread(space, cast.amina, f"Number {n}") for n in (1, 2))
    cast.chandra.browser.post(f"{one.address}/merge", into=other.ref)
    answer = cast.eve.browser.get(f"{one.address}.{ending}")
    assert answer.headers["Location"] == f"{other.address}.{ending}"


@pytest.mark.parametrize("ending", ["md", "pdf"])
@pytest.mark.parametrize(
    "title",
    ['=1+1 "quoted"; filename=evil.exe', "a/../../b\\c:d|e", "\u202egpj.exe \u200bx", "\U0001f600"],
)
def test_its_name_is_readable_and_safe(world, cast, space, ending, title):
    thread = world.thread(space, cast.amina, title)
    answer = cast.eve.browser.get(f"{thread.address}.{ending}")
    headers = answer.headers
    shape = rf"attachment; filename=\"[a-z0-9-]+\.{ending}\"; filename\*=UTF-8''[\w%.~-]+\.{ending}"
    assert re.fullmatch(shape, headers["Content-Disposition"])
    assert not re.search(
        r"%(?:0[0-9A-F]|1[0-9A-F]|22|2F|5C|3A|E2%80|7C)", headers["Content-Disposition"]
    )
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Content-Type"] == {"md": "text/markdown; charset=utf-8"}.get(
        ending, "application/pdf"
    )


def test_while_it_is_sent_others_write_and_what_is_hidden_meanwhile_is_not_in_it(
    world, cast, space, monkeypatch
):
    monkeypatch.setattr("hrcn_community.discussions.queries.copies.CHUNK", 2)
    thread = world.thread(
        space, cast.amina, replies=[(cast.ben, f"Words {n}.") for n in range(2, 8)]
    )
    ref = post_of(world, thread, 6).ref
    answer = cast.eve.browser.get(f"{thread.address}.md", buffered=False)
    parts = iter(answer.response)
    begun = [next(parts) for _ in range(2)]
    assert world.ask(connections_in_use) == 0
    world.reply(thread, cast.ben, "In between.")
    assert cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="No.").status_code == 303
    text = b"".join([*begun, *parts]).decode()
    answer.close()
    assert "Words 3." in text
    assert "Words 6." not in text
    assert "In between." not in text
    assert text.endswith("The end: nothing follows post 7.\n")


def test_a_thread_that_is_closed_to_its_reader_meanwhile_ends_there(
    world, cast, space, monkeypatch
):
    monkeypatch.setattr("hrcn_community.discussions.queries.copies.CHUNK", 2)
    thread = world.thread(
        space, cast.amina, replies=[(cast.ben, f"Words {n}.") for n in range(2, 8)]
    )
    answer = cast.eve.browser.get(f"{thread.address}.md", buffered=False)
    parts = iter(answer.response)
    begun = [next(parts) for _ in range(2)]
    change(world, space, visibility="confidential")
    text = b"".join([*begun, *parts]).decode()
    answer.close()
    assert "Words 2." in text
    assert "Words 3." not in text
    assert text.endswith("The rest is not open to you any more.\n")


def test_long_copies_are_sent_to_a_few_at_a_time(world, cast, thread, monkeypatch):
    monkeypatch.setattr(copies, "LONG", 3)
    held = [cast.eve.browser.get(f"{thread.address}.md", buffered=False) for _ in range(2)]
    refused = cast.ben.browser.get(f"{thread.address}.md")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "Others are downloading" in refused.text
    for answer in held:
        answer.close()
    client = cast.ben.browser.client
    for ask_for in (client.get, client.head, client.get, client.get):
        assert ask_for(f"{thread.address}.md", buffered=True).status_code == 200


def test_a_copy_names_the_files_that_hang_at_a_post(world, cast):
    thread = world.thread(world.space(), cast.amina)
    ref = add(cast.ben.browser, picture(), "plan.png")
    described = {f"about-{ref}": "The square, from above"}
    assert reply_with(cast.ben, thread, ref, **described).status_code == 303
    copy = cast.amina.browser.page(f"{thread.address}.md")
    assert "Files: plan.png (The square, from above)" in copy
    paper = PdfReader(io.BytesIO(cast.amina.browser.get(f"{thread.address}.pdf").data))
    assert "The square, from above" in " ".join(each.extract_text() for each in paper.pages)
