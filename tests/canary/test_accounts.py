"""What somebody tells the core team when they come in or write: for the core team, for nobody else."""

from datetime import timedelta

import pytest

from hrcn_community.accounts import inviting
from hrcn_community.accounts.joining import Newcomer, apply_to_join, confirm_address, decide
from hrcn_community.accounts.letters import write_letter
from hrcn_community.accounts.models import Application, Person, Purpose, RoleProposal, SiteRole
from hrcn_community.accounts.passwords import new_link
from hrcn_community.accounts.roles import propose_role
from hrcn_community.accounts.viewer import PUBLIC, viewer_of
from hrcn_community.conversations.actions.watching import Watched, add_word
from hrcn_community.conversations.models import WatchDeed
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.privacy.holds import Wanted, set_hold
from hrcn_community.privacy.keeping_models import Hold
from hrcn_community.spaces.models import Space
from tests.addresses import filled, rules, some
from tests.browsing import Browser
from tests.factories import CONFIDENTIAL
from tests.papers import readable

MARK = "kanari"
OF_A_KIND = 4  # pages


@pytest.fixture
def planted(world, cast, worker):
    """What the core team keeps: applications, an invitation, a hold, a proposed role, a word, a letter."""
    cast.ruth, cast.ben  # noqa: B018 - an advisor, and whom a hold and a proposal are about
    hidden = world.space(CONFIDENTIAL, "Kanari space", facilitator=cast.cleo)

    def plant() -> None:
        cleo = viewer_of(cast.cleo.id)
        for who in ("Kanari Waiting", "Kanari Declined", "Kanari Unconfirmed"):
            email = f"{who.lower().replace(' ', '-')}@example.org"
            apply_to_join(Newcomer(who, email, "practitioner"), "a sentence", f"Kanari says {who}.")
            person = db.session.query(Person).filter_by(email=email).one()
            if "Unconfirmed" not in who:
                confirm_address(new_link(person, Purpose.CONFIRM))
            if "Declined" in who:
                application = db.session.query(Application).filter_by(person_id=person.id).one()
                decide(application, approved=False, reason="Kanari reason.", by=cleo)
        space = db.session.get_one(Space, hidden.id)
        offers = [inviting.Offer(space)]
        coming = inviting.Coming("practitioner")
        inviting.invite("kanari-guest@example.org", coming, by=cleo, offers=offers)
        why, on = "Kanari says the law.", clock.now().date() + timedelta(days=9)
        set_hold(Wanted(cast.ben.id, "", why, on), by=cleo)
        propose_role(cast.ben.id, SiteRole.ADVISOR, "Kanari says they know.", by=cleo)
        add_word(None, Watched("kanariword", True, "", WatchDeed.TELL), by=cleo)
        write_letter("privacy", "kanari-l@example.org", "Kanari letter.", address="::1", by=PUBLIC)

    world.do(plant)
    worker()


def test_the_core_team_reads_it(world, cast, planted):
    cleo = cast.cleo.browser
    assert "Kanari Waiting" in cleo.page("/admin/applications")
    assert "kanari-guest@example.org" in cleo.page("/admin/invitations")
    assert "Kanari letter." in cleo.page("/admin/letters")
    [hold], [proposed] = world.rows(Hold), world.rows(RoleProposal)
    assert "Kanari says the law." in cleo.page(f"/admin/holds/{hold.ref}")
    assert "Kanari says they know." in cleo.page(f"/admin/roles/{proposed.ref}")
    assert "kanariword" in cleo.page("/moderation/words")


def test_nobody_else_meets_any_of_it(world, cast, planted):
    browsers = {
        "the public": Browser(world.app),
        "a practitioner": cast.eve.browser,
        "an official": cast.omar.browser,
        "an advisor": cast.dalia.browser,
        "the system administrator": cast.adam.browser,
        "a facilitator": _a_facilitator(world, cast),
        "whom it is about": cast.ben.browser,
    }
    offered = ("/mentions?q=kan", "/people?q=kanari", "/people?letter=K", "/search?q=kanari")
    with world.app.app_context():
        kinds = [sorted(set(filled(rule))) for rule in rules(world.app, "GET")]
    pages = [page for kind in kinds for page in some(kind, OF_A_KIND)]
    found = []
    for who, browser in browsers.items():
        for address in [*pages, *offered]:
            text = readable(browser.get(address, follow_redirects=True)).lower()
            for sent in ("q=kanari", "q%3dkanari", 'value="kanari"', "“kanari”"):
                text = text.replace(sent, "")
            if MARK in text.replace(address, ""):
                found.append((who, address))
    assert found == []


def test_what_waits_at_the_desk_is_as_unknown_as_what_never_was(world, cast, planted):
    refs = [row.ref for row in world.rows(Application)]
    for browser, status in ((cast.eve.browser, 404), (Browser(world.app), 404)):
        for ref in refs:
            answers = [browser.get(f"/admin/applications/{r}") for r in (ref, "0" * len(ref))]
            assert [answer.status_code for answer in answers] == [status, status]
            assert len({len(answer.data) for answer in answers}) == 1


def test_the_name_of_a_closed_space_is_not_told_to_others_of_the_core_team(cast, planted):
    assert "Kanari space" in cast.cleo.browser.page("/admin/invitations")
    tomas = cast.tomas.browser.page("/admin/invitations")
    assert "kanari-guest@example.org" in tomas
    assert "Kanari space" not in tomas


def test_an_address_that_is_known_is_answered_as_one_that_is_not(cast, public, planted):
    form = {"name": "Nora", "password": "a sentence of my own", "statement": "Why.", "privacy": "y"}
    told = set()
    for email in ("nobody-knows-@example.org", cast.ben.email, "kanari-waiting@example.org"):
        answer = public.post("/join", {**form, "email": email, "role": "practitioner"})
        told.add((answer.status_code, answer.headers["Location"], len(answer.data)))
    assert len(told) == 1


def _a_facilitator(world, cast) -> Browser:
    world.space(facilitator=cast.chandra)
    return cast.chandra.browser
