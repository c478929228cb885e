"""What is kept long enough goes: by itself, after the warnings that were promised, and counted."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from config import ROOT
from hrcn_community.accounts.models import (
    Application,
    Invitation,
    Letter,
    MailedToken,
    Person,
    SentForm,
    SignIn,
    WrongTry,
)
from hrcn_community.audit.models import ReadEntry
from hrcn_community.conversations.models import Draft
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.privacy import keeping_people, keeping_rules
from hrcn_community.privacy.keeping_models import RetentionPeriod
from hrcn_community.privacy.retention import keepings
from hrcn_community.privacy.retention_chore import keep_periods
from hrcn_community.receiving.models import MailedOriginal
from hrcn_community.workshops.models.seats import Attendance, Registration
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL
from tests.learning.lessons import enrolled, outcomes, publish
from tests.workshops.making import AFTER, a_workshop

NOW = datetime.now(UTC)


@pytest.fixture
def after(app, worker):
    """Let the worker keep the periods so many days from now, then tell who is to be told."""

    def keep(days: float) -> None:
        with app.app_context(), clock.at(NOW + timedelta(days=days)):
            keep_periods()
            worker()

    return keep


def events(world, name: str) -> list[dict]:
    return [row.facts for row in world.rows(Entry, name=name)]


def test_traces_of_use_go_when_their_time_has_come(world, cast, after, public, worker):
    """One of each is put there, as it comes to be, and a newer one, which stays."""
    amina = cast.amina
    amina.browser.page("/")
    public.sign_in(cast.ben.email, "a wrong password")
    public.sign_in(cast.ben.email)
    space = world.space(CONFIDENTIAL, facilitator=amina)
    amina.browser.page(f"/spaces/{space.slug}")
    public.post("/sign-out")
    old = NOW - timedelta(days=1)

    def plant() -> None:
        mine = {"person_id": amina.id}
        db.session.add(SentForm(token="t", sent_at=old, **mine))
        db.session.add(
            MailedToken(token_hash="h", purpose="reset", email="", expires_at=old, **mine)
        )
        db.session.add(
            Letter(ref="l", print="p", topic="other", body="", written_at=old, answered_at=old)
        )
        invited = {"email": "x@example.org", "invited_by_id": amina.id, "invited_at": old}
        db.session.add(Invitation(ref="i", token_hash="i", expires_at=old, **invited))
        entry = db.session.scalars(select(Entry)).first()
        told = {"kind": "space.admitted", "address": "/", "told_at": old, "seen_at": old}
        db.session.add(Notice(event_id=entry.id if entry else 0, **told, **mine))
        mail = {"recipient": "x", "subject": "", "body": "", "due_at": old, "sent_at": old}
        db.session.add(Mail(message_id="<1@x>", **mail, **mine))

    world.do(plant)
    worker()
    of = (SignIn, WrongTry, SentForm, MailedToken, Letter, Invitation, Mail, Notice, ReadEntry)
    assert [model.__name__ for model in of if not world.rows(model)] == []
    after(0)
    assert [model.__name__ for model in of if not world.rows(model)] == []
    seen = world.rows(SignIn, person_id=amina.id)[0].last_seen_at
    after(900)
    assert [model.__name__ for model in of if world.rows(model)] == []
    assert {row["name"] for row in _traces(world)} & set(keeping_rules.TRACES) == set()
    assert world.rows(Person, id=amina.id)[0].last_seen_at.date() == seen.date()
    counted = {facts["rule"]: facts["count"] for facts in events(world, "PeriodReached")}
    assert counted["sent_forms"] == 1
    assert counted["sign_ins"] == 2


def test_a_draft_goes_a_month_after_its_writer_was_told_and_not_if_it_was_taken_up(
    world, cast, after
):
    space = world.space()
    for person in (cast.amina, cast.ben):
        person.browser.post("/drafts", place=f"thread:{space.slug}", title="T", body="Half a word")
    after(340)
    assert [row.person_id for row in world.rows(Notice)] == [cast.amina.id, cast.ben.id]
    after(341)
    assert len(world.rows(Notice)) == 2
    world.do(
        lambda: db.session.execute(
            update(Draft)
            .where(Draft.person_id == cast.ben.id)
            .values(saved_at=NOW + timedelta(days=350))
        )
    )
    after(366)
    assert len(world.rows(Draft)) == 2
    after(371)
    assert [row.person_id for row in world.rows(Draft)] == [cast.ben.id]
    after(1200)
    assert len(world.rows(Draft)) == 1
    after(1231)
    assert world.rows(Draft) == []


def test_whoever_was_declined_is_forgotten_and_members_are_not(world, cast, after, public):
    form = {"name": "Nora", "email": "nora@example.org", "password": "a sentence of my own"}
    public.post("/join", form, statement="Why.", role="practitioner", privacy="y")
    [nora] = world.rows(Person, email="nora@example.org")
    after(20)
    assert world.rows(Person, id=nora.id)

    def decline() -> None:
        db.session.execute(update(Person).where(Person.id == nora.id).values(standing="declined"))
        db.session.execute(update(Application).values(decided_at=NOW))

    world.do(decline)
    cast.amina  # noqa: B018 - a member is there
    after(170)
    assert world.rows(Person, id=nora.id)
    after(181)
    assert world.rows(Person, id=nora.id) == world.rows(Application) == []
    assert world.rows(Person, id=cast.amina.id)


def test_an_account_nobody_uses_is_warned_three_times_and_then_erased(
    world, cast, after, monkeypatch, mailbox
):
    asked: list[tuple[int, bool]] = []
    monkeypatch.setattr(
        keeping_people,
        "ask_for_erasure",
        lambda id_, *, texts_stay: asked.append((id_, texts_stay)),
    )
    amina, ben = cast.amina, cast.ben
    for days in (1010, 1070, 1090):
        after(days)
        _was_here(world, ben, NOW + timedelta(days=1000))
    mine = world.rows(Notice, person_id=amina.id)
    assert [row.kind for row in mine] == ["removal.accounts"] * 3
    assert any("something waits" in mail.lower() or "erased" in mail for mail in mailbox())
    after(1096)
    assert asked == []
    after(1098)
    assert asked == [(amina.id, True)]


def test_the_rooms_bring_rules_of_their_own(world, cast, after):
    thread = world.thread(world.space(), cast.amina)
    post = post_of(world, thread)
    world.do(lambda: db.session.add(MailedOriginal(post_id=post.id, text="Hi", received_at=NOW)))
    after(80)
    assert len(world.rows(MailedOriginal)) == 1
    after(91)
    assert world.rows(MailedOriginal) == []


def test_of_attempts_the_last_one_stays(world, cast, after):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    ben.post(f"{module}/steps/work/answers/q1", answer="b")
    ben.post(f"{module}/steps/work/answers/q1", answer="a")
    after(700)
    assert outcomes(world) == ["wrong", "right"]
    after(731)
    assert outcomes(world) == ["right"]


def test_who_registered_is_forgotten_a_year_after(app, world, cast):
    called = a_workshop(world, cast.chandra, seated=[cast.amina, cast.ben])
    with clock.at(AFTER):
        called.attended(cast.chandra, cast.amina)
    for days, registered, there in ((300, 2, 1), (400, 0, 0)):
        with app.app_context(), clock.at(AFTER + timedelta(days=days)):
            keep_periods()
        assert len(world.rows(Registration)) == registered
        assert len(world.rows(Attendance)) == there


def test_a_rule_that_fails_holds_up_no_other(app, world, cast, after):
    def fail(before: datetime, at_most: int) -> int:
        db.session.add(SentForm(person_id=cast.amina.id, token="half", sent_at=NOW))
        db.session.flush()
        raise RuntimeError

    cast.amina  # noqa: B018
    rules = app.extensions["retention"]
    name, rule = next(iter(rules.items()))
    old = NOW - timedelta(days=800)
    world.do(lambda: db.session.add(WrongTry(subject="s", tried_at=old)))
    rules[name] = type(rule)(**{**vars(rule), "end": fail})
    try:
        after(0)
    finally:
        rules[name] = rule
    assert world.rows(WrongTry) == world.rows(SentForm) == []


def test_the_core_team_sets_a_period_within_bounds_and_it_is_written_down(world, cast, public):
    cleo = cast.cleo.browser
    assert "Drafts that nobody touched" in cleo.page("/admin/retention")
    assert cleo.post("/admin/retention/drafts", days="400").status_code == 303
    assert cleo.post("/admin/retention/drafts", days="400").status_code == 303
    [row] = world.rows(RetentionPeriod)
    assert (row.rule, row.days, row.changed_by_id) == ("drafts", 400, cast.cleo.id)
    assert events(world, "RetentionChanged") == [{"rule": "drafts", "days": 400}]
    assert "400 days" in public.page("/privacy")
    for days in ("89", "1831", "", "many", "-1", "99999999999999999999"):
        answer = cleo.post("/admin/retention/drafts", days=days)
        assert answer.status_code == 422, days
        assert 'aria-invalid="true"' in answer.text
    assert cleo.post("/admin/retention/wrong_tries", days="2").status_code == 422
    assert cleo.post("/admin/retention/nothing", days="2").status_code == 404
    assert cast.amina.browser.post("/admin/retention/drafts", days="100").status_code == 403
    assert cast.amina.browser.sees("/admin/retention") == 403
    assert public.post("/admin/retention/drafts", days="100").status_code == 401
    assert world.rows(RetentionPeriod)[0].days == 400


def _was_here(world, person, at: datetime) -> None:
    deed = update(Person).where(Person.id == person.id).values(last_seen_at=at)
    world.do(lambda: db.session.execute(deed))


def _traces(world) -> list[dict]:
    return [{"name": row.name} for row in world.rows(Entry)]


def test_operators_read_the_periods_that_hold(app):
    with app.app_context():
        rows = [(each.name, each.days, each.least, each.most) for each in keepings()]
    written = (ROOT / "docs" / "operations.md").read_text()
    for name, days, least, most in rows:
        bounds = "fixed" if least == most else f"{least}-{most}"
        assert re.search(rf"^\| `{name}` \| .* \| {days} \| {bounds} \|", written, re.M), name
