"""The Chatham House Rule: what was said is known, and nowhere who said it.

One person speaks, votes and is there under the rule; their name is then looked for, as everybody
else in the room and outside, on every page and in every row that is no list of who takes part.
"""

import re
from datetime import timedelta

import pytest

from hrcn_community.conversations.models import Conversation, Post, Revision
from hrcn_community.core import clock
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.workshops.models.workshops import Workshop
from tests.factories import PUBLIC
from tests.letterbox import read
from tests.workshops.making import AFTER, BEFORE, STARTS, a_workshop

SPOKE_AT = STARTS + timedelta(hours=1, minutes=23, seconds=45)
WORDS = "Zwieback should be free in every town hall."


@pytest.fixture
def speaker(world):
    return world.person("Quetzalia Unmistakable", city="Xanadu")


@pytest.fixture
def workshop(world, cast, speaker, worker):
    called = a_workshop(
        world,
        cast.chandra,
        visibility=PUBLIC,
        chatham=True,
        seated=[cast.amina, cast.ben, speaker],
    )
    for moment in (BEFORE, STARTS):  # what is told of seats and of the beginning bears its time
        with clock.at(moment):
            worker()
    with clock.at(SPOKE_AT):
        token = speaker.browser.token()
        answer = speaker.browser.client.post(
            f"{called.address}/statements", data={"csrf_token": token, "text": WORDS}
        )
        assert answer.status_code == 303
        ref = called.state(cast.amina, "Something else.")
        speaker.browser.post(f"{called.address}/statements/{ref}/vote", choice="agree")
    with clock.at(SPOKE_AT + timedelta(days=1)):
        called.attended(cast.chandra, cast.amina, speaker)
        called.notes(cast.chandra, "Somebody spoke of zwieback.")
        worker()
    return called


def names(speaker):
    return (speaker.name, speaker.handle, "Xanadu")


def pages(workshop, post):
    """Return every page that shows what was said, voted or noted, and everything that finds it."""
    here = workshop.address
    return [
        f"{here}/statements",
        f"{here}/statements?post=1",
        f"{here}/results",
        f"{here}/notes",
        f"{here}.ics",
        f"/posts/{post.ref}",
        f"/posts/{post.ref}/history",
        "/search?q=zwieback",
        "/search?q=Quetzalia",
        "/notifications",
        "/workshops",
        "/",
    ]


def the_statement(world):
    return next(post for post in world.rows(Post) if post.source == WORDS)


def test_no_page_says_who_spoke(world, cast, public, workshop, speaker):
    post = the_statement(world)
    seen = 0
    for moment in (SPOKE_AT + timedelta(days=1), AFTER):
        with clock.at(moment):
            for browser in (cast.amina.browser, cast.ben.browser, cast.eve.browser, public):
                for path in pages(workshop, post):
                    text = browser.get(path, follow_redirects=True).text
                    text = re.sub("q(?:=|%3D)Quetzalia", "", text)
                    text = re.sub(r'value="Quetzalia"|“Quetzalia”', "", text)
                    cities = (
                        r'<ul class="city-names">.*?</ul>|<select[^>]* name="city">.*?</select>'
                    )
                    text = re.sub(cities, "", text, flags=re.S)  # the register
                    people = r'<section class="search__named".*?</section>'
                    text = re.sub(people, "", text, flags=re.S)  # who asks for a name is led to it
                    seen += WORDS in text
                    assert not [name for name in names(speaker) if name in text], path
    assert seen > 3, "the words themselves are there"


def test_no_page_says_when(world, cast, workshop):
    post = the_statement(world)
    with clock.at(AFTER):
        for path in pages(workshop, post):
            text = cast.amina.browser.get(path, follow_redirects=True).text
            assert SPOKE_AT.strftime("T%H:%M:%S") not in text, path
            assert SPOKE_AT.strftime("T%H:%M") not in text, path


def test_the_roster_is_for_those_inside(world, cast, public, workshop, speaker):
    assert speaker.name in cast.ben.browser.page(workshop.address)
    assert "Xanadu" not in cast.ben.browser.page(workshop.address)
    assert speaker.name not in cast.eve.browser.page(workshop.address)
    assert speaker.name not in cast.cleo.browser.page(workshop.address)
    assert speaker.name not in public.page(workshop.address)


def test_no_row_that_generic_pages_read_names_the_speaker(world, workshop, speaker):
    row = world.rows(Workshop)[0]
    inside = {row.room_conversation_id, row.notes_conversation_id}
    posts = [post for post in world.rows(Post) if post.conversation_id in inside]
    assert len(posts) == 3
    assert {post.author_id for post in posts} == {None}
    ids = {post.id for post in posts}
    versions = [each for each in world.rows(Revision) if each.post_id in ids]
    assert {each.written_by_id for each in versions} == {None}
    for moment in [*(p.created_at for p in posts), *(v.written_at for v in versions)]:
        assert (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    conversations = [each for each in world.rows(Conversation) if each.id in inside]
    assert {each.last_author_id for each in conversations} == {None}


def test_the_log_does_not_say_who_spoke_or_voted(world, workshop, speaker):
    spoken = ("StatementMade", "VoteCast", "PostPublished", "StatementTakenBack", "NotesWritten")
    about = [entry for entry in world.rows(Entry) if entry.name in spoken]
    assert about
    row = world.rows(Workshop)[0]
    listed = row.conversation_id
    told = [entry for entry in about if entry.facts.get("conversation_id") != listed]
    assert {entry.actor_id for entry in told} == {None}
    assert all("person_id" not in entry.facts for entry in told)
    assert {(e.happened_at.hour, e.happened_at.minute) for e in told} == {(0, 0)}
    assert speaker.id not in {notice.actor_id for notice in world.rows(Notice)}


def test_mail_of_the_notes_does_not_say_at_which_hour_they_were_written(
    world, cast, workshop, mailbox
):
    def notes() -> list:
        return [mail for mail in read(mailbox(), to=cast.amina.email) if "/notes" in mail.text]

    assert notes() == []
    [mail] = [each for each in world.rows(Mail, person_id=cast.amina.id) if each.sent_at is None]
    written = SPOKE_AT + timedelta(days=1)
    midnight = (written + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert mail.due_at == midnight


def test_taking_a_statement_back_leaves_no_trace_of_who_did(world, cast, speaker):
    called = a_workshop(world, cast.chandra, chatham=True, seated=[speaker])
    with clock.at(SPOKE_AT):
        ref = called.state(speaker, WORDS)
        answer = speaker.browser.post(f"{called.address}/statements/{ref}/withdrawal")
    assert answer.status_code == 303
    post = the_statement(world)
    assert post.state == "deleted"
    assert post.taken_back_by_id is None
    gone = [
        each for each in world.rows(Entry) if each.name in ("PostDeleted", "StatementTakenBack")
    ]
    assert {entry.actor_id for entry in gone} == {None}


def test_how_many_have_a_seat_is_not_counted_in_public(world, cast, public):
    called = a_workshop(world, cast.chandra, visibility=PUBLIC, chatham=True)
    before = public.page(called.address), public.page("/workshops")
    called.seat(cast.amina)
    assert before == (public.page(called.address), public.page("/workshops"))
    assert "Seats are free." in before[0]


def test_the_speaker_alone_sees_their_own_vote_and_may_take_their_words_back(
    world, cast, workshop, speaker
):
    with clock.at(SPOKE_AT):
        mine = speaker.browser.page(f"{workshop.address}/statements?post=1")
        others = cast.ben.browser.page(f"{workshop.address}/statements?post=1")
    assert "withdrawal" in mine
    assert "withdrawal" not in others
