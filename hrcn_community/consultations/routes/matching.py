"""Finding an expert for a case: the ranked list, and letting several answer together."""

from typing import Any

from flask import flash, request
from flask_babel import get_locale
from flask_babel import gettext as _

from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import may, me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.consultations.actions import groups, inviting
from hrcn_community.consultations.actions.leaving import REVIEWER_IN
from hrcn_community.consultations.forms.matching import RapporteurForm
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.declarations import valid_until_of
from hrcn_community.consultations.queries.groups import Together, together_of
from hrcn_community.consultations.queries.matching import ranking_for
from hrcn_community.consultations.queries.people import find_people, ids_of
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.transitions import State
from hrcn_community.core.web import page

P = Permission.Consultations


@consultations.get("/consultations/<ref>/experts")
@permit(P.PROPOSE_EXPERT, find_case)
def find_experts(case: Case) -> Any:
    return _page(case, RapporteurForm(formdata=None))


@consultations.post("/consultations/<ref>/group")
@permit(P.CONFIRM_EXPERT, find_case)
def begin_group(case: Case) -> Any:
    form = HouseForm()
    if not form.validate_on_submit():
        return _page(case, RapporteurForm(formdata=None), 422)
    return form.once(lambda: _begun(case))


@consultations.post("/consultations/<ref>/rapporteur")
@permit(P.CONFIRM_EXPERT, find_case)
def name_rapporteur(case: Case) -> Any:
    form = RapporteurForm()
    people = find_people([form.handle.data or ""])
    if not form.validate_on_submit() or not people:
        form.handle.errors = [*form.handle.errors] or [_("Choose somebody.")]
        return _page(case, form, 422)
    return form.once(lambda: _named(case, *people.values()))


def _begun(case: Case) -> str:
    groups.begin_group(case, by=me())
    flash(_("Several can answer this case together now. Invite them one by one."), "success")
    return f"{case.address}/experts"


def _named(case: Case, person_id: int) -> str:
    groups.name_rapporteur(case, person_id, by=me())
    flash(_("They hand the draft over from now on, and are told."), "success")
    return f"{case.address}/experts"


def _page(case: Case, form: RapporteurForm, status: int = 200) -> Any:
    together, leads = together_of(case), may(P.CONFIRM_EXPERT, case)
    ranking = ranking_for(case, viewer=viewer(), locale=str(get_locale()))
    ids = [match.expert.id for match in ranking.matches]
    form.handle.choices = options([(p.handle, p.name) for p in together.at_work])
    parts = _parts(case, together, leads)
    asked = request.args.get("part", "")
    return page(
        "consultations/experts.html",
        status,
        case=case,
        ranking=ranking,
        together=together,
        leads=leads,
        declared=valid_until_of(ids) if leads else {},
        form=form,
        group_form=HouseForm(formdata=None),
        can_begin=leads and not together.is_group and case.state in groups.CAN_BEGIN,
        parts=parts,
        part=asked if asked in parts else next(iter(parts), ""),
    )


def _parts(case: Case, together: Together, leads: bool) -> list[str]:
    """Return as what somebody can be asked, or proposed, as the case stands."""
    beside = case.state == State.INVITED or (together.is_group and case.state in inviting.JOINING)
    parts = [SpaceRole.ADVISOR] if case.state == State.MATCHING or (leads and beside) else []
    has_reviewer = ids_of(case, SpaceRole.REVIEWER) or inviting.open_invitations(
        case, SpaceRole.REVIEWER
    )
    if case.state in REVIEWER_IN and not has_reviewer:
        parts.append(SpaceRole.REVIEWER)
    return [str(part) for part in parts]
