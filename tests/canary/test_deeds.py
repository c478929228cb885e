"""Everybody else trying every deed on what is hidden from them, and being told of nothing."""

from functools import partial

import pytest

from tests.canary.planted import told

pytestmark = pytest.mark.timeout(600)  # every deed on everything hidden
# Who comes into the house is the core team's matter, wherever they are invited to; and what somebody
# was offered once is theirs to answer, though it was taken back.
THEIRS = {
    "/admin/invitations/": {"the core team", "somebody who left"},  # Tomas is of the core team
    "/settings/invitations/": {"a practitioner outside"},
}


def test_nobody_else_does_anything_to_what_is_hidden(planted):
    words = {"body": "Words.", "reason": "A reason.", "revision": "1"}
    tokens = {who: browser.token("/") for who, browser in planted.browsers.items()}
    different, tried = [], 0
    for who, browser, there in planted.deeds():
        if any(there.startswith(place) and who in whose for place, whose in THEIRS.items()):
            continue
        post = partial(browser.client.post, data={**words, "csrf_token": tokens[who]})
        answer, due = post(there), 401 if who == "the public" else 404
        if answer.status_code != due or planted.is_told_apart(who, post, there, answer):
            different.append(f"{who} at {there}: {answer.status_code}")
        tried += 1
    assert tried
    assert different == []


def test_nobody_else_starts_anything_in_a_space_that_is_hidden(planted):
    slug = planted.house.space.slug
    for who, browser in planted.browsers.items():
        form = {"title": "Let me in", "body": "Words.", "kind": "discussion", "language": "en"}
        answers = [browser.post("/threads", form, space=name) for name in (slug, "0" * len(slug))]
        assert answers[0].status_code == (401 if who == "the public" else 404)
        # The kept form bears the name that was sent, so only its length may be the same.
        assert told(answers[0]) == told(answers[1]), who
