"""The shape of what people send to practices and guidelines."""

from typing import Any

from flask_babel import get_locale
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from config import LANGUAGES
from hrcn_community.access.forms import HouseForm, markdown_text
from hrcn_community.access.guard import viewer
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.knowledge.queries.practices import find_related
from hrcn_community.register.queries import cities, terms


class CheckboxGroupField(SelectMultipleField):
    """Several of a list, as boxes to tick: a list that scrolls needs a second key to choose with."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PracticeForm(HouseForm):
    title = StringField(
        _l("Title"),
        description=_l("One line that says what was tried."),
        filters=[lambda text: one_line(text or "")],
        validators=[
            DataRequired(_l("Give the practice a title.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )
    city = SelectField(_l("City"), validators=[Optional()])
    years = StringField(
        _l("Years"),
        description=_l("For instance: since 2016, 2019 to 2021, a pilot of two years."),
        validators=[Length(max=60, message=_l("Use at most 60 characters."))],
    )
    language = SelectField(_l("Language of this record"), validators=[InputRequired()])
    themes = CheckboxGroupField(_l("Themes"), validators=[Optional()])
    instruments = CheckboxGroupField(_l("Instruments"), validators=[Optional()])
    related = StringField(
        _l("Related thread"), description=_l("Its address, for instance /threads/4n8x0k2m5p.")
    )
    summary = TextAreaField(
        _l("Summary"),
        description=_l(
            "Two or three sentences. Anyone can read them once the practice is verified."
        ),
        validators=[
            DataRequired(_l("Sum it up in two or three sentences.")),
            Length(max=800, message=_l("Use at most 800 characters.")),
            markdown_text,
        ],
    )
    details = TextAreaField(
        _l("Details, for the network"),
        description=_l("What it is, what changed, what was hard, what to copy."),
        validators=[DataRequired(_l("Tell how it went.")), markdown_text],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.language.choices = list(LANGUAGES.items())
        self.city.choices = [("", _l("No city in particular"))] + [
            (city.slug, city.name) for city in cities()
        ]
        self.themes.choices = _named("themes")
        self.instruments.choices = _named("instrument")

    def validate_related(self, field: Any) -> None:
        """Find the thread through the viewer: one that is not open to them is as one that is not."""
        address = _path(one_line(field.data or ""))
        self.related_id = find_related(address, viewer=viewer()) if address else None
        if address and self.related_id is None:
            raise ValidationError(_l("There is no thread at this address that is open to you."))


class ReviewForm(HouseForm):
    verdict = RadioField(
        _l("Your verdict"),
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    body = TextAreaField(
        _l("Your review"),
        description=_l("Who submitted it, and the reviewers of this practice, read this."),
        validators=[DataRequired(_l("Say why, in a sentence at least.")), markdown_text],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.verdict.choices = [
            ("ready", _l("It is ready to be verified")),
            ("changes", _l("It needs changes first")),
        ]


class AnswerForm(HouseForm):
    body = TextAreaField(
        _l("What you changed"),
        validators=[DataRequired(_l("Say what you changed.")), markdown_text],
    )


class SeenForm(HouseForm):
    seen = HiddenField(validators=[DataRequired()])


class CommentForm(HouseForm):
    body = TextAreaField(
        _l("Your comment"), validators=[DataRequired(_l("Write something first.")), markdown_text]
    )


class ClauseForm(HouseForm):
    body = TextAreaField(
        _l("Text of the clause"),
        validators=[DataRequired(_l("Write something first.")), markdown_text],
    )
    reason = StringField(_l("Why did you change it?"), validators=[Length(max=200)])
    revision = IntegerField(_l("Version"), validators=[DataRequired()])


def _path(address: str) -> str:
    """Return the path of an address as people paste it, with or without the house in front."""
    inside = address.partition("://")[2].partition("/")[2] if "://" in address else address
    path = inside.partition("?")[0].partition("#")[0].strip("/")
    return f"/{path}" if path else ""


def _named(vocabulary: str) -> list[tuple[str, str]]:
    return [(term.slug, term.in_language(str(get_locale()))) for term in terms(vocabulary)]
