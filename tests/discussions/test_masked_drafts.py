"""A draft is kept under the self that would send it, and under no other."""

import re

import pytest

from hrcn_community.accounts.models import Person, SiteRole
from hrcn_community.conversations.models import Draft, Post
from hrcn_community.core.db import db
from tests.discussions.masks import a_masking_space, persona_in
from tests.discussions.spaces import change


def test_a_masked_draft_is_the_personas_and_goes_back_to_the_name_when_the_mask_is_put_down(
    world, cast
):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    form = {"place": f"reply:{thread.ref}", "sequence": "0", "body": "Not sent yet."}
    browser = cast.amina.browser
    assert browser.post("/drafts", form).status_code == 303
    assert [draft.person_id for draft in world.rows(Draft)] == [cast.amina.id]
    assert browser.post("/drafts", form | {"mask": "1"}).status_code == 303
    assert [draft.person_id for draft in world.rows(Draft)] == [persona_in(world, space).id]
    assert browser.post("/drafts", form).status_code == 303
    assert [draft.person_id for draft in world.rows(Draft)] == [cast.amina.id]


def test_whoever_may_wear_no_mask_keeps_no_masked_draft(world, cast):
    thread = world.thread(world.space(member=cast.amina), cast.ben)
    form = {"place": f"reply:{thread.ref}", "sequence": "0", "body": "Not sent.", "mask": "1"}
    assert cast.amina.browser.post("/drafts", form).status_code == 403
    assert world.rows(Draft) == []


@pytest.mark.parametrize("how", ["the space", "their role"])
def test_a_masked_draft_is_never_sent_by_name_unasked_once_the_mask_cannot_be_had(world, cast, how):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    browser, place = cast.amina.browser, f"reply:{thread.ref}"
    browser.post("/drafts", place=place, sequence="0", body="Told in trust.", mask="1")
    if how == "the space":
        change(world, space, pseudonyms="ended")
    else:
        world.do(lambda: _make_official(cast.amina.id))
    page = browser.page(thread.address)
    assert "Told in trust.</textarea>" in page
    as_it_stands = {"body": "Told in trust.", "mask": _mask_of(page)}
    answer = browser.post(f"{thread.address}/replies", as_it_stands)
    assert (answer.status_code, _mask_of(answer.text)) == (422, "1")
    assert browser.post("/drafts", as_it_stands, place=place, sequence="1").status_code == 403
    assert [draft.person_id for draft in world.rows(Draft)] == [persona_in(world, space).id]
    assert len(world.rows(Post)) == 1
    assert browser.post(f"{thread.address}/replies", body="Told in trust.").status_code == 303
    assert 'name="mask"' not in browser.page(thread.address)


def test_nor_is_a_masked_thread_once_facilitators_alone_start_them(world, cast):
    space = a_masking_space(world, cast.ben, facilitator=cast.chandra)
    browser, new = cast.chandra.browser, f"/threads/new?space={space.slug}"
    draft = {"place": f"thread:{space.slug}", "title": "Afraid", "body": "So.", "mask": "1"}
    assert browser.post("/drafts", draft, sequence="0").status_code == 303
    change(world, space, starters="facilitators")
    page = browser.page(new)
    assert "not possible here any more" in page
    form = {"title": "Afraid", "kind": "question", "language": "en", "body": "So."}
    answer = browser.post("/threads", form, space=space.slug, mask=_mask_of(page))
    assert answer.status_code == 422
    assert world.rows(Post) == []


def _make_official(person_id: int) -> None:
    db.session.get_one(Person, person_id).site_role = SiteRole.OFFICIAL


def _mask_of(page: str) -> str:
    """Return what the form of a page would send as `mask`, if it is sent as it stands."""
    boxes = [box for box in re.findall(r"<input[^>]*>", page) if 'name="mask"' in box]
    chosen = [re.search(r'value="([^"]*)"', box) for box in boxes if " checked" in box]
    return chosen[0][1] if chosen and chosen[0] else ""
