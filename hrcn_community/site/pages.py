"""The standing pages, and the form by which anybody writes to the core team."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, request
from flask_babel import get_locale
from markupsafe import Markup
from wtforms import EmailField, Form, SelectField, TextAreaField
from wtforms.validators import Length

from hrcn_community.access.choices import option
from hrcn_community.access.forms import Written
from hrcn_community.access.guard import open_when_overdue, public, same_origin_suffices, viewer
from hrcn_community.accounts.letters import TOPICS, write_letter
from hrcn_community.accounts.limits import TooOften
from hrcn_community.core.differences import Piece, compare
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site import standing as written
from hrcn_community.site.fields import AlwaysGiven, one_recipient
from hrcn_community.site.standing import Version
from hrcn_community.site.standing_words import filled, rendered

pages = Blueprint("pages", __name__)
SLUGS = "any(about, terms, privacy, imprint, accessibility, help, 'chatham-house-rule', rules)"


@dataclass(frozen=True)
class StandingPage:
    """A version of a page as a reader sees it: in their language, or in the one that there is."""

    slug: str
    number: int
    published_at: datetime
    language: str
    title: str
    html: Markup
    changed: str
    is_elsewhere: bool  # in another language than its reader's


class LetterForm(Form):
    """Bears no token, so that the page needs no session; where it was sent from is asked instead."""

    topic = SelectField(
        _l("What is it about?"),
        choices=[option(*each) for each in TOPICS.items()],
        validators=[AlwaysGiven()],
    )
    email = EmailField(
        _l("Your e-mail address"),
        description=_l("Only if you would like an answer."),
        validators=[Length(max=254), one_recipient],
    )
    body = TextAreaField(
        _l("Your letter"),
        description=_l(
            "Only the core team reads it. For a barrier: what you wanted to do, where you were "
            "stopped and, if you wish to say so, the device or aid that you use."
        ),
        validators=[
            Written(_l("Write something first.")),
            Length(max=4000, message=_l("Use at most 4000 characters.")),
        ],
    )


@pages.get(f"/<{SLUGS}:slug>")
@public
@open_when_overdue
def standing(slug: str) -> Any:
    return page("pages/standing.html", shown=shown(written.current(slug)))


@pages.get(f"/<{SLUGS}:slug>/versions")
@public
def versions(slug: str) -> Any:
    found = [shown(each) for each in written.versions(slug)]
    return page("pages/versions.html", found=found, shown=found[0])


@pages.get(f"/<{SLUGS}:slug>/versions/<int:number>")
@public
def version(slug: str, number: int) -> Any:
    found = written.find_versions(slug, number)
    if found is None:
        abort(404)
    return page("pages/version.html", shown=shown(found[0]), pieces=difference(*found))


@pages.get("/contact")
@public
@open_when_overdue
def contact() -> Any:
    return _contact(LetterForm(topic=request.args.get("topic", "question")))


@pages.post("/contact")
@public
@open_when_overdue
@same_origin_suffices
def write() -> Any:
    form = LetterForm(request.form)
    if not form.validate():
        return _contact(form, 422)
    try:
        _keep(form)
    except TooOften as refused:
        form.body.errors = [str(refused.message)]
        return _contact(form, 429)
    return redirect("/contact/sent", 303)


@pages.get("/contact/sent")
@public
@open_when_overdue
def sent() -> Any:
    return page("pages/contact_sent.html")


def shown(version: Version) -> StandingPage:
    """Return a version in the reader's language where it is there, else in English, which is said."""
    language = str(get_locale())
    text = version.text(language)
    return StandingPage(
        version.page,
        version.number,
        version.published_at,
        text.language,
        text.title,
        rendered(text),
        version.changed(language),
        text.language != language,
    )


def difference(new: Version, old: Version | None) -> list[Piece]:
    """Return what differs between two versions, in the reader's language if both have it."""
    if old is None:
        return []
    language = str(get_locale())
    if language not in new.texts or language not in old.texts:
        language = written.FIRST
    return compare(filled(old.texts[language]), filled(new.texts[language]))


def _keep(form: LetterForm) -> None:
    topic, email, body = form.topic.data, form.email.data or "", form.body.data or ""
    write_letter(topic, email, body, address=request.remote_addr or "", by=viewer())


def _contact(form: LetterForm, status: int = 200) -> Any:
    return page("pages/contact.html", status, shown=shown(written.current("contact")), form=form)
