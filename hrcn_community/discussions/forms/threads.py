"""The shape of what people send to threads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp, StopValidation

from hrcn_community.access.choices import city_options, language_options, options, term_options
from hrcn_community.access.forms import ChoicesField, HouseForm, Written, markdown_text
from hrcn_community.access.guard import allows, me
from hrcn_community.access.permissions import Permission
from hrcn_community.attachments.adding import FilesPart
from hrcn_community.conversations.drafting import DraftedForm, post_language_options
from hrcn_community.conversations.forms import MaskableForm
from hrcn_community.conversations.forms.polls import PollPart
from hrcn_community.core import clock
from hrcn_community.core.keyset import moment_of
from hrcn_community.core.text import title_line
from hrcn_community.core.words import _l
from hrcn_community.discussions.forms.days import DaysAhead, day_ahead
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.register.models import Term
from hrcn_community.register.queries import terms_named
from hrcn_community.spaces.models import Space

# What a thread can be about: the fields of its form, each named for its vocabulary.
VOCABULARIES = ("themes", "groups", "level", "stage")
# Which kinds a thread may be of, and what somebody must be allowed in order to choose each.
KINDS = {
    ThreadKind.DISCUSSION: (_l("Discussion"), Permission.Threads.START),
    ThreadKind.QUESTION: (_l("Question"), Permission.Threads.START),
    ThreadKind.QUERY: (
        _l("Query: a facilitator draws the replies together into one"),
        Permission.Threads.START,
    ),
    ThreadKind.ANNOUNCEMENT: (_l("Announcement"), Permission.Threads.ANNOUNCE),
}


def kinds_offered(place: Any) -> dict[str, object]:
    """Return the kinds of thread that whoever acts may choose in `place`, with their words.

    A facilitator's persona may not announce: that would tell that a facilitator is behind it.
    """
    return {kind: words for kind, (words, needed) in KINDS.items() if allows(me(), needed, place)}


def of_a_query(form: HouseForm, field: DateField) -> None:
    """Ask for a field in no other kind of thread, whatever stands in it."""
    if form["kind"].data != ThreadKind.QUERY:
        field.errors = []
        raise StopValidation


def _terms(vocabulary: str, label: Any) -> Any:
    return ChoicesField(label, choices=lambda: term_options(vocabulary), validators=[Optional()])


class AboutThread(HouseForm):
    """What a thread is called, of which kind it is and what it is about, said `where` it stands."""

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
        choices=[],
        default=ThreadKind.DISCUSSION,
    )
    language = SelectField(_l("Language of this thread"), choices=language_options)
    city = SelectField(_l("City"), choices=city_options, validators=[Optional()])
    themes = _terms("themes", _l("Themes"))
    groups = _terms("groups", _l("Groups"))
    level = _terms("level", _l("Level"))
    stage = _terms("stage", _l("Stage"))

    def __init__(self, *args: Any, where: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.kind.choices = options(kinds_offered(where).items())

    @property
    def terms(self) -> Sequence[Term]:
        """What was chosen of all vocabularies."""
        return terms_named([slug for name in VOCABULARIES for slug in self[name].data or []])


class ThreadForm(FilesPart, PollPart, MaskableForm, DraftedForm, AboutThread):
    until = DateField(
        _l("Contributions until"),
        description=_l("The end of that day, 3 to 90 days ahead."),
        default=lambda: day_ahead(14),
        validators=[of_a_query, DaysAhead(3, 90)],
    )
    body = TextAreaField(
        _l("Your text"), validators=[Written(_l("Write something first.")), markdown_text]
    )

    def is_for_members(self, space: Space) -> bool:
        return space.starters == "members"

    def validate_kind(self, field: RadioField) -> None:
        if self.is_masked and field.data not in (ThreadKind.DISCUSSION, ThreadKind.QUESTION):
            raise ValidationError(_("Only a discussion or a question can be under a pseudonym."))


class ReplyForm(FilesPart, PollPart, MaskableForm, DraftedForm):
    body = TextAreaField(
        _l("Your reply"), validators=[Written(_l("Write something first.")), markdown_text]
    )
    language = SelectField(_l("Language of this post"), choices=post_language_options, default="")


class ReasonForm(HouseForm):
    reason = StringField(
        _l("Reason"),
        validators=[Written(_l("Say why; the author will read it.")), Length(max=200)],
    )


class ReadForm(HouseForm):
    """Marks a list as read: `until` is the moment of the newest that the list showed."""

    until = HiddenField(
        validators=[
            DataRequired(_l("This list was not sent whole. It stands below as it is now.")),
            Regexp(
                r"[0-9]{1,17}\Z",
                message=_l("This list was not sent whole. It stands below as it is now."),
            ),
        ]
    )

    @property
    def moment(self) -> datetime:
        """The moment that the list was shown at, and never one that is still to come."""
        now = clock.now()
        return min(moment_of(self.until.data or "") or now, now)
