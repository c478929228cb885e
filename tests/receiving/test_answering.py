"""Answering a conversation by mail: what is taken, and who is told when it is not."""

import base64
import quopri
from urllib.parse import quote

import pytest

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Conversation, Follow, Post
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Mail, Notice, ReplyAddress
from hrcn_community.receiving import deciding
from hrcn_community.receiving.models import MailedOriginal, ReceivedMail
from hrcn_community.spaces.models import Space
from tests import letterbox
from tests.receiving.mails import OWN, REPLY
from tests.receiving.places import beside_a_step, on_a_clause

QUOTE = "\n\nOn 3 Nov 2025, at 10:02, HRCN <community@example.org> wrote:\n> How do you do it?\n"


def replies(world, thread):
    return world.rows(Post, conversation_id=thread.conversation_id)[1:]


def test_an_answer_by_mail_is_a_reply_like_any_other(world, cast, worker, postbox, thread, to):
    assert postbox.receive(postbox.mail(cast.ben, to, OWN + QUOTE)) == "posted"
    [post] = replies(world, thread)
    assert (post.source, post.number, post.author_id, post.by_mail) == (OWN, 2, cast.ben.id, True)
    assert OWN in cast.amina.browser.page(thread.address)
    assert world.rows(Follow, person_id=cast.ben.id)
    worker()
    [notice] = world.rows(Notice, person_id=cast.amina.id)
    assert notice.kind == "thread.replied"
    assert world.rows(Mail, sort="letter") == []


def test_the_address_is_one_for_each_person_and_conversation_and_stays(
    world, cast, postbox, space, thread, to
):
    other = world.thread(space, cast.amina, title="Cold homes")
    addresses = [
        postbox.address(cast.ben, thread),
        postbox.address(cast.amina, thread),
        postbox.address(cast.ben, other),
    ]
    assert addresses[0] == to
    assert len(set(addresses)) == 3
    local, _, host = to.partition("@")
    assert (local.partition("+")[0], host) == tuple(REPLY.split("@"))
    token = local.partition("+")[2]
    assert len(token) == 32
    assert all(token not in row.digest for row in world.rows(ReplyAddress))


def test_a_token_is_known_in_capitals_and_wherever_servers_write_it(cast, postbox, to):
    loud = to.upper()
    assert postbox.receive(postbox.mail(cast.ben, f"HRCN <{loud}>")) == "posted"
    elsewhere = {"To": "somebody@example.org"}
    for name in ("Cc", "Delivered-To", "X-Original-To", "Envelope-To"):
        raw = postbox.mail(cast.ben, "", **{**elsewhere, name: to})
        assert postbox.receive(raw) == "posted", name


def test_a_sender_is_known_however_their_address_is_written(cast, postbox, to):
    for sender in (
        "BEN@Example.ORG",
        "Ben Lindqvist <ben@example.org>",
        '"Ben, L." <Ben@example.org>',
    ):
        assert postbox.receive(postbox.mail(sender, to)) == "posted", sender


def test_nothing_is_offered_where_nothing_can_be_answered(app, world, cast, postbox, space, thread):
    def no_address() -> bool:
        return postbox.address(cast.ben, thread) == ""

    for name in ("MAIL_REPLY", "MAIL_AUTHSERV"):
        before = app.config[name]
        app.config[name] = ""
        assert no_address()
        app.config[name] = before
    closed_at = world.rows(Conversation)[0].started_at
    for column, there, back in (
        (Conversation.closed_at, closed_at, None),
        (Space.visibility, "confidential", "network"),
        (Space.pseudonyms, "allowed", "never"),
        (Space.pseudonyms, "ended", "never"),
        (Conversation.room, "workshops", "discussions"),
    ):
        set_(world, column, there)
        assert no_address(), (column, there)
        set_(world, column, back)
    set_(world, Space.visibility, "restricted")
    assert postbox.address(cast.eve, thread) == ""
    assert postbox.address(cast.ben, thread) != ""


def set_(world, column, value):
    world.do(lambda: db.session.execute(column.class_.__table__.update().values({column: value})))


def test_a_remark_beside_a_step_and_a_comment_on_a_clause_are_answered_too(world, cast, postbox):
    for place in (beside_a_step(world, cast), on_a_clause(world, cast)):
        to = postbox.address(cast.ben, place)
        assert to
        assert postbox.receive(postbox.mail(cast.ben, to)) == "posted"
        [post] = world.rows(Post, conversation_id=place.conversation_id)
        assert (post.source, post.author_id) == (OWN, cast.ben.id)


def test_text_is_read_in_whatever_it_comes(world, cast, postbox, thread, to):
    words = "Für Städte: élan, kväll, ‘één’ – 5 €."
    html = f"<p>{words}</p><blockquote>Alt</blockquote>"
    for raw, kind, encoding in (
        (words.encode(), "text/plain; charset=utf-8", "8bit"),
        (quopri.encodestring(words.encode()), "text/plain; charset=utf-8", "quoted-printable"),
        (base64.encodebytes(words.encode()), "text/plain; charset=UTF-8", "base64"),
        (words.encode("cp1252"), "text/plain; charset=windows-1252", "8bit"),
        (words.encode("cp1252"), "text/plain; charset=utf-8", "8bit"),
        (words.encode(), "text/plain; charset=klingon", "8bit"),
        (words.encode(), "text/plain", "8bit"),
        (words.replace(" ", " \r\n").encode(), "text/plain; format=flowed", "8bit"),
        (html.encode(), "text/html; charset=utf-8", "8bit"),
    ):
        mail = postbox.mail(cast.ben, to, raw, kind=kind, content_transfer_encoding=encoding)
        assert postbox.receive(mail) == "posted", (kind, encoding)
        assert replies(world, thread)[-1].source == words, (kind, encoding)


def test_the_secrets_of_our_mails_are_not_published_with_a_quote_that_nobody_knew(
    app, world, cast, postbox, thread, to
):
    base = app.config["BASE_URL"]
    leave = f"{base}/unsubscribe/{'Ab3_' * 12}"
    text = f"Look what you sent: {leave} and {to}, about {base}/threads/{thread.ref}."
    assert postbox.receive(postbox.mail(cast.ben, to, text)) == "posted"
    [post] = replies(world, thread)
    assert "Ab3_" not in post.source
    assert to.partition("@")[0] not in post.source
    assert f"{base}/threads/{thread.ref}." in post.source
    [original] = world.rows(MailedOriginal)
    assert original.text == text


def test_nor_where_a_mail_server_put_them_into_an_address_of_its_own(
    app, world, cast, postbox, thread, to
):
    leave = f"{app.config['BASE_URL']}/unsubscribe/{'Ab3_' * 12}"
    wrapped = f"https://links.mail.example/?url={quote(leave, safe='')}&data=05"
    text = f"Look: {wrapped} and {leave.replace('http', 'HTTP')}"
    assert postbox.receive(postbox.mail(cast.ben, to, text)) == "posted"
    [post] = replies(world, thread)
    assert "Ab3_" not in post.source
    assert "https://links.mail.example/?url=" in post.source


def test_the_same_mail_twice_is_one_post(world, cast, postbox, thread, to):
    raw = postbox.mail(cast.ben, to)
    assert [postbox.receive(raw) for _ in range(3)] == ["posted", "again", "again"]
    other = raw.replace(b"Delivered", b"D").replace(b"\r\n\r\n", b"\r\nX-Way: other\r\n\r\n")
    assert postbox.receive(other) == "again"
    nameless = postbox.mail(cast.ben, to, message_id="")
    assert [postbox.receive(nameless) for _ in range(2)] == ["posted", "again"]
    assert len(replies(world, thread)) == 2


def test_a_mail_of_the_same_name_of_somebody_else_is_another(world, cast, postbox, thread, to):
    theirs = postbox.address(cast.amina, thread)
    named = {"message_id": "<same@mail.example.org>"}
    assert postbox.receive(postbox.mail(cast.ben, to, **named)) == "posted"
    assert postbox.receive(postbox.mail(cast.amina, theirs, **named)) == "posted"


def test_what_broke_in_between_left_nothing_and_the_mail_is_taken_when_it_comes_again(
    world, cast, postbox, thread, to, monkeypatch
):
    raw = postbox.mail(cast.ben, to)
    with monkeypatch.context() as broken:
        broken.setattr("hrcn_community.receiving.deciding.MailedOriginal", None)
        with pytest.raises(TypeError):
            postbox.receive(raw)
    assert (replies(world, thread), world.rows(ReceivedMail)) == ([], [])
    assert postbox.receive(raw) == "posted"
    assert len(replies(world, thread)) == 1


def test_a_first_post_is_held_as_on_the_page(world, cast, postbox, space, thread, to):
    world.do(lambda: setattr(db.session.get_one(Space, space.id), "first_posts", "held"))
    assert postbox.receive(postbox.mail(cast.ben, to)) == "held"
    [post] = replies(world, thread)
    assert (post.state, post.number) == ("held", None)
    assert OWN not in cast.amina.browser.page(thread.address)


def test_an_answer_to_what_was_merged_stands_where_it_went(world, cast, postbox, space, thread, to):
    into = world.thread(space, cast.amina, title="Another")
    form = {"into": into.ref}
    assert cast.chandra.browser.post(f"{thread.address}/merge", form).status_code == 303
    assert postbox.address(cast.ben, thread) == ""  # nobody is told of it any more
    assert postbox.receive(postbox.mail(cast.ben, to)) == "posted"
    assert world.rows(Post, conversation_id=into.conversation_id)[-1].source == OWN


def test_files_do_not_come_along_and_their_author_is_told(
    world, cast, worker, mailbox, postbox, thread, to
):
    body = (
        "--x\r\nContent-Type: text/plain\r\n\r\nSee the plan.\r\n"
        '--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\nA\r\n'
        "--x\r\nContent-Type: image/png\r\nContent-Id: <logo>\r\n\r\nB\r\n--x--\r\n"
    )
    mail = postbox.mail(cast.ben, to, body, kind='multipart/mixed; boundary="x"')
    assert postbox.receive(mail) == "posted"
    assert replies(world, thread)[0].source == "See the plan."
    worker()
    [letter] = letterbox.read(mailbox(), "ben@example.org")
    assert "One file hung at it and was left out" in letter.text
    assert thread.address in letter.text


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.APPLYING])
def test_whoever_is_no_member_is_not_heard_and_not_answered(
    world, cast, worker, mailbox, postbox, thread, to, standing
):
    world.do(lambda: setattr(db.session.get_one(Person, cast.ben.id), "standing", standing))
    assert postbox.receive(postbox.mail(cast.ben, to)) == "ignored"
    worker()
    assert (replies(world, thread), mailbox()) == ([], [])


def test_whoever_is_suspended_before_the_answer_goes_out_gets_none(
    world, cast, worker, mailbox, postbox, to
):
    assert postbox.receive(postbox.mail(cast.ben, to, proof=None)) == "refused_unproven"
    suspend = Standing.SUSPENDED
    world.do(lambda: setattr(db.session.get_one(Person, cast.ben.id), "standing", suspend))
    worker()
    assert mailbox() == []


def test_an_address_that_was_never_confirmed_is_nobodys(world, cast, postbox, thread, to):
    forget = "email_confirmed_at"
    world.do(lambda: setattr(db.session.get_one(Person, cast.ben.id), forget, None))
    assert postbox.receive(postbox.mail(cast.ben, to)) == "ignored"
    assert replies(world, thread) == []


def test_whoever_is_suspended_while_their_mail_is_read_writes_nothing(
    world, cast, postbox, thread, to, monkeypatch
):
    def suspended_by_now(person_id: int):
        db.session.get_one(Person, person_id).standing = Standing.SUSPENDED
        db.session.flush()
        return viewer_of(person_id)

    monkeypatch.setattr(deciding, "viewer_of", suspended_by_now)
    assert postbox.receive(postbox.mail(cast.ben, to)) != "posted"
    assert replies(world, thread) == []
