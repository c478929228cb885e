"""A NUL in an address is refused in words on every page: PostgreSQL takes none, and nobody types one."""

import re

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
                assert cast.amina.browser.sees(address) == 400, address


def test_a_nul_that_is_sent_is_no_failure_of_ours(cast):
    answer = cast.amina.browser.post("/sign-in", email="a\0b@example.org", password="x")
    assert answer.status_code == 400
