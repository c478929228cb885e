"""Invitations that end, declarations that hold for a year, and of two at once one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from hrcn_community.accounts import roles
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.consultations.invitation_chore import look_after_invitations
from hrcn_community.consultations.models import CaseInvitation, GeneralDeclaration, InvitationTime
from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Notice
from tests.consultations.holding import hang_file, link_for
from tests.letterbox import read
from tests.racing import at_once

NOW = datetime.now(UTC)
ACCEPT = {"declaration": "none", "text": "No ties."}


@pytest.fixture
def after(app, worker):
    """Let so many days pass, and the worker do what is due then."""

    def pass_by(days: float) -> None:
        with app.app_context(), clock.at(NOW + timedelta(days=days)):
            look_after_invitations()
            worker()

    return pass_by


def _told(world, kind):
    return [row.person_id for row in world.rows(Notice, kind=kind)]


def test_an_invitation_that_nobody_answers_ends_and_both_are_told(
    world, cast, story, after, mailbox
):
    story.until("invited")
    [time] = world.rows(InvitationTime)
    left = (time.due_at - NOW).total_seconds() / 86400
    after(0.1)
    assert _told(world, "case.you_are_invited") == [cast.dalia.id]
    assert _told(world, "case.invitation_ends") == []
    weekend = 2 if time.due_at.weekday() == 0 else 0  # no working days
    after(left - 1.1 - weekend)
    assert _told(world, "case.invitation_ends") == []
    for _ in range(2):
        after(left - 0.9)
    assert _told(world, "case.invitation_ends") == [cast.dalia.id]
    assert story.case.state == "invited"
    for _ in range(2):
        after(left + 0.01)
    assert story.case.state == "matching"
    assert _told(world, "case.invitation_expired") == [cast.dalia.id]
    assert _told(world, "case.no_answer") == [cast.cleo.id]
    assert _told(world, "case.you_are_invited") == []
    page = cast.dalia.browser.get(f"{story.address}/invitation")
    assert page.status_code == 409
    assert "nobody answered it in time" in page.text
    assert "Rooms in private shelters" not in page.text
    late = story.post(cast.dalia, "declaration", **ACCEPT)
    assert late.status_code == 409
    assert story.case.ref not in cast.dalia.browser.page("/consultations")
    assert "did not answer in time" in cast.cleo.browser.page(f"{story.address}/experts")
    for mail in read(mailbox(), cast.dalia.email):
        assert mail.subject == story.case.ref
    story.done(cast.cleo, "invitation", handle="dalia", role="advisor")
    story.done(cast.dalia, "declaration", **ACCEPT)
    after(30)
    assert story.case.state == "assigned"


def test_a_reviewers_invitation_ends_too_and_another_can_be_asked(world, cast, story, after):
    story.until("drafting")
    story.done(cast.cleo, "invitation", handle="ruth", role="reviewer")
    after(20)
    assert [row.stand for row in world.rows(CaseInvitation)] == ["accepted", "expired"]
    assert story.case.state == "drafting"
    story.done(cast.cleo, "invitation", handle="ruth", role="reviewer")


def test_of_two_who_accept_at_once_one_takes_the_case_and_the_other_reads_so(
    world, cast, story, worker
):
    story.until("invited")
    story.done(cast.cleo, "invitation", handle="ruth", role="advisor")
    address = f"{story.address}/declaration"
    forms = [
        (who.browser, {"csrf_token": who.browser.form_token(), **ACCEPT})
        for who in (cast.dalia, cast.ruth)
    ]
    answers = at_once([lambda b=b, f=f: b.client.post(address, data=f) for b, f in forms])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    [refused] = [answer for answer in answers if answer.status_code == 409]
    assert "Somebody else was faster" in refused.text
    assert sorted(row.stand for row in world.rows(CaseInvitation)) == ["accepted", "superseded"]
    loser = cast.dalia if answers[0].status_code == 409 else cast.ruth
    worker()
    assert _told(world, "case.taken") == [loser.id]
    assert loser.browser.sees(story.address) == 404
    assert "Somebody else was faster" in loser.browser.get(f"{story.address}/invitation").text
    assert story.post(loser, "recusal", reason="No time.").status_code == 409
    assert story.case.state == "assigned"


def test_while_one_of_two_says_no_the_other_can_still_take_it(cast, story):
    story.until("invited")
    story.done(cast.cleo, "invitation", handle="ruth", role="advisor")
    story.done(cast.dalia, "recusal", reason="No time.")
    assert story.case.state == "invited"
    story.done(cast.ruth, "declaration", declaration="conflict", text="My own house.")
    assert story.case.state == "matching"


def test_of_two_triagers_who_take_it_up_at_once_one_is_told(world, cast, story):
    story.ask()
    address = f"{story.address}/triage"
    sent = [(who.browser.client, who.browser.form_token()) for who in (cast.chandra, cast.cleo)]
    answers = at_once([lambda c=c, t=t: c.post(address, data={"csrf_token": t}) for c, t in sent])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert (
        "cannot be done with the case as it stands now"
        in max(answers, key=lambda a: a.status_code).text
    )


def test_of_a_recusal_and_a_delivery_at_once_one_wins(world, cast, story):
    story.until("sign_off")
    story.done(cast.cleo, "signature")
    deeds = ((cast.dalia, "recusal", {"reason": "A tie."}), (cast.cleo, "delivery", {}))
    sent = [
        (who.browser.client, path, {"csrf_token": who.browser.form_token(), **more})
        for who, path, more in deeds
    ]
    answers = at_once(
        [lambda c=c, p=p, f=f: c.post(f"{story.address}/{p}", data=f) for c, p, f in sent]
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    is_delivered = answers[1].status_code == 303
    assert story.case.state == ("delivered" if is_delivered else "matching")
    assert (story.case.answer_post_id is not None) is is_delivered
    assert (story.case.signed_revision is not None) is is_delivered


def test_nothing_of_a_case_opens_before_its_declaration(world, cast, story):
    """Whatever address there is below a case, each post of it and each file, asked for directly."""
    story.until("invited")
    below = ("", "/work", "/experts", "/keeping", "/papers", "/answer.pdf", "/readers")
    posts = world.rows(Post)
    refs = [hang_file(world, cast.omar, post.id) for post in posts]
    assert cast.omar.browser.sees(link_for(world, cast.omar, refs[0])) == 200
    for ref in refs:
        for who in (cast.dalia, cast.ruth):
            assert who.browser.sees(link_for(world, who, ref)) == 404
    for who in (cast.dalia, cast.ruth):
        for path in below:
            assert who.browser.sees(f"{story.address}{path}") == 404, path
        for row in posts:
            for path in ("", "/history", "/edit"):
                assert who.browser.sees(f"/posts/{row.ref}{path}") == 404
    for path in ("drafts", "notes", "reviews", "questions", "review-request", "signature"):
        assert story.post(cast.dalia, path, body="x", verdict="approve").status_code == 404, path


def test_without_a_general_declaration_nobody_accepts_and_a_year_later_again_nobody(
    world, cast, story, after
):
    story.until("invited")
    world.do(lambda: db.session.query(GeneralDeclaration).delete())
    refused = story.post(cast.dalia, "declaration", **ACCEPT)
    assert refused.status_code == 409
    assert "/consultations/declaration" in refused.text
    assert "No ties." in refused.text, "what was written is not lost"
    assert story.case.state == "invited"
    dalia = cast.dalia.browser
    assert dalia.post("/consultations/declaration", text=" ").status_code == 422
    for words in ("I sit on no council.", "I sit on one council."):
        assert dalia.post("/consultations/declaration", text=words).status_code == 303
    page = dalia.page("/consultations/declaration")
    assert page.index("on one council") < page.index("on no council"), "versions are kept"
    lead = cast.cleo.browser.page(f"{story.address}/experts")
    assert "council" not in lead
    for who in (cast.cleo, cast.omar, cast.eve):
        assert who.browser.sees("/consultations/declaration") == 403
        assert who.browser.post("/consultations/declaration", text="x").status_code == 403
    assert len(world.rows(GeneralDeclaration)) == 2
    story.done(cast.dalia, "declaration", **ACCEPT)
    for _ in range(2):
        after(340)
    assert _told(world, "declaration.ends") == [cast.dalia.id]


def test_a_declaration_is_over_after_a_year(world, cast, story):
    story.until("invited")
    past = datetime.now(UTC) - timedelta(days=366)
    world.do(lambda: _declared_at(past))
    assert story.post(cast.dalia, "declaration", **ACCEPT).status_code == 409
    assert story.case.state == "invited"


def _declared_at(moment):
    for made in db.session.query(GeneralDeclaration):
        made.made_at, made.valid_until = moment, moment + timedelta(days=365)


def _stands(world):
    return [row.stand for row in world.rows(CaseInvitation)]


def test_the_lead_takes_back_one_invitation_or_all(world, cast, story):
    story.until("invited")
    story.done(cast.cleo, "invitation", handle="ruth", role="advisor")
    assert "Everybody who was asked" in story.page(cast.cleo)
    why = {"reason": "Two are enough."}
    assert story.post(cast.cleo, "invitation/end", handle="ruth").status_code == 422
    story.done(cast.cleo, "invitation/end", handle="ruth", **why)
    assert (story.case.state, _stands(world)) == ("invited", ["invited", "rescinded"])
    assert cast.ruth.browser.sees(f"{story.address}/invitation") == 404
    assert story.post(cast.cleo, "invitation/end", handle="ruth", **why).status_code == 409
    story.done(cast.cleo, "invitation/end", **why)
    assert (story.case.state, _stands(world)) == ("matching", ["rescinded", "rescinded"])
    story.gone -= 1
    story.until("drafting")
    assert "Take the invitation back" not in story.page(cast.cleo)
    story.done(cast.cleo, "invitation", handle="ruth", role="reviewer")
    assert "Take the invitation back" in story.page(cast.cleo)
    story.done(cast.cleo, "invitation/end", handle="ruth", **why)
    assert (story.case.state, _stands(world)) == ("drafting", ["accepted", "rescinded"])


def test_what_nobody_answered_until_the_delivery_ends_with_it(world, cast, story, after):
    """And while nobody could join, nobody is reminded to."""
    story.until("drafting")
    story.done(cast.cleo, "group")
    alma = story.who("alma")
    story.done(cast.cleo, "invitation", handle="alma", role="advisor")
    time = world.rows(InvitationTime)[-1]
    story.until("peer_review")
    after((time.due_at - NOW).total_seconds() / 86400 - 0.05)
    assert _told(world, "case.invitation_ends") == []
    story.until("delivered")
    assert _stands(world) == ["accepted", "superseded", "accepted"]
    after(1)
    assert _told(world, "case.taken") == [alma.id]
    assert "nothing more for you to do" in alma.browser.get(f"{story.address}/invitation").text


def test_a_case_offers_what_can_be_done_and_whom_one_can_ask(world, cast, story):
    story.ask(city="graz")
    story.until("matching")
    assert 'value="ruth"' in story.page(cast.cleo)
    here = select(Person.city_id).where(Person.id == cast.omar.id).scalar_subquery()
    close = update(Person).where(Person.id == cast.ruth.id)
    world.do(lambda: db.session.execute(close.values(city_id=here)))
    assert 'value="ruth"' not in story.page(cast.cleo), "she is of the city that asks"
    assert story.handles, "also Alma"
    story.done(cast.chandra, "invitation", handle="alma", role="advisor")
    asks_alma = 'name="handle" value="alma"'
    assert asks_alma in story.page(cast.cleo)
    world.do(lambda: db.session.execute(close.values(city_id=None)))
    story.until("sign_off")
    assert asks_alma not in story.page(cast.cleo), "the case is taken"
    world.do(lambda: roles.resign(by=viewer_of(cast.ruth.id)))
    story.done(cast.cleo, "signature/refusal", reason="One source is missing.")
    assert "Find a reviewer" in story.page(cast.cleo), "who reviewed it is here no more"


def test_who_may_advise_no_more_is_asked_for_nothing_while_an_author_is_sought(world, cast, story):
    story.until("drafting")
    story.done(cast.cleo, "invitation", handle="ruth", role="reviewer")
    story.done(cast.dalia, "recusal", reason="A tie.")
    world.do(lambda: roles.resign(by=viewer_of(cast.ruth.id)))
    assert (story.case.state, _stands(world)) == ("matching", ["recused", "lost"])
    assert {row.outcome for row in world.rows(InvitationTime)} == {"accepted", "lost"}
