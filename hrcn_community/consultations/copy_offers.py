"""What a viewer may do with a copy for the public now, and the form with which its words are redacted."""

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from hrcn_community.access.guard import may, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.consultations.copy_words import INSTEAD
from hrcn_community.consultations.forms.deeds import PlainForm, ReasonForm
from hrcn_community.consultations.forms.publishing import (
    ConsentForm,
    NamingForm,
    RedactionForm,
    SignCopyForm,
)
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.models.publication import CasePublication
from hrcn_community.consultations.publication import (
    HANDED_ON,
    Publication,
    PublicationDeed,
)
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.queries.publishing import (
    CopyPage,
    authors,
    kept_words,
    missing_authors,
    no_third_person,
    suggestions,
)
from hrcn_community.core.db import db
from hrcn_community.register.models import Term

P, D, B = Permission.Consultations, PublicationDeed, Publication
NAMING = "naming"


def copy_offers(shown: CopyPage, case: Case) -> dict[str, Any]:
    """Return the deeds that are open to the viewer now, each with its empty form."""
    copy, offered = shown.copy, set[PublicationDeed]()
    if may(P.REDACT_COPY, case) and copy.state in (B.PROPOSED, *HANDED_ON):
        offered.add(D.EDIT)
    if may(P.REDACT_COPY, case) and copy.state == B.PROPOSED and not shown.undecided:
        offered.add(D.REDACT)
    offered |= _of_consent(copy, case) | _of_signing(copy, case)
    if may(P.WITHDRAW_COPY, case) and copy.is_alive:
        offered.add(D.WITHDRAW)
    forms: dict[str, Any] = {deed: _form(deed, copy) for deed in offered}
    if may(P.CONSENT_TO_COPY, case) and copy.state in (B.PROPOSED, *HANDED_ON):
        forms |= _of_naming(copy, case)
    return forms


def redaction_form(copy: CasePublication, known: Mapping[str, str]) -> RedactionForm:
    """Return the form with the copy as it stands and everything that was found in it."""
    slugs = select(Term.slug).where(Term.id.in_(copy.term_ids))
    return RedactionForm(
        formdata=None,
        title=copy.title,
        question=copy.question,
        answer=copy.answer,
        language=copy.language,
        themes=list(db.session.scalars(slugs)),
        revision=copy.revision,
        found=_found(copy, known),
    )


def _found(copy: CasePublication, known: Mapping[str, str]) -> list[dict[str, str]]:
    kept = kept_words(copy)
    with force_locale(
        copy.language
    ):  # what is put in its place is read in the language of the text
        return [
            {
                "words": spot.words,
                "decision": "keep" if spot.may_stay and spot.key in kept else "",
                "instead": str(INSTEAD[spot.kind]),
                "reason": kept.get(spot.key, ""),
            }
            for spot in suggestions(copy, known)
        ]


def _of_consent(copy: CasePublication, case: Case) -> set[PublicationDeed]:
    if not may(P.CONSENT_TO_COPY, case) or copy.state not in HANDED_ON:
        return set()
    offered, me = {D.DECLINE}, viewer().id
    if copy.state == B.REDACTED and me in ids_of(case, SpaceRole.ASKER):
        offered.add(D.CONSENT_AS_REQUESTER)
    if copy.state == B.REQUESTER_CONSENT and me in missing_authors(copy, case):
        offered.add(D.CONSENT_AS_AUTHOR)
    return offered


def _of_naming(copy: CasePublication, case: Case) -> dict[str, Any]:
    if viewer().id not in authors(case):
        return {}
    form = NamingForm(formdata=None, is_named=viewer().id in copy.named_ids)
    return {NAMING: with_own_ids(form, NAMING)}


def _of_signing(copy: CasePublication, case: Case) -> set[PublicationDeed]:
    offered = set[PublicationDeed]()
    if copy.state == B.AUTHOR_CONSENT and may(P.SIGN_COPY, case):
        is_third = viewer().id not in no_third_person(copy, case)
        offered |= {D.SIGN, D.SEND_BACK} if is_third else set()
    if copy.state == B.SIGNED and may(P.PUBLISH_COPY, case):
        offered.add(D.PUBLISH)
    return offered


def _form(deed: PublicationDeed, copy: CasePublication) -> Any:
    kinds: dict[PublicationDeed, Any] = {
        D.CONSENT_AS_REQUESTER: ConsentForm,
        D.CONSENT_AS_AUTHOR: ConsentForm,
        D.SIGN: SignCopyForm,
        D.DECLINE: ReasonForm,
        D.SEND_BACK: ReasonForm,
        D.WITHDRAW: ReasonForm,
    }
    form = kinds.get(deed, PlainForm)(formdata=None)
    if "seen" in form:
        form.seen.data = copy.print
    return with_own_ids(form, deed)


def with_own_ids(form: Any, deed: str) -> Any:
    """Let the fields' ids be unique on a page of many forms."""
    for field in form:
        field.id = f"{deed.replace('_', '-')}-{field.short_name}"
        field.label.field_id = field.id
    return form
