"""Roles that two of the core team grant, and roles that one sets or lays down."""

from datetime import timedelta

import pytest

from hrcn_community.accounts import roles
from hrcn_community.accounts.models import Person, RoleProposal, SiteRole
from hrcn_community.accounts.role_refusals import CoreTeamTooSmall, ProposalOver
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.cli import hrcn
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from tests.browsing import follow
from tests.letterbox import read
from tests.racing import at_once

WHY = "She has answered for us for two years."
pytestmark = pytest.mark.usefixtures("proved")


@pytest.fixture
def propose(world, cast):
    """Let Cleo propose a role for somebody, and return the address of the proposal."""
    cast.tomas, cast.ines  # noqa: B018 - the core team has three people

    def propose(somebody, role="advisor", by=None, status=303) -> str:
        answer = (by or cast.cleo).browser.post(
            f"/admin/people/{somebody.handle}/proposals", role=role, reason=WHY
        )
        assert answer.status_code == status, answer.text
        return answer.headers.get("Location", "")

    return propose


def role_of(world, somebody) -> str:
    return world.rows(Person, id=somebody.id)[0].site_role


def test_who_is_of_the_core_team_no_more_is_not_told_for_whom_a_role_was_proposed(
    world, cast, worker, propose
):
    propose(cast.amina)
    worker()
    told = "waits for you to decide: Amina"
    assert told in cast.tomas.browser.page("/notifications")
    world.do(
        lambda: setattr(db.session.get_one(Person, cast.tomas.id), "site_role", "practitioner")
    )
    assert told not in cast.tomas.browser.page("/notifications")
    assert told in cast.ines.browser.page("/notifications")


def test_one_proposes_with_a_reason_and_another_confirms(world, cast, worker, propose):
    address = propose(cast.amina)
    assert role_of(world, cast.amina) == "practitioner"
    worker()
    assert "A role is proposed" in cast.tomas.browser.page("/notifications")
    assert WHY in cast.tomas.browser.page(address)
    page = follow(cast.tomas.browser, cast.tomas.browser.post(f"{address}/confirmation"))
    assert "Confirmed" in page
    assert role_of(world, cast.amina) == "advisor"
    worker()
    assert "changed your role" in cast.amina.browser.page("/notifications")
    assert "decided on a role" in cast.cleo.browser.page("/notifications")


def test_neither_who_proposed_nor_who_is_meant_confirms(world, cast, propose):
    address = propose(cast.amina, "core")
    assert cast.cleo.browser.post(f"{address}/confirmation").status_code == 409
    assert role_of(world, cast.amina) == "practitioner"
    address = propose(cast.ines, "practitioner")
    assert cast.ines.browser.post(f"{address}/confirmation").status_code == 409
    assert cast.ines.browser.post(f"{address}/refusal", answer="No.").status_code == 409
    assert role_of(world, cast.ines) == "core"
    assert propose(cast.tomas, "practitioner", by=cast.tomas, status=422) == ""


def test_taking_a_role_away_needs_two_as_well_and_ends_the_sign_ins(world, cast, propose):
    assert cast.dalia.browser.sees("/notifications") == 200
    form = {"role": "practitioner"}
    assert cast.cleo.browser.post("/admin/people/dalia/role", form).status_code == 422
    address = propose(cast.dalia, "practitioner")
    cast.tomas.browser.post(f"{address}/confirmation")
    assert role_of(world, cast.dalia) == "practitioner"
    assert cast.dalia.browser.sees("/notifications") == 401


def test_declined_with_a_reason_which_the_person_reads(world, cast, worker, propose):
    address = propose(cast.amina)
    empty = cast.tomas.browser.post(f"{address}/refusal", answer=" ")
    assert empty.status_code == 422
    cast.tomas.browser.post(f"{address}/refusal", answer="Not before the summer.")
    assert cast.ines.browser.post(f"{address}/confirmation").status_code == 409
    worker()
    (row,) = world.rows(RoleProposal)
    own = f"/settings/proposals/{row.ref}"
    assert own in cast.amina.browser.page("/notifications")
    assert "Not before the summer." in cast.amina.browser.page(own)
    assert cast.eve.browser.sees(own) == 404
    assert role_of(world, cast.amina) == "practitioner"


def test_a_proposal_ends_after_fourteen_days(world, cast, propose):
    address = propose(cast.amina)
    with clock.at(clock.now() + timedelta(days=14, minutes=1)):
        assert cast.tomas.browser.post(f"{address}/confirmation").status_code == 409
        propose(cast.amina, by=cast.ines)
    assert role_of(world, cast.amina) == "practitioner"


@pytest.mark.parametrize(("role", "reason"), [("core", ""), ("official", WHY), ("king", WHY)])
def test_what_cannot_be_proposed_comes_back(world, cast, role, reason):
    answer = cast.cleo.browser.post("/admin/people/amina/proposals", role=role, reason=reason)
    assert (answer.status_code, world.rows(RoleProposal)) == (404, [])  # she is not here yet
    cast.amina  # noqa: B018 - now she is
    answer = cast.cleo.browser.post("/admin/people/amina/proposals", role=role, reason=reason)
    assert (answer.status_code, world.rows(RoleProposal)) == (422, [])
    assert not reason or WHY in answer.text


def test_only_the_core_team_meets_any_of_it(world, cast, public, propose):
    address = propose(cast.amina)
    for somebody in (cast.amina, cast.dalia, cast.omar, cast.adam):
        assert somebody.browser.sees(address) == 404
        assert somebody.browser.sees("/admin/roles") == 403
        assert somebody.browser.post(f"{address}/confirmation").status_code == 404
        deed = "/admin/people/amina/proposals"
        assert somebody.browser.post(deed, role="core", reason=WHY).status_code == 404
    assert public.post(f"{address}/confirmation").status_code == 401
    assert role_of(world, cast.amina) == "practitioner"


def test_one_proposal_at_a_time_and_a_form_sent_twice_is_one(world, cast, propose):
    form = {"role": "core", "reason": WHY, "form_token": "0123456789"}
    for _ in range(2):
        answer = cast.cleo.browser.post("/admin/people/amina/proposals", form)
        assert answer.status_code in {303, 404}
    cast.amina  # noqa: B018 - the two above were before she came
    for _ in range(2):
        assert cast.cleo.browser.post("/admin/people/amina/proposals", form).status_code == 303
    assert len(world.rows(RoleProposal)) == 1
    propose(cast.amina, "advisor", by=cast.tomas, status=422)


def test_of_two_who_confirm_at_once_one_wins(app, world, cast, propose):
    propose(cast.amina)
    (row,) = world.rows(RoleProposal)

    def confirm(person_id: int) -> str:
        with app.app_context():
            proposal = db.session.get_one(RoleProposal, row.id)
            try:
                roles.confirm_role(proposal, by=viewer_of(person_id))
                db.session.commit()
            except ProposalOver:
                return "too late"
            return "won"

    ids = [cast.tomas.id, cast.ines.id]
    assert sorted(at_once([lambda id_=id_: confirm(id_) for id_ in ids])) == ["too late", "won"]


def test_the_last_two_of_the_core_team_cannot_go_not_even_at_once(app, world, cast):
    team = [cast.cleo, cast.tomas, cast.ines]

    def resign(person_id: int) -> str:
        with app.app_context():
            try:
                roles.resign(by=viewer_of(person_id))
                db.session.commit()
            except CoreTeamTooSmall:
                return "stays"
            return "goes"

    told = at_once([lambda id_=each.id: resign(id_) for each in team])
    assert sorted(told) == ["goes", "stays", "stays"]
    left = next(each for each in team if role_of(world, each) == "core")
    page = left.browser.page("/settings/role")
    assert "needs two" in page
    assert "Lay it down" not in page
    assert left.browser.post("/settings/role/end").status_code == 409


def test_somebody_lays_down_their_own_role_alone(world, cast):
    page = follow(cast.dalia.browser, cast.dalia.browser.post("/settings/role/end"))
    assert "Sign in" in page
    assert role_of(world, cast.dalia) == "practitioner"
    assert cast.dalia.browser.sees("/notifications") == 401


def test_one_of_the_core_team_makes_an_official_of_a_city(world, cast):
    cast.omar  # noqa: B018 - brings Graz
    graz = str(world.viewer(cast.omar).city_id)
    somebody, form = cast.amina, {"role": "official", "city": graz}
    without = cast.cleo.browser.post("/admin/people/amina/role", role="official", city="")
    assert without.status_code == 422
    cast.cleo.browser.post("/admin/people/amina/role", form)
    assert role_of(world, somebody) == "official"
    assert "Graz" in cast.eve.browser.page("/people/amina")
    assert cast.eve.browser.post("/admin/people/amina/role", role="official").status_code == 404


def test_what_the_command_line_files_needs_two_of_the_core_team(app, world, cast):
    cast.tomas, cast.cleo, cast.ines  # noqa: B018 - the core team stands
    words = ["person", "add", "new@example.org", "--name", "New One", "--role", "core"]
    assert app.test_cli_runner().invoke(hrcn, words).exit_code == 0
    (row,) = world.rows(RoleProposal)
    address = f"/admin/roles/{row.ref}/confirmation"
    assert cast.cleo.browser.post(address).status_code == 303
    assert cast.cleo.browser.post(address).status_code == 409  # the same one twice is not two
    (person,) = world.rows(Person, email="new@example.org")
    assert person.site_role == "practitioner"
    assert cast.tomas.browser.post(address).status_code == 303
    assert world.rows(Person, id=person.id)[0].site_role == "core"


def test_an_advisor_is_invited_but_the_mail_waits_for_a_second_person(
    world, cast, public, worker, mailbox
):
    cast.tomas  # noqa: B018 - who decides
    form = {"email": "nora@example.org", "role": "advisor", "reason": WHY}
    cast.cleo.browser.post("/admin/invitations", form)
    worker()
    assert read(mailbox(), "nora@example.org") == []
    (row,) = world.rows(RoleProposal)
    cast.tomas.browser.post(f"/admin/roles/{row.ref}/confirmation")
    worker()
    (mail,) = read(mailbox(), "nora@example.org")
    coming = {"name": "Nora Lind", "password": "a sentence of my own", "privacy": "y"}
    assert public.post(mail.link, coming).status_code == 303
    (nora,) = world.rows(Person, email="nora@example.org")
    assert nora.site_role == "advisor"


def test_a_declined_advisor_s_invitation_opens_nothing(world, cast, worker, mailbox):
    form = {"email": "nora@example.org", "role": "core", "reason": WHY}
    cast.cleo.browser.post("/admin/invitations", form)
    (row,) = world.rows(RoleProposal)
    cast.tomas.browser.post(f"/admin/roles/{row.ref}/refusal", answer="No.")
    cast.ines  # noqa: B018 - who would confirm it after all
    with pytest.raises(Refusal):
        world.do(
            lambda: roles.confirm_role(
                db.session.get_one(RoleProposal, row.id), by=viewer_of(cast.ines.id)
            )
        )
    worker()
    assert read(mailbox(), "nora@example.org") == []


def test_a_role_that_moved_meanwhile_is_not_given(world, cast, propose):
    address = propose(cast.amina)
    world.do(
        lambda: roles.set_plain_role(
            cast.amina.id, SiteRole.OFFICIAL, 0 or None, by=viewer_of(cast.ines.id)
        )
    )
    assert cast.tomas.browser.post(f"{address}/confirmation").status_code == 409
    assert role_of(world, cast.amina) == "official"
