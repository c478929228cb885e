"""Mail that is not taken: what nobody proved, what no person wrote, what is not open any more."""

import pytest

from hrcn_community.access.permissions import Permission
from hrcn_community.access.predicates import core_team
from hrcn_community.access.table import TABLE
from hrcn_community.accounts.models import Membership
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.receiving import deciding
from hrcn_community.receiving.letters import REASONS, TAKEN
from hrcn_community.receiving.models import MailedOriginal, ReceivedMail
from hrcn_community.spaces.models import Space
from tests import letterbox
from tests.receiving.mails import OWN, PASS, SERVER

ANOTHER = "evil.example"
LOCALES = ("de", "nl", "sv", "fr")


def mail_of(world, thread):
    return [post.source for post in world.rows(Post, conversation_id=thread.conversation_id)][1:]


@pytest.fixture
def told(worker, mailbox):
    """Call it for what Ben was mailed about mails."""

    def look():
        worker()
        return [
            m for m in letterbox.read(mailbox(), "ben@example.org") if "answer by mail" in m.subject
        ]

    return look


@pytest.mark.parametrize(
    "proof",
    [
        "dmarc=pass header.from=example.org",
        "spf=pass smtp.mailfrom=ben@example.org; dkim=pass header.d=example.org; dmarc=pass header.from=example.org",
        "dkim=pass (2048-bit key) header.d=example.org header.i=@example.org header.b=abc",
        "dkim=fail header.d=other.example; dkim=pass header.d=EXAMPLE.org",
        "spf=pass (mx.example.org: domain of ben@example.org) smtp.mailfrom=ben@example.org",
        "spf=pass smtp.mailfrom=example.org",
    ],
)
def test_what_our_server_proved_is_taken(cast, postbox, to, proof):
    assert postbox.receive(postbox.mail(cast.ben, to, proof=proof)) == "posted"


@pytest.mark.parametrize(
    "proof",
    [
        None,
        "none",
        "dmarc=fail header.from=example.org",
        "dmarc=none header.from=example.org; spf=pass smtp.mailfrom=example.org",
        "dmarc=fail header.from=example.org; dkim=pass header.d=example.org",
        "dmarc=pass header.from=evil.example",
        "dmarc=pass",
        "dmarc=pass header.from=evil.example; dmarc=pass header.from=example.org",
        "dmarc=pass header.from=example.org; dmarc=fail header.from=example.org",
        "dmarc=pass header.from=example.org header.from=evil.example",
        "dkim=pass header.d=evil.example",
        "dkim=pass header.d=org",
        "dkim=pass header.d=sub.example.org",
        "dkim=pass header.i=@example.org",
        "dkim=fail header.d=example.org",
        "dkim=pass header.d=notexample.org",
        "spf=pass smtp.mailfrom=bounce@evil.example",
        "spf=pass smtp.helo=example.org",
        "spf=softfail smtp.mailfrom=example.org",
        "arc=pass header.from=example.org",
        'spf=fail smtp.mailfrom="x; dmarc=pass header.from=example.org"@evil.example',
        "spf=fail (dmarc=pass header.from=example.org)",
        f"dmarc=pass header.from=example.org {'(' * 3000}",
        f"dmarc=pass header.from=example.org; {'x=pass; ' * 1000}",
        "dmarc=pass header.from=example.org; ====",
    ],
)
def test_what_it_did_not_prove_is_not_taken(world, cast, told, postbox, thread, to, proof):
    assert postbox.receive(postbox.mail(cast.ben, to, proof=proof)) == "refused_unproven"
    assert mail_of(world, thread) == []
    [letter] = told()
    assert str(REASONS["unproven"]) in letter.text
    assert thread.address in letter.text


@pytest.mark.parametrize(
    "forged",
    [
        [f"{SERVER}; dmarc=fail header.from=example.org", f"{SERVER}; {PASS}"],
        [f"{SERVER}/1; dmarc=fail header.from=example.org", f"{SERVER}; {PASS}"],
        [f"{SERVER} (a server); none", f"{SERVER}; {PASS}"],
        ["other.example; none", f"{ANOTHER}; {PASS}"],
        [f"{SERVER}.{ANOTHER}; {PASS}"],
        [f"x{SERVER}; {PASS}"],
        [f"{SERVER}!{ANOTHER}; {PASS}"],
        [f"mx.exаmple.org; {PASS}"],
        [f"({SERVER}) {ANOTHER}; {PASS}"],
        [f'"{SERVER}"; {PASS}'],
        [f"{SERVER} 2; {PASS}"],
        [PASS],
        [""],
    ],
)
def test_what_only_looks_like_our_servers_word_counts_for_nothing(cast, postbox, to, forged):
    mail = postbox.mail(cast.ben, to, proof=None, authentication_results=forged)
    assert postbox.receive(mail) == "refused_unproven"


def test_what_other_servers_found_above_ours_does_no_harm(cast, postbox, to):
    theirs = [f"{SERVER}.{ANOTHER}; none", f"x{SERVER}; dmarc=fail header.from=example.org"]
    said = [*theirs, f"{SERVER}; {PASS}"]
    mail = postbox.mail(cast.ben, to, proof=None, authentication_results=said)
    assert postbox.receive(mail) == "posted"


def test_without_the_name_of_our_server_nothing_is_taken(app, cast, postbox, to):
    app.config["MAIL_AUTHSERV"] = ""
    assert postbox.receive(postbox.mail(cast.ben, to)) == "refused_unproven"
    mail = postbox.mail(cast.ben, to, proof=None, authentication_results=f"; {PASS}")
    assert postbox.receive(mail) == "refused_unproven"


@pytest.mark.parametrize(
    "sender",
    [
        "eve@example.org",
        "ben@example.org.evil.example",
        "ben@example.org, eve@example.org",
        "eve@example.org, ben@example.org",
        "Ben <ben@example.org> <eve@example.org>",
        '"ben@example.org" <eve@example.org>',
        "=?utf-8?q?ben=40example.org?= <eve@example.org>",
        "bén@example.org",
        "ben@exаmple.org",
        "<>",
        "undisclosed:;",
    ],
)
def test_only_the_accounts_own_address_answers(world, cast, told, postbox, thread, to, sender):
    assert postbox.receive(postbox.mail(sender, to)) == "refused_sender"
    assert mail_of(world, thread) == []
    [letter] = told()
    assert str(REASONS["sender"]) in letter.text


def test_two_senders_in_two_fields_are_none(cast, postbox, to):
    for other in ("eve@example.org", "somebody", "undisclosed:;", " ", "ben@example.org"):
        for both in ([other, "ben@example.org"], ["ben@example.org", other]):
            assert postbox.receive(postbox.mail("", to, From=both)) == "refused_sender"


def test_the_address_of_somebody_else_is_not_mine(
    world, cast, worker, mailbox, postbox, thread, to
):
    assert postbox.receive(postbox.mail(cast.amina, to)) == "refused_sender"
    worker()
    assert letterbox.read(mailbox(), "amina@example.org") == []  # never whoever sent it
    assert len(letterbox.read(mailbox(), "ben@example.org")) == 1
    assert mail_of(world, thread) == []


def test_of_two_addresses_ones_own_is_meant_and_two_of_ones_own_are_none(
    world, cast, postbox, space, thread, to
):
    aminas = postbox.address(cast.amina, thread)
    assert postbox.receive(postbox.mail(cast.ben, f"{aminas}, {to}")) == "posted"
    other = postbox.address(cast.ben, world.thread(space, cast.amina, title="Cold homes"))
    assert postbox.receive(postbox.mail(cast.ben, f"{other}, {to}")) == "unknown"
    assert len(mail_of(world, thread)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "reply@community.example.org",
        "reply+@community.example.org",
        f"reply+{'0' * 32}@community.example.org",
        "ben@example.org",
        "",
    ],
)
def test_without_a_token_that_is_known_nobody_is_answered(
    world, cast, told, postbox, thread, to, wrong
):
    assert postbox.receive(postbox.mail(cast.ben, wrong)) == "unknown"
    cut = to.replace(to.partition("@")[0][-1] + "@", "@")
    assert postbox.receive(postbox.mail(cast.ben, cut)) == "unknown"
    assert (told(), mail_of(world, thread)) == ([], [])


@pytest.mark.parametrize(
    "more",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated; why=test"},
        {"precedence": "bulk"},
        {"precedence": "Junk"},
        {"precedence": "list"},
        {"precedence": "auto_reply"},
        {"x_auto_response_suppress": "All"},
        {"x_loop": "anything"},
        {"list_id": "<news.community.example.org>"},
        {"return_path": "<>"},
        {"return_path": "MAILER-DAEMON"},
        {"from": "mailer-daemon@example.org"},
        {"from": "reply+abc@community.example.org"},
        {"message_id": f"<{'a1' * 16}@localhost>"},
    ],
    ids=str,
)
def test_what_no_person_wrote_is_neither_taken_nor_answered(
    world, cast, told, postbox, thread, to, more
):
    assert postbox.receive(postbox.mail(cast.ben, to, **more)) == "ignored"
    assert (told(), mail_of(world, thread)) == ([], [])


def test_what_says_that_a_person_wrote_it_is_taken(cast, postbox, to):
    for more in (
        {"auto_submitted": "no"},
        {"return_path": "<ben@example.org>"},
        {"precedence": "normal"},
    ):
        assert postbox.receive(postbox.mail(cast.ben, to, **more)) == "posted", more


def test_our_own_answer_that_comes_back_is_not_answered(cast, worker, mailbox, postbox, to):
    assert postbox.receive(postbox.mail(cast.ben, to, proof=None)) == "refused_unproven"
    worker()
    [letter] = mailbox()
    back = letter.replace("To: ben@example.org", f"To: {to}")
    assert postbox.receive(back.encode()) == "ignored"


def test_somebody_is_told_once_an_hour_whatever_comes(world, cast, told, postbox, space, to):
    other = postbox.address(cast.ben, world.thread(space, cast.amina, title="Cold homes"))
    for where in (to, other, to):
        assert postbox.receive(postbox.mail(cast.ben, where, proof=None)) == "refused_unproven"
    assert len(told()) == 1
    with clock.at(clock.now() + deciding.TOLD_EVERY):
        postbox.receive(postbox.mail(cast.ben, other, proof=None))
        assert len(told()) == 2


def test_a_closed_thread_takes_nothing_and_says_so(world, cast, told, postbox, thread, to):
    cast.chandra.browser.post(f"{thread.address}/closure", {"reason": "Said enough."})
    assert postbox.receive(postbox.mail(cast.ben, to)) == "refused_closed"
    assert mail_of(world, thread) == []
    [letter] = told()
    assert str(REASONS["closed"]) in letter.text
    assert "Said enough." not in letter.text


def test_what_was_refused_left_nothing_and_is_taken_when_it_comes_again_in_time(
    world, cast, postbox, thread, to
):
    raw = postbox.mail(cast.ben, to)
    cast.chandra.browser.post(f"{thread.address}/closure", {"reason": "Said enough."})
    assert postbox.receive(raw) == "refused_closed"
    assert (world.rows(ReceivedMail), world.rows(MailedOriginal)) == ([], [])
    cast.chandra.browser.post(f"{thread.address}/closure/end")
    assert postbox.receive(raw) == "posted"


def test_slow_mode_counts_for_mail_too(world, cast, told, postbox, thread, to):
    world.do(
        lambda: setattr(
            db.session.get_one(Conversation, thread.conversation_id), "slow_seconds", 600
        )
    )
    assert postbox.receive(postbox.mail(cast.ben, to)) == "posted"
    assert postbox.receive(postbox.mail(cast.ben, to)) == "refused_slow"
    assert len(mail_of(world, thread)) == 1
    assert str(REASONS["slow"]) in told()[0].text


@pytest.mark.parametrize(
    "text",
    ["", " \n\u200b\n", "> How do you do it?\n", "-- \nBen\n", "\x00\x01", "&nbsp;", "&#8203;"],
)
def test_of_which_nothing_is_left_is_no_answer(world, cast, told, postbox, thread, to, text):
    assert postbox.receive(postbox.mail(cast.ben, to, text)) == "refused_empty"
    assert mail_of(world, thread) == []
    assert str(REASONS["empty"]) in told()[0].text


@pytest.mark.parametrize(
    "text", ["Unsubscribe", "STOP.\n\nBest regards\nBen", "Bitte abmelden!", "Me désabonner"]
)
def test_who_only_wants_no_more_mail_says_so_to_nobody_else(
    world, cast, told, postbox, thread, to, text
):
    assert postbox.receive(postbox.mail(cast.ben, to, text)) == "refused_stop"
    assert mail_of(world, thread) == []
    assert str(REASONS["stop"]) in told()[0].text


def test_who_writes_of_it_in_a_sentence_is_taken(world, cast, postbox, thread, to):
    text = "People cannot unsubscribe from the letters of our landlord."
    assert postbox.receive(postbox.mail(cast.ben, to, text)) == "posted"
    assert mail_of(world, thread) == [text]


def test_a_text_that_no_post_can_hold_is_none_by_mail(world, cast, told, postbox, thread, to):
    assert postbox.receive(postbox.mail(cast.ben, to, "word " * 8_000)) == "refused_text"
    assert mail_of(world, thread) == []
    assert str(REASONS["text"]) in told()[0].text


def leave(world, cast, space):
    world.do(
        lambda: db.session.execute(
            db.delete(Membership).where(
                Membership.space_id == space.id, Membership.person_id == cast.ben.id
            )
        )
    )


def test_whoever_left_a_closed_space_answers_nothing_there_and_is_told_nothing_of_it(
    world, cast, told, postbox, space, thread, to
):
    world.do(lambda: setattr(db.session.get_one(Space, space.id), "visibility", "restricted"))
    leave(world, cast, space)
    assert postbox.receive(postbox.mail(cast.ben, to)) == "refused_away"
    assert mail_of(world, thread) == []
    [letter] = told()
    assert str(REASONS["away"]) in letter.text
    for secret in (thread.address, thread.ref, "Warm homes", space.name):
        assert secret not in letter.text + letter.subject


def test_what_became_confidential_is_not_answered_by_mail_nor_named_in_one(
    world, cast, told, postbox, space, thread, to
):
    secret = world.space("confidential", name="Kanari", member=[cast.amina, cast.ben])
    words = {"space_id": secret.id, "title": "Kanari title"}
    world.do(
        lambda: db.session.execute(
            db.update(Conversation).where(Conversation.id == thread.conversation_id).values(**words)
        )
    )
    assert postbox.receive(postbox.mail(cast.ben, to)) == "refused_away"
    assert postbox.receive(postbox.mail("eve@example.org", to)) == "refused_sender"
    assert mail_of(world, thread) == []
    [letter] = told()
    for word in ("Kanari", thread.address, thread.ref, OWN):
        assert word not in letter.text + letter.subject


def test_the_table_says_who_answers_by_mail_as_it_does_on_the_page(
    world, cast, postbox, thread, to, monkeypatch
):
    monkeypatch.setitem(TABLE, Permission.Threads.REPLY, (core_team,))  # type: ignore[arg-type]
    assert postbox.address(cast.ben, thread) == ""
    assert postbox.receive(postbox.mail(cast.ben, to)) == "refused_away"
    assert mail_of(world, thread) == []


def test_where_masks_are_worn_nobody_answers_by_name_from_a_mail(
    world, cast, postbox, space, thread, to
):
    world.do(lambda: setattr(db.session.get_one(Space, space.id), "pseudonyms", "allowed"))
    assert postbox.receive(postbox.mail(cast.ben, to)) == "refused_away"
    assert mail_of(world, thread) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_answer_speaks_the_language_of_its_reader(
    world, worker, mailbox, postbox, space, thread, locale
):
    reader = world.person(f"Reader {locale}", locale=locale)
    to = postbox.address(reader, thread)
    assert postbox.receive(postbox.mail(reader, to, proof=None)) == "refused_unproven"
    worker()
    [letter] = letterbox.read(mailbox(), reader.email)
    assert str(REASONS["unproven"]) not in letter.text
    assert "Good day" not in letter.text
    assert str(TAKEN) not in letter.subject
    assert "Your answer" not in letter.subject


def test_the_letter_bears_no_word_of_the_refused_mail(cast, told, postbox, to):
    postbox.receive(
        postbox.mail(cast.ben, to, "Kanari words", proof=None, subject="Kanari subject")
    )
    [letter] = told()
    assert "Kanari" not in letter.text + letter.subject
