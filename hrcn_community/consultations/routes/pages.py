"""The pages of cases: the list, asking, the case, an invitation, the desk."""

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit, public, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.consultations.actions.asking import Request, submit_case
from hrcn_community.consultations.forms.asking import RequestForm
from hrcn_community.consultations.forms.deeds import DeclarationForm, ReasonForm
from hrcn_community.consultations.models import DESK, Case, CaseInvitation, ShowsAs
from hrcn_community.consultations.offers import offers
from hrcn_community.consultations.queries import lists
from hrcn_community.consultations.queries.cases import (
    case_page,
    find_case,
    find_invitation,
    neutral_words,
)
from hrcn_community.consultations.queries.people import find_people
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.transitions import Tier
from hrcn_community.consultations.words import FORMS
from hrcn_community.conversations.queries import network_size
from hrcn_community.core.web import page
from hrcn_community.register.queries import find_city, terms_named
from hrcn_community.spaces.models import Space

P = Permission.Consultations
MOST = 2**31


def find_desk(*, viewer: Any) -> Space | None:
    return find_space(DESK, viewer=viewer)


@consultations.get("/consultations")
@public
def every() -> Any:
    listed = lists.cases(viewer=viewer(), before=request.args.get("before", ""))
    invited = lists.invitations(viewer=viewer())
    desk = viewer().is_member and find_desk(viewer=viewer())
    return page("consultations/list.html", listed=listed, invited=invited, desk=desk)


@consultations.get("/consultations/new")
@permit(P.SUBMIT)
def new() -> Any:
    return page("consultations/new.html", form=RequestForm(), people=network_size())


@consultations.post("/consultations")
@permit(P.SUBMIT)
def submit() -> Any:
    form = RequestForm()
    if not form.validate_on_submit():
        return page("consultations/new.html", 422, form=form, people=network_size())
    answer = form.once(lambda: submit_case(_request(form), by=me()).address)
    flash(_where_it_is(Tier(form.tier.data)), "success")
    return answer


@consultations.get("/consultations/desk")
@permit(Permission.Spaces.READ, find_desk)
def desk(space: Space) -> Any:
    listed = lists.desk_cases(viewer=viewer(), before=request.args.get("before", ""))
    return page("consultations/desk.html", listed=listed)


@consultations.get("/consultations/<ref>")
@permit(P.READ, find_case)
def show(case: Case) -> Any:
    shown = case_page(case, viewer=viewer(), before=_before())
    return page("consultations/case.html", shown=shown, offers=offers(shown), form_names=FORMS)


@consultations.get("/consultations/<ref>/work")
@permit(P.READ_WORK, find_case)
def work(case: Case) -> Response:
    return redirect(f"{case.address}#work")


@consultations.get("/consultations/<ref>/invitation")
@permit(P.DECLARE, find_invitation)
def invitation(invitation: CaseInvitation) -> Any:
    return invitation_page(invitation, DeclarationForm(), ReasonForm())


def invitation_page(
    invitation: CaseInvitation, form: DeclarationForm, recusal: ReasonForm, status: int = 200
) -> Any:
    asker, themes = neutral_words(invitation)
    return page(
        "consultations/invitation.html",
        status,
        invitation=invitation,
        case=invitation.case,
        asker=asker,
        themes=themes,
        form=form,
        recusal=recusal,
        form_names=FORMS,
    )


def _where_it_is(tier: Tier) -> str:
    if tier == Tier.SEALED:
        return _(
            "Your question is sealed and with its lead. You will hear within two working days."
        )
    return _("Your question is with the desk. You will hear within two working days.")


def _before() -> int | None:
    before = request.args.get("before", type=int)
    return min(max(before, 1), MOST) if before else None


def _request(form: RequestForm) -> Request:
    city = find_city(form.city.data) if form.city.data else None
    slugs = [*(form.themes.data or []), form.stage.data, form.layer.data]
    return Request(
        title=form.title.data or "",
        question=form.question.data or "",
        context=form.context.data or "",
        tier=Tier(form.tier.data),
        sub_questions=tuple(form.sub_questions.lines),
        tried=form.tried.data or "",
        city_id=city.id if city else None,
        term_ids=tuple(term.id for term in terms_named([s for s in slugs if s])),
        decision_due=form.decision_due.data,
        wanted_form=form.wanted_form.data,
        answer_language=form.answer_language.data,
        persons_identifiable=form.persons_identifiable.data,
        shows_requester_as=ShowsAs(form.shows_requester_as.data),
        excluded_ids=tuple(find_people(form.excluded_handles).values()),
    )
