"""What is published leads nobody back: everything is asked for that the public and each role can get."""

from datetime import UTC

import pytest
from sqlalchemy import Text, inspect, select
from sqlalchemy import cast as cast_as

from hrcn_community.consultations.models.publication import CasePublication
from hrcn_community.conversations.models import Conversation, Post, Revision
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.knowledge.models import PublishedAnswer
from hrcn_community.register.models import Term
from hrcn_community.spaces.models import Space
from tests.addresses import filled, rules
from tests.consultations.sealed import lying_about
from tests.consultations.test_publishing import Copy
from tests.factories import NETWORK
from tests.papers import readable

SECRET = "Zaunkoenig"
SEALED_WORD = "Nachtigall"  # of no other test: pages of the file keep what was deleted


@pytest.fixture
def published(story, cast) -> Copy:
    """A copy of which every telling word was taken out."""
    story.ask(
        title=f"A {SECRET} title", question=f"Ask {SECRET} in Graz about lease.pdf?", city="graz"
    )
    for _reached, who, path, more in story._way()[:-1]:
        said = {"body": f"Omar and {SECRET} know. *Beds* need no papers."}
        story.done(who, path, **(said if path == "drafts" else more))
    copy = Copy(story, cast)
    copy.until("proposed")
    told = {"title": "Beds without papers", "question": "Who may ask?"}
    copy.done(cast.dalia, "redaction", **copy.words(**told, answer="*Beds* need no papers."))
    copy.done(cast.dalia, "handing-on")
    copy.agree(cast.omar)
    copy.agree(cast.dalia)
    copy.agree(cast.cleo, "signature")
    copy.done(cast.cleo, "publishing")
    return copy


def test_nothing_that_anybody_outside_can_get_leads_back(
    app, world, cast, published, public, worker
):
    worker()
    case, [answer] = published.story.case, world.rows(PublishedAnswer)
    posts = world.rows(Post, conversation_id=answer.conversation_id)
    telling = (case.ref, case.ref.lower(), SECRET, "Omar", "Dalia", "lease.pdf", "Cleo")
    telling += (str(published.row.print),)
    with app.app_context():
        every = {address for rule in rules(app, "GET") for address in filled(rule)}
    names = {answer.slug, *(post.ref for post in posts)}
    pages = {address for address in every if any(name in address for name in names)}
    pages |= {"/", "/answers", "/answers/feed.atom", "/threads/feed.atom", "/knowledge"}
    pages |= {"/search?q=beds", "/search?q=%22need+no+papers%22", f"/search?q={SECRET}&lang=en"}
    assert f"/answers/{answer.slug}" in pages
    outside = (public, *(p.browser for p in (cast.eve, cast.tomas, cast.adam, cast.amina)))
    found, met = [], 0
    for browser in outside:
        for page in sorted(pages):
            got = browser.get(page)
            text = f"{readable(got)}{got.headers}".replace(f"q={SECRET}", "")
            text = text.replace(f'value="{SECRET}"', "").replace(f"“{SECRET}", "")
            met += "need no papers" in text
            own = ("Graz",) if any(name in page for name in names) else ()
            found += [(page, word) for word in (*telling, *own) if word in text]
    assert met > len(outside), "else the silence would prove nothing"
    assert found == []


def test_no_row_that_is_public_knows_of_the_case_or_of_its_days(world, cast, published):
    """By nobody, at the beginning of a day: neither the hour nor an author stands beside the words."""
    [answer] = world.rows(PublishedAnswer)
    [copy] = world.rows(CasePublication)
    [conversation] = world.rows(Conversation, id=answer.conversation_id)
    posts = world.rows(Post, conversation_id=conversation.id)
    rows = [answer, conversation, *world.rows(Space, id=conversation.space_id), *posts]
    rows += [r for r in world.rows(Revision) if r.post_id in {post.id for post in posts}]
    moments = {
        value
        for row in rows
        for column in inspect(type(row)).columns
        if hasattr(value := getattr(row, column.key), "hour")
    }
    midnight = copy.moved_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert moments == {midnight}
    people = {row.author_id for row in posts} | {conversation.started_by_id}
    people |= {conversation.last_author_id}
    assert people == {None}
    told = [e for e in world.rows(Entry) if e.facts.get("conversation_id") == conversation.id]
    assert {(e.actor_id, e.happened_at) for e in told} == {(None, midnight)}
    assert conversation.city_id is None


def test_search_finds_the_copy_alone_until_it_is_withdrawn(world, cast, story):
    """Every member reads the case: beside its copy it would tell where that came from."""
    space = world.space(NETWORK, member=cast.eve)
    thread = world.thread(space, cast.eve, title="Rooms in shelters that ask for papers")
    copy = Copy(story, cast)
    story.ask(tier="network", question="May a shelter ask for papers?")
    source, ways = story.address, ("/search?q=papers", f"{thread.address}/related")

    def found(person) -> set[bool]:
        pages = [person.browser.page(way) for way in ways]
        asked = {"question": "Do shelters ask for papers?"}
        pages.append(person.browser.post("/consultations/similar", asked).text)
        return {f'{source}"' in page or f"{source}?" in page for page in pages}

    story.until("delivered")
    assert found(cast.eve) == found(cast.omar) == {True}
    copy.until("published")
    assert found(cast.eve) == found(cast.omar) == found(cast.dalia) == {False}
    assert "/answers/" in cast.eve.browser.page("/search?q=papers")
    assert source in cast.eve.browser.page("/consultations"), "it is read where it always was"
    assert cast.eve.browser.sees(source) == 200
    copy.done(cast.omar, "withdrawal", reason="So.")
    assert found(cast.eve) == {True}


def test_what_is_removed_with_its_case_leaves_the_published_words_where_they_are(
    app, world, cast, published, public
):
    """Who asked is gone then; the core team can still take it down."""
    [answer] = world.rows(PublishedAnswer)

    def remove() -> None:
        copy = db.session.get_one(CasePublication, published.row.id)
        db.session.delete(copy)

    world.do(remove)
    assert public.sees(f"/answers/{answer.slug}") == 200
    down = cast.tomas.browser.post(f"/answers/{answer.slug}/withdrawal", {"reason": "Asked to."})
    assert down.status_code == 303
    assert public.sees(f"/answers/{answer.slug}") == 410


@pytest.mark.usefixtures("proved")
def test_of_a_sealed_case_the_copy_too_says_nothing_to_whoever_takes_the_database(
    app, world, cast, story
):
    housing = Term(vocabulary="themes", slug="housing", name="Housing", position=1)
    world.do(lambda: db.session.add(housing))
    story.ask(
        title=f"{SEALED_WORD} title", question=f"{SEALED_WORD}?", context=SEALED_WORD, tier="sealed"
    )
    for _reached, who, path, more in story._way()[:-1]:
        said = {"body": f"{SEALED_WORD} knows."} if path == "drafts" else more
        story.done(cast.cleo if who is cast.chandra else who, path, **said)
    copy = Copy(story, cast)
    copy.done(cast.dalia)
    stays = {"words": "3 May 2025", "decision": "keep", "reason": f"{SEALED_WORD} says so"}
    found = {f"found-0-{name}": value for name, value in stays.items()}
    copy.done(cast.dalia, "redaction", **copy.words(answer=f"{SEALED_WORD}, 3 May 2025"), **found)
    copy.done(cast.dalia, "handing-on")
    copy.done(cast.omar, "refusal", reason=f"{SEALED_WORD} is named")
    copy.done(cast.dalia, "redaction", **copy.words(themes=["housing"]))
    assert "Housing" in (page := cast.omar.browser.page(copy.here))
    assert page.count(SEALED_WORD) >= 3
    raw = select(cast_as(CasePublication.term_ids, Text))
    assert world.ask(lambda: db.session.scalar(raw)).startswith('"\\u0002')
    assert f"{SEALED_WORD} says so" in cast.dalia.browser.page(f"{copy.here}/redaction")
    lies = lying_about(app)
    told = [line for line in lies.splitlines() if SEALED_WORD.encode() in line]
    assert [line[:60] for line in told] == []
