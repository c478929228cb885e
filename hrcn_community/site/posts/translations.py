"""Saying a post in another language, and reading it beside the original."""

from typing import Any

from flask import flash, redirect, request
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, NumberRange

from config import LANGUAGES
from hrcn_community.access.choices import option
from hrcn_community.access.forms import markdown_text, with_error
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations import queries
from hrcn_community.conversations.actions.translating import translate_post
from hrcn_community.conversations.drafting import DraftedForm
from hrcn_community.conversations.models import AlreadyTranslated, Post, TooMuchForNow
from hrcn_community.conversations.queries.translations import (
    Translated,
    find_translation,
    name_of,
)
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.layout import language_name
from hrcn_community.site.posts.blueprint import posts
from hrcn_community.site.posts.editing import HIGHEST
from hrcn_community.site.posts.shared import address


class TranslationForm(DraftedForm):
    language = SelectField(_l("Language of your translation"), choices=[])
    body = TextAreaField(
        _l("Your translation"),
        validators=[DataRequired(_l("Write something first.")), markdown_text],
    )
    of_revision = IntegerField(_l("Version"), validators=[DataRequired(), NumberRange(1, HIGHEST)])


@posts.get("/posts/<ref>/translations/new")
@permit(Permission.Posts.TRANSLATE, queries.find_standing_post)
def new_translation(post: Post) -> Any:
    asked = request.args.get("language", "")
    found = find_translation(post.ref, asked, viewer=viewer()) if asked else None
    if found:
        flash(str(AlreadyTranslated.message), "info")
        return redirect(f"/posts/{found.post.ref}/edit")
    given = {"of_revision": post.revision, "language": _proposed(post, asked)}
    return _page(post, _in_other_languages(TranslationForm.begun(_place(post), **given), post))


@posts.post("/posts/<ref>/translations")
@permit(Permission.Posts.TRANSLATE, queries.find_standing_post)
def translate(post: Post) -> Any:
    form = _in_other_languages(TranslationForm(), post)
    if not _is_ready(form, post):
        return _page(post, form, 422)
    try:
        return form.once(lambda: _translated(post, form))
    except AlreadyTranslated as first:
        return _page(post, form, 409, first.ref)
    except TooMuchForNow as refused:
        return _page(post, with_error(form, form.body, refused), 422)


@posts.get("/posts/<ref>/translations/<language>")
@permit(Permission.Posts.READ, find_translation)
def translation(found: Translated) -> Any:
    translator = name_of(found.post.author_id)
    return page("posts/translation.html", found=found, translator=translator)


def _is_ready(form: TranslationForm, post: Post) -> bool:
    language = form.language.data or ""
    return form.validate_on_submit() and not form.asks_to_reread(post.space, language)


def _place(post: Post) -> str:
    return f"translate:{post.ref}"


def _in_other_languages(form: TranslationForm, post: Post) -> TranslationForm:
    form.language.choices = [
        option(code, language_name(code)) for code in LANGUAGES if code != post.language
    ]
    return form


def _page(post: Post, form: TranslationForm, status: int = 200, taken: str = "") -> Any:
    audience = queries.said_audience(post.space)
    return page(
        "posts/translate.html", status, post=post, form=form, taken=taken, audience=audience
    )


def _proposed(post: Post, asked: str) -> str:
    """Return the language that a new translation is likely to be in."""
    free = [code for code in LANGUAGES if code not in (post.language, *post.translated)]
    wanted = [code for code in (asked, str(get_locale()), *free) if code in free]
    return wanted[0] if wanted else ""


def _translated(post: Post, form: TranslationForm) -> str:
    said = translate_post(
        post,
        form.language.data,
        form.body.data or "",
        by=me(),
        of_revision=form.of_revision.data or 1,
    )
    form.end_draft(_place(post))
    flash(_("Your translation stands beside the original. Thank you."), "success")
    return address(said)
