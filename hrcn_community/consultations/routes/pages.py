"""The pages of cases: the list, asking, the case, an invitation, the desk."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from hrcn_community.access.guard import may, me, permit, public, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions.asking import Request, submit_case
from hrcn_community.consultations.actions.inviting import OVER
from hrcn_community.consultations.copy_words import STATES as COPY_STATES
from hrcn_community.consultations.forms.asking import RequestForm
from hrcn_community.consultations.forms.deeds import DeclarationForm, ReasonForm
from hrcn_community.consultations.models import Case, CaseInvitation, ShowsAs
from hrcn_community.consultations.offers import offers
from hrcn_community.consultations.queries import lists
from hrcn_community.consultations.queries.cases import (
    case_page,
    find_case,
    find_invitation,
    neutral_words,
)
from hrcn_community.consultations.queries.desk import find_desk
from hrcn_community.consultations.queries.drafting import begun_by
from hrcn_community.consultations.queries.groups import due_of
from hrcn_community.consultations.queries.outcomes import around
from hrcn_community.consultations.queries.people import find_people
from hrcn_community.consultations.queries.publishing import copy_of
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.transitions import Tier
from hrcn_community.consultations.words import FORMS
from hrcn_community.conversations.queries import network_size
from hrcn_community.core.web import page
from hrcn_community.register.queries import find_city, terms_named

P = Permission.Consultations
MOST = 2**31


@consultations.get("/consultations")
@public
def every() -> Any:
    listed = lists.cases(viewer=viewer(), before=request.args.get("before", ""))
    waits = lists.waiting(viewer=viewer())
    desk = viewer().is_member and find_desk(viewer=viewer())
    begun = begun_by(viewer())
    return page("consultations/list.html", listed=listed, waits=waits, desk=desk, begun=begun)


@consultations.post("/consultations")
@permit(P.BEGIN)
def submit() -> Any:
    form = RequestForm.offering(own=may(P.SUBMIT), others=may(P.SUBMIT_FOR))
    if not form.validate_on_submit():
        return page("consultations/whole.html", 422, form=form, people=network_size())
    answer = form.once(lambda: submit_case(request_of(form), by=me()).address)
    say_it_is_sent(Tier(form.tier.data))
    return answer


def say_it_is_sent(tier: Tier) -> None:
    sealed = _("Your question is sealed and with its lead. You will hear within two working days.")
    others = _("Your question is with the desk. You will hear within two working days.")
    flash(sealed if tier == Tier.SEALED else others, "success")


@consultations.get("/consultations/<ref>")
@permit(P.READ, find_case)
def show(case: Case) -> Any:
    shown = case_page(case, viewer=viewer(), before=_before())
    told = {"shown": shown, "offers": offers(shown), "around": around(case, viewer=viewer())}
    copy = copy_of(case) if may(P.READ_COPY, case) else None
    return page(
        "consultations/case.html", **told, form_names=FORMS, copy=copy, copy_states=COPY_STATES
    )


@consultations.get("/consultations/<ref>/invitation")
@permit(P.DECLARE, find_invitation)
def invitation(invitation: CaseInvitation) -> Any:
    if over := OVER.get(invitation.stand):
        raise over
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
        due=due_of(invitation),
    )


def _before() -> int | None:
    before = request.args.get("before", type=int)
    return min(max(before, 1), MOST) if before else None


def request_of(form: RequestForm, follows_id: int | None = None) -> Request:
    """Return what somebody asks, as the form has it."""
    city = find_city(form.city.data) if form.city.data else None
    slugs = [*(form.themes.data or []), *(form.groups.data or []), form.stage.data, form.layer.data]
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
        publication_wish=form.publication.data,
        shows_requester_as=ShowsAs(form.shows_requester_as.data),
        excluded_ids=tuple(find_people(form.excluded_handles).values()),
        is_for_another=form.is_for_another,
        whom=form.meant,
        follows_id=follows_id,
    )
