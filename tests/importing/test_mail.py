"""A mailing list comes along whole: every message once, with its words, its date and its place."""

import mailbox
from base64 import b64encode
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from hrcn_community.accounts.models import Person
from hrcn_community.conversations.models import Conversation, ConversationDay, Post, Quote, Revision
from hrcn_community.core import clock, richtext
from hrcn_community.core.events import Entry
from hrcn_community.discussions.models import Thread
from hrcn_community.importing.mail.bodies import body_of
from hrcn_community.importing.models import ImportedItem
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.spaces.models import Space
from tests.importing.mailboxes import a_message, write_box


def _letters(text: str) -> str:
    return "".join(text.replace(">", "").split())


def test_every_post_is_compared_with_its_message(bring, tmp_path, world):
    path = write_box(tmp_path / "list.mbox", 150, seed=4)
    arrived = bring("mbox", path)
    assert arrived.code == 0, arrived.output
    assert "150 posts were brought along, 0 items were not." in arrived.output
    posts = world.rows(Post)
    assert len(posts) == 150
    people = {person.id: person for person in world.rows(Person)}
    talks = {talk.id: talk for talk in world.rows(Conversation)}
    read = mailbox.mbox(path)
    waiting = Counter(
        (
            _letters(str(message.get_payload())),
            parsedate_to_datetime(message["Date"]),
            message["From"].partition(" <")[0] + " (imported)",
            message["Subject"].removeprefix("Re: "),
        )
        for message in read
    )
    read.close()
    for post in posts:
        words = richtext.plain(post.html)
        if post.has_quotes:
            words = words.partition(" ")[2]
        talk = talks[post.conversation_id]
        said = _letters(words), post.created_at, people[post.author_id].name, talk.title
        assert waiting[said] == 1, said
        waiting[said] -= 1
        assert richtext.render(post.source) == post.html
        assert post.terms
    assert not +waiting


def test_what_is_counted_fits_what_stands(bring, tmp_path, world):
    bring("mbox", write_box(tmp_path / "list.mbox", 120, seed=5))
    posts = world.rows(Post)
    for talk in world.rows(Conversation):
        here = sorted((p for p in posts if p.conversation_id == talk.id), key=lambda p: p.number)
        assert [post.number for post in here] == list(range(1, len(here) + 1))
        assert (talk.post_count, talk.last_number) == (len(here), len(here))
        assert talk.started_at == here[0].created_at
        assert talk.last_post_at == max(post.created_at for post in here)
        assert talk.started_by_id == here[0].author_id
        assert [t.author_id for t in world.rows(Thread, conversation_id=talk.id)] == [
            here[0].author_id
        ]
        days = Counter(post.created_at.date() for post in here)
        assert {
            d.day: d.score for d in world.rows(ConversationDay, conversation_id=talk.id)
        } == days
        [entry] = [
            e
            for e in world.rows(Entry, name="ConversationImported")
            if e.facts["conversation_id"] == talk.id
        ]
        assert entry.facts["posts"] == len(here)
        assert entry.handled_at
    quotes = world.rows(Quote)
    assert Counter(q.quoted_id for q in quotes) == {
        post.id: post.quoted_count for post in posts if post.quoted_count
    }
    assert {q.post_id for q in quotes} == {post.id for post in posts if post.has_quotes}
    assert len(world.rows(Revision)) == len(posts) == len(world.rows(ImportedItem))


def test_answers_stand_in_their_thread_below_what_they_answer(bring, box, world):
    first = a_message(1, subject="On homes")
    second = a_message(2, answers="<1.1@mail.example.org>", subject="Re: On homes")
    third = a_message(
        3, answers="<1.1@mail.example.org>", subject="AW: On homes", body="To the first."
    )
    apart = a_message(4, subject="On homes")
    bring("mbox", box(third, apart, second, first))
    [talk] = [talk for talk in world.rows(Conversation) if talk.post_count == 3]
    posts = sorted(world.rows(Post, conversation_id=talk.id), key=lambda post: post.number)
    assert [post.created_at.minute for post in posts] == [17, 34, 51]
    assert posts[2].source.startswith(f"[#1](/posts/{posts[0].ref})\n\nTo the first.")
    assert [(q.post_id, q.quoted_id) for q in world.rows(Quote)] == [(posts[2].id, posts[0].id)]


def test_a_subject_joins_only_where_that_is_safe(bring, box, world):
    long = "What to do about empty homes"
    arrived = bring(
        "mbox",
        box(
            a_message(1, subject=long),
            a_message(2, subject=f"Re: [list] {long}"),
            a_message(3, subject="Hello"),
            a_message(4, subject="Re: Hello"),
            a_message(5, subject="Two of a kind, always"),
            a_message(6, subject="Two of a kind, always"),
            a_message(7, subject="Re: Two of a kind, always"),
            a_message(9_000, subject=f"Re: {long}"),
        ),
    )
    counts = sorted(talk.post_count for talk in world.rows(Conversation))
    assert counts == [1, 1, 1, 1, 1, 1, 2]
    assert len(arrived.lines("by its subject alone")) == 1


ODD = {
    "quoted-printable": (
        b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable",
        b"Gr=FC=DFe aus K=F6ln, lang=\n=20genug",
        "Grüße aus Köln, lang genug",
    ),
    "base64": (
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
        b"R3LDvMOfZQ==",
        "Grüße",
    ),
    "unknown charset": (b"Content-Type: text/plain; charset=x-no-such", "Grüße".encode(), "Grüße"),
    "wrong charset": (
        b"Content-Type: text/plain; charset=utf-8",
        "Grüße".encode("cp1252"),
        "Grüße",
    ),
    "no charset": (b"X-Nothing: 1", "Grüße".encode("latin-1"), "Grüße"),
    "no text's charset": (b"Content-Type: text/plain; charset=rot13", b"Hello", "Hello"),
    "HTML alone": (
        b"Content-Type: text/html",
        b"<p>Hello <b>you</b></p><script>x()</script>",
        "Hello you",
    ),
    "quoted From, rd": (
        b"X-Nothing: 1",
        b"so\n>>From here\n>From there",
        "so From here From there",
    ),
    "both forms": (
        b'Content-Type: multipart/alternative; boundary="b"',
        b"--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b--",
        "plain",
    ),
    "attached": (
        b'Content-Type: multipart/mixed; boundary="b"',
        b"--b\nContent-Type: text/plain\n\nseen\n--b\nContent-Type: application/pdf; name=a.pdf\n\nJVBE\n--b--",
        "seen",
    ),
    "no end": (b'Content-Type: multipart/mixed; boundary="b"', b"--b\n\nopen", "open"),
    "broken base64": (
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64",
        b"!!!no base64",
        None,
    ),
}


@pytest.mark.parametrize("kind", ODD)
def test_words_are_read_however_they_are_written(bring, box, world, kind):
    head, body, words = ODD[kind]
    start = (
        b"From x Mon Jan  2 10:00:00 2012\nFrom: A <a@example.org>\nMessage-ID: <1@x>\nSubject: S\n"
    )
    date = b"Date: Mon, 02 Jan 2012 10:00:00 +0000\n"
    arrived = bring("mbox", box(start + date + head + b"\n\n" + body + b"\n\n"))
    assert arrived.code == 0, arrived.output
    [post] = world.rows(Post)
    if words:
        assert richtext.plain(post.html) == words


def test_folded_and_encoded_heads_are_read(bring, box, world):
    head = (
        "From x Mon Jan  2 10:00:00 2012\n"
        "From: =?utf-8?q?=C3=85sa?= =?utf-8?q?_Lind?=\n <asa@example.org>\n"
        "Subject: =?iso-8859-1?Q?Wohnen_f=FCr?=\n =?iso-8859-1?Q?_alle?= amina@example.org\n"
        "Message-ID:\n <1@x>\nDate: Mon, 02 Jan 2012 10:00:00 +0100\n\nHej\n\n"
    )
    bring("mbox", box(head))
    [talk] = world.rows(Conversation)
    assert talk.title == "Wohnen für alle amina@…"
    assert "Åsa Lind (imported)" in {person.name for person in world.rows(Person)}
    [post] = world.rows(Post)
    assert post.created_at == datetime(2012, 1, 2, 9, tzinfo=UTC)


def test_an_address_that_was_encoded_with_its_name_is_masked_all_the_same(bring, box, world):
    """`"Pía Müller" <pia@example.org>` in one encoded word, as some programs write it."""
    whole = b64encode('"Pía Müller" <pia@example.org>'.encode()).decode()
    bring("mbox", box(a_message(1, From=f"=?utf-8?b?{whole}?=")))
    names = {person.name for person in world.rows(Person)}
    assert "Pía Müller (imported)" in names
    assert not any("=?" in name for name in names)


@pytest.mark.parametrize("level", ["Private", "personal", "Company-Confidential"])
def test_mail_that_calls_itself_private_stays_behind(bring, box, world, level):
    arrived = bring("mbox", box(a_message(1), a_message(2, Sensitivity=level)))
    assert len(world.rows(Post)) == 1
    assert arrived.lines("archive")


def test_a_file_that_is_no_mailbox_opens_nothing(bring, box, world):
    arrived = bring("mbox", box(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(500), name="street.jpg"))
    assert arrived.code == 1
    assert "is no mailbox" in arrived.output
    assert world.rows(Space) == []


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("Thu, 01 Jan 1970 00:00:00 +0000", "not set"),
        ("Sun, 07 Feb 2106 06:28:15 +0000", "in the future"),
        ("yesterday", "missing or cannot be read"),
        ("", "missing or cannot be read"),
        ("Mon, 99 Foo 99999 00:00:00", "missing or cannot be read"),
    ],
)
def test_a_date_that_cannot_be_gives_way_to_that_of_the_envelope(bring, box, world, date, reason):
    arrived = bring("mbox", box(a_message(5, Date=date)))
    [post] = world.rows(Post)
    assert post.created_at == datetime(2012, 1, 1, 1, 25, tzinfo=UTC)
    assert len(arrived.lines(reason)) == 1
    [talk] = world.rows(Conversation)
    assert talk.last_post_at == post.created_at < clock.now()


def test_oddities_are_each_reported_and_nothing_is_lost(bring, box, world):
    circle = (
        a_message(1, answers="<2.1@mail.example.org>"),
        a_message(2, answers="<1.1@mail.example.org>"),
    )
    arrived = bring(
        "mbox",
        box(
            *circle,
            a_message(3, answers="<gone@mail.example.org>"),
            a_message(4),
            a_message(4),
            a_message(4, body="The same id, other words."),
            a_message(5, Message_ID=""),
            a_message(6, body=" "),
            a_message(7, X_No_Archive="Yes", body="a secret canary"),
            a_message(8, subject="long " * 80),
            a_message(9, subject=" "),
        ),
    )
    assert arrived.code == 0, arrived.output
    for words, count in {
        "a circle": 1,
        "not in the mailbox": 1,
        "a second time": 1,
        "same Message-ID": 1,
        "no Message-ID": 1,
        "no text": 1,
        "in no archive": 1,
    }.items():
        assert len(arrived.lines(words)) == count, (words, arrived.report)
    assert "example.org" not in arrived.report
    posts = world.rows(Post)
    assert len(posts) == 9
    assert not any("canary" in post.source for post in posts)
    assert any(f"Subject: {'long ' * 79}long" in post.source for post in posts)
    assert "(no subject)" in {talk.title for talk in world.rows(Conversation)}


def test_charsets_that_make_half_letters_end_nothing(bring, box, world):
    half = "=?utf-7?Q?+2AA-?="  # a lone surrogate
    who = f"{half} <half@example.org>"
    body = "Half +2AA- of it"
    kind = "text/plain; charset=utf-7"
    message = a_message(1, body=body, subject=f"Half {half}", From=who, Content_Type=kind)
    arrived = bring("mbox", box(message))
    assert arrived.code == 0, (arrived.output, arrived.error)
    assert len(world.rows(Post)) == 1


def test_no_address_stands_anywhere(bring, box, world):
    body = "Write to me: amina.haddad@example.org\n> On Monday <ben@example.org> wrote\nmailto:c@example.org"
    start = a_message(
        1, body=body, subject="Ask dalia@example.org", From="eve@example.org <eve@example.org>"
    )
    bring("mbox", box(start))
    for model in (Post, Revision, Conversation, Thread, ImportedItem, Entry, Space):
        for row in world.rows(model):
            assert "example.org" not in str(vars(row)), model
    for person in world.rows(Person, standing="imported"):
        assert "example.org" not in str(vars(person))


def test_two_names_of_one_address_are_one(bring, box, world):
    bring(
        "mbox",
        box(
            a_message(1, From="Amina <Amina@Example.org>"),
            a_message(2, From="A. Haddad <amina@example.org>"),
            a_message(3, From="Amina <amina@other.example.org>"),
            a_message(4, From="Ben via List <list@example.org>", Reply_To="ben@example.org"),
            a_message(5, From="Ben <ben@example.org>"),
        ),
    )
    names = sorted(person.name for person in world.rows(Person, standing="imported"))
    assert names == ["Amina (imported)", "Amina (imported)", "Ben (imported)"]


def test_running_twice_changes_nothing(bring, tmp_path, world):
    path = write_box(tmp_path / "list.mbox", 60, seed=6)
    bring("mbox", path)
    models = (
        Post,
        Revision,
        Conversation,
        Thread,
        Person,
        Space,
        ImportedItem,
        Quote,
        ConversationDay,
    )
    before = [[_columns(row) for row in world.rows(model)] for model in models]
    again = bring("mbox", path)
    assert "0 posts were brought along" in again.output
    assert [[_columns(row) for row in world.rows(model)] for model in models] == before


def test_a_mailbox_that_grew_brings_what_is_new_into_its_threads(bring, tmp_path, world):
    path = write_box(tmp_path / "list.mbox", 40, seed=7)
    bring("mbox", path)
    talks = {talk.id: talk.post_count for talk in world.rows(Conversation)}
    write_box(path, 43, seed=7)
    assert "3 posts were brought along" in bring("mbox", path).output
    grown = {talk.id: talk.post_count for talk in world.rows(Conversation)}
    assert sum(grown.values()) == 43
    assert all(grown[id_] >= count for id_, count in talks.items())


def test_an_interrupted_run_goes_on_where_it_ended(bring, tmp_path, world, monkeypatch):
    path = write_box(tmp_path / "list.mbox", 100, seed=8)
    monkeypatch.setattr("hrcn_community.importing.writing.ENOUGH", 15)
    read, count = "hrcn_community.importing.mail.bringing.body_of", [0]

    def breaks(raw: bytes):
        count[0] += 1
        if count[0] == 50:
            raise KeyboardInterrupt
        return body_of(raw)

    monkeypatch.setattr(read, breaks)
    assert bring("mbox", path).code != 0
    some = len(world.rows(Post))
    assert 0 < some < 60
    monkeypatch.setattr(read, body_of)
    assert f"{100 - some} posts were brought along" in bring("mbox", path).output
    sources = [
        _letters(post.source.partition("\n\n")[2] or post.source) for post in world.rows(Post)
    ]
    assert len(sources) == 100
    for talk in world.rows(Conversation):
        numbers = sorted(p.number for p in world.rows(Post, conversation_id=talk.id))
        assert numbers == list(range(1, talk.last_number + 1))


def test_nobody_is_told_and_nothing_is_owed(bring, tmp_path, world, cast, worker):
    space = world.space(member=[cast.cleo, cast.amina])
    bring("mbox", write_box(tmp_path / "list.mbox", 30, seed=9), "--space", space.slug)
    worker()
    assert world.rows(Notice) == []
    assert world.rows(Mail) == []
    assert cast.amina.browser.page("/threads?view=unread").count("thread__title") == 0


def test_imported_posts_are_found_and_shown(bring, box, world, cast):
    space = world.space(member=[cast.cleo])
    bring(
        "mbox",
        box(
            a_message(
                1,
                subject="Zebrafinken",
                body="Wir haben die Wohnungen der Stadt gezählt und sind nicht fertig.",
            )
        ),
        "--space",
        space.slug,
    )
    found = cast.amina.browser.page("/search?q=Wohnung")
    assert "Zebrafinken" in found
    [talk] = world.rows(Conversation)
    page = cast.amina.browser.page(talk.address)
    assert "(imported)" in page
    assert "/people/imported--" not in page
    assert "imported--" not in page
    assert "2012" in page


def test_hostile_text_goes_through_the_gate(bring, box, world):
    body = (
        "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) \x00\u202e"
    )
    bring(
        "mbox",
        box(
            a_message(
                1, body=body, subject="<script>alert(1)</script>", From='"<b>x</b>" <a@b.org>'
            )
        ),
    )
    [post] = world.rows(Post)
    assert "<script" not in post.html
    assert "<img" not in post.html
    assert "\x00" not in post.source
    assert richtext.gate(post.html) == post.html


def _columns(row) -> dict:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
