"""A thread is taken along as a PDF that is read by ear as well as by eye."""

import itertools
import re
from typing import Any

import pytest

from hrcn_community.core import richtext
from hrcn_community.downloads import paper as papers
from tests.discussions.copies import connections_in_use
from tests.discussions.masks import a_masking_space, reply_masked
from tests.discussions.polls import a_poll
from tests.discussions.spaces import change
from tests.discussions.test_taking_along import HOSTILE
from tests.factories import NETWORK, PUBLIC
from tests.papers import languages_of, links_of, paper, roles_of, words_of


@pytest.fixture
def space(world, cast):
    return world.space(NETWORK, "Housing", facilitator=cast.chandra)


@pytest.fixture
def thread(world, cast, space):
    told = [(cast.ben, f"Reply: {each}") for each in HOSTILE]
    return world.thread(space, cast.amina, "Warm *homes*: how?", HOSTILE[0], told)


def letters(text: str) -> str:
    """Return letters and figures alone, in the order in which they stand."""
    return re.sub(r"[\W_]+", "", text)


def test_it_holds_every_post_with_its_number_and_author(world, cast, thread):
    words = words_of(paper(cast.eve.browser.get(f"{thread.address}.pdf")))
    for text in (
        "Warm *homes*: how?",
        "Housing",
        "1 Amina",
        "7 Ben",
        "The end: nothing follows post 7.",
    ):
        assert text in words
    for source in HOSTILE[:3]:
        assert letters(richtext.plain(richtext.render(source))) in letters(words)
    assert "quoted twice 1. one" in words
    assert '#import "x" $y$ @z \\ * _ ` s' in words
    assert "[grinning face]" in words
    assert "no shape in the typefaces of this paper" in words


def test_it_is_tagged_and_says_its_title_and_language(cast, thread):
    pdf = paper(cast.eve.browser.get(f"{thread.address}.pdf"))
    root: Any = pdf.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Warm *homes*: how?"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    levels = [int(role[1]) for role in roles_of(pdf) if re.fullmatch(r"H\d", role)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 7
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert {"P", "BlockQuote", "L", "LI", "Table", "TH", "TD", "Link"} <= set(roles_of(pdf))


def test_a_text_in_another_language_says_so(world, cast, space):
    thread = world.thread(space, cast.amina, "Warme Wohnungen", "Wie geht das?", language="de")
    assert "de" in languages_of(paper(cast.eve.browser.get(f"{thread.address}.pdf")))


def test_its_links_lead_back_and_nowhere_unsafe(world, cast, space):
    body = "[a](/people/ben) [b](javascript:alert(1)) [c](https://example.org/?x=1&y=2)"
    thread = world.thread(space, cast.amina, body=body)
    links = set(links_of(paper(cast.eve.browser.get(f"{thread.address}.pdf"))))
    assert {"http://localhost:5000/people/ben", "https://example.org/?x=1&y=2"} <= links
    assert all(
        link.startswith(("http://localhost:5000/", "https://example.org/")) for link in links
    )


def test_what_is_gone_polls_and_masks_are_told_as_the_page_tells_them(world, cast):
    space = a_masking_space(world, cast.ben, cast.eve)
    poll = a_poll(world, cast.amina, space)
    poll.vote(cast.ben, 1)
    reply_masked(cast.ben, poll.thread, "Said behind a mask.")
    cast.amina.browser.post(f"{poll.thread.address}/replies", body="Taken back.")
    ref = re.findall(r'/posts/(\w+)/deletion"', cast.amina.browser.page(poll.thread.address))[-1]
    cast.amina.browser.post(f"/posts/{ref}/deletion")
    words = words_of(paper(cast.eve.browser.get(f"{poll.thread.address}.pdf")))
    assert "Heat pumps 1 100 %" in words
    assert "Post 3 was taken back by its author." in words
    assert "Taken back." not in words
    assert "Ben" not in words


def test_a_long_thread_is_offered_in_parts_that_lead_on(world, cast, space, public, monkeypatch):
    monkeypatch.setattr(papers, "MOST_POSTS", 3)
    told = [(cast.ben, f"Words {n}.") for n in range(2, 8)]
    thread = world.thread(world.space(PUBLIC), cast.amina, replies=told)
    page = public.page(thread.address)
    assert re.findall(r'<option value="(\d)">Posts (\d) to (\d)</option>', page) == [
        ("1", "1", "3"), ("4", "4", "6"), ("7", "7", "7"),
    ]  # fmt: skip
    answer = public.get(f"{thread.address}.pdf?from=4")
    words = words_of(paper(answer))
    assert "This part: Posts 4 to 6 of 7" in words
    assert ("Words 3." in words, "Words 4." in words, "Words 7." in words) == (False, True, False)
    assert f"http://localhost:5000{thread.address}.pdf?from=7" in links_of(paper(answer))
    assert ' 4-6.pdf"' not in answer.headers["Content-Disposition"]
    assert '-4-6.pdf"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "first"), [("nonsense", 1), ("0", 1), ("-3", 1), ("999", 7), ("", 1)]
)
def test_a_part_that_there_is_not_is_the_nearest(cast, thread, asked, first):
    words = words_of(paper(cast.eve.browser.get(f"{thread.address}.pdf?from={asked}")))
    assert f"{first} {'Amina' if first == 1 else 'Ben'}" in words
    assert ("Not a post" in words) == (first == 1)


def test_a_part_ends_before_it_is_too_long(world, cast, space, monkeypatch):
    monkeypatch.setattr(papers, "MOST_LETTERS", 60)
    thread = world.thread(
        space, cast.amina, replies=[(cast.ben, f"Words {n}.") for n in range(2, 8)]
    )
    words = words_of(paper(cast.eve.browser.get(f"{thread.address}.pdf")))
    assert "the next part begins with post" in words
    assert "Words 7." not in words


def test_a_few_at_a_time_and_whoever_comes_then_is_told_when_to_come_again(cast, thread):
    with papers.turns.one(), papers.turns.one():
        answer = cast.eve.browser.get(f"{thread.address}.pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Others are downloading" in answer.text
    assert cast.eve.browser.sees(f"{thread.address}.pdf") == 200


def test_what_takes_too_long_is_refused_in_words_and_gives_its_place_back(
    cast, thread, monkeypatch
):
    monkeypatch.setattr(papers, "SECONDS", 0.01)
    for _ in range(papers.AT_ONCE + 1):
        answer = cast.eve.browser.get(f"{thread.address}.pdf")
        assert answer.status_code == 422
        assert "too long or too entangled" in answer.text
        assert "attachment" not in str(answer.headers)


def test_while_it_is_set_the_database_is_let_go(cast, thread, monkeypatch):
    held = []

    def set_(_paper: str) -> bytes:
        held.append(connections_in_use())
        return b"%PDF-"

    monkeypatch.setattr(papers, "_set", set_)
    assert cast.eve.browser.sees(f"{thread.address}.pdf") == 200
    assert held == [0]


def test_while_its_opening_waits_it_is_there_for_few_and_empty(world, cast):
    space = change(world, world.space(NETWORK, facilitator=cast.chandra), first_posts="held")
    thread = world.thread(space, cast.amina, body="Wartewort.")
    assert cast.eve.browser.sees(f"{thread.address}.pdf") == 404
    words = words_of(paper(cast.chandra.browser.get(f"{thread.address}.pdf")))
    assert "Warm homes" in words
    assert "Wartewort" not in words
