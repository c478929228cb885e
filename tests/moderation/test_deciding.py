"""The queue, claiming, deciding: who may, what follows, and what everybody is told."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from hrcn_community.accounts.models import Membership, Person
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.moderation import actions
from hrcn_community.moderation.models import (
    ClaimedByAnother,
    ContentNotice,
    Decision,
    LogEntry,
    Matter,
)
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.discussions.posts import post_of, state_of
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.moderation.noticing import (
    address_of,
    decide,
    give_notice,
    the_decision,
    the_matter,
)
from tests.racing import sent_at_once


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, facilitator=[cast.chandra, cast.dalia])


@pytest.fixture
def thread(world, cast, space):
    return world.thread(space, cast.amina, replies=[(cast.ben, "She lives in Elm Street.")])


@pytest.fixture
def matter(world, cast, public, thread):
    give_notice(cast.omar.browser, address_of(world, thread, 2))
    return the_matter(world)


def test_those_responsible_see_it_in_their_queue_and_nobody_else(world, cast, public, matter):
    for somebody in (cast.chandra, cast.dalia, cast.cleo):
        assert matter.ref in somebody.browser.page("/moderation")
        assert "Elm Street" in somebody.browser.page(f"/moderation/matters/{matter.ref}")
    elsewhere = world.person("Elsewhere")
    world.space(PUBLIC, facilitator=elsewhere)
    assert matter.ref not in elsewhere.browser.page("/moderation")
    for somebody in (cast.amina, cast.ben, cast.omar, elsewhere):
        assert somebody.browser.sees(f"/moderation/matters/{matter.ref}") == 404
        for deed in ("claim", "claim/end", "decision", "opening"):
            answer = somebody.browser.post(f"/moderation/matters/{matter.ref}/{deed}")
            assert answer.status_code == 404
    assert cast.ben.browser.sees("/moderation") == 403
    assert public.sees(f"/moderation/matters/{matter.ref}") in (401, 404)


def test_who_facilitates_no_more_is_not_told_of_a_notice(world, cast, space, matter, worker):
    worker()
    told = "A notice about something written in"
    assert told in cast.dalia.browser.page("/notifications")
    place = {"person_id": cast.dalia.id, "space_id": space.id}
    world.do(lambda: db.session.execute(delete(Membership).filter_by(**place)))
    assert told not in cast.dalia.browser.page("/notifications")


def test_nobody_decides_about_themselves_or_about_a_notice_of_their_own(world, cast, space):
    by_core = world.thread(space, cast.cleo)
    give_notice(cast.tomas.browser, address_of(world, by_core))
    ref = the_matter(world).ref
    for somebody in (cast.cleo, cast.tomas):
        assert ref not in somebody.browser.page("/moderation")
        assert somebody.browser.sees(f"/moderation/matters/{ref}") == 404
    assert ref in cast.ines.browser.page("/moderation")


def test_of_two_who_claim_one_has_it_and_the_other_reads_who(world, cast, matter):
    where = f"/moderation/matters/{matter.ref}"
    assert cast.chandra.browser.post(f"{where}/claim").status_code == 303
    answer = cast.dalia.browser.post(f"{where}/claim")
    assert answer.status_code == 409
    assert "Chandra has claimed this already." in answer.text
    assert decide(cast.dalia, matter, claims=False).status_code == 409
    assert "Claimed by Chandra" in cast.dalia.browser.page("/moderation")
    assert cast.chandra.browser.post(f"{where}/claim/end").status_code == 303
    assert cast.dalia.browser.post(f"{where}/claim").status_code == 303


def test_only_whose_claim_it_is_lets_it_go_once_and_who_comes_late_reads_how_it_stands(
    world, cast, matter
):
    where = f"/moderation/matters/{matter.ref}"
    chandra, dalia = cast.chandra.browser, cast.dalia.browser
    chandra.post(f"{where}/claim")
    answer = dalia.post(f"{where}/claim/end")
    assert answer.status_code == 409
    assert "Chandra has claimed this already." in answer.text
    assert the_matter(world).claimed_by_id == cast.chandra.id
    for _ in range(2):
        told = follow(chandra, chandra.post(f"{where}/claim/end"))
        assert "Others can claim it now." in told
    assert len(world.rows(LogEntry, entered="released")) == 1
    dalia.post(f"{where}/claim")
    assert "Dalia has claimed this already." in chandra.post(f"{where}/claim/end").text
    assert decide(cast.dalia, matter, claims=False).status_code == 303
    answer = dalia.post(f"{where}/claim/end")
    assert answer.status_code == 409
    assert "This has been decided already." in answer.text
    assert dalia.post("/moderation/matters/0000000000/claim/end").status_code == 404


def test_let_go_in_one_tab_and_decided_in_the_other_at_once_it_is_one_of_both(world, cast, matter):
    where, chandra = f"/moderation/matters/{matter.ref}", cast.chandra.browser
    chandra.post(f"{where}/claim")
    said = {"measure": "keep", "sanction": "none", "ground": "rule", "rule": "3"}
    said |= {"facts": "The post gives her street.", "reason": "She can be found by it."}
    done, late = sent_at_once(
        (chandra, f"{where}/decision"), (chandra, f"{where}/claim/end"), **said
    )
    assert (done.status_code, late.status_code) == (303, 409)
    is_decided = the_matter(world).decided_at is not None
    assert len(world.rows(Decision)) == is_decided
    assert ("This has been decided already." in late.text) == is_decided
    assert len(world.rows(LogEntry, entered="released")) == (not is_decided)


def test_a_claim_lapses_after_two_days(world, cast, matter):
    cast.chandra.browser.post(f"/moderation/matters/{matter.ref}/claim")

    def claim_later() -> None:
        with clock.at(clock.now() + timedelta(days=2, minutes=1)):
            actions.claim(db.session.get_one(Matter, matter.id), by=viewer_of(cast.dalia.id))

    world.do(claim_later)
    with pytest.raises(ClaimedByAnother):
        world.do(
            lambda: actions.claim(
                db.session.get_one(Matter, matter.id), by=viewer_of(cast.chandra.id)
            )
        )


def test_hiding_tells_the_author_why_and_the_notifier_what_but_never_who(
    world, cast, public, worker, thread, matter
):
    more = {"measure": "hide", "shown_reason": "It names a tenant."}
    page = follow(cast.chandra.browser, decide(cast.chandra, matter, **more))
    assert "It is decided." in page
    assert state_of(world, thread, 2) == PostState.HIDDEN
    assert "Their reason: It names a tenant." in public.page(thread.address)
    worker()
    decision = the_decision(world)
    where = f"/moderation/statements/{decision.ref}"
    statement = cast.ben.browser.page(where)
    for said in ("She can be found by it.", "The post gives her street.", "after a notice",
                 "no machine took part", "Elm Street", "out of court", "Rule 3"):  # fmt: skip
        assert said in statement
    for secret in ("Omar", "Chandra"):
        assert secret not in statement
    answer = cast.omar.browser.page(f"/moderation/notices/{_notice_ref(world)}")
    assert "It is hidden" in answer
    assert "She can be found by it." not in answer
    assert "Chandra" not in answer
    for somebody in (cast.amina, cast.eve, cast.omar):
        assert somebody.browser.sees(where) == 404
    kinds = {(each.kind, each.person_id) for each in world.rows(Notice)}
    assert ("moderation.decided", cast.ben.id) in kinds
    assert ("moderation.answered", cast.omar.id) in kinds
    assert {each.actor_id for each in world.rows(Notice, kind="moderation.decided")} == {None}
    assert decision.ref in cast.ben.browser.page("/moderation/statements")


def test_what_is_kept_is_answered_to_the_notifier_and_told_to_nobody_else(
    world, cast, worker, thread, matter
):
    decide(cast.chandra, matter)
    worker()
    assert world.rows(Notice, kind="moderation.decided") == []
    assert cast.ben.browser.sees(f"/moderation/statements/{the_decision(world).ref}") == 404
    assert "It stays as it is" in cast.omar.browser.page(
        f"/moderation/notices/{_notice_ref(world)}"
    )


def test_a_label_stands_above_the_post_and_folds_what_is_hard_to_read(
    world, cast, public, thread, matter
):
    more = {"measure": "label", "label": "sensitive", "shown_reason": "It tells of a beating."}
    decide(cast.chandra, matter, **more)
    page = public.page(thread.address)
    assert "This may be hard to read. It tells of a beating." in page
    assert "Read it all the same" in page
    assert "She lives in Elm Street." in page


def test_what_is_removed_not_even_its_author_reads_there_or_brings_back(
    world, cast, public, thread, matter
):
    decide(cast.cleo, matter, measure="remove", shown_reason="It names a tenant.")
    ref = post_of(world, thread, 2).ref
    for browser in (public, cast.ben.browser, cast.chandra.browser):
        page = browser.page(thread.address)
        assert "Post 2 was removed by a decision." in page
        assert "Elm Street" not in page
    assert cast.ben.browser.sees(f"/posts/{ref}/hiding") == 404
    assert cast.chandra.browser.post(f"/posts/{ref}/hiding/end").status_code == 404
    statement = cast.ben.browser.page(f"/moderation/statements/{the_decision(world).ref}")
    assert "Elm Street" in statement


def test_what_its_author_took_back_before_it_was_removed_stays_away(world, cast, thread, matter):
    ref = post_of(world, thread, 2).ref
    cast.ben.browser.post(f"/posts/{ref}/deletion")
    assert decide(cast.chandra, matter, measure="remove").status_code == 303
    assert cast.ben.browser.post(f"/posts/{ref}/deletion/end").status_code == 404


@pytest.mark.parametrize(
    ("field", "more"),
    [("reason", {"reason": ""}), ("facts", {"measure": "hide", "facts": " "}),
     ("label", {"measure": "label"}), ("days", {"sanction": "silence", "days": "91"}),
     ("days", {"sanction": "silence"}), ("law", {"ground": "law"}),
     ("sanction", {"sanction": "suspend", "days": "9"})],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_decided(world, cast, matter, field, more):
    answer = decide(cast.chandra, matter, **more)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert world.rows(Decision) == []


def test_a_decision_sent_twice_is_taken_once_and_a_second_one_is_told(world, cast, matter):
    once = {"form_token": "the-same-form"}
    answers = [decide(cast.chandra, matter, **once)]
    answers.append(decide(cast.chandra, matter, claims=False, **once))
    assert [answer.status_code for answer in answers] == [303, 303]
    answer = decide(cast.chandra, matter, claims=False)
    assert (answer.status_code, len(world.rows(Decision))) == (409, 1)


def test_the_quick_deed_is_a_decision_with_a_statement_and_showing_again_undoes_it(
    world, cast, worker, thread
):
    ref = post_of(world, thread, 2).ref
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="It names a tenant.")
    worker()
    decision = the_decision(world)
    assert (decision.is_own_initiative, decision.reason) == (True, "It names a tenant.")
    page = cast.ben.browser.page(f"/moderation/statements/{decision.ref}")
    assert "by somebody who came upon it" in page
    [told] = world.rows(Notice, kind="post.hidden")
    assert told.address == f"/moderation/statements/{decision.ref}"
    assert cast.dalia.browser.post(f"/posts/{ref}/hiding/end").status_code == 303
    assert the_decision(world).undone_at is not None
    assert [entry.entered for entry in world.rows(LogEntry)] == ["decided", "undone"]


def test_the_quick_deed_decides_the_notices_that_wait(world, cast, worker, thread, matter):
    ref = post_of(world, thread, 2).ref
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="It names a tenant.")
    assert the_matter(world).decided_at is not None
    worker()
    assert world.rows(Notice, kind="moderation.answered")[0].person_id == cast.omar.id


def test_about_whoever_runs_a_closed_space_one_of_the_core_team_reads_that_post_alone(
    world, cast, worker
):
    space = world.space(CONFIDENTIAL, "Night shift", facilitator=cast.chandra, member=cast.ben)
    thread = world.thread(space, cast.chandra, title="Doors", body="Her key lies under the mat.")
    world.reply(thread, cast.ben, "Another word.")
    cast.cleo, cast.tomas  # noqa: B018 - two of the core team
    give_notice(cast.ben.browser, address_of(world, thread), explanation="She is in danger now.")
    matter = the_matter(world)
    reader, other = (
        (cast.cleo, cast.tomas) if matter.reader_id == cast.cleo.id else (cast.tomas, cast.cleo)
    )
    where = f"/moderation/matters/{matter.ref}"
    for somebody in (other, cast.chandra, cast.ben):
        assert somebody.browser.sees(where) == 404
    closed = reader.browser.page(where)
    for secret in ("Her key", "danger", "Doors", "Night shift", "Chandra", "Another word"):
        assert secret not in closed.partition("<main")[2]
    assert decide(reader, matter, claims=False).status_code in (303, 422)
    assert reader.browser.post(f"{where}/opening").status_code == 303
    opened = reader.browser.page(where).partition("<main")[2]
    assert "Her key lies under the mat." in opened
    for secret in ("Doors", "Night shift", "Another word"):
        assert secret not in opened
    worker()
    assert world.rows(Notice, kind="moderation.opened")[0].person_id == cast.chandra.id
    assert "opened" in [entry.entered for entry in world.rows(LogEntry)]


def test_whoever_behind_a_pseudonym_is_not_suspended_and_not_named(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben, facilitator=cast.chandra)
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    give_notice(cast.ben.browser, address_of(world, thread, 2))
    matter = the_matter(world)
    answer = decide(cast.cleo, matter, sanction="suspend", days="9")
    assert answer.status_code == 409
    assert "pseudonym" in answer.text
    assert decide(cast.cleo, matter, claims=False, sanction="silence", days="9").status_code == 303
    persona = persona_in(world, space)
    assert persona.silences
    assert reply_masked(cast.amina, thread, "Once more.").status_code == 409
    as_herself = cast.amina.browser.post(
        f"{thread.address}/replies", body="As me.", mask="", despite="1"
    )
    assert as_herself.status_code == 303
    [amina] = world.rows(Person, id=cast.amina.id)
    assert amina.silences == {}


def _notice_ref(world) -> str:
    return world.rows(ContentNotice)[0].ref
