"""What the clocks say: to whom, once, by mail with no more than the reference, and to nobody once the case moved on."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from hrcn_community.consultations.actions.reminding import owed_now, say_once
from hrcn_community.consultations.models import Absence, CaseReminder, DeskHoliday
from hrcn_community.consultations.queries.calendar import forget_desk
from hrcn_community.consultations.reminding_chore import let_clocks_speak
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from tests.consultations.conftest import QUESTION
from tests.consultations.test_clocks import EASTER, at
from tests.letterbox import read

KINDS = ("soon", "due", "overdue", "closing")


@pytest.fixture
def on(app, story, monkeypatch):
    """Within, it is that moment, and everybody is signed in: sign-ins end by themselves meanwhile."""
    monkeypatch.setitem(app.config, "TWO_STEP_GRACE_DAYS", 999)

    @contextmanager
    def then(moment):
        with clock.at(moment):
            for person in (story.asker, *story.people):
                person.browser.let_in(person.id)
            yield

    return then


@pytest.fixture
def rings(world, app, worker):
    """Let the clocks speak at a moment and the worker do what follows; return who was told what, anew."""
    seen = set()

    def ring(moment) -> set[tuple[str, int]]:
        with clock.at(moment):
            with app.app_context():
                let_clocks_speak()
            worker()
        rows = {(k, r.person_id) for k in KINDS for r in world.rows(Notice, kind=f"case.clock.{k}")}
        new = rows - seen
        seen.update(rows)
        return new

    return ring


def test_first_who_moves_next_is_told_then_the_desk_then_the_core_team_each_once(
    world, cast, story, rings, mailbox
):
    with clock.at(
        at(3, 26, 12)
    ):  # a Thursday before summer time begins; to be taken up in two days
        story.ask(tier="network")
    ref = story.case.ref
    assert rings(at(3, 27, 11)) == set()
    assert rings(at(3, 27, 12)) == {("soon", cast.chandra.id)}
    assert rings(at(3, 29, 12)) == set(), "over a weekend nothing passes"
    assert rings(at(3, 30, 12)) == {("due", cast.chandra.id)}
    assert rings(at(4, 1, 11)) == set()
    assert rings(at(4, 1, 12)) == {("overdue", cast.cleo.id)}, "nobody leads it yet: the core team"
    assert rings(at(4, 30, 12)) == set()
    assert sorted(row.stage for row in world.rows(CaseReminder)) == ["due", "overdue", "soon"]
    mails = read(mailbox())
    assert len(mails) == 4, "one of them says that it was submitted"
    for mail in mails:
        assert (mail.subject, story.address in mail.text) == (ref, True)
        assert QUESTION["title"] not in mail.all_said
        assert "papers" not in mail.all_said


def test_of_a_closed_case_only_those_inside_are_told(world, cast, story, on, rings):
    other = world.person("Cora", "core")
    with on(at(3, 2, 12)):
        story.ask()
    told = rings(at(4, 20, 12))
    leads = {cast.cleo.id, other.id} & {id_ for _kind, id_ in told}
    assert len(leads) == 1, "the lead, and nobody else of the core team"
    assert {id_ for _kind, id_ in told} - leads == {cast.chandra.id}


def test_nothing_is_said_once_the_case_moved_on_or_while_it_stands_still(
    world, app, cast, story, on, rings, worker
):
    with on(at(3, 2, 12)):
        story.until("triage", tier="network")
        story.done(cast.chandra, "needs-info", body="Which year?")
    assert rings(at(5, 4, 12)) == set(), "the asker has the word"
    with on(at(5, 4, 12)):
        story.done(cast.omar, "information", body="This one.")
    with on(at(5, 8, 12)):
        with app.app_context():
            let_clocks_speak()
        story.done(cast.chandra, "scope", body="We answer all of it.")
        worker()
    assert world.rows(CaseReminder) != []
    assert world.rows(Notice, kind="case.clock.soon") == []


def test_the_one_who_was_invited_is_told_and_then_each_who_moves_next(cast, story, on, rings):
    with on(at(3, 2, 12)):
        story.until("invited", tier="network")
    assert rings(at(3, 20, 12)) == {("soon", cast.dalia.id)}
    with on(at(3, 20, 13)):
        for who, path, fields in (
            (cast.dalia, "declaration", {"declaration": "none"}),
            (cast.dalia, "drafts", {"body": "The answer."}),
            (cast.cleo, "invitation", {"handle": "ruth", "role": "reviewer"}),
            (cast.ruth, "declaration", {"declaration": "none"}),
            (cast.dalia, "review-request", {}),
        ):
            story.done(who, path, **fields)
    assert rings(at(3, 20, 14)) == {("soon", cast.ruth.id)}


def test_a_delivered_case_closes_by_itself_after_a_notice_and_says_why(
    world, cast, story, on, rings
):
    world.do(lambda: (db.session.add(DeskHoliday(day=EASTER, name="Easter")), forget_desk()))
    with on(at(3, 2, 12)):
        story.until("delivered")
    assert rings(at(3, 30, 11)) == set()
    assert rings(at(3, 30, 12)) == {("closing", cast.omar.id)}
    with on(at(3, 31, 12)):
        assert "closes by itself" in story.page(cast.omar)
    rings(at(4, 14, 11))
    assert story.case.state == "delivered", "Easter Monday does not count"
    rings(at(4, 14, 12))
    assert story.case.state == "closed"
    [moved] = [e for e in world.rows(Entry, name="CaseMoved") if e.facts["state"] == "closed"]
    assert (moved.facts["deed"], moved.actor_id) == ("close", None)
    assert {n.person_id for n in world.rows(Notice, kind="case.closed")} == {cast.omar.id}
    with on(at(4, 15, 12)):
        page = story.page(cast.omar)
        assert "The case closed by itself" in page
        story.done(cast.omar, "closure/end", reason="One thing more.")
    assert story.case.state == "clarification"


def test_whoever_says_something_keeps_the_case_open(world, cast, story, on, rings):
    with on(at(3, 2, 12)):
        story.until("delivered")
    rings(at(3, 30, 12))
    with on(at(4, 10, 12)):
        story.done(cast.omar, "clarifications", body="And at night?")
        story.done(cast.dalia, "clarifications/answer", body="Then as well.")
    rings(at(4, 20, 12))
    assert story.case.state == "delivered", "its days begin anew"
    assert rings(at(5, 20, 12)) == set(), "the same notice, told anew to the same person"
    assert len(world.rows(Notice, kind="case.clock.closing")) == 2


def test_two_workers_who_looked_at_the_same_moment_say_it_once(world, app, cast, story, on):
    with on(at(3, 2, 12)):
        story.ask(tier="network")
    with clock.at(at(3, 3, 12)):
        [owed] = world.ask(owed_now)
        for _ in range(2):
            world.do(lambda: say_once(owed))
        assert world.ask(owed_now) == []
    assert len(world.rows(Entry, name="ClockRung")) == len(world.rows(CaseReminder)) == 1


def test_absences_are_forgotten_a_month_after_they_ended(world, app, cast):
    def away(ref, last):
        first = last - timedelta(days=2)
        row = Absence(ref=ref, person_id=cast.dalia.id, first_day=first, last_day=last)
        db.session.add(row)

    world.do(lambda: (away("old", at(3, 2).date()), away("young", at(4, 2).date())))
    with clock.at(at(4, 10)), app.app_context():
        let_clocks_speak()
    assert [row.ref for row in world.rows(Absence)] == ["young"]
