"""Every component on one page, for those who build; absent in production."""

from typing import Any

from flask import Blueprint, abort, current_app
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from hrcn_community.access.guard import public
from hrcn_community.core import clock
from hrcn_community.core.web import page

styleguide = Blueprint("styleguide", __name__)


class SampleForm(FlaskForm):
    title = StringField("Title")
    body = TextAreaField("Your text")
    email = EmailField("E-mail address")
    language = SelectField("Language", choices=[("en", "English"), ("de", "Deutsch")])
    tier = RadioField(
        "Who may read", choices=[("network", "Network"), ("confidential", "Confidential")]
    )
    themes = SelectMultipleField(
        "Themes",
        choices=[("housing", "Housing"), ("equality", "Equality")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    evidence = FileField("Document")
    agree = BooleanField("I have read the privacy notice")


@styleguide.get("/styleguide")
@public
def every_component() -> Any:
    if current_app.config["PRODUCTION"]:
        abort(404)
    form = SampleForm(formdata=None)
    form.title.errors = ["Give the thread a title."]
    return page("styleguide.html", form=form, now=clock.now())
