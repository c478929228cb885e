"""The shape of what people send to threads."""

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from hrcn_community.access.choices import city_options, language_options, options, term_options
from hrcn_community.access.forms import ChoicesField, HouseForm, Written, markdown_text
from hrcn_community.conversations.drafting import DraftedForm, post_language_options
from hrcn_community.core.text import title_line
from hrcn_community.core.words import _l
from hrcn_community.discussions.models import ThreadKind


class ThreadForm(DraftedForm):
    title = StringField(
        _l("Title"),
        description=_l("One line that says what it is about."),
        filters=[lambda text: title_line(text or "")],
        validators=[
            Written(_l("Give the thread a title.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )
    kind = RadioField(
        _l("Kind"),
        choices=options(
            [(ThreadKind.DISCUSSION, _l("Discussion")), (ThreadKind.QUESTION, _l("Question"))]
        ),
        default=ThreadKind.DISCUSSION,
    )
    body = TextAreaField(
        _l("Your text"), validators=[Written(_l("Write something first.")), markdown_text]
    )
    language = SelectField(_l("Language of this thread"), choices=language_options)
    city = SelectField(_l("City"), choices=city_options, validators=[Optional()])
    themes = ChoicesField(
        _l("Themes"), choices=lambda: term_options("themes"), validators=[Optional()]
    )


class ReplyForm(DraftedForm):
    body = TextAreaField(
        _l("Your reply"), validators=[Written(_l("Write something first.")), markdown_text]
    )
    language = SelectField(_l("Language of this post"), choices=post_language_options, default="")


class ReasonForm(HouseForm):
    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(_l("Say why; the author will read it.")), Length(max=200)],
    )
