"""A draft is kept under the self that would send it, and under no other."""

from hrcn_community.conversations.models import Draft
from tests.discussions.masks import a_masking_space, persona_in


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
