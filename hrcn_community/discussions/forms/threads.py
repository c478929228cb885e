"""The shape of what people send to threads."""

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, StopValidation

from hrcn_community.access.choices import city_options, language_options, options, term_options
from hrcn_community.access.forms import ChoicesField, HouseForm, markdown_text
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.discussions.forms.days import DaysAhead, day_ahead
from hrcn_community.discussions.models import ThreadKind


def of_a_query(form: HouseForm, field: DateField) -> None:
    """Ask for a field in no other kind of thread, whatever stands in it."""
    if form["kind"].data != ThreadKind.QUERY:
        field.errors = []
        raise StopValidation


class ThreadForm(HouseForm):
    title = StringField(
        _l("Title"),
        description=_l("One line that says what it is about."),
        filters=[lambda text: one_line(text or "")],
        validators=[
            DataRequired(_l("Give the thread a title.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )
    kind = RadioField(
        _l("Kind"),
        choices=options(
            [
                (ThreadKind.DISCUSSION, _l("Discussion")),
                (ThreadKind.QUESTION, _l("Question")),
                (ThreadKind.QUERY, _l("Query with a consolidated reply")),
            ]
        ),
        default=ThreadKind.DISCUSSION,
    )
    until = DateField(
        _l("Contributions until"),
        description=_l("The end of that day, 3 to 90 days ahead."),
        default=lambda: day_ahead(14),
        validators=[of_a_query, DaysAhead(3, 90)],
    )
    body = TextAreaField(
        _l("Your text"), validators=[DataRequired(_l("Write something first.")), markdown_text]
    )
    language = SelectField(_l("Language of this thread"), choices=language_options)
    city = SelectField(_l("City"), choices=city_options, validators=[Optional()])
    themes = ChoicesField(
        _l("Themes"), choices=lambda: term_options("themes"), validators=[Optional()]
    )


class ReplyForm(HouseForm):
    body = TextAreaField(
        _l("Your reply"), validators=[DataRequired(_l("Write something first.")), markdown_text]
    )


class ReasonForm(HouseForm):
    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(_l("Say why; the author will read it.")), Length(max=200)],
    )
