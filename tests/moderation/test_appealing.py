"""Appeals by either side, decided by somebody else; what is reversed is undone entirely."""

from datetime import timedelta

import pytest

from hrcn_community.conversations.models import PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.moderation.models import Appeal, Decision, Matter
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.posts import state_of
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.moderation.noticing import (
    address_of,
    ask_appeal,
    decide,
    give_notice,
    the_decision,
    the_matter,
    the_notice,
)

RIGHT = {"outcome": "reversed", "answer": "It is a quotation from a court."}
WRONG = {"outcome": "upheld", "answer": "It names her all the same."}


@pytest.fixture
def thread(world, cast):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    return world.thread(space, cast.amina, replies=[(cast.ben, "She lives in Elm Street.")])


@pytest.fixture
def matter(world, cast, thread):
    give_notice(cast.omar.browser, address_of(world, thread, 2))
    return the_matter(world)


def _appeal(world) -> str:
    return f"/moderation/appeals/{world.rows(Appeal)[-1].ref}"


def test_an_author_appeals_and_another_undoes_all_of_it(
    world, cast, public, worker, thread, matter
):
    more = {"measure": "remove", "sanction": "silence", "days": "30"}
    decide(cast.cleo, matter, **more)
    assert cast.ben.browser.post(f"{thread.address}/replies", body="Why?").status_code == 409
    page = follow(cast.ben.browser, ask_appeal(cast.ben.browser, the_decision(world).ref))
    assert "Your appeal has come in" in page
    worker()
    assert {each.person_id for each in world.rows(Notice, kind="appeal.waits")} == set()
    where = _appeal(world)
    for somebody in (cast.cleo, cast.ben, cast.omar, cast.chandra):
        assert somebody.browser.sees(where) in (403, 404)
        assert somebody.browser.post(f"{where}/decision", RIGHT).status_code in (403, 404)
    assert where in cast.tomas.browser.page("/moderation")
    assert "She lives in Elm Street." in cast.tomas.browser.page(where)
    assert cast.tomas.browser.post(f"{where}/decision", outcome="", answer="").status_code == 422
    assert cast.tomas.browser.post(f"{where}/decision", RIGHT).status_code == 303
    assert state_of(world, thread, 2) == PostState.PUBLISHED
    assert "Elm Street" in public.page(thread.address)
    assert cast.ben.browser.post(f"{thread.address}/replies", body="Thanks.").status_code == 303
    worker()
    told = {(each.kind, each.person_id) for each in world.rows(Notice)}
    assert {("appeal.decided", cast.ben.id), ("moderation.answered", cast.omar.id)} <= told
    page = cast.ben.browser.page(f"/moderation/statements/{the_decision(world).ref}")
    assert "It is a quotation from a court." in page
    assert "holds no longer" in page
    assert "Tomas" not in page
    assert "Tomas" not in public.page(thread.address)


def test_what_is_upheld_stays_and_is_appealed_but_once(world, cast, thread, matter):
    decide(cast.chandra, matter, measure="hide")
    ref = the_decision(world).ref
    assert ask_appeal(cast.ben.browser, ref).status_code == 303
    assert ask_appeal(cast.ben.browser, ref).status_code == 409
    assert cast.cleo.browser.post(f"{_appeal(world)}/decision", WRONG).status_code == 303
    assert cast.cleo.browser.post(f"{_appeal(world)}/decision", RIGHT).status_code == 409
    assert state_of(world, thread, 2) == PostState.HIDDEN
    assert ask_appeal(cast.ben.browser, ref).status_code == 409
    assert "It names her all the same." in cast.ben.browser.page(f"/moderation/statements/{ref}")


def test_nobody_appeals_for_another_or_without_a_reason_or_after_six_months(
    world, cast, public, thread, matter
):
    decide(cast.chandra, matter, measure="hide")
    decision = the_decision(world)
    for browser in (public, cast.amina.browser, cast.chandra.browser, cast.omar.browser):
        assert ask_appeal(browser, decision.ref).status_code == 404
    assert ask_appeal(cast.ben.browser, the_notice(world).ref, "notifier").status_code == 404
    empty = ask_appeal(cast.ben.browser, decision.ref, reason="")
    assert empty.status_code == 422
    assert 'id="reason-error"' in empty.text

    def age() -> None:
        db.session.get_one(Decision, decision.id).decided_at = clock.now() - timedelta(days=184)

    world.do(age)
    assert ask_appeal(cast.ben.browser, decision.ref).status_code == 409
    assert world.rows(Appeal) == []


def test_where_a_notifier_was_right_another_decides_anew(world, cast, public, thread, matter):
    decide(cast.cleo, matter)
    ref = the_notice(world).ref
    follow(cast.omar.browser, ask_appeal(cast.omar.browser, ref, "notifier"))
    answer = cast.tomas.browser.post(f"{_appeal(world)}/decision", RIGHT)
    assert answer.headers["Location"] == f"/moderation/matters/{matter.ref}"
    assert cast.cleo.browser.sees(f"/moderation/matters/{matter.ref}") == 404
    assert decide(cast.tomas, the_matter(world), claims=False, measure="hide").status_code == 303
    assert "was hidden" in public.page(thread.address)


def test_the_public_appeals_by_the_address_that_they_keep(world, cast, public, thread):
    where = give_notice(public, address_of(world, thread, 2)).headers["Location"]
    ref, key = where.split("/")[-2:]
    assert ask_appeal(public, ref, "notifier", key=key).status_code == 404  # nothing is decided yet
    decide(cast.chandra, the_matter(world))
    assert ask_appeal(public, ref, "notifier", key="0" * 32).status_code == 404
    assert "has come in" in follow(public, ask_appeal(public, ref, "notifier", key=key))


def test_from_a_closed_space_one_of_the_core_team_sees_that_post_alone(world, cast, worker):
    cast.cleo, cast.tomas  # noqa: B018 - two of the core team
    space = world.space(CONFIDENTIAL, "Night shift", facilitator=cast.chandra, member=cast.ben)
    thread = world.thread(space, cast.chandra, title="Doors", body="Another word.")
    world.reply(thread, cast.ben, "Her key lies under the mat.")
    give_notice(cast.chandra.browser, address_of(world, thread, 2))
    ones = {each.reader_id: each for each in world.rows(Matter)}
    reader = cast.cleo if cast.cleo.id in ones else cast.tomas
    matter = ones[reader.id]
    reader.browser.post(f"/moderation/matters/{matter.ref}/opening")
    decide(reader, matter, claims=False, measure="hide")
    ask_appeal(cast.ben.browser, the_decision(world).ref)
    other = cast.tomas if reader is cast.cleo else cast.cleo
    assert reader.browser.sees(_appeal(world)) == 404
    before = other.browser.page(_appeal(world)).partition("<main")[2]
    assert "mat" not in before.replace("matters", "").replace("format", "")
    other.browser.post(f"{_appeal(world)}/opening")
    after = other.browser.page(_appeal(world)).partition("<main")[2]
    assert "Her key lies under the mat." in after
    for secret in ("Doors", "Night shift", "Another word"):
        assert secret not in after
    worker()
    opened = world.rows(Notice, kind="moderation.opened")
    assert [each.person_id for each in opened] == [cast.ben.id, cast.ben.id]


def test_a_profile_is_decided_on_anew_unless_other_notices_about_it_wait(world, cast):
    assert cast.ben.handle == "ben"
    give_notice(cast.omar.browser, "/people/ben")
    decide(cast.cleo, the_matter(world))
    ask_appeal(cast.omar.browser, the_notice(world).ref, "notifier")
    give_notice(cast.eve.browser, "/people/ben")
    assert cast.tomas.browser.post(f"{_appeal(world)}/decision", RIGHT).status_code == 303
    assert [each.decided_at is None for each in world.rows(Matter)] == [False, True]
