"""PostgreSQL takes no NUL: in an address it is refused in words, a text that was pasted loses it."""

import re

from hrcn_community.conversations.models import Draft, Post
from tests.addresses import rules
from tests.factories import PUBLIC


def test_a_nul_in_any_part_of_any_address_is_no_failure_of_ours(app, world, cast):
    world.thread(world.space(PUBLIC), cast.amina)
    with_parts = [rule.rule for rule in rules(app, "GET") if rule.arguments]
    assert with_parts
    for rule in with_parts:
        address = re.sub(r"<[^<>]+>", "%00", rule)
        assert cast.amina.browser.sees(address) in {400, 404}, address


def test_a_nul_in_a_question_is_no_failure_of_ours(app, world, cast):
    world.thread(world.space(PUBLIC), cast.amina)
    asked = ("before", "after", "q", "post", "page", "theme", "city", "language", "next")
    for rule in rules(app, "GET"):
        if not rule.arguments:
            for name in asked:
                address = f"{rule.rule}?{name}=%00"
                expected = 200 if rule.rule == "/search" else 400
                assert cast.amina.browser.sees(address) == expected, address


def test_a_nul_in_what_is_looked_for_finds_something_or_nothing(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Warm homes")
    for browser in (public, cast.amina.browser):
        assert thread.address in browser.page("/search?q=warm%00homes")
        for field in ("by", "theme", "space", "city", "in", "is", "after", "lang", "key", "typing"):
            assert browser.sees(f"/search?q=%00warm&{field}=a%00b") == 200


def test_a_text_that_was_pasted_with_a_nul_is_kept_without_it(world, cast):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    pasted = {"body": "Copied\0 from a table.", "place": f"reply:{thread.ref}", "a\0b": "c\0d"}
    assert cast.ben.browser.post("/drafts", pasted).status_code == 303
    [draft] = world.rows(Draft)
    assert (draft.fields["body"], draft.fields["ab"]) == ("Copied from a table.", "cd")
    assert cast.ben.browser.post(f"{thread.address}/replies", pasted).status_code == 303
    assert [post.source for post in world.rows(Post)][1:] == ["Copied from a table."]


def test_nothing_but_a_nul_is_nothing_written(world, cast):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    answer = cast.ben.browser.post(f"{thread.address}/replies", body="\0")
    assert answer.status_code == 422
    assert "Write something first." in answer.text


def test_a_nul_in_a_form_is_no_failure_of_ours_and_opens_no_door(cast, public):
    answer = public.post("/sign-in", email="a\0b@example.org", password="x")
    assert answer.status_code in {401, 422}
