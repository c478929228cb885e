"""Coming in by an invitation."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from hrcn_community.accounts.coming_in import accept
from hrcn_community.accounts.inviting import InvitationDead, revoke
from hrcn_community.accounts.models import Invitation, Membership, Person
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Mail
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, NETWORK, RESTRICTED
from tests.letterbox import read
from tests.racing import sent_at_once

COMING = {"name": "Nora Lind", "password": "a sentence of my own", "privacy": "y"}


@pytest.fixture
def invited(cast, worker, mailbox):
    """Invite Nora, or otherwise, and return the link that was mailed."""

    def invite(**fields: str) -> str:
        form = {"email": "nora@example.org", "role": "practitioner", **fields}
        answer = cast.cleo.browser.post("/admin/invitations", form)
        assert "The invitation is on its way." in follow(cast.cleo.browser, answer)
        worker()
        return read(mailbox(), "nora@example.org")[-1].link

    return invite


def test_somebody_invited_comes_in_and_is_signed_in(cast, public, invited):
    link = invited()
    assert public.sees(link) == 200
    page = follow(public, public.post(link, COMING))
    assert "Welcome." in page
    assert "@nora-lind" in page
    assert "nora@example.org" not in cast.cleo.browser.page("/admin/invitations")


def test_an_official_comes_with_the_city_that_the_core_team_gave_them(world, cast, public, invited):
    cast.omar  # noqa: B018 - brings the city of Graz
    city_id = world.viewer(cast.omar).city_id
    public.post(invited(role="official", city=str(city_id)), COMING)
    (nora,) = world.rows(Person, handle="nora-lind")
    assert (nora.site_role, nora.city_id) == ("official", city_id)


def test_an_invitation_is_good_once(world, public, invited):
    link = invited()
    public.post(link, COMING)
    public.post("/sign-out")
    again = public.post(link, {**COMING, "name": "Somebody Else"})
    assert again.status_code == 409
    assert "no longer good" in again.text
    assert len(world.rows(Person, email="nora@example.org")) == 1


def test_an_invitation_accepted_several_times_at_once_makes_one_person(app, world, invited):
    token = invited().rsplit("/", 1)[1]
    outcomes, together = [], threading.Barrier(4)

    def come_in(number: int) -> None:
        with app.app_context():
            together.wait()
            try:
                accept(token, f"Nora {number}", "a sentence of my own")
                db.session.commit()
                outcomes.append("in")
            except Refusal:
                outcomes.append("refused")

    comers = [threading.Thread(target=come_in, args=(number,)) for number in range(4)]
    for comer in comers:
        comer.start()
    for comer in comers:
        comer.join()
    assert sorted(outcomes) == ["in", "refused", "refused", "refused"]
    assert len(world.rows(Person, email="nora@example.org")) == 1


def test_it_ends_after_fourteen_days(public, invited):
    link = invited()
    with clock.at(clock.now() + timedelta(days=14, minutes=1)):
        assert public.post(link, COMING).status_code == 409


def test_taken_back_it_opens_nothing(world, cast, public, invited):
    link = invited()
    (invitation,) = world.rows(Invitation)
    cast.cleo.browser.post(f"/admin/invitations/{invitation.ref}/revocation")
    assert public.post(link, COMING).status_code == 409
    assert world.rows(Person, email="nora@example.org") == []


def test_taken_back_by_two_at_once_or_again_it_is_once_and_the_later_reads_it(
    world, cast, public, invited
):
    invited()
    [row] = world.rows(Invitation)
    here = f"/admin/invitations/{row.ref}/revocation"
    for browser in (cast.amina.browser, cast.dalia.browser, public):
        assert browser.post(here).status_code in {401, 403, 404}
    assert world.rows(Invitation)[0].revoked_at is None
    done, late = sent_at_once((cast.cleo.browser, here), (cast.tomas.browser, here))
    assert (done.status_code, late.status_code) == (303, 409)
    again = cast.cleo.browser.post(here)
    assert again.status_code == 409
    assert "no longer good" in late.text
    assert "no longer good" in again.text
    assert len(world.rows(Entry, name="InvitationRevoked")) == 1
    assert cast.cleo.browser.post("/admin/invitations/0000000000/revocation").status_code == 404


def test_a_used_invitation_cannot_be_taken_back(app, world, cast, public, invited):
    public.post(invited(), COMING)
    (invitation,) = world.rows(Invitation)
    with app.app_context(), pytest.raises(InvitationDead):
        revoke(invitation, by=viewer_of(cast.cleo.id))


def test_a_newer_invitation_ends_the_older(public, invited):
    older, newer = invited(), invited()
    assert public.post(older, COMING).status_code == 409
    assert public.post(newer, COMING).status_code == 303


def test_only_a_hash_of_its_token_is_kept(world, invited):
    token = invited().rsplit("/", 1)[1]
    (invitation,) = world.rows(Invitation)
    assert token != invitation.token_hash
    assert all(token not in mail.body for mail in world.rows(Mail))


def test_the_link_binds_address_and_role_whatever_the_form_says(world, public, invited):
    raised = {"email": "eve@example.org", "role": "core", "site_role": "core", "space": "1"}
    public.post(invited(), {**COMING, **raised})
    (nora,) = world.rows(Person, handle="nora-lind")
    assert (nora.email, nora.site_role) == ("nora@example.org", "practitioner")


@pytest.mark.parametrize("role", ["advisor", "core", "administrator", "", "facilitator"])
def test_nobody_is_invited_into_a_role_that_two_persons_grant_without_a_reason(world, cast, role):
    form = {"email": "nora@example.org", "role": role}
    assert cast.cleo.browser.post("/admin/invitations", form).status_code == 422
    assert world.rows(Invitation) == []
    assert "two persons" in cast.cleo.browser.page("/admin/invitations")


@pytest.mark.parametrize("who", ["amina", "dalia", "omar", "chandra"])
def test_only_the_core_team_invites(world, cast, who):
    form = {"email": "nora@example.org", "role": "practitioner"}
    assert getattr(cast, who).browser.post("/admin/invitations", form).status_code == 403
    assert world.rows(Invitation) == []


def test_the_public_is_asked_to_sign_in(public):
    assert public.post("/admin/invitations", email="nora@example.org").status_code == 401


def test_a_member_is_not_invited_again(cast, world):
    form = {"email": cast.amina.email, "role": "practitioner"}
    answer = cast.cleo.browser.post("/admin/invitations", form)
    assert answer.status_code == 422
    assert "There is an account for this address already." in answer.text
    assert world.rows(Invitation) == []


def test_one_who_had_applied_meanwhile_comes_in_by_the_invitation(world, public, invited):
    link = invited()
    applying = {**COMING, "email": "nora@example.org", "role": "practitioner", "statement": "Me."}
    public.post("/join", applying)
    assert public.post(link, {**COMING, "password": "another sentence"}).status_code == 303
    (nora,) = world.rows(Person, email="nora@example.org")
    assert nora.standing == "member"


def test_an_invitation_leads_into_a_space_that_is_open(world, public, invited):
    space = world.space(NETWORK)
    public.post(invited(spaces=space.slug), COMING)
    (nora,) = world.rows(Person, handle="nora-lind")
    assert [row.space_id for row in world.rows(Membership, person_id=nora.id)] == [space.id]


def test_whoever_facilitates_a_closed_space_invites_into_it(world, cast, public, invited):
    space = world.space(CONFIDENTIAL, facilitator=cast.cleo)
    public.post(invited(spaces=space.slug), COMING)
    (nora,) = world.rows(Person, handle="nora-lind")
    assert len(world.rows(Membership, person_id=nora.id)) == 1


@pytest.mark.parametrize("visibility", [RESTRICTED, CONFIDENTIAL])
def test_nobody_invites_by_office_into_a_closed_space(world, cast, visibility):
    space = world.space(visibility, facilitator=cast.chandra, member=cast.cleo)
    form = {"email": "nora@example.org", "role": "practitioner", "spaces": space.slug}
    assert cast.cleo.browser.post("/admin/invitations", form).status_code == 422
    assert world.rows(Invitation) == []


def test_the_space_is_asked_for_again_when_the_invitation_is_used(world, cast, public, invited):
    space = world.space(CONFIDENTIAL, facilitator=cast.cleo)
    link = invited(spaces=space.slug)
    world.do(lambda: db.session.execute(update(Membership).values(role="member")))
    assert public.post(link, COMING).status_code == 303
    (nora,) = world.rows(Person, handle="nora-lind")
    assert world.rows(Membership, person_id=nora.id) == []
    assert world.rows(Space)[0].member_count == 1


def test_a_closed_space_is_not_named_to_others_of_the_core_team(world, cast, invited):
    invited(spaces=world.space(CONFIDENTIAL, "The quiet room", facilitator=cast.cleo).slug)
    assert "The quiet room" in cast.cleo.browser.page("/admin/invitations")
    assert "The quiet room" not in cast.tomas.browser.page("/admin/invitations")


@pytest.mark.parametrize("missing", ["name", "password", "privacy"])
def test_an_incomplete_form_comes_back_and_the_invitation_still_stands(public, invited, missing):
    link = invited()
    answer = public.post(link, {name: value for name, value in COMING.items() if name != missing})
    assert answer.status_code == 422
    assert public.post(link, COMING).status_code == 303


def test_the_form_sent_twice_is_one_invitation_and_one_mail(world, cast, worker, mailbox):
    form = {"email": "nora@example.org", "role": "practitioner", "form_token": "0123456789"}
    for _ in range(2):
        assert cast.cleo.browser.post("/admin/invitations", form).status_code == 303
    worker()
    assert len(world.rows(Invitation)) == 1
    assert len(mailbox()) == 1
