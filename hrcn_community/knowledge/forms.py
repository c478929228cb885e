"""The shape of what people send to practices and guidelines."""

from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from hrcn_community.access.choices import city_options, language_options, options, term_options
from hrcn_community.access.forms import ChoicesField, HouseForm, Written, markdown_text
from hrcn_community.access.guard import viewer
from hrcn_community.attachments.adding import FilesPart
from hrcn_community.core.text import one_line, title_line
from hrcn_community.core.words import _l
from hrcn_community.knowledge.queries.practices import find_related


class PracticeForm(FilesPart):
    title = StringField(
        _l("Title"),
        description=_l("One line that says what was tried."),
        filters=[lambda text: title_line(text or "")],
        validators=[
            Written(_l("Give the practice a title.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )
    city = SelectField(_l("City"), choices=city_options, validators=[Optional()])
    years = StringField(
        _l("Years"),
        description=_l("For instance: since 2016, 2019 to 2021, a pilot of two years."),
        validators=[Length(max=60, message=_l("Use at most 60 characters."))],
    )
    language = SelectField(
        _l("Language of this record"), choices=language_options, validators=[InputRequired()]
    )
    themes = ChoicesField(
        _l("Themes"), choices=lambda: term_options("themes"), validators=[Optional()]
    )
    instruments = ChoicesField(
        _l("Instruments"), choices=lambda: term_options("instrument"), validators=[Optional()]
    )
    related = StringField(
        _l("Related thread"), description=_l("Its address, for instance /threads/4n8x0k2m5p.")
    )
    summary = TextAreaField(
        _l("Summary"),
        description=_l(
            "Two or three sentences. Anyone can read them once the practice is verified."
        ),
        validators=[
            Written(_l("Sum it up in two or three sentences.")),
            Length(max=800, message=_l("Use at most 800 characters.")),
            markdown_text,
        ],
    )
    details = TextAreaField(
        _l("Details, for the network"),
        description=_l("What it is, what changed, what was hard, what to copy."),
        validators=[DataRequired(_l("Tell how it went.")), markdown_text],
    )

    def validate_related(self, field: Any) -> None:
        """Find the thread through the viewer: one that is not open to them is as one that is not."""
        address = _path(one_line(field.data or ""))
        self.related_id = find_related(address, viewer=viewer()) if address else None
        if address and self.related_id is None:
            raise ValidationError(_l("There is no thread at this address that is open to you."))


class ReviewForm(HouseForm):
    verdict = RadioField(
        _l("Your verdict"),
        choices=options(
            [
                ("ready", _l("It is ready to be verified")),
                ("changes", _l("It needs changes first")),
            ]
        ),
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    body = TextAreaField(
        _l("Your review"),
        description=_l("Who submitted it, and the reviewers of this practice, read this."),
        validators=[DataRequired(_l("Say why, in a sentence at least.")), markdown_text],
    )


class AnswerForm(HouseForm):
    body = TextAreaField(
        _l("What you changed"),
        validators=[DataRequired(_l("Say what you changed.")), markdown_text],
    )


class SeenForm(HouseForm):
    seen = HiddenField(validators=[DataRequired()])


class CommentForm(FilesPart):
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


class TakeDownForm(HouseForm):
    reason = TextAreaField(
        _l("Why it is taken down"),
        description=_l("Those who had a part in it read this; nobody else does."),
        validators=[DataRequired(_l("Say why.")), markdown_text],
    )

    @property
    def words(self) -> str:
        return self.reason.data or ""


def _path(address: str) -> str:
    """Return the path of an address as people paste it, with or without the house in front."""
    inside = address.partition("://")[2].partition("/")[2] if "://" in address else address
    path = inside.partition("?")[0].partition("#")[0].strip("/")
    return f"/{path}" if path else ""
