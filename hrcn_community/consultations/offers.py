"""What a viewer may do with a case now: the deeds of the table and those beside it, with their forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from hrcn_community.access.choices import options
from hrcn_community.access.guard import may, me
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.consultations.actions.evaluating import may_be_rated
from hrcn_community.consultations.actions.experts import REVIEWER_IN
from hrcn_community.consultations.actions.talking import REOPENING
from hrcn_community.consultations.forms import deeds as forms
from hrcn_community.consultations.models import Case, ShowsAs, Stand
from hrcn_community.consultations.queries.cases import CasePage
from hrcn_community.consultations.queries.groups import has_author_here
from hrcn_community.consultations.queries.matching import askable
from hrcn_community.consultations.queries.outcomes import given_rating
from hrcn_community.consultations.queries.people import (
    invitations_of,
    knows_asker,
    people_inside,
    possible_leads,
)
from hrcn_community.consultations.queries.readers import will_read
from hrcn_community.consultations.sheets import (
    AT_WORK,
    RATING,
    REVIEWER,
    SHEETS,
    SIGNER,
    TIER,
    Sheet,
)
from hrcn_community.consultations.transitions import (
    BEFORE_DELIVERY,
    TIERS,
    Deed,
    State,
    Tier,
    deeds_from,
)
from hrcn_community.consultations.words import TIERS as TIER_WORDS
from hrcn_community.core import clock
from hrcn_community.core.words import _l

P = Permission.Consultations
IN_TURN = _l("Whose turn it is")
SIGNER_IN = (*REVIEWER_IN, State.SIGN_OFF)


@dataclass(frozen=True)
class Offer:
    """A deed that this viewer may do now, with its empty form."""

    key: str
    sheet: Sheet
    form: Any
    action: str

    @property
    def is_read(self) -> bool:
        """Is something written in it that others read?"""
        return any(field.type == "TextAreaField" for field in self.form)

    @property
    def is_at_work(self) -> bool:
        return self.key in AT_WORK


def offers(shown: CasePage) -> Sequence[Offer]:
    """Return what this viewer may do with the case now, in the order of the sheets."""
    case = shown.case
    keys = {deed for deed, step in deeds_from(State(case.state)).items() if _allowed(step, case)}
    keys -= {Deed.PROPOSE} if Deed.INVITE in keys else set()
    keys -= _not_now(shown)
    keys |= _beside_the_table(shown)
    return [_offer(key, shown) for key in SHEETS if key in keys]


def form_for(key: str, case: Case, formdata: Any = None, work: Any = None, **values: Any) -> Any:
    """Return the form of a deed with its choices; its fields' ids are unique on a page of many."""
    options = {} if formdata else {"formdata": None}
    form = SHEETS[key].form(**options, **values)
    _give_choices(form, case, work)
    for field in form:
        field.id = f"{key.replace('_', '-')}-{field.short_name}"
        field.label.field_id = field.id
    return form


def _offer(key: str, shown: CasePage) -> Offer:
    case, values = shown.case, {}
    if key == Deed.DRAFT and shown.work and shown.work.draft:
        values = {"body": shown.draft_source, "revision": shown.work.draft.revision}
    if key == REVIEWER:
        values = {"role": SpaceRole.REVIEWER}
    if key == RATING:
        values = given_rating(case)
    form = form_for(key, case, work=shown, **values)
    return Offer(key, SHEETS[key], form, f"{case.address}/{SHEETS[key].path}")


def _allowed(step: Any, case: Case) -> bool:
    """May the viewer do it? Declaring and stepping back belong to an invitation, not to the case."""
    return step.permission not in (None, P.DECLARE, P.SUBMIT) and may(step.permission, case)


def _not_now(shown: CasePage) -> set[str]:
    case = shown.case
    unwanted: set[str] = {Deed.SIGN, Deed.SEND_BACK} if case.is_signed else {Deed.DELIVER}
    group = shown.together
    others = group and group.is_group and group.rapporteur_id != me().id
    if case.draft_post_id is None or shown.open_points or others:
        unwanted.add(Deed.REQUEST_REVIEW)
    unwanted.add(Deed.WITHDRAW if case.answer_post_id else Deed.DROP)
    if not may(P.DRAFT, case) and has_author_here(case):
        unwanted.add(Deed.CORRECT)  # the lead does, where no author is left
    if clock.now() - case.moved_at > REOPENING:
        unwanted.add(Deed.REOPEN)
    return unwanted


def _beside_the_table(shown: CasePage) -> set[str]:
    case, keys = shown.case, set[str]()
    if may(P.PROPOSE_EXPERT, case) and case.state in REVIEWER_IN and not _has_reviewer(shown):
        keys.add(REVIEWER)
    if may(P.CONFIRM_EXPERT, case) and case.state in SIGNER_IN and not case.is_signed:
        keys.add(SIGNER)
    if may(P.CONFIRM_EXPERT, case) and _asked(shown):
        keys.add(Deed.RESCIND)
    if may(P.ANSWER_BACK, case) and tighter_tiers(case):
        keys.add(TIER)
    if may(P.ANSWER_BACK, case) and may_be_rated(case):
        keys.add(RATING)
    if shown.invitation and shown.invitation.stand == "accepted":
        advises = shown.invitation.role == SpaceRole.ADVISOR
        if case.state in (BEFORE_DELIVERY if advises else REVIEWER_IN):
            keys.add(Deed.RECUSE)
    return keys


def _has_reviewer(shown: CasePage) -> bool:
    """Is a reviewer inside, or asked? Whoever accepted once may have left since."""
    is_asked = any(each.role == SpaceRole.REVIEWER for each in _asked(shown))
    return is_asked or any(person.role == SpaceRole.REVIEWER for person in shown.people)


def _asked(shown: CasePage) -> Sequence[Any]:
    """Return who was invited and has not answered."""
    return [i for i in (shown.work.invitations if shown.work else ()) if i.stand == Stand.INVITED]


def _has_lead(shown: CasePage) -> bool:
    return any(person.role == SpaceRole.LEAD for person in shown.people)


def tighter_tiers(case: Case) -> list[Tier]:
    return [t for t in Tier if t.is_tighter_than(Tier(case.tier)) and TIERS[t].is_offered]


def _give_choices(form: Any, case: Case, shown: CasePage | None) -> None:
    if isinstance(form, forms.ExpertForm):
        people = askable(case)
        named = [(p.handle, f"{p.name}: {p.headline}" if p.headline else p.name) for p in people]
        form.handle.choices = options(named)
    elif isinstance(form, forms.RescindForm):
        asked = [i for i in invitations_of(case) if i.stand == Stand.INVITED]
        all_ = [("", _("Everybody who was asked"))] if len(asked) != 1 else []
        form.handle.choices = options([*all_, *((i.handle, i.name) for i in asked)])
    elif isinstance(form, forms.LeadForm):
        _give_leads(form, case, shown)
    elif isinstance(form, forms.SignerForm):
        inside = shown.people if shown else people_inside(case)
        roles = (SpaceRole.LEAD, SpaceRole.TRIAGER)
        named = [(p.handle, p.name) for p in inside if p.role in roles]
        form.handle.choices = options(named)
    elif isinstance(form, forms.TierForm):
        tiers = tighter_tiers(case)
        form.tier.choices = options([(t, TIER_WORDS[t]) for t in tiers])
        form.readers = will_read(case, tiers, shown.people if shown else people_inside(case))


def _give_leads(form: forms.LeadForm, case: Case, shown: CasePage | None) -> None:
    """Let somebody of the core team be named, unless the case has its lead from the beginning.

    Nor where who is missing in the list would tell that it is them who ask: then it is whose turn it is.
    """
    may_know = case.shows_requester_as == ShowsAs.NAME or knows_asker(case, me())
    if not may_know or (shown and _has_lead(shown)):
        del form.lead
        return
    named = [(person.handle, person.name) for person in possible_leads(case, but=0)]
    form.lead.choices = options([("", IN_TURN), *named])
