"""Inviting, declaring on conflict of interest, stepping back, naming who signs."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from hrcn_community.access.guard import may, me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.consultations.actions import experts
from hrcn_community.consultations.actions.inviting import OVER
from hrcn_community.consultations.forms.deeds import DeclarationForm, ReasonForm
from hrcn_community.consultations.models import Case, CaseInvitation, NotEligible
from hrcn_community.consultations.offers import form_for
from hrcn_community.consultations.queries.cases import find_case, find_invitation, find_part
from hrcn_community.consultations.queries.people import find_people, invitations_of
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.routes.doing import do, show_sheet
from hrcn_community.consultations.routes.pages import invitation_page
from hrcn_community.consultations.sheets import SIGNER
from hrcn_community.consultations.transitions import Deed
from hrcn_community.core.text import one_line

P = Permission.Consultations


@consultations.post("/consultations/<ref>/invitation")
@permit(P.PROPOSE_EXPERT, find_case)
def invite(case: Case) -> Any:
    confirms = may(P.CONFIRM_EXPERT, case)
    deed = experts.invite_expert if confirms else experts.propose_expert
    return do(
        case, Deed.INVITE, lambda form: deed(case, _person(form.handle), _part(form), by=me())
    )


@consultations.post("/consultations/<ref>/invitation/end")
@permit(P.CONFIRM_EXPERT, find_case)
def rescind(case: Case) -> Any:
    return do(
        case,
        Deed.RESCIND,
        lambda form: experts.rescind(case, form.words, _only(case, form), by=me()),
    )


@consultations.post("/consultations/<ref>/declaration")
@permit(P.DECLARE, find_invitation)
def declare(invitation: CaseInvitation) -> Any:
    if over := OVER.get(invitation.stand):
        raise over
    form = DeclarationForm()
    if not form.validate_on_submit():
        return invitation_page(invitation, form, ReasonForm(formdata=None), 422)
    return form.once(lambda: _declared(invitation, form))


@consultations.post("/consultations/<ref>/recusal")
@permit(P.DECLARE, find_part)
def recuse(invitation: CaseInvitation) -> Any:
    form = form_for(Deed.RECUSE, invitation.case, request.form)
    if not form.validate_on_submit():
        return show_sheet(invitation.case, Deed.RECUSE, form, 422)
    return form.once(lambda: _recused(invitation, form))


@consultations.post("/consultations/<ref>/signer")
@permit(P.CONFIRM_EXPERT, find_case)
def name_signer(case: Case) -> Any:
    return do(case, SIGNER, lambda form: experts.name_signer(case, _person(form.handle), by=me()))


def _declared(invitation: CaseInvitation, form: DeclarationForm) -> str:
    has_conflict = form.declaration.data == "conflict"
    experts.declare(invitation, has_conflict, form.text.data or "", by=me())
    if not has_conflict:
        return invitation.case.address
    flash(_("Thank you for saying so. The case stays closed to you."), "success")
    return "/consultations"


def _recused(invitation: CaseInvitation, form: Any) -> str:
    experts.recuse(invitation, form.words, by=me())
    flash(_("You have stepped back. The lead will look for somebody else."), "success")
    return "/consultations"


def _person(field: Any) -> int:
    handle = one_line(field.data or "")
    people = find_people([handle])
    if not people:
        raise NotEligible
    return people[handle]


def _only(case: Case, form: Any) -> int | None:
    """Return whose invitation alone is meant, if one is: also of somebody who is leaving the house."""
    handle = one_line(form.handle.data or "")
    if not handle:
        return None
    asked = [each.person_id for each in invitations_of(case) if each.handle == handle]
    if not asked:
        raise NotEligible
    return asked[0]


def _part(form: Any) -> SpaceRole:
    return SpaceRole.REVIEWER if form.role.data == "reviewer" else SpaceRole.ADVISOR
