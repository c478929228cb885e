"""The shape of what those who tend a thread send."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    StringField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from hrcn_community.access.choices import PACES, options
from hrcn_community.access.filled import FilledForm
from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import viewer
from hrcn_community.core import clock
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.discussions.forms import KINDS, VOCABULARIES, AboutThread, kinds_offered
from hrcn_community.discussions.models import Thread, ThreadKind, TimerKind
from hrcn_community.discussions.queries import terms_of
from hrcn_community.discussions.ranges import Range, read_ranges
from hrcn_community.spaces.models import Space

LONGEST = timedelta(days=731)
TIMERS = (
    (TimerKind.CLOSE, _l("The thread closes")),
    (TimerKind.REMIND, _l("The facilitators, and I, are reminded to look at it")),
)


class EditThreadForm(FilledForm, AboutThread):
    """What a thread is called and about; its text is edited where it stands."""

    def __init__(self, thread: Thread, **given: Any) -> None:
        super().__init__(where=thread, **given)
        self.thread = thread
        self.kind.choices = options(_kinds_of(thread).items())

    @classmethod
    def of(cls, thread: Thread, city: str) -> "EditThreadForm":
        """Return the form as the thread is now, whatever was sent."""
        conversation, about = thread.conversation, terms_of(thread.conversation_id)
        chosen = {
            name: [term.slug for term in about if term.vocabulary == name] for name in VOCABULARIES
        }
        plain = {"title": conversation.title, "language": conversation.language}
        about = {**plain, **chosen, "kind": thread.kind, "city": city}
        return cls(thread, formdata=None, **about).filled()

    @property
    def term_ids(self) -> frozenset[int]:
        """The terms that were chosen here, and those of vocabularies that are not offered here."""
        others = [
            term
            for term in terms_of(self.thread.conversation_id)
            if term.vocabulary not in VOCABULARIES
        ]
        return frozenset(term.id for term in (*self.terms, *others))


def _kinds_of(thread: Thread) -> dict[str, object]:
    """Return the kinds that `thread` may be of; a query stays one and nothing becomes one."""
    if thread.kind == ThreadKind.QUERY:
        return {ThreadKind.QUERY: _l("Query with a consolidated reply")}
    offered = {kind: words for kind, words in kinds_offered(thread).items() if kind != "query"}
    return offered | {thread.kind: KINDS[ThreadKind(thread.kind)][0]}


class PaceForm(HouseForm):
    seconds = RadioField(
        _l("How often each person may write here"), coerce=int, choices=options(PACES)
    )


class TimerForm(HouseForm):
    kind = RadioField(_l("What is to happen"), choices=options(TIMERS), default=TimerKind.CLOSE)
    day = DateField(_l("Day"), validators=[DataRequired(_l("Choose a day."))])
    at = TimeField(
        _l("Time"),
        default=time(18, 0),
        validators=[DataRequired(_l("Choose a time."))],
    )

    @property
    def zone(self) -> str:
        """The person's own time zone, which day and time are in."""
        return viewer().timezone

    @property
    def due_at(self) -> datetime:
        day, at = self.day.data or date.max, self.at.data or time.max
        here = datetime.combine(day, at, ZoneInfo(self.zone))
        return clock.in_utc(here)

    def validate_at(self, field: TimeField) -> None:
        if not self.day.data or not field.data:
            return
        now = clock.now()
        if self.due_at <= now:
            raise ValidationError(str(_l("That moment is past. Choose a later one.")))
        if self.due_at > now + LONGEST:
            raise ValidationError(str(_l("Choose a moment within the next two years.")))


class ElsewhereForm(HouseForm):
    """A deed after which perhaps others read: then it wants to be meant."""

    space = HiddenField(_l("Space"))
    confirmed = BooleanField(_l("Yes, others may read it from now on."))

    def __init__(self, here: Space, there: Space | None, **given: Any) -> None:
        super().__init__(**given)
        self.there = there
        self.is_wider = there is not None and there.reaches_beyond(here)

    def validate_space(self, field: HiddenField) -> None:
        if self.there is None:
            raise ValidationError(str(_l("Choose one of the spaces that you tend.")))

    def validate_confirmed(self, field: BooleanField) -> None:
        if self.is_wider and not field.data:
            raise ValidationError(
                str(_l("Say that you mean it: people who do not read it now will."))
            )


class MoveForm(ElsewhereForm):
    reason = StringField(
        _l("Reason"),
        description=_l("Everybody who reads the thread from then on can read this."),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=200, message=_l("Use at most 200 characters."))],
    )


class SplitForm(ElsewhereForm):
    numbers = StringField(
        _l("Numbers of the posts"),
        description=_l("For example: 5-9, 12"),
        validators=[DataRequired(_l("Choose at least one post."))],
    )
    title = StringField(
        _l("Title of the new thread"),
        filters=[lambda text: one_line(text or "")],
        validators=[
            Written(_l("Give the thread a title.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )

    def __init__(self, thread: Thread, there: Space | None, **given: Any) -> None:
        super().__init__(thread.space, there, **given)
        self.last = thread.conversation.last_number
        self.ranges: list[Range] = []

    def validate_numbers(self, field: StringField) -> None:
        try:
            self.ranges = read_ranges(field.data or "", self.last)
        except ValueError as error:
            raise ValidationError(str(NO_NUMBERS)) from error
        if not self.ranges:
            raise ValidationError(str(NO_NUMBERS))


NO_NUMBERS = _l("Write the numbers of posts of this thread, for example: 5-9, 12")


class MergeForm(ElsewhereForm):
    space = None
    into = HiddenField(_l("Other thread"))

    def __init__(self, here: Space, target: Thread | None, **given: Any) -> None:
        super().__init__(here, target.space if target else None, **given)

    def validate_into(self, field: HiddenField) -> None:
        if self.there is None:
            raise ValidationError(str(_l("Choose another thread, in a space that you tend.")))
