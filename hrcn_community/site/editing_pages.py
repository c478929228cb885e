"""The core team writes the standing pages: all languages of one at a time, looked at, then published."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from config import LANGUAGES
from hrcn_community.access.choices import options
from hrcn_community.access.filled import FilledForm, Stands
from hrcn_community.access.forms import markdown_text, was_sent
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.accepting import ACCEPTED
from hrcn_community.core.text import clean, is_blank, one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.privacy.keeping_models import Demand
from hrcn_community.site.standing import (
    FIRST,
    PAGES,
    Text,
    Version,
    current,
    find_page,
    hold_page,
    publish,
)
from hrcn_community.site.standing_words import rendered

editing_pages = Blueprint("editing_pages", __name__)
DEMANDS = {
    Demand.TOLD: _l("Members are told of it"),
    Demand.ANEW: _l("Members must accept it anew: they are told, and after 14 days they are asked"),
}


class PageForm(FilledForm):
    """Title, text and what was changed, in every language; the fields bear its code at their end."""

    demands = RadioField(
        _l("What members do"), choices=options(DEMANDS.items()), default=Demand.TOLD
    )

    def _seen(self) -> list[Field]:
        """Only what stands can be overtaken: not what this one says of its change."""
        fresh = ("demands", "changed_")
        return [
            field
            for field in self
            if not isinstance(field, HiddenField) and not field.name.startswith(fresh)
        ]

    def in_language(self, code: str) -> dict[str, Any]:
        """Return the three fields of a language."""
        return {name: self[f"{name}_{code}"] for name in ("title", "body", "changed")}

    @property
    def languages(self) -> list[tuple[str, str, dict[str, Any]]]:
        return [(code, name, self.in_language(code)) for code, name in LANGUAGES.items()]

    @property
    def texts(self) -> list[Text]:
        """Return what was written, in the languages in which something was."""
        return [
            Text(
                code,
                self._said("title", code),
                self._said("body", code),
                self._said("changed", code),
            )
            for code in LANGUAGES
            if self._said("body", code)
        ]

    def is_as(self, version: Version) -> bool:
        """Does this say in every language what stands there already?"""
        stands = [(text.language, text.title, text.source) for text in version.texts.values()]
        mine = [(text.language, text.title, text.source) for text in self.texts]
        return sorted(mine) == sorted(stands)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        for code in LANGUAGES:
            self._check(code)
        return sound and not any(self.errors.values())

    def _check(self, code: str) -> None:
        title, body, changed = self.in_language(code).values()
        if (code == FIRST or not is_blank(body.data or "")) and is_blank(title.data or ""):
            title.errors = [_("Give the page a title.")]
        if (code == FIRST or not is_blank(title.data or "")) and is_blank(body.data or ""):
            body.errors = [*body.errors, _("Write the text, or leave the title out too.")]
        if code == FIRST and is_blank(changed.data or ""):
            changed.errors = [_("Say in a sentence what is different; members read it.")]

    def _said(self, name: str, code: str) -> str:
        return clean(self[f"{name}_{code}"].data or "").strip()


def sound_line(_form: Any, field: Any) -> None:
    field.data = one_line(field.data or "")
    if len(field.data) > 300:
        raise ValidationError(_("Use at most 300 characters."))


def _add_languages() -> None:
    for code in LANGUAGES:
        title = StringField(_l("Title"), validators=[Length(max=120), sound_line])
        body = TextAreaField(
            _l("Text"),
            description=_l("Markdown. An empty text: in this language the English one is shown."),
            validators=[markdown_text],
        )
        changed = StringField(_l("What is different, in a sentence"), validators=[sound_line])
        for field, what in ((title, "title"), (body, "body"), (changed, "changed")):
            setattr(PageForm, f"{what}_{code}", field)


_add_languages()


@editing_pages.get("/admin/pages")
@permit(Permission.Admin.PAGES)
def every_page() -> Any:
    return page("admin/pages.html", found=[current(slug) for slug in PAGES])


@editing_pages.get("/admin/pages/<slug>")
@permit(Permission.Admin.PAGES, find_page)
def edit(version: Version) -> Any:
    return _page(_form(version).filled(), version)


@editing_pages.post("/admin/pages/<slug>")
@permit(Permission.Admin.PAGES, find_page)
def save(version: Version) -> Any:
    form = PageForm()
    if not form.validate_on_submit():
        return _page(form, version, 422)
    return _preview(form, version) if "preview" in request.form else _publish(form, version.page)


def _publish(form: PageForm, slug: str) -> Any:
    """Publish what was written, unless somebody did meanwhile, or nothing is different."""
    if was_sent(form.form_token.data or ""):
        return form.once(lambda: f"/{slug}")
    version = hold_page(slug)
    if theirs := form.overtaken_by(_form(version, formdata=None)):
        return _page(form, version, 409, theirs)
    if form.is_as(version):
        form.form_errors.append(_("Nothing is different from what stands."))
        return _page(form, version, 422)
    return form.once(lambda: _published(form, version))


def _published(form: PageForm, version: Version) -> str:
    publish(version, form.texts, form.demands.data or Demand.TOLD, by=me())
    flash(_("It is published. The version before stays readable."), "success")
    return f"/{version.page}/versions" if version.page != "contact" else "/contact"


def _preview(form: PageForm, version: Version) -> Any:
    seen = [(text.language, text.title, rendered(text)) for text in form.texts]
    return _page(form, version, seen=seen)


def _form(version: Version, **given: Any) -> PageForm:
    stands = {}
    for text in version.texts.values():
        stands[f"title_{text.language}"], stands[f"body_{text.language}"] = text.title, text.source
    return PageForm(data=stands, **given)


def _page(
    form: PageForm,
    version: Version,
    status: int = 200,
    theirs: Stands = (),
    seen: Sequence[tuple[str, str, Markup]] = (),
) -> Any:
    asks = version.page in ACCEPTED
    shown = {"form": form, "version": version, "theirs": theirs, "seen": seen, "asks": asks}
    return page("admin/page.html", status, **shown)
