"""Inviting into spaces: by their facilitators, of members and of others; answered by whom it is for."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Invitation, InvitationSpace, Membership, Person
from hrcn_community.accounts.places import put_outside
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, NETWORK
from tests.letterbox import read
from tests.racing import sent_at_once

COMING = {"name": "Nora Lind", "password": "a sentence of my own", "privacy": "y"}


@pytest.fixture
def quiet(world, cast):
    return world.space(CONFIDENTIAL, "The quiet room", facilitator=cast.chandra)


def invite(cast, space, who: str, role: str = "member", status: int = 303) -> str:
    form = {"who": who, "role": role}
    answer = cast.chandra.browser.post(f"/spaces/{space.slug}/invitations", form)
    assert answer.status_code == status, answer.text
    return answer.text


def answer_of(world, somebody, deed: str = "acceptance") -> int:
    row = world.rows(Invitation)[-1]
    return somebody.browser.post(f"/settings/invitations/{row.ref}/{deed}").status_code


def inside(world, space) -> dict[int, str]:
    return {row.person_id: row.role for row in world.rows(Membership, space_id=space.id)}


def test_a_member_is_invited_by_handle_and_goes_in_only_by_saying_yes(
    world, cast, quiet, worker, mailbox
):
    invite(cast, quiet, f"@{cast.amina.handle}")
    worker()
    assert cast.amina.id not in inside(world, quiet)
    assert all("quiet" not in mail.all_said for mail in read(mailbox()))
    assert "/settings/invitations" in cast.amina.browser.page("/notifications")
    assert "The quiet room" in cast.amina.browser.page("/settings/invitations")
    assert cast.amina.browser.sees(f"/spaces/{quiet.slug}") == 404
    assert answer_of(world, cast.eve) == 404
    assert answer_of(world, cast.amina) == 303
    assert inside(world, quiet)[cast.amina.id] == "member"
    assert answer_of(world, cast.amina) == 409  # accepted twice


def test_declined_nobody_is_inside_and_the_link_is_dead(world, cast, quiet):
    invite(cast, quiet, cast.amina.handle, "facilitator", status=401)
    cast.chandra.browser.step_up()
    invite(cast, quiet, cast.amina.handle, "facilitator")
    assert answer_of(world, cast.amina, "refusal") == 303
    assert answer_of(world, cast.amina) == 409
    assert inside(world, quiet) == {cast.chandra.id: "facilitator"}


def test_answered_in_two_tabs_at_once_one_answer_counts_and_nobody_answers_for_another(
    world, cast, quiet, public
):
    invite(cast, quiet, cast.amina.handle)
    here = f"/settings/invitations/{world.rows(Invitation)[0].ref}"
    for browser, status in ((cast.eve.browser, 404), (cast.chandra.browser, 404), (public, 401)):
        assert browser.post(f"{here}/refusal").status_code == status
    unknown = "/settings/invitations/0000000000/refusal"
    assert cast.amina.browser.post(unknown).status_code == 404
    amina = cast.amina.browser
    done, late = sent_at_once((amina, f"{here}/refusal"), (amina, f"{here}/acceptance"))
    assert (done.status_code, late.status_code) == (303, 409)
    again = amina.post(f"{here}/refusal")
    assert again.status_code == 409
    assert "no longer good" in late.text
    assert "no longer good" in again.text
    [answered] = world.rows(Entry, name="InvitationAnswered")
    assert answered.facts["accepted"] == (cast.amina.id in inside(world, quiet))


def test_taken_back_while_it_is_accepted_it_is_one_of_both_and_again_it_is_told(world, cast, quiet):
    invite(cast, quiet, cast.amina.handle)
    [row] = world.rows(Invitation)
    here = f"/spaces/{quiet.slug}/invitations"
    accepting = f"/settings/invitations/{row.ref}/acceptance"
    taking_back = f"{here}/{row.ref}/revocation"
    done, late = sent_at_once((cast.amina.browser, accepting), (cast.chandra.browser, taking_back))
    assert (done.status_code, late.status_code) == (303, 409)
    again = cast.chandra.browser.post(taking_back)
    assert again.status_code == 409
    assert "no longer good" in late.text
    assert "no longer good" in again.text
    is_revoked = bool(world.rows(Invitation)[0].revoked_at)
    assert is_revoked == (cast.amina.id not in inside(world, quiet))
    assert len(world.rows(Entry, name="InvitationRevoked")) == is_revoked
    assert cast.chandra.browser.post(f"{here}/0000000000/revocation").status_code == 404
    invite(cast, quiet, cast.ben.handle)
    assert answer_of(world, cast.ben) == 303
    used = f"{here}/{world.rows(Invitation)[-1].ref}/revocation"
    assert cast.chandra.browser.post(used).status_code == 409


def test_by_address_nothing_tells_whether_somebody_is_a_member(world, cast, quiet, worker, mailbox):
    cast.amina  # noqa: B018 - she has an account, Nora has none
    for address in (cast.amina.email, "nora@example.org"):
        invite(cast, quiet, address)
    worker()
    page = cast.chandra.browser.page(f"/spaces/{quiet.slug}/invitations")
    known, new = (page.split(each)[1][:700] for each in (cast.amina.email, "nora@example.org"))
    assert "Amina" not in page
    assert known.count("<form") == new.count("<form")
    assert answer_of(world, cast.amina) == 404  # that is Nora's
    (mail,) = read(mailbox(), "nora@example.org")
    assert "quiet" not in mail.all_said


def test_somebody_new_comes_in_by_the_mailed_link_and_finds_themselves_inside(
    world, cast, quiet, public, worker, mailbox
):
    invite(cast, quiet, "nora@example.org")
    worker()
    (mail,) = read(mailbox(), "nora@example.org")
    raised = {"role": "facilitator", "site_role": "core", "spaces": quiet.slug}
    assert public.post(mail.link, {**COMING, **raised}).status_code == 303
    assert "member" in inside(world, quiet).values()
    assert len(inside(world, quiet)) == 2


def test_who_is_signed_in_and_opens_a_link_is_offered_what_is_for_their_address_alone(
    world, cast, quiet, worker, mailbox
):
    invite(cast, quiet, "nora@example.org")
    worker()
    link = read(mailbox(), "nora@example.org")[-1].link
    page = cast.eve.browser.page(link)
    assert "No invitation waits for you" in page
    assert "quiet room" not in page
    page = follow(cast.eve.browser, cast.eve.browser.post(link, COMING))
    assert "quiet room" not in page
    nora = world.person("Nora")  # who confirmed that address in another way meanwhile
    assert "The quiet room" in nora.browser.page(link)
    assert answer_of(world, nora) == 303
    assert inside(world, quiet)[nora.id] == "member"


def test_what_the_inviter_may_no_longer_give_is_not_given(world, cast, quiet):
    invite(cast, quiet, cast.amina.handle)
    world.do(lambda: put_outside(db.session.get_one(Space, quiet.id), cast.chandra.id))
    assert "The quiet room" not in cast.amina.browser.page("/settings/invitations")
    answer_of(world, cast.amina)
    assert inside(world, quiet) == {}


def test_sent_again_the_old_link_is_dead_and_taken_back_the_new_one_too(
    world, cast, quiet, public, worker, mailbox
):
    invite(cast, quiet, "nora@example.org")
    worker()
    (row,) = world.rows(Invitation)
    here = f"/spaces/{quiet.slug}/invitations/{row.ref}"
    with clock.at(clock.now() + timedelta(days=15)):
        _has_a_second_step(world, cast.chandra)
        old = read(mailbox(), "nora@example.org")[-1].link
        assert public.post(old, COMING).status_code == 409
        expired = cast.chandra.browser.page(f"/spaces/{quiet.slug}/invitations?became=expired")
        assert "nora@example.org" in expired
        cast.chandra.browser.post(f"{here}/renewal")
        assert public.post(old, COMING).status_code == 409
        worker()
        new = read(mailbox(), "nora@example.org")[-1].link
        assert new != old
        cast.chandra.browser.post(f"{here}/revocation")
        assert public.post(new, COMING).status_code == 409
        assert cast.chandra.browser.post(f"{here}/renewal").status_code == 409


def test_only_facilitators_invite_and_what_is_confidential_is_nowhere_for_others(
    world, cast, quiet, public
):
    world.do(lambda: None)
    here = f"/spaces/{quiet.slug}/invitations"
    assert cast.cleo.browser.post(here, who="@amina", role="member").status_code == 404
    assert public.post(here, who="@amina", role="member").status_code == 401
    open_ = world.space(NETWORK, facilitator=cast.chandra, member=cast.ben)
    answer = cast.ben.browser.post(f"/spaces/{open_.slug}/invitations", who="@amina", role="member")
    assert answer.status_code == 403
    assert (
        cast.ben.browser.post(f"/spaces/{open_.slug}/invitations/x/revocation").status_code == 403
    )
    invite(cast, quiet, "nora@example.org")
    assert "quiet room" not in cast.cleo.browser.page("/admin/invitations")
    (row,) = world.rows(Invitation)
    wrong = f"/spaces/{open_.slug}/invitations/{row.ref}/revocation"
    assert cast.chandra.browser.post(wrong).status_code == 404


@pytest.mark.parametrize("who", ["", "@nobody-here", "no@address", "two@example.org, a@b.org"])
def test_whom_nobody_can_be_is_said_beside_the_field(world, cast, quiet, who):
    page = invite(cast, quiet, who, status=422)
    assert 'class="field__error"' in page
    assert world.rows(Invitation) == []


def test_the_core_team_invites_into_several_spaces_with_a_role_in_each(
    world, cast, public, worker, mailbox
):
    open_ = world.space(NETWORK)
    own = world.space(CONFIDENTIAL, facilitator=cast.cleo)
    theirs = world.space(NETWORK, facilitator=cast.chandra)
    form = {"email": "nora@example.org", "role": "practitioner"}
    raised = {**form, "facilitates": theirs.slug}
    assert cast.cleo.browser.post("/admin/invitations", raised).status_code == 422
    cast.cleo.browser.step_up()
    cast.cleo.browser.post("/admin/invitations", {**form, "spaces": open_.slug, "facilitates": own.slug})  # fmt: skip
    worker()
    public.post(read(mailbox(), "nora@example.org")[-1].link, COMING)
    roles = {row.space_id: row.role for row in world.rows(InvitationSpace)}
    assert roles == {open_.id: "member", own.id: "facilitator"}
    assert set(inside(world, open_).values()) == {"member"}
    assert sorted(inside(world, own).values()) == ["facilitator", "facilitator"]
    used = cast.cleo.browser.page("/admin/invitations?became=used")
    assert "nora@example.org" in used


def _has_a_second_step(world, somebody) -> None:
    """Whoever facilitates needs one within fourteen days."""
    enrolled = update(Person).where(Person.id == somebody.id).values(two_step_since=clock.now())
    world.do(lambda: db.session.execute(enrolled))


def test_no_link_takes_over_an_account_that_its_owner_closed(
    world, cast, quiet, public, worker, mailbox
):
    """Who asked to be erased has a way back by their password, and nobody has another one."""
    inner = world.space(CONFIDENTIAL, member=cast.amina)
    cast.amina.browser.step_up()
    gone = {"texts": "keep", "handle": "amina"}
    assert cast.amina.browser.post("/settings/data/erasure", gone).status_code == 303
    invite(cast, quiet, cast.amina.email)
    worker()
    answer = public.post(read(mailbox(), cast.amina.email)[-1].link, COMING)
    assert answer.status_code == 409
    assert "There is an account for this address already." in answer.text
    assert public.sees(f"/spaces/{inner.slug}") == 404
    (row,) = world.rows(Person, id=cast.amina.id)
    assert (row.email, row.standing) == (cast.amina.email, "leaving")


def test_invitations_have_a_pace_as_each_is_a_mail_to_whatever_address_somebody_typed(
    world, cast, quiet, monkeypatch
):
    monkeypatch.setattr("hrcn_community.accounts.inviting.MOST_AN_HOUR", 2)
    for name in ("one", "two"):
        invite(cast, quiet, f"{name}@example.org")
    page = invite(cast, quiet, "three@example.org", status=409)
    assert "several times within an hour" in page
    assert len(world.rows(Invitation)) == 2
