"""An advisor's own: what they declare for a year, and what they are found by."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import profiles
from hrcn_community.consultations.actions import declaring
from hrcn_community.consultations.forms.matching import ExpertiseForm, GeneralDeclarationForm
from hrcn_community.consultations.queries import declarations
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.core.web import page

P = Permission.Consultations
DECLARATION, EXPERTISE = "/consultations/declaration", "/consultations/expertise"


@consultations.get(DECLARATION)
@permit(P.DECLARE_YEARLY)
def own_declaration() -> Any:
    return _declaration(GeneralDeclarationForm())


@consultations.post(DECLARATION)
@permit(P.DECLARE_YEARLY)
def declare_yearly() -> Any:
    form = GeneralDeclarationForm()
    if not form.validate_on_submit():
        return _declaration(form, 422)
    return form.once(lambda: _declared(form))


@consultations.get(EXPERTISE)
@permit(P.DECLARE_YEARLY)
def own_expertise() -> Any:
    mine = {
        "expertise": profiles.own_expertise(me()),
        "languages": profiles.own(me()).languages,
        "countries": declarations.own_countries(viewer=me()),
    }
    return _expertise(ExpertiseForm(formdata=None, data=mine))


@consultations.post(EXPERTISE)
@permit(P.DECLARE_YEARLY)
def change_expertise() -> Any:
    form = ExpertiseForm()
    if not form.validate_on_submit():
        return _expertise(form, 422)
    return form.once(lambda: _changed(form))


def _declared(form: GeneralDeclarationForm) -> str:
    declaring.declare_generally(form.text.data or "", by=me())
    flash(_("Thank you. This holds for a year; you are reminded before it ends."), "success")
    return DECLARATION


def _changed(form: ExpertiseForm) -> str:
    chosen = form.expertise.data or [], form.languages.data or [], form.countries.data or []
    declaring.say_expertise(*chosen, by=me())
    flash(_("Saved."), "success")
    return EXPERTISE


def _declaration(form: GeneralDeclarationForm, status: int = 200) -> Any:
    made = declarations.own_declarations(viewer=me())
    valid = declarations.valid_declaration(me().id)
    return page("consultations/declaration.html", status, form=form, made=made, valid=valid)


def _expertise(form: ExpertiseForm, status: int = 200) -> Any:
    return page("consultations/expertise.html", status, form=form)
