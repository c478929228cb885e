"""The demonstration community shows what discussions can do, to whom it should be shown."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from hrcn_community.accounts.models import Person, Persona
from hrcn_community.conversations.models import (
    Bookmark,
    Poll,
    Post,
    PostReaction,
    Quote,
    Translation,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.demo.load import load_demo
from hrcn_community.demo.people import PASSWORD
from hrcn_community.demo.threads import all_written, post_of, thread_of
from hrcn_community.discussions.models import Confirmation, Synopsis, Thread
from tests.browsing import Browser
from tests.demonstration import house_in, put_demonstration

pytestmark = pytest.mark.slow
T = TypeVar("T")
DAYS = 24 * 60 * 60


class Demonstration:
    """The house with its demonstration community: whoever looks is signed in once."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.known: dict[str, Browser] = {}

    def as_(self, who: str = "") -> Browser:
        """Return the browser of somebody, or of the public."""
        if who not in self.known:
            browser = self.known[who] = Browser(self.app)
            if who:
                browser.sign_in(f"{who}@example.org", PASSWORD)
        return self.known[who]

    def ask(self, question: Callable[[], T]) -> T:
        with self.app.app_context():
            return question()

    def rows(self, query: Any) -> list[Any]:
        return self.ask(lambda: list(db.session.execute(query).all()))

    def at(self, key: str) -> str:
        return self.ask(lambda: f"/threads/{thread_of(key).ref}")

    def ref(self, key: str, number: int) -> str:
        return self.ask(lambda: post_of(key, number).ref)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    folder = tmp_path_factory.mktemp("demonstration")
    put_demonstration(folder, tmp_path_factory)
    app = house_in(folder)
    with app.app_context():
        assert not load_demo()
    return Demonstration(app)


def test_posts_are_reacted_to_and_answers_more_than_others(demo):
    kind, post_id = PostReaction.kind, PostReaction.post_id
    said = dict(map(tuple, demo.rows(select(kind, func.count()).group_by(kind))))
    assert set(said) == {"thanks", "agree", "insight", "tried"}
    assert sum(said.values()) > 300
    assert said["tried"] < sum(said.values()) / 10
    of = dict(map(tuple, demo.rows(select(post_id, func.count()).group_by(post_id))))
    is_question = Thread.kind == "question"
    answers = demo.rows(select(Thread.accepted_post_id).where(is_question))
    answered = [of.get(row.accepted_post_id, 0) for row in answers if row.accepted_post_id]
    assert min(answered) >= 4
    assert sum(answered) / len(answered) > 2 * sum(of.values()) / len(of)


def test_bookmarks_and_a_draft_are_their_owners_alone(demo):
    owned = select(Person.handle, func.count()).join(Bookmark, Bookmark.person_id == Person.id)
    kept = dict(map(tuple, demo.rows(owned.group_by(Person.handle))))
    assert kept == {"amina": 3, "ben": 2, "chandra": 2}
    reminders = demo.rows(select(Bookmark.remind_at).where(Bookmark.remind_at.is_not(None)))
    assert [row.remind_at > clock.now() for row in reminders] == [True, True]
    for address, words in (("/bookmarks", "wants to read it first"), ("/drafts", "for receipts")):
        assert words in demo.as_("amina").page(address)
        assert words not in demo.as_("ben").page(address)


def test_it_shows_how_the_house_is_looked_after_each_to_whom_it_concerns(demo):
    for who, address, words in (
        ("cleo", "/admin/letters", "I met an accessibility barrier"),
        ("cleo", "/admin/holds", "/spaces/housing"),
        ("cleo", "/admin/retention", "as shipped: 1 year"),
        ("cleo", "/admin/log", "A role was proposed"),
        ("omar", "/settings/handover", "offered by Leonie Strasser"),
        ("bram", "/spaces/shelter-cities/readers", "/people/noor"),
        ("", "/transparency", "Notices that came in"),
    ):
        assert words in demo.as_(who).page(address), address
    assert demo.as_("amina").sees("/spaces/shelter-cities/readers") == 403


def test_one_query_has_its_consolidated_reply_and_one_collects(demo):
    done, going = demo.at("interpreters-at-meetings"), demo.at("waiting-time-figures")
    page = demo.as_("ben").page(done)
    assert "Whispering at an ordinary table works" in page
    assert "Whispering beside somebody does not work" not in page
    said = demo.rows(
        select(Person.handle, Confirmation.wants_credit, Confirmation.round, Confirmation.agrees)
        .join(Confirmation, Confirmation.person_id == Person.id)
        .order_by(Person.handle)
    )
    assert [tuple(row) for row in said] == [
        ("amina", True, 2, True),
        ("greta", False, 2, True),
        ("marieke", True, 2, True),
    ]
    windows = demo.rows(select(Synopsis.state, Synopsis.contributions_until))
    until = {row.state: row.contributions_until for row in windows}
    assert set(until) == {"published", "collecting"}
    assert 8.9 < (until["collecting"] - clock.now()).total_seconds() / DAYS < 9.1
    assert "nine in ten" in demo.as_("ben").page(going)
    assert {demo.as_().sees(address) for address in (done, going)}.isdisjoint({200})


def test_three_polls_one_of_each_kind(demo):
    rows = select(Poll.kind, Poll.is_anonymous, Poll.voter_count, Poll.closed_at)
    polls = {row.kind: row for row in demo.rows(rows)}
    assert set(polls) == {"single", "ranked", "multiple"}
    assert not polls["single"].is_anonymous
    assert polls["ranked"].is_anonymous
    assert polls["ranked"].closed_at
    assert polls["ranked"].voter_count >= 12
    assert "Which week would your street be walked?" in demo.as_().page(demo.at("heat-and-shade"))
    closed = demo.as_().page(demo.at("next-joint-theme"))
    assert "16 people voted" in closed
    assert "How it was counted" in closed
    assert "Childcare in the building" in demo.as_("ben").page(demo.at("paying-residents"))


def test_a_thread_under_a_pseudonym_names_its_author_to_nobody_else(demo):
    of_personas = select(Person.name).join(Persona, Persona.person_id == Person.id)
    [[pseudonym]] = demo.rows(of_personas)
    address = demo.at("pretending-to-hear")
    for who in ("bram", "cleo"):
        page = demo.as_(who).page(address)
        assert pseudonym in page
        assert "Ruth Okonkwo" in page
        assert "Lindqvist" not in page
        assert "@eve" not in page
    assert pseudonym in demo.as_("eve").page(address)
    assert demo.as_().sees(address) != 200


TRANSLATED = {
    "kleine-fallzahlen-stadtteil": {"en": "For a pilot project"},
    "alles-via-de-app": {"en": "leaves tidy figures behind", "de": "hinterlässt saubere Zahlen"},
    "warm-homes-utrecht": {"de": "vier Treppenhäuser", "sv": "fyra trapphus"},
    "engagements-apres-les-elections": {"en": "what held"},
}


@pytest.mark.parametrize("key", TRANSLATED)
def test_people_translated_openings(demo, key):
    theirs = select(Translation.language, Post.source).join(Post, Post.id == Translation.post_id)
    of = theirs.where(Translation.original_id == demo.ask(lambda: post_of(key, 1).id))
    texts = dict(map(tuple, demo.rows(of)))
    assert set(texts) == set(TRANSLATED[key])
    for language, words in TRANSLATED[key].items():
        assert words in texts[language]
    is_public = all_written()[key]["space"] == "city-square"
    assert (demo.as_().sees(demo.at(key)) == 200) is is_public
    assert demo.as_("ben").sees(demo.at(key)) == 200


def test_several_edited_the_shared_text_and_the_history_says_who(demo):
    history = demo.as_().page(f"/posts/{demo.ref('benefit-risk-scores', 11)}/history")
    for name in ("Eve Lindqvist", "Agnes Kertész", "Jonas Feldkamp", "Omar Khalil"):
        assert name in history
    page = demo.as_().page(demo.at("benefit-risk-scores"))
    assert "How is the choice made today" in page
    assert "10. " in demo.ask(lambda: post_of("benefit-risk-scores", 11).source)


QUOTED = re.compile(r"> (.+)\n>\n> \{#(\d+)\}")


def test_replies_quote_others_in_the_words_that_those_wrote(demo):
    found = [
        (quote, written["post"][int(quote[2]) - 1])
        for written in all_written().values()
        for post in written["post"]
        for quote in QUOTED.finditer(post["body"])
    ]
    assert len(found) >= 3
    for quote, source in found:
        assert quote[1].rstrip(".") in source["body"].replace("**", "")
    assert demo.rows(select(func.count()).select_from(Quote))[0][0] >= len(found)
    assert 'href="/posts/' in demo.as_().page(demo.at("benefit-risk-scores"))


def test_facilitators_left_their_trail(demo):
    renamed = demo.as_().page(demo.at("what-did-the-declaration-change"))
    assert "A question about declarations" in renamed
    closed = demo.as_().page(demo.at("procurement-cleaning-contract"))
    assert "Answered, tried and reported on" in closed
    split = demo.as_("ben").page(demo.at("lift-out-eleven-weeks"))
    assert "The alarm goes off" in split
    assert "beside the point" not in split
    assert demo.ask(lambda: thread_of("welcome-to-the-square").pinned_at)
    assert demo.ask(lambda: thread_of("heat-and-shade").has_timers)
    assert "rank five" in demo.as_().page("/threads?kind=announcement")


def test_a_first_post_waits_for_chandra_and_for_no_one_else(demo):
    assert "Read a post that waits for you" in demo.as_("chandra").page("/")
    title = "A one-page charter for a sports hall"
    assert title in demo.as_("chandra").page("/spaces/drafting-table/held")
    assert demo.as_("lotta").sees("/spaces/drafting-table/held") != 200
    address = demo.at("charter-for-a-sports-hall")
    assert demo.as_("ben").sees(address) == 200
    assert demo.as_("lotta").sees(address) == 404
    assert demo.as_("eve").sees(demo.at("how-the-drafting-table-works")) == 404
