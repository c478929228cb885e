"""A secret word, and the asker's name, looked for by everybody else in every channel."""

import re

import pytest

from hrcn_community.conversations.models import Conversation, Post, Revision
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.models import Mail, Notice
from tests.letterbox import read

WORD = "Zaunkoenig"
PAGES = (
    "/",
    "/consultations",
    "/threads",
    "/spaces",
    "/notifications",
    f"/search?q={WORD}",
    "/consultations/desk",
)


@pytest.fixture
def secret(story, cast):
    """A confidential case, delivered, whose every text holds the word."""
    story.ask(title=f"{WORD} title", question=f"{WORD}?", context=WORD, tried=WORD)
    story.done(cast.chandra, "triage")
    story.done(cast.chandra, "needs-info", body=WORD)
    story.done(cast.omar, "information", body=WORD)
    story.done(cast.chandra, "scope", body=WORD)
    story.done(cast.omar, "scope/confirmation")
    story.done(cast.cleo, "invitation", handle="dalia", role="advisor")
    story.done(cast.dalia, "declaration", declaration="none", text=WORD)
    story.done(cast.dalia, "drafts", body=WORD)
    story.done(cast.cleo, "notes", note=WORD)
    story.done(cast.cleo, "invitation", handle="ruth", role="reviewer")
    story.done(cast.ruth, "declaration", declaration="none", text=WORD)
    story.done(cast.dalia, "review-request")
    story.done(cast.ruth, "reviews", verdict="approve", body=WORD)
    story.done(cast.cleo, "signature", body=WORD)
    story.done(cast.cleo, "delivery", body=WORD)
    story.done(cast.omar, "rating", useful="no", sentence=WORD)
    return story


def test_nobody_outside_meets_the_word_or_the_reference(world, cast, secret, public, worker):
    worker()
    refs = [post.ref for post in world.rows(Post)]
    outside = (cast.eve, cast.ben, cast.amina, cast.tomas, cast.ines)
    for asker in (cast.amina, cast.tomas, cast.omar, cast.cleo):  # a closed case answers nobody
        found = asker.browser.fragment("/consultations/similar", question=f"{WORD} title?")
        assert found.status_code == 200
        assert secret.case.ref not in found.text
        taken = asker.browser.post("/consultations/reuses", by=secret.address)
        assert taken.status_code == 404
    for browser in (public, *(person.browser for person in outside)):
        for path in (*PAGES, secret.address, f"{secret.address}/work"):
            text = browser.get(path, follow_redirects=True).text.replace(f"q={WORD}", "")
            assert f"{WORD}?" not in text
            assert f"{WORD} title" not in text
            assert secret.case.ref not in text or path.startswith(secret.address)
        for ref in refs:
            assert browser.sees(f"/posts/{ref}") == 404
            assert browser.sees(f"/posts/{ref}/history") == 404


def test_the_asker_never_meets_what_was_said_at_work(world, cast, secret):
    work = world.rows(Conversation, id=secret.case.work_id)[0]
    for post in world.rows(Post, conversation_id=work.id):
        assert cast.omar.browser.sees(f"/posts/{post.ref}") == 404
        assert cast.omar.browser.sees(f"/posts/{post.ref}/history") == 404
    found = cast.omar.browser.page(f"/search?q={WORD}")
    assert secret.case.ref in found
    assert f"{secret.case.ref}/work" not in found


def test_mail_bears_reference_and_link_and_never_a_word_or_a_name(secret, worker, mailbox):
    worker()
    mails = read(mailbox())
    assert mails
    for mail in mails:
        assert mail.subject == secret.case.ref
        link = rf"http://\S+/consultations/{secret.case.ref}(/invitation|/work|/papers)?"
        assert re.fullmatch(link, mail.text.strip()), mail.text


def test_mail_of_whatever_else_befalls_a_case_says_nothing_of_it(
    world, cast, story, worker, mailbox
):
    """A case that the whole network may read, in a notice that the whole house has."""
    story.ask(title="Zaunkoenig title", question="Zaunkoenig?", tier="network")
    worker()
    before = len(mailbox())
    case, eve = story.case, cast.eve

    def tell_eve() -> None:
        conversation = db.session.get_one(Conversation, case.conversation_id)
        entry = db.session.query(Entry).order_by(Entry.id.desc()).first()
        assert entry
        tell([eve.id], "post.hidden", entry, "/nowhere", conversation=conversation)

    world.do(tell_eve)
    worker()
    [mail] = read(mailbox())[before:]
    assert mail.subject == "News for you in HRCN Community"
    for word in ("Zaunkoenig", case.ref, "Omar", "nowhere"):
        assert word not in mail.all_said


def test_a_mail_that_was_sent_keeps_no_words(world, secret, worker):
    worker()
    assert {mail.body for mail in world.rows(Mail)} == {""}


@pytest.fixture
def unnamed(story, cast):
    """A network case whose asker shows nothing, carried to its answer and back."""
    story.asker = cast.omar
    story.until(
        "delivered",
        tier="network",
        shows_requester_as="nothing",
        city="graz",
        question="Wer fragt? Zaunkoenig",
    )
    story.done(cast.omar, "clarifications", body="Zaunkoenig once more")
    return story


def test_who_shows_nothing_is_named_to_the_lead_alone(world, cast, unnamed, public, worker):
    worker()
    refs = [p.ref for p in world.rows(Post, conversation_id=unnamed.case.conversation_id)]
    pages = [unnamed.address, *PAGES, *(f"/posts/{ref}/history" for ref in refs)]
    for person in (cast.eve, cast.ben, cast.chandra, cast.dalia, cast.ruth, cast.tomas):
        for path in pages:
            text = person.browser.get(path, follow_redirects=True).text
            assert "Omar" not in text, (person.name, path)
            assert "/people/omar" not in text, (person.name, path)
            if path == unnamed.address:
                assert "Graz" not in text, (person.name, path)
    assert "The asker" in unnamed.page(cast.eve)
    assert "Omar" in unnamed.page(cast.cleo)
    assert "Omar" in unnamed.page(cast.omar)


def test_no_row_of_the_commons_knows_who_asked(world, cast, unnamed, worker):
    worker()
    for conversation in world.rows(Conversation):
        assert conversation.started_by_id is None
        assert conversation.last_author_id is None
        assert conversation.city_id is None
    assert {post.author_id for post in world.rows(Post)} == {None}
    assert cast.omar.id not in {revision.written_by_id for revision in world.rows(Revision)}
    assert {notice.actor_id for notice in world.rows(Notice)} == {None}


def test_whoever_shows_their_city_is_an_official_of_it(cast, story):
    story.ask(tier="network", shows_requester_as="city")
    page = story.page(cast.eve)
    assert "A city official of Graz" in page
    assert "Omar" not in page
    assert "A city official of Graz" in story.page(cast.omar)
