"""The standing pages, and the form by which anybody writes to the core team."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, request
from markupsafe import Markup
from wtforms import EmailField, Form, SelectField, TextAreaField
from wtforms.validators import Length

from hrcn_community.access.choices import option
from hrcn_community.access.forms import Written
from hrcn_community.access.guard import public, same_origin_suffices, viewer
from hrcn_community.accounts.letters import TOPICS, write_letter
from hrcn_community.accounts.limits import TooOften
from hrcn_community.core import richtext
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.fields import AlwaysGiven, one_recipient

pages = Blueprint("pages", __name__)
WRITTEN = Path(__file__).parent / "content" / "pages.toml"


@dataclass(frozen=True)
class StandingPage:
    title: str
    html: Markup


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


@pages.get(
    "/<any(about, privacy, imprint, accessibility, help, 'chatham-house-rule', 'rules'):slug>"
)
@public
def standing(slug: str) -> Any:
    return page("pages/standing.html", shown=standing_pages()[slug])


@pages.get("/contact")
@public
def contact() -> Any:
    return _contact(LetterForm(topic=request.args.get("topic", "question")))


@pages.post("/contact")
@public
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
def sent() -> Any:
    return page("pages/contact_sent.html")


@cache
def standing_pages() -> dict[str, StandingPage]:
    """Return the standing pages as they are shipped, rendered once."""
    written = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["page"]
    return {
        each["slug"]: StandingPage(each["title"], Markup(_rendered(each["body"])))  # noqa: S704
        for each in written
    }


def _rendered(text: str) -> str:
    """Render a page. A post's headings stand below its thread's, a page's right below its title."""
    html = richtext.render(text)
    for deep, right in (("h3", "h2"), ("h4", "h3"), ("h5", "h4")):
        html = html.replace(f"<{deep}", f"<{right}").replace(f"</{deep}>", f"</{right}>")
    return html


def _keep(form: LetterForm) -> None:
    topic, email, body = form.topic.data, form.email.data or "", form.body.data or ""
    write_letter(topic, email, body, address=request.remote_addr or "", by=viewer())


def _contact(form: LetterForm, status: int = 200) -> Any:
    return page("pages/contact.html", status, shown=standing_pages()["contact"], form=form)
