"""The shape of what people send to threads."""

from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from hrcn_community.access.choices import city_options, language_options, options, term_options
from hrcn_community.access.forms import ChoicesField, HouseForm, markdown_text
from hrcn_community.access.guard import may
from hrcn_community.access.permissions import Permission
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.discussions.models import ThreadKind

# Which kinds a thread may be of, and what somebody must be allowed in order to choose each.
KINDS = {
    ThreadKind.DISCUSSION: (_l("Discussion"), Permission.Threads.START),
    ThreadKind.QUESTION: (_l("Question"), Permission.Threads.START),
    ThreadKind.ANNOUNCEMENT: (_l("Announcement"), Permission.Threads.ANNOUNCE),
}


def kinds_offered(place: Any) -> dict[str, object]:
    """Return the kinds of thread that the viewer may choose in `place`, with their words."""
    return {kind: words for kind, (words, needed) in KINDS.items() if may(needed, place)}


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
        choices=[],
        default=ThreadKind.DISCUSSION,
    )
    body = TextAreaField(
        _l("Your text"), validators=[DataRequired(_l("Write something first.")), markdown_text]
    )
    language = SelectField(_l("Language of this thread"), choices=language_options)
    city = SelectField(_l("City"), choices=city_options, validators=[Optional()])
    themes = ChoicesField(
        _l("Themes"), choices=lambda: term_options("themes"), validators=[Optional()]
    )

    def __init__(self, *args: Any, place: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.kind.choices = options(kinds_offered(place).items())


class ReplyForm(HouseForm):
    body = TextAreaField(
        _l("Your reply"), validators=[DataRequired(_l("Write something first.")), markdown_text]
    )


class ReasonForm(HouseForm):
    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(_l("Say why; the author will read it.")), Length(max=200)],
    )
