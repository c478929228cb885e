"""Stopping mail by the link in it: on a page without signing in, or by a mail program's one click."""

import re
from functools import partial
from urllib.parse import quote

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.conversations.models import Follow
from hrcn_community.core.db import db
from hrcn_community.core.sealing import seal
from hrcn_community.notifications.models import NoticeChoice
from hrcn_community.notifications.topics import TOPICS, Topic
from hrcn_community.notifications.unsubscribing import Leave, find_leave, new_token
from tests.browsing import Browser
from tests.discussions.masks import dump
from tests.letterbox import read

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def thread(world, cast):
    return world.thread(world.space(), cast.amina)


@pytest.fixture
def link(world, cast, thread, worker, mailbox):
    """The address that stops mail, out of one in which Amina was named."""
    world.reply(thread, cast.ben, "@amina")
    worker()
    [mail] = read(mailbox(), to="amina@example.org")
    return re.sub(r"<http://[^/]+(.*)>", r"\1", mail.headers["List-Unsubscribe"])


@pytest.fixture
def choices(world, cast):
    """Call it for what Amina chose: topic -> how by mail."""
    return lambda: {
        each.topic: (each.in_app, each.by_mail)
        for each in world.rows(NoticeChoice, person_id=cast.amina.id)
    }


def token_for(world, *parts) -> str:
    return world.ask(lambda: new_token(Leave(*parts)))


def test_looking_at_the_page_changes_nothing(world, link, public):
    before = dump(world)
    for method in (public.client.get, public.client.head):
        assert method(link).status_code == 200
    assert dump(world) == before
    page = public.page(link)
    assert "This kind of mail: Somebody mentions me." in page
    for word in ("amina", "Amina", "Warm homes"):
        assert word not in page


def test_one_click_of_a_mail_program_stops_this_kind_and_no_other(
    world, cast, thread, link, public, choices, worker, mailbox
):
    answer = public.client.post(link, data=ONE_CLICK)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert choices() == {"mention": (True, "never")}
    world.reply(thread, cast.ben, "Once more, @amina")
    worker()
    assert len(read(mailbox(), to="amina@example.org")) == 1
    assert "mentioned you" in cast.amina.browser.page("/notifications")


def test_it_is_done_by_a_click_from_another_house_too_and_twice_is_once(link, public, choices):
    for _ in range(2):
        answer = public.client.post(
            link, data=ONE_CLICK, headers={"Origin": "https://mail.example.org"}
        )
        assert answer.status_code == 200
    assert choices() == {"mention": (True, "never")}


def test_it_is_done_by_whatever_body_a_program_sends(link, public, choices):
    answer = public.client.post(link, data="--x\r\nnonsense", content_type="multipart/form-data")
    assert answer.status_code == 200
    assert choices() == {"mention": (True, "never")}


def test_it_is_the_mails_reader_whoever_is_signed_in(cast, world, link, choices):
    cast.ben.browser.client.post(link, data=ONE_CLICK)
    assert choices() == {"mention": (True, "never")}
    assert world.rows(NoticeChoice, person_id=cast.ben.id) == []


def test_what_was_chosen_for_the_app_stays(cast, link, public, chooses, choices):
    chooses(cast.amina, Topic.MENTION, "digest", in_app=False)
    public.client.post(link, data=ONE_CLICK)
    assert choices() == {"mention": (False, "never")}


def test_a_button_mutes_the_conversation(world, cast, thread, link, public):
    answer = public.client.post(link, data={"what": "conversation"})
    assert "It has stopped" in answer.text
    [follow] = world.rows(Follow, person_id=cast.amina.id)
    assert (follow.conversation_id, follow.level) == (thread.conversation_id, "muted")


def test_what_is_in_no_conversation_mutes_nothing(world, cast, public):
    """Of a digest there is none to mute, and a decision about somebody is told in any case."""
    thread = world.thread(world.space(), cast.ben)
    of_decision = Leave(cast.amina.id, Topic.DECISION, thread.conversation_id)
    for leave in (Leave(cast.amina.id), of_decision):
        token = world.ask(partial(new_token, leave))
        answer = public.client.post(f"/unsubscribe/{token}", data={"what": "conversation"})
        assert answer.status_code == 200
    assert world.rows(Follow, person_id=cast.amina.id) == []


def test_a_button_stops_all_but_what_must_be_known(link, public, choices):
    public.client.post(link, data={"what": "all"})
    stopped = {topic for topic, (_, by_mail) in choices().items() if by_mail == "never"}
    assert stopped == {topic for topic, told in TOPICS.items() if not told.always_in_app}
    assert Topic.DECISION not in stopped


def test_of_a_digest_what_comes_in_it_stops(world, cast, public, chooses, choices):
    chooses(cast.amina, Topic.REPLY, "at_once")
    token = token_for(world, cast.amina.id)
    assert "Digests, which gather" in public.page(f"/unsubscribe/{token}")
    public.client.post(f"/unsubscribe/{token}", data=ONE_CLICK)
    stopped = {topic for topic, (_, by_mail) in choices().items() if by_mail == "never"}
    assert stopped == {Topic.NEW, Topic.RESPONSE}


def test_a_token_of_long_ago_and_of_an_older_key_goes_on_working(app, world, cast, monkeypatch):
    token = token_for(world, cast.amina.id, "mention", None)
    keys = ["bmV3ZXIga2V5IG9mIHRoaXMgdGVzdCwgMzIgYnl0ZXM=", *app.config["SEALED_KEYS"]]
    monkeypatch.setitem(app.config, "SEALED_KEYS", keys)
    assert world.ask(lambda: find_leave(token)) == Leave(cast.amina.id, "mention")


def test_a_token_says_nothing(world, cast):
    tokens = {token_for(world, cast.amina.id, "mention", 7) for _ in range(2)}
    assert len(tokens) == 2  # and two of the same cannot be told to be that
    tokens |= {token_for(world, cast.amina.id, topic, 10**12) for topic in Topic}
    tokens.add(token_for(world, 10**12))
    assert all(re.fullmatch(r"[\w-]{150,210}", token) for token in tokens)
    assert len({len(token) for token in tokens}) == 1


def test_whatever_is_no_token_is_nothing_and_looks_alike(world, cast, public, choices):
    good = token_for(world, cast.amina.id, "mention", 7)
    other_purpose = world.ask(lambda: seal(str(cast.amina.id)).rstrip("="))
    strange = world.ask(lambda: seal('["something else", 1, "mention", 7]').rstrip("="))
    broken = [
        "no-token-at-all",
        "0" * len(good),
        good[:-1],
        good + "A",
        good[:50] + "A" + good[51:],
    ]
    broken += [other_purpose, strange, "ä" * 20]
    for method in (public.client.get, public.client.post):
        answers = {token: method(f"/unsubscribe/{token}") for token in broken}
        assert {answer.status_code for answer in answers.values()} == {404}
        said = {answer.text.replace(quote(token), "") for token, answer in answers.items()}
        assert len({re.sub(r'(next=|value=)"?[^"&]*', "", text) for text in said}) == 1
    assert choices() == {}


def test_a_token_of_somebody_who_is_no_more_does_no_harm(world, cast, public):
    token = token_for(world, 10**9, "mention", 10**9)
    for what in ("kind", "conversation", "all"):
        assert public.client.post(f"/unsubscribe/{token}", data={"what": what}).status_code == 200
    assert world.rows(NoticeChoice) == []


def test_somebody_suspended_may_stop_mail_all_the_same(world, cast, link, public, choices):
    def suspend() -> None:
        db.session.get_one(Person, cast.amina.id).standing = Standing.SUSPENDED

    world.do(suspend)
    assert public.client.post(link, data={"what": "conversation"}).status_code == 200
    assert public.client.post(link, data=ONE_CLICK).status_code == 200
    assert choices() == {"mention": (True, "never")}


def test_without_javascript_or_a_session_the_buttons_lead_back_to_the_same_address(
    app, link, choices
):
    browser = Browser(app)
    page = browser.page(link)
    forms = re.findall(r"<form[^>]*>", page.partition("<main")[2].partition("</main>")[0])
    assert len(forms) == 3
    assert all("action" not in form and 'method="post"' in form for form in forms)
    assert "csrf_token" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_page_is_made_without_asking_the_database(app, link, public):
    """So that programs that look behind links cost little, and learn nothing from the time it takes."""
    asked = []

    def note(_c, _cursor, statement: str, *_: object) -> None:
        asked.append(statement)

    public.page("/help")  # each process knows the settings of the house for a minute
    event.listen(Engine, "before_cursor_execute", note)
    public.page(link)
    event.remove(Engine, "before_cursor_execute", note)
    assert [each for each in asked if not each.startswith(("BEGIN", "PRAGMA"))] == []
