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
from hrcn_community.site.fields import option

styleguide = Blueprint("styleguide", __name__)


class SampleForm(FlaskForm):
    title = StringField("Title")
    body = TextAreaField("Your text")
    email = EmailField("E-mail address")
    language = SelectField("Language", choices=[option("en", "English"), option("de", "Deutsch")])
    tier = RadioField(
        "Who may read",
        choices=[option("network", "Network"), option("confidential", "Confidential")],
    )
    themes = SelectMultipleField(
        "Themes",
        choices=[option("housing", "Housing"), option("equality", "Equality")],
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
