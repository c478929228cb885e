"""The vocabularies: adding, renaming, ordering, retiring and merging their words."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from config import LANGUAGES
from hrcn_community.access.choices import option
from hrcn_community.access.filled import FilledForm, Stands
from hrcn_community.access.forms import HouseForm, Written, with_error
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.queries.term_counts import open_uses_of_terms
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.register import queries
from hrcn_community.register.actions import terms as actions
from hrcn_community.register.models import Term
from hrcn_community.site.fields import AlwaysGiven

admin_terms = Blueprint("admin_terms", __name__)
HERE = "/admin/terms"
VOCABULARIES = {
    "themes": _l("Rights themes"),
    "groups": _l("Groups"),
    "level": _l("Level"),
    "stage": _l("Stage"),
    "layer": _l("Layer of the framework"),
    "sdg": _l("Sustainable Development Goals"),
    "audience": _l("Audience"),
    "instrument": _l("Instrument"),
    "barrier": _l("Barrier"),
}


def _name(language: str, *validators: Any) -> Any:
    return StringField(
        LANGUAGES[language],
        filters=[lambda words: one_line(words or "")],
        validators=[*validators, Length(max=200, message=_l("Use at most 200 characters."))],
    )


class TermForm(FilledForm):
    """A word in each language; where one is missing, the English one is shown."""

    en = _name("en", Written(_l("Give the word in English: it stands where no other is given.")))
    de = _name("de")
    nl = _name("nl")
    sv = _name("sv")
    fr = _name("fr")

    @property
    def names(self) -> dict[str, str]:
        return {language: self[language].data or "" for language in LANGUAGES}


class PlaceForm(HouseForm):
    place = IntegerField(
        _l("Place"),
        validators=[
            InputRequired(_l("Give a number.")),
            NumberRange(min=1, max=1000, message=_l("Give a number from 1 to 1000.")),
        ],
    )


class MergeForm(HouseForm):
    into = SelectField(_l("The word that stays"), validators=[AlwaysGiven()])

    def __init__(self, term: Term, **given: Any) -> None:
        super().__init__(**given)
        others = [each for each in queries.every_term(term.vocabulary) if each.id != term.id]
        self.into.choices = [option(each.slug, each.name) for each in others]


def find_vocabulary(vocabulary: str, *, viewer: AnyViewer) -> str | None:
    """Return a vocabulary that there is: whoever may tend the house sees them all."""
    return (
        vocabulary
        if any(vocabulary == each.vocabulary for each in queries.vocabularies())
        else None
    )


def find_term(vocabulary: str, slug: str, *, viewer: AnyViewer) -> Term | None:
    return queries.find_term(vocabulary, slug)


@admin_terms.get(HERE)
@permit(Permission.Admin.HOUSE)
def vocabularies() -> Any:
    return page("admin/vocabularies.html", found=queries.vocabularies(), names=VOCABULARIES)


@admin_terms.get(f"{HERE}/<vocabulary>")
@permit(Permission.Admin.HOUSE, find_vocabulary)
def words(vocabulary: str) -> Any:
    return _words(vocabulary, TermForm())


@admin_terms.post(f"{HERE}/<vocabulary>")
@permit(Permission.Admin.HOUSE, find_vocabulary)
def add(vocabulary: str) -> Any:
    form = TermForm()
    if not form.validate_on_submit():
        return _words(vocabulary, form, 422)
    try:
        return form.once(lambda: _added(vocabulary, form))
    except actions.TermKnown as known:
        return _words(vocabulary, with_error(form, form.en, known), 422)


@admin_terms.get(f"{HERE}/<vocabulary>/<slug>")
@permit(Permission.Admin.HOUSE, find_term)
def word(term: Term) -> Any:
    return _word(term, _filled(term))


@admin_terms.post(f"{HERE}/<vocabulary>/<slug>")
@permit(Permission.Admin.HOUSE, find_term)
def rename(term: Term) -> Any:
    form = TermForm()
    if not form.validate_on_submit():
        return _word(term, form, 422)
    if theirs := form.overtaken_by(_filled(term)):
        return _word(term, form, 409, theirs)
    return _renamed(term, form)


@admin_terms.post(f"{HERE}/<vocabulary>/<slug>/place")
@permit(Permission.Admin.HOUSE, find_term)
def move(term: Term) -> Any:
    form = PlaceForm()
    if not form.validate_on_submit():
        return _word(term, _filled(term), 422, placing=form)
    actions.move_term(term, form.place.data or 1, by=me().id)
    return _back(term.vocabulary, _("The order is saved."))


@admin_terms.post(f"{HERE}/<vocabulary>/<slug>/retirement")
@permit(Permission.Admin.HOUSE, find_term)
def retire(term: Term) -> Response:
    actions.retire_term(term, by=me().id)
    return _back(term.vocabulary, _("It is offered no more. Where it is used it stays."))


@admin_terms.post(f"{HERE}/<vocabulary>/<slug>/retirement/end")
@permit(Permission.Admin.HOUSE, find_term)
def offer(term: Term) -> Response:
    actions.offer_term(term, by=me().id)
    return _back(term.vocabulary, _("It is offered again."))


@admin_terms.post(f"{HERE}/<vocabulary>/<slug>/merger")
@permit(Permission.Admin.HOUSE, find_term)
def merge(term: Term) -> Any:
    form = MergeForm(term)
    if not form.validate_on_submit():
        return _word(term, _filled(term), 422, merging=form)
    into = queries.find_term(term.vocabulary, form.into.data)
    if into is None:
        raise NotFound
    actions.merge_term(term, into, by=me().id)
    return _back(term.vocabulary, _("The two words are one now."))


def _added(vocabulary: str, form: TermForm) -> str:
    actions.add_term(vocabulary, form.names, by=me().id)
    flash(_("The word is added."), "success")
    return f"{HERE}/{vocabulary}"


def _renamed(term: Term, form: TermForm) -> Any:
    try:
        actions.rename_term(term, form.names, by=me().id)
    except actions.TermKnown as known:
        return _word(term, with_error(form, form.en, known), 422)
    return _back(term.vocabulary, _("The word is saved."))


def _filled(term: Term) -> TermForm:
    return TermForm(formdata=None, data={**term.names, "en": term.name}).filled()


def _words(vocabulary: str, form: TermForm, status: int = 200) -> Any:
    return page(
        "admin/words.html",
        status,
        vocabulary=vocabulary,
        name=VOCABULARIES.get(vocabulary, vocabulary),
        found=queries.every_term(vocabulary),
        uses=open_uses_of_terms(),
        form=form,
    )


def _word(
    term: Term,
    form: TermForm,
    status: int = 200,
    theirs: Stands = (),
    *,
    placing: PlaceForm | None = None,
    merging: MergeForm | None = None,
) -> Any:
    return page(
        "admin/word.html",
        status,
        term=term,
        name=VOCABULARIES.get(term.vocabulary, term.vocabulary),
        form=form,
        theirs=theirs,
        placing=placing or PlaceForm(formdata=None),
        merging=merging or MergeForm(term, formdata=None),
    )


def _back(vocabulary: str, message: str) -> Response:
    flash(message, "success")
    return redirect(f"{HERE}/{vocabulary}", 303)
