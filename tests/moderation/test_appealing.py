"""Appeals by either side, decided by somebody else; what is reversed is undone entirely."""

from datetime import timedelta

import pytest

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.moderation import actions
from hrcn_community.moderation.models import Appeal, Decision, LogEntry, Matter, Outcome
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
from tests.racing import meanwhile, on_postgresql, sent_at_once

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
    for browser in (cast.amina.browser, cast.chandra.browser, cast.omar.browser):
        assert ask_appeal(browser, decision.ref).status_code == 404
    for ref in (decision.ref, "0000000000"):
        assert ask_appeal(public, ref).status_code == 401
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


def test_of_two_who_decide_one_appeal_at_once_one_does_and_the_other_reads_it(
    world, cast, thread, matter
):
    decide(cast.chandra, matter, measure="hide")
    ask_appeal(cast.ben.browser, the_decision(world).ref)
    here = f"{_appeal(world)}/decision"
    done, late = sent_at_once((cast.cleo.browser, here), (cast.tomas.browser, here), **RIGHT)
    assert (done.status_code, late.status_code) == (303, 409)
    assert "This has been decided already." in late.text
    assert RIGHT["answer"] in late.text
    assert len(world.rows(Entry, name="AppealDecided")) == 1
    assert state_of(world, thread, 2) == PostState.PUBLISHED


@pytest.fixture
def two_appeals(world, cast, thread, matter):
    """The author's and a notifier's, against one decision; where each is decided."""
    decide(cast.chandra, matter, measure="hide")
    ask_appeal(cast.ben.browser, the_decision(world).ref)
    ask_appeal(cast.omar.browser, the_notice(world).ref, "notifier")
    return [f"/moderation/appeals/{each.ref}/decision" for each in world.rows(Appeal)]


def _stand_as_one_after_the_other(world, thread) -> None:
    """Both are decided, the measure undone once, by the first, and one person decides anew."""
    appeals = world.rows(Appeal)
    assert {each.outcome for each in appeals} == {"reversed"}
    assert the_decision(world).undone_at < max(each.decided_at for each in appeals)
    assert state_of(world, thread, 2) == PostState.PUBLISHED
    assert len(world.rows(Entry, name="AppealDecided")) == 2
    anew = [each for each in world.rows(LogEntry, entered="claimed") if each.facts.get("anew")]
    assert len(anew) == 1
    matter = the_matter(world)
    assert matter.decided_at is None
    assert matter.claimed_by_id == anew[0].actor_id


def test_two_appeals_of_one_matter_decided_at_once_are_as_one_after_the_other(
    world, cast, thread, two_appeals
):
    pressed = zip((cast.cleo.browser, cast.tomas.browser), two_appeals, strict=True)
    answers = sent_at_once(*pressed, **RIGHT)
    assert [answer.status_code for answer in answers] == [303, 303]
    _stand_as_one_after_the_other(world, thread)


@on_postgresql
@pytest.mark.parametrize("first", [0, 1])
def test_who_decides_an_appeal_waits_for_who_decides_another_of_that_matter(
    app, world, cast, thread, two_appeals, first
):
    ours, data = world.rows(Appeal)[first], {"csrf_token": cast.tomas.browser.form_token(), **RIGHT}
    told: list[int] = []

    def decide_ours() -> None:
        found = db.session.get_one(Appeal, ours.id)
        actions.decide_appeal(found, Outcome.REVERSED, "It is.", by=viewer_of(cast.cleo.id))

    def decide_theirs() -> None:
        answer = cast.tomas.browser.client.post(two_appeals[1 - first], data=data)
        told.append(answer.status_code)

    assert meanwhile(app, decide_ours, decide_theirs) is None
    assert told == [303]
    _stand_as_one_after_the_other(world, thread)
