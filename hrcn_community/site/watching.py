"""The lists of watched words: that of the house, kept by the core team, and that of each space."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length

from config import LANGUAGES
from hrcn_community.access.choices import options
from hrcn_community.access.filled import FilledForm
from hrcn_community.access.forms import Written, with_error
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.conversations.actions import watching as actions
from hrcn_community.conversations.models import (
    LONGEST_PHRASE,
    ListFull,
    WatchDeed,
    WatchedWord,
    WordListed,
    WordShapeless,
)
from hrcn_community.conversations.queries import watching as queries
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.fields import AlwaysGiven
from hrcn_community.spaces.models import Space

watching = Blueprint("watching", __name__)
REFUSED = (ListFull, WordListed, WordShapeless)
DEEDS = {
    WatchDeed.HOLD: _l("Hold the post until a facilitator has read it"),
    WatchDeed.WARN: _l("Ask the writer to read it once more before it goes"),
    WatchDeed.TELL: _l("Let it through and tell the facilitators"),
}
SHORT = {WatchDeed.HOLD: _l("Held"), WatchDeed.WARN: _l("Asked"), WatchDeed.TELL: _l("Told")}


class WordForm(FilledForm):
    phrase = StringField(
        _l("Word or phrase"),
        description=_l("Capitals, accents and letters that look alike make no difference."),
        filters=[lambda text: one_line(text or "")],
        validators=[
            Written(_l("Give a word.")),
            Length(max=LONGEST_PHRASE, message=_l("Use at most 80 characters.")),
        ],
    )
    extent = RadioField(
        _l("What is meant"),
        default="whole",
        choices=options(
            [("whole", _l("The whole word")), ("beginning", _l("Every word that begins so"))]
        ),
    )
    language = SelectField(
        _l("In which language"),
        default="",
        choices=lambda: options([("", _l("In all languages")), *LANGUAGES.items()]),
        validators=[AlwaysGiven()],
    )
    deed = RadioField(_l("What happens"), default=WatchDeed.HOLD, choices=options(DEEDS.items()))

    @property
    def watched(self) -> actions.Watched:
        return actions.Watched(
            phrase=self.phrase.data or "",
            is_whole=self.extent.data == "whole",
            language=self.language.data,
            deed=WatchDeed(self.deed.data),
        )


@dataclass(frozen=True)
class Kept:
    """A list: where it is kept, and for which space; None is the house."""

    space: Space | None
    here: str


@watching.get("/moderation/words")
@permit(Permission.Moderation.WATCH)
def of_house() -> Any:
    return _list(_house())


@watching.post("/moderation/words")
@permit(Permission.Moderation.WATCH)
def add_to_house() -> Any:
    return _add(_house())


@watching.get("/moderation/words/<ref>")
@permit(Permission.Moderation.WATCH, queries.find_house_word)
def of_house_one(word: WatchedWord) -> Any:
    return _one(_house(), word)


@watching.post("/moderation/words/<ref>")
@permit(Permission.Moderation.WATCH, queries.find_house_word)
def change_in_house(word: WatchedWord) -> Any:
    return _change(_house(), word)


@watching.post("/moderation/words/<ref>/deletion")
@permit(Permission.Moderation.WATCH, queries.find_house_word)
def remove_from_house(word: WatchedWord) -> Response:
    return _remove(_house(), word)


@watching.get("/spaces/<slug>/words")
@permit(Permission.Spaces.WATCH, find_space)
def of_space(space: Space) -> Any:
    return _list(_of(space))


@watching.post("/spaces/<slug>/words")
@permit(Permission.Spaces.WATCH, find_space)
def add_to_space(space: Space) -> Any:
    return _add(_of(space))


@watching.get("/spaces/<slug>/words/<ref>")
@permit(Permission.Spaces.WATCH, queries.find_word_of_space)
def of_space_one(found: queries.WordOfSpace) -> Any:
    return _one(_of(found.space), found.word)


@watching.post("/spaces/<slug>/words/<ref>")
@permit(Permission.Spaces.WATCH, queries.find_word_of_space)
def change_in_space(found: queries.WordOfSpace) -> Any:
    return _change(_of(found.space), found.word)


@watching.post("/spaces/<slug>/words/<ref>/deletion")
@permit(Permission.Spaces.WATCH, queries.find_word_of_space)
def remove_from_space(found: queries.WordOfSpace) -> Response:
    return _remove(_of(found.space), found.word)


def _house() -> Kept:
    return Kept(None, "/moderation/words")


def _of(space: Space) -> Kept:
    return Kept(space, f"/spaces/{space.slug}/words")


def _add(kept: Kept) -> Any:
    form = WordForm()
    if not form.validate_on_submit():
        return _list(kept, form, 422)
    try:
        return form.once(lambda: _added(kept, form))
    except REFUSED as refused:
        return _list(kept, with_error(form, form.phrase, refused), 422)


def _added(kept: Kept, form: WordForm) -> str:
    actions.add_word(kept.space, form.watched, by=me())
    flash(_("The word is watched from the next post on."), "success")
    return kept.here


def _change(kept: Kept, word: WatchedWord) -> Any:
    form = WordForm()
    if not form.validate_on_submit():
        return _one(kept, word, form, 422)
    if theirs := form.overtaken_by(_filled(word)):
        return _one(kept, word, form, 409, theirs)
    try:
        actions.change_word(word, kept.space, form.watched)
    except REFUSED as refused:
        return _one(kept, word, with_error(form, form.phrase, refused), 422)
    flash(_("The word is changed."), "success")
    return redirect(kept.here, 303)


def _remove(kept: Kept, word: WatchedWord) -> Response:
    actions.remove_word(word)
    flash(_("The word is watched no longer."), "success")
    return redirect(kept.here, 303)


def _filled(word: WatchedWord) -> WordForm:
    extent = "whole" if word.is_whole else "beginning"
    given = {"phrase": word.phrase, "language": word.language, "deed": word.deed}
    return WordForm(formdata=None, data=given | {"extent": extent})


def _list(kept: Kept, form: WordForm | None = None, status: int = 200) -> Any:
    words = queries.words_of_list(kept.space)
    shown = {"kept": kept, "words": words, "form": form or WordForm(formdata=None)}
    return page("watching/list.html", status, **shown, short=SHORT, languages=LANGUAGES)


def _one(
    kept: Kept, word: WatchedWord, form: Any = None, status: int = 200, theirs: Any = ()
) -> Any:
    form = form or _filled(word).filled()
    return page("watching/word.html", status, kept=kept, word=word, form=form, theirs=theirs)
