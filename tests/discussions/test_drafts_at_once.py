"""A draft is saved while its form is being sent, or its draft thrown away."""

import json
import threading

import pytest
from werkzeug.test import TestResponse

from hrcn_community.conversations import drafting
from hrcn_community.conversations.actions import drafts
from hrcn_community.conversations.actions.drafts import end_sent_draft
from hrcn_community.conversations.models import Draft
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space
from tests.browsing import Browser
from tests.factories import PUBLIC
from tests.racing import begun, meanwhile, on_postgresql

pytestmark = on_postgresql


@pytest.fixture
def space(world):
    return world.space(PUBLIC)


def test_what_is_saved_while_it_is_sent_is_no_draft_afterwards(
    app, world, cast, space, monkeypatch: pytest.MonkeyPatch
):
    thread = world.thread(space, cast.amina)
    form = {"form_token": "0123456789", "place": f"reply:{thread.ref}", "body": "All of it."}
    other = Browser(app)
    other.sign_in(cast.ben.email)
    told: list[TestResponse] = []
    beside: list[threading.Thread] = []

    def save() -> None:
        told.append(other.fragment("/drafts", form))

    def end_and_save(*args, **options) -> bool:
        went_on = end_sent_draft(*args, **options)
        beside.append(begun(save))
        return went_on

    monkeypatch.setattr(drafting, "end_sent_draft", end_and_save)
    assert cast.ben.browser.post(f"{thread.address}/replies", form).status_code == 303
    beside[0].join()
    assert json.loads(told[0].text)["sequence"] == 0
    assert world.rows(Draft) == []


def test_what_is_saved_while_the_draft_is_thrown_away_is_kept(
    app, world, cast, space, monkeypatch: pytest.MonkeyPatch
):
    """The draft stood when it was to be begun, and was gone when it was looked for."""

    def save(body: str) -> None:
        found = db.session.get_one(Space, space.id)
        drafts.save_draft("thread:x", found, {"body": body}, over=0, actor_id=cast.ben.id)

    world.do(lambda: save("Before."))
    begin = drafts.insert_or_ignore

    def begin_too_late(*args, **values) -> bool:
        monkeypatch.undo()
        stood = begin(*args, **values)
        deed = meanwhile(
            app, lambda: drafts.end_draft("thread:x", actor_ids=[cast.ben.id]), lambda: None
        )
        assert deed is None
        return stood

    monkeypatch.setattr(drafts, "insert_or_ignore", begin_too_late)
    world.do(lambda: save("After."))
    assert [draft.fields for draft in world.rows(Draft)] == [{"body": "After."}]
