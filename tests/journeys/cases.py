"""Cases of the journeys: brought without a browser to where a journey begins, and how a deed is opened."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Page

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.consultations.actions import answers, experts, talking
from hrcn_community.consultations.actions.asking import Request, submit_case
from hrcn_community.consultations.actions.availability import take_on
from hrcn_community.consultations.actions.papers import add_papers
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.cases import find_case, find_invitation
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.transitions import Deed, Tier
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.demo.deeds import person
from hrcn_community.worker import work_off

CONTEXT = "Forty households, one letter from the owner, and a gymnasium that stands empty."
PAPER = "The lease of the gymnasium, all of it."
DRAFT = "**Write to the owner first.** Then read the lease beside the city's charter."


def a_case(app: Flask, title: str, until: str = "submitted", *, days_ago: int = 0) -> str:
    """Let everybody do their part until a confidential case is in the state `until`; return its address."""
    asked = Request(
        title=title, question=f"{title}: may it open?", context=CONTEXT, tier=Tier.CONFIDENTIAL
    )
    with app.app_context(), clock.at(clock.now() - timedelta(days=days_ago)):
        case = submit_case(asked, by=person("amina"))
        add_papers(case, PAPER, [], by=person("amina"))
        for do in _way(case):
            if case.state == until:
                break
            do()
        assert case.state == until
        db.session.commit()
        address = case.address
    work_off(app)
    return address


def confirm_scope(app: Flask, address: str) -> None:
    """Let whoever asked say yes to what the desk proposes."""
    _do(app, address, lambda case: talking.confirm_scope(case, by=person("amina")))


def deliver(app: Flask, address: str) -> None:
    """Let the lead deliver what was signed."""
    _do(app, address, lambda case: answers.deliver(case, by=viewer_of(_lead_id(case))))


def open_deed(page: Page, case: str, deed: str) -> None:
    """Go to the case and unfold the form of a deed, unless it is the only one and stands open."""
    page.goto(case)
    fold = page.locator("details.deed").filter(has=page.get_by_text(deed, exact=True))
    if fold.get_attribute("open") is None:
        fold.locator("summary").press("Enter")


def ref_of(case: str) -> str:
    return case.rsplit("/", 1)[1]


def _do(app: Flask, address: str, deed: Callable[[Case], object]) -> None:
    with app.app_context():
        case = find_case(ref_of(address), viewer=person("amina"))
        assert case
        deed(case)
        db.session.commit()


def _way(case: Case) -> Sequence[Callable[[], object]]:
    """Return what is done, one after the other, each by somebody as they stand by then."""
    scope = "We answer it as it stands."
    return (
        lambda: talking.take_up(case, by=person("chandra")),
        lambda: talking.speak(case, Deed.SCOPE, scope, by=person("chandra")),
        lambda: talking.confirm_scope(case, by=person("amina")),
        lambda: _invite(case, "dalia", SpaceRole.ADVISOR),
        lambda: _declare(case, "dalia"),
        lambda: answers.write_draft(case, DRAFT, by=person("dalia")),
        lambda: _invite(case, "ruth", SpaceRole.REVIEWER),
        lambda: _declare(case, "ruth"),
        lambda: _let_the_desk_sign(case),
        lambda: answers.request_review(case, by=person("dalia")),
        lambda: answers.review(case, True, "Sound.", by=person("ruth")),
    )


def _invite(case: Case, who: str, role: SpaceRole) -> None:
    take_on(99, by=person(who))  # journeys ask the same few people again and again
    experts.invite_expert(case, person(who).id, role, by=viewer_of(_lead_id(case)))


def _declare(case: Case, who: str) -> None:
    by = person(who)
    invitation = find_invitation(case.ref, viewer=by)
    assert invitation
    experts.declare(invitation, False, "", by=by)


def _let_the_desk_sign(case: Case) -> None:
    experts.name_signer(case, person("chandra").id, by=viewer_of(_lead_id(case)))


def _lead_id(case: Case) -> int:
    return ids_of(case, SpaceRole.LEAD)[0]
