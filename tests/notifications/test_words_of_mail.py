"""What a mail says: in the reader's language, in a thread with its like, and nothing that it must not."""

import email
import email.policy
import re

import pytest
from lxml import html as lxml_html

from hrcn_community.accounts.models import Person, SpaceRole
from hrcn_community.accounts.places import put_inside
from hrcn_community.core.db import db
from hrcn_community.notifications import composing
from hrcn_community.notifications.excerpts import LONGEST
from hrcn_community.notifications.topics import Topic
from hrcn_community.spaces.models import Space
from tests.discussions.masks import a_masking_space, reply_masked
from tests.factories import CONFIDENTIAL
from tests.letterbox import read


@pytest.fixture
def mails_to(worker, mailbox):
    """Call it for the mails that somebody has got by now."""

    def look(who) -> list:
        worker()
        return read(mailbox(), to=who.email)

    return look


@pytest.fixture
def space(world):
    return world.space()


def test_a_mail_says_who_what_and_where_it_goes_on(world, cast, space, mails_to):
    thread = world.thread(space, cast.amina)
    world.reply(thread, cast.ben, "We did it **so**, @amina. See [here](/threads) & <there>.")
    [mail] = mails_to(cast.amina)
    assert mail.subject == "Re: Warm homes"
    for said in (mail.text, mail.html):
        assert "Ben mentioned you in “Warm homes”" in said
        assert re.search(rf"http://localhost:\d+{thread.address}\?post=2#p2", said)
        assert "This came because somebody named you there." in said
        assert re.search(r"http://localhost:\d+/settings/notices", said)
    assert "We did it **so**" in mail.text
    assert "<strong>so</strong>" in mail.html
    assert re.search(r'href="http://localhost:\d+/threads"', mail.html)
    assert "Ben writes" not in mail.text  # the sentence named him


def test_whoever_wrote_what_somebody_else_did_something_with_is_named(
    world, cast, mails_to, chooses
):
    space = world.space(facilitator=cast.chandra)
    thread = world.thread(space, cast.amina, kind="question")
    world.reply(thread, cast.ben, "So it goes.")
    chooses(cast.ben, Topic.RESPONSE, "at_once")
    cast.amina.browser.post(f"{thread.address}/replies/2/acceptance")
    [mail] = mails_to(cast.ben)
    assert "Amina accepted your answer" in mail.text
    assert "Ben writes:" in mail.text
    assert "So it goes." in mail.text


def test_mails_of_one_conversation_stand_together_and_each_is_itself(world, cast, space, mails_to):
    thread, other = world.thread(space, cast.amina), world.thread(space, cast.amina, "Cold homes")
    for number in range(2):
        world.reply(thread, cast.ben, f"@amina @omar {number}")
    world.reply(other, cast.ben, "@amina")
    mails = mails_to(cast.amina)
    roots = [mail.headers["References"] for mail in mails]
    assert roots == [mail.headers["In-Reply-To"] for mail in mails]
    assert roots[0] == roots[1] != roots[2]
    assert len({mail.headers["Message-ID"] for mail in mails}) == 3


def test_two_people_of_one_conversation_are_given_no_number_in_common(world, cast, space, mails_to):
    thread = world.thread(space, cast.amina)
    world.reply(thread, cast.ben, f"@amina @{cast.omar.handle}")
    [hers], [his] = mails_to(cast.amina), mails_to(cast.omar)
    assert hers.headers["References"] != his.headers["References"]
    assert hers.headers["Message-ID"] != his.headers["Message-ID"]


def test_an_opening_that_names_somebody_begins_its_own_line_of_mails(world, cast, space, mails_to):
    world.thread(space, cast.ben, "Warm homes", f"Shall we, @{cast.amina.handle}?")
    [mail] = mails_to(cast.amina)
    assert mail.subject == "Warm homes"


def test_every_mail_says_how_to_stop_it_and_asks_for_no_automatic_answer(
    world, cast, space, mails_to
):
    thread = world.thread(space, cast.amina)
    world.reply(thread, cast.ben, "@amina")
    [mail] = mails_to(cast.amina)
    assert re.fullmatch(
        r"<http://localhost:\d+/unsubscribe/[\w-]{40,}>", mail.headers["List-Unsubscribe"]
    )
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    assert mail.headers["Precedence"] == "list"
    assert mail.headers["List-Id"] == "HRCN Community <news.localhost>"
    assert mail.headers["List-Unsubscribe"].strip("<>") in mail.text
    assert "Reply-To" not in mail.headers


def test_long_headers_travel_whole(world, cast, space, worker, mailbox):
    thread = world.thread(space, cast.amina, "Wärme " * 33)
    world.reply(thread, cast.ben, "@amina")
    worker()
    [raw] = mailbox()
    line = next(each for each in raw.splitlines() if each.startswith("List-Unsubscribe:"))
    assert re.fullmatch(r"List-Unsubscribe: <http\S+>", line)
    assert re.search(r"^References: <[0-9a-f]{32}@localhost>$", raw, re.M)
    assert max(len(each) for each in raw.splitlines()) < 998
    assert email.message_from_string(raw, policy=email.policy.default)["Subject"].endswith("Wärme")


def test_where_an_answer_by_mail_is_taken_the_mail_says_so(
    world, cast, space, mails_to, monkeypatch
):
    monkeypatch.setattr(
        composing, "reply_to", lambda person_id, conversation: "answer+1@example.org"
    )
    monkeypatch.setattr(composing, "reply_line", lambda: "-- above this line --")
    thread = world.thread(space, cast.amina)
    world.reply(thread, cast.ben, "@amina")
    [mail] = mails_to(cast.amina)
    assert mail.headers["Reply-To"] == "answer+1@example.org"
    assert mail.text.startswith("-- above this line --\n")
    assert mail.html.index("-- above this line --") < mail.html.index("<h1>")


def test_a_real_address_for_answers_stands_in_mail_of_what_is_open_alone(
    world, cast, space, mails_to, app, monkeypatch
):
    monkeypatch.setitem(app.config, "MAIL_REPLY", "reply@community.example.org")
    monkeypatch.setitem(app.config, "MAIL_AUTHSERV", "mx.example.org")
    closed = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    world.reply(world.thread(closed, cast.amina), cast.ben, "@amina")
    world.reply(world.thread(space, cast.amina), cast.ben, "@amina, in the open")
    unnamed, named = sorted(mails_to(cast.amina), key=lambda mail: "open" in mail.text)
    assert "Reply-To" not in unnamed.headers
    assert re.fullmatch(r"reply\+[0-9a-f]{32}@community\.example\.org", named.headers["Reply-To"])
    assert named.text.startswith("— Write your answer above this line —\n")
    assert "Write your answer" not in unnamed.text


def test_where_none_is_taken_no_line_says_so(world, cast, space, mails_to, monkeypatch):
    monkeypatch.setattr(composing, "reply_to", lambda person_id, conversation: "")
    monkeypatch.setattr(composing, "reply_line", lambda: "-- above this line --")
    thread = world.thread(space, cast.amina)
    world.reply(thread, cast.ben, "@amina")
    [mail] = mails_to(cast.amina)
    assert "above this line" not in mail.text + mail.html


@pytest.mark.parametrize(
    "name",
    [
        'Ben, "the first" <ben@evil.example.org>',
        "Bén\r\nBcc: eve@example.org",
        "Žofie Ångström 🏡",
        "B" * 100,
    ],
)
def test_no_name_breaks_out_of_its_place(world, cast, space, mails_to, name):
    thread = world.thread(space, cast.amina, "A title, with “quotes” & <marks>")

    def rename() -> None:
        db.session.get_one(Person, cast.ben.id).name = name

    world.do(rename)
    world.reply(thread, cast.ben, "@amina")
    [mail] = mails_to(cast.amina)
    assert " ".join(name.split()) in mail.text
    assert mail.subject == "Re: A title, with “quotes” & <marks>"
    assert "Bcc" not in mail.headers
    assert "<marks>" not in mail.html
    assert mail.to == "amina@example.org"


def test_no_title_breaks_out_of_its_place(world, cast, space, mails_to):
    thread = world.thread(space, cast.amina)

    def rename() -> None:
        db.session.execute(
            db.text("UPDATE conversations SET title = :title"),
            {"title": "Warm\r\nBcc: eve@example.org\r\n\r\nhomes"},
        )

    world.do(rename)
    world.reply(thread, cast.ben, "@amina")
    [mail] = mails_to(cast.amina)
    assert mail.subject == "Re: Warm Bcc: eve@example.org homes"
    assert "Bcc" not in mail.headers


def test_each_is_written_to_in_their_own_language(world, cast, space, mails_to):
    def speak() -> None:
        db.session.get_one(Person, cast.amina.id).locale = "de"

    thread = world.thread(space, cast.amina)
    world.do(speak)
    world.reply(
        thread,
        cast.ben,
        f"@amina @{cast.omar.handle}",
    )
    [hers], [his] = mails_to(cast.amina), mails_to(cast.omar)
    assert "Ben hat Sie in „Warm homes“ erwähnt" in hers.text
    assert "mentioned you" not in hers.text
    assert "mentioned you" in his.text
    assert 'lang="de"' in hers.html
    assert '<html lang="en"' in his.html
    assert 'class="words" lang="en"' in hers.html


def test_of_a_long_post_the_beginning_comes_whole_and_well_formed(world, cast, space, mails_to):
    thread = world.thread(space, cast.amina)
    body = "@amina\n\n" + "\n\n".join(f"Paragraph {n} **of** many words. " * 5 for n in range(60))
    world.reply(thread, cast.ben, body)
    [mail] = mails_to(cast.amina)
    assert "Paragraph 0" in mail.text
    assert "Paragraph 59" not in mail.text + mail.html
    assert "This is only the beginning." in mail.text
    assert "This is only the beginning." in mail.html
    words = lxml_html.fromstring(mail.html).find_class("words")[0]
    assert 0 < len(words.text_content()) <= LONGEST + 100
    assert len(words.findall("p")) > 3


def test_of_one_long_paragraph_the_first_words_come(world, cast, space, mails_to):
    thread = world.thread(space, cast.amina)
    world.reply(thread, cast.ben, "@amina " + "many & more words < few, " * 140)
    [mail] = mails_to(cast.amina)
    [words] = lxml_html.fromstring(mail.html).find_class("words")
    assert "many & more words < few" in words.text_content()
    assert len(words.text_content()) <= LONGEST + 100


def test_nothing_in_a_mail_is_fetched_from_anywhere(world, cast, space, mails_to):
    thread = world.thread(space, cast.amina)
    world.reply(thread, cast.ben, "@amina ![a picture](https://spy.example.org/one.png)")
    [mail] = mails_to(cast.amina)
    assert not re.search(r"<(?:img|link|script|iframe|source|object)\b|url\(|@import", mail.html)
    assert not re.search(r"\bsrc=", mail.html)


def test_whoever_writes_under_a_pseudonym_is_named_by_it(world, cast, mails_to):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.amina)
    assert reply_masked(cast.ben, thread, "Said @amina, said I.").status_code == 303
    [mail] = mails_to(cast.amina)
    assert "Said @amina, said I." in mail.text
    assert "Ben" not in mail.all_said


def test_whoever_writes_under_a_pseudonym_gets_the_mail_that_all_who_watch_get(
    world, cast, mails_to
):
    """Mail that stayed away would tell whoever sees the mail server whose pseudonym that is."""
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.amina)
    cast.ben.browser.post(f"{thread.address}/level", level="watching")
    assert reply_masked(cast.ben, thread, "And what now?").status_code == 303
    [mail] = mails_to(cast.ben)
    assert "And what now?" in mail.text


def test_a_pseudonym_gets_no_mail(world, cast, worker, mailbox):
    space = a_masking_space(world, cast.amina, cast.ben, facilitator=cast.chandra)
    thread = world.thread(space, cast.amina)
    reply_masked(cast.ben, thread)
    worker()
    assert not [mail for mail in read(mailbox()) if "invalid" in mail.to]


def test_mail_of_what_is_confidential_says_nothing_but_that_there_is_something(
    world, cast, mails_to
):
    space = world.space(CONFIDENTIAL, "Bird room", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina, "Zaunkoenig title")
    for number in range(2):
        world.reply(thread, cast.ben, f"Zaunkoenig, @amina. {number}")
    first, second = mails_to(cast.amina)
    assert first.subject == "News for you in HRCN Community"
    assert "Something waits for you" in first.text
    for mail in (first, second):
        for word in ("Zaunkoenig", "Bird", "Ben", "named you", thread.ref, space.slug, "posts/"):
            assert word not in mail.all_said
        assert not {"References", "In-Reply-To", "Reply-To"} & set(mail.headers)
        addresses = set(re.findall(r"http://localhost:\d+(/[^\s\"<>]*)", mail.text + mail.html))
        assert {re.sub(r"/unsubscribe/[\w-]+", "/unsubscribe", each) for each in addresses} == {
            "/", "/notifications", "/settings/notices", "/unsubscribe",
        }  # fmt: skip


def test_two_confidential_mails_differ_in_nothing_that_tells_them_apart(world, cast, mails_to):
    one = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    two = world.space(CONFIDENTIAL, member=[cast.amina, cast.chandra])
    world.do(lambda: put_inside(db.session.get_one(Space, two.id), cast.ben.id, SpaceRole.MEMBER))
    world.thread(one, cast.ben, "Zaunkoenig title", "Short, @amina.")
    world.thread(two, cast.chandra, "Another", "Rather longer than the first, @amina, by far.")
    first, second = mails_to(cast.amina)

    def without_token(mail) -> str:
        return re.sub(r"/unsubscribe/[\w-]+", "", mail.text + mail.html)

    assert without_token(first) == without_token(second)
    assert len(first.headers["List-Unsubscribe"]) == len(second.headers["List-Unsubscribe"])
