"""A copy for the public, on its way: proposed, redacted, agreed to, signed. Publishing stands in site/."""

from collections.abc import Callable
from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import consenting, publishing
from hrcn_community.consultations.copy_offers import (
    NAMING,
    copy_offers,
    redaction_form,
    with_own_ids,
)
from hrcn_community.consultations.copy_words import KINDS, STATES, WISHES
from hrcn_community.consultations.forms.deeds import PlainForm, ReasonForm
from hrcn_community.consultations.forms.publishing import (
    ConsentForm,
    NamingForm,
    RedactionForm,
    SignCopyForm,
)
from hrcn_community.consultations.licence import LICENCE
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.models.publication import CasePublication, NotTheSameText
from hrcn_community.consultations.publication import HANDED_ON, Publication, PublicationDeed
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.copied import find_copied_case
from hrcn_community.consultations.queries.delivered import delivered
from hrcn_community.consultations.queries.known_words import known_words
from hrcn_community.consultations.queries.publishing import (
    copy_of,
    copy_page,
    originals,
    suggestions,
)
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.core.web import page
from hrcn_community.register.queries import terms_named

P, D = Permission.Consultations, PublicationDeed
HERE = "/consultations/<ref>/publication"


@consultations.get(HERE)
@permit(P.READ_COPY, find_case)
def copy(case: Case) -> Any:
    return show_copy(case)


@consultations.post(HERE)
@permit(P.PROPOSE_COPY, find_case)
def propose_copy(case: Case) -> Any:
    return PlainForm().once(lambda: _proposed(case))


@consultations.get(f"{HERE}/redaction")
@permit(P.REDACT_COPY, find_copied_case)
def redaction(case: Case) -> Any:
    copy = alive(case)
    return _redaction_page(case, copy, redaction_form(copy, known_words(case)))


@consultations.post(f"{HERE}/redaction")
@permit(P.REDACT_COPY, find_copied_case)
def redact(case: Case) -> Any:
    copy, form = alive(case), RedactionForm()
    if not form.validate_on_submit():
        return _redaction_page(case, copy, form, 422)
    try:
        return form.once(lambda: _redacted(case, copy, form))
    except NotTheSameText:
        form.revision.process(None, copy.revision)  # a second try is over the text shown beside
        return _redaction_page(case, copy, form, 409)


@consultations.post(f"{HERE}/handing-on")
@permit(P.REDACT_COPY, find_copied_case)
def hand_on_copy(case: Case) -> Any:
    copy = alive(case)
    return _do(case, PlainForm(), D.REDACT, lambda form: publishing.hand_on(copy, case, by=me()))


@consultations.post(f"{HERE}/consent")
@permit(P.CONSENT_TO_COPY, find_copied_case)
def consent_to_copy(case: Case) -> Any:
    copy = alive(case)
    is_author = copy.state == Publication.REQUESTER_CONSENT
    deed = D.CONSENT_AS_AUTHOR if is_author else D.CONSENT_AS_REQUESTER
    return _do(case, ConsentForm(), deed, lambda form: _consented(copy, case, form))


@consultations.post(f"{HERE}/naming")
@permit(P.CONSENT_TO_COPY, find_copied_case)
def name_author(case: Case) -> Any:
    copy, form = alive(case), NamingForm()
    return _do(
        case,
        form,
        NAMING,
        lambda form: publishing.name_author(copy, case, form.is_named.data, by=me()),
    )


@consultations.post(f"{HERE}/refusal")
@permit(P.CONSENT_TO_COPY, find_copied_case)
def decline_copy(case: Case) -> Any:
    copy = alive(case)
    return _do(
        case, ReasonForm(), D.DECLINE, lambda form: consenting.decline(copy, form.words, by=me())
    )


@consultations.post(f"{HERE}/signature")
@permit(P.SIGN_COPY, find_copied_case)
def sign_copy(case: Case) -> Any:
    copy = alive(case)
    return _do(
        case,
        SignCopyForm(),
        D.SIGN,
        lambda form: consenting.sign_copy(copy, case, form.seen.data, by=me()),
    )


@consultations.post(f"{HERE}/signature/refusal")
@permit(P.SIGN_COPY, find_copied_case)
def send_copy_back(case: Case) -> Any:
    copy = alive(case)
    return _do(
        case,
        ReasonForm(),
        D.SEND_BACK,
        lambda form: consenting.send_copy_back(copy, case, form.words, by=me()),
    )


def alive(case: Case) -> CasePublication:
    """Return the copy of the case, withdrawn or not; there is nothing at its address where none was."""
    copy = copy_of(case)
    if copy is None:
        raise NotFound
    return copy


def show_copy(case: Case, wrong: dict[str, Any] | None = None, status: int = 200) -> Any:
    """Show the exact text and what the viewer may do with it; `wrong` is a form with what is wrong in it."""
    copy = copy_of(case)
    shown = copy_page(copy, case) if copy else None
    offers = copy_offers(shown, case) if shown else {}
    return page(
        "consultations/publication.html",
        status,
        case=case,
        shown=shown,
        offers={**offers, **(wrong or {})},
        has_answer=delivered(case) is not None,
        plain=PlainForm(formdata=None),
        states=STATES,
        wishes=WISHES,
        licence=LICENCE,
    )


def show_wrong(case: Case, form: Any, deed: str) -> Any:
    return show_copy(case, {deed: with_own_ids(form, deed)}, 422)


def _do(case: Case, form: Any, deed: str, do: Callable[[Any], object]) -> Any:
    if not form.validate_on_submit():
        return show_wrong(case, form, deed)
    answer = form.once(lambda: (do(form), f"{case.address}/publication")[1])
    flash(_("Done."), "success")
    return answer


def _proposed(case: Case) -> str:
    publishing.propose_copy(case, by=me())
    return f"{case.address}/publication"


def _consented(copy: CasePublication, case: Case, form: ConsentForm) -> None:
    consenting.consent(copy, case, form.seen.data or "", by=me())


def _redacted(case: Case, copy: CasePublication, form: RedactionForm) -> str:
    was = copy.state
    wanted = publishing.Redaction(
        title=form.title.data or "",
        question=form.question.data or "",
        answer=form.answer.data or "",
        language=form.language.data,
        term_ids=tuple(term.id for term in terms_named(form.themes.data or [])),
        replace=form.replacements,
        keep=form.kept,
    )
    changed = publishing.redact(copy, case, wanted, over=form.revision.data or 0, by=me())
    if changed and was in HANDED_ON:
        flash(_("Words were changed, so every consent has lapsed and is asked for anew."), "info")
    else:
        flash(_("Saved."), "success")
    return f"{case.address}/publication/redaction"


def _redaction_page(
    case: Case, copy: CasePublication, form: RedactionForm, status: int = 200
) -> Any:
    known = known_words(case)
    question, answer = originals(case, known)
    return page(
        "consultations/redaction.html",
        status,
        case=case,
        copy=copy,
        form=form,
        question=question,
        answer=answer,
        spots={spot.words: spot for spot in suggestions(copy, known)},
        kinds=KINDS,
        is_handed_on=copy.state in HANDED_ON,
    )
