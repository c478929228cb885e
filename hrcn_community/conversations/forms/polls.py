"""The shape of a poll: as a part of other forms, as a form of its own, and when it is changed."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional

from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import viewer
from hrcn_community.conversations.models import (
    FEWEST_COUNTED,
    Poll,
    PollChoice,
    PollKind,
    ResultsShown,
)
from hrcn_community.conversations.poll_plan import (
    FEWEST_CHOICES,
    LONGEST_LINE,
    MOST_CHOICES,
    MOST_EVER,
    PlannedPoll,
    PollChange,
    PollRules,
    choice_lines,
    says_something,
    twice,
)
from hrcn_community.core import clock
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l

LONGEST_TEXT = 10_000
LONGEST_RUN = timedelta(days=2 * 366)
TYPED = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
KINDS = [
    (PollKind.SINGLE, _l("One choice")),
    (PollKind.MULTIPLE, _l("Several choices")),
    (PollKind.RANKED, _l("Choices in order of preference")),
]
RESULTS = [
    (ResultsShown.ALWAYS, _l("At any time")),
    (ResultsShown.VOTED, _l("To whoever has voted; to all once it has closed")),
    (ResultsShown.CLOSED, _l("Once it has closed")),
]
NAMES = [
    ("named", _l("With names: whoever reads the post sees who chose what")),
    ("anonymous", _l("Anonymous: nobody sees who chose what")),
]
TOO_LONG = _l("Use at most %(n)s characters.", n=LONGEST_LINE)


def _on_one_line(text: str | None) -> str:
    line = one_line(text or "")
    return line if says_something(line) else ""


def _choices_field(label: str, hint: str, *more: Any) -> TextAreaField:
    return TextAreaField(label, description=hint, validators=[*more, Length(max=LONGEST_TEXT)])


class PollPart:
    """The fields of a poll in a form that is about something else; left empty, there is none."""

    poll_step = FEWEST_COUNTED  # votes, for the hint beside poll_results
    poll_question = StringField(
        _l("Question"), filters=[_on_one_line], validators=[Length(max=LONGEST_LINE)]
    )
    poll_choices = _choices_field(
        _l("Choices"), _l("One a line, from 2 to %(most)s.", most=MOST_CHOICES)
    )
    poll_kind = SelectField(_l("How to vote"), choices=options(KINDS), default=PollKind.SINGLE)
    poll_names = SelectField(_l("Names"), choices=options(NAMES), default="named")
    poll_results = SelectField(
        _l("Results are shown"),
        choices=options(RESULTS),
        default=ResultsShown.ALWAYS,
    )
    poll_closes_at = DateTimeLocalField(_l("Closes at"), format=TYPED, validators=[Optional()])

    @property
    def poll_zone(self) -> str:
        """The person's own time zone, which the closing time is in."""
        return viewer().timezone

    @property
    def is_poll_blank(self) -> bool:
        """Is there nothing in it but what it begins with? Then it is drawn the same for everybody."""
        parts = [field for name, field in self._fields.items() if name.startswith("poll_")]  # type: ignore[attr-defined]
        return all(not part.errors and part.data in (part.default, "", None) for part in parts)

    @property
    def wants_poll(self) -> bool:
        return bool(self.poll_question.data or choice_lines(self.poll_choices.data or ""))

    def planned_poll(self) -> PlannedPoll | None:
        """Return what was written, or None where nothing was; only of a form that is valid."""
        if not self.wants_poll:
            return None
        return PlannedPoll(
            question=self.poll_question.data or "",
            choices=choice_lines(self.poll_choices.data or ""),
            rules=self._rules(),
            closes_at=self._closes_at(),
        )

    def validate_poll_question(self, field: Any) -> None:
        if self.wants_poll and not field.data:
            raise ValidationError(_l("Ask a question, or empty the choices too."))

    def validate_poll_choices(self, field: Any) -> None:
        if self.wants_poll:
            must_be_choices(choice_lines(field.data or ""))

    def validate_poll_closes_at(self, field: Any) -> None:
        now = clock.now().astimezone(ZoneInfo(self.poll_zone)).replace(tzinfo=None)
        if field.data and not now < field.data < now + LONGEST_RUN:
            raise ValidationError(_l("Choose a moment from now to two years ahead."))

    def _rules(self) -> PollRules:
        return PollRules(
            kind=PollKind(self.poll_kind.data),
            results=ResultsShown(self.poll_results.data),
            is_anonymous=self.poll_names.data == "anonymous",
        )

    def _closes_at(self) -> datetime | None:
        local = self.poll_closes_at.data
        return clock.in_utc(local.replace(tzinfo=ZoneInfo(self.poll_zone))) if local else None


class NewPollForm(PollPart, HouseForm):
    """A poll that is added to a post which stands."""

    poll_question = StringField(
        _l("Question"),
        filters=[_on_one_line],
        validators=[
            DataRequired(_l("Ask a question.")),
            Length(max=LONGEST_LINE, message=TOO_LONG),
        ],
    )
    poll_choices = _choices_field(
        _l("Choices"),
        _l("One a line, from 2 to %(most)s.", most=MOST_CHOICES),
        DataRequired(_l("Name the choices, one a line.")),
    )


class ChangePollForm(NewPollForm):
    """A poll that stands, with a field for the words of each choice and a box to put it aside.

    Use `change_form`, which adds those fields. Once somebody has voted, the rules are not in it.
    """

    poll_choices = _choices_field(_l("More choices"), _l("One a line; they are added at the end."))
    edition = HiddenField()
    positions: tuple[int, ...] = ()

    @property
    def choice_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"words_{each}"], self[f"aside_{each}"]) for each in self.positions]

    @property
    def over(self) -> int:
        """The edition that was changed."""
        text = self.edition.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def validate_poll_choices(self, field: Any) -> None:
        added = choice_lines(field.data or "")
        standing = tuple(words.data for words, aside in self.choice_fields if not aside.data)
        must_be_choices((*standing, *added))
        if len(self.positions) + len(added) > MOST_EVER:
            raise ValidationError(_l("A poll has at most %(n)s choices in all.", n=MOST_EVER))

    def change(self) -> PollChange:
        """Return what was written; only of a form that is valid."""
        return PollChange(
            question=self.poll_question.data or "",
            choices=tuple((words.data, bool(aside.data)) for words, aside in self.choice_fields),
            added=choice_lines(self.poll_choices.data or ""),
            closes_at=self._closes_at(),
            rules=self._rules() if "poll_kind" in self else None,
        )


def change_form(poll: Poll, choices: dict[int, PollChoice]) -> ChangePollForm:
    """Return the form that changes `poll`, with what stands in it.

    Rules that were sent from before the first vote are still read, so that they can be refused in words.
    """
    fields: dict[str, Any] = {"positions": tuple(choices)}
    if poll.voter_count and "poll_kind" not in request.form:
        fields |= {"poll_kind": None, "poll_names": None, "poll_results": None}
    for position in choices:
        fields[f"words_{position}"] = _words_field(position)
        fields[f"aside_{position}"] = BooleanField(_l("Put aside: it takes no new votes"))
    form_class = type("ChangeThisPollForm", (ChangePollForm,), fields)
    return form_class(edition=str(poll.edition), **_as_it_stands(poll, choices))


def must_be_choices(choices: tuple[str, ...]) -> None:
    """Raise a ValidationError that says what is wrong with them together."""
    if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        raise ValidationError(_l("Offer from 2 to %(most)s choices.", most=MOST_CHOICES))
    if max(map(len, choices)) > LONGEST_LINE:
        raise ValidationError(_l("Use at most %(n)s characters for each.", n=LONGEST_LINE))
    if again := twice(choices):
        raise ValidationError(_l("“%(choice)s” stands there twice.", choice=again))


def _words_field(position: int) -> StringField:
    return StringField(
        _l("Choice %(n)s", n=position),
        filters=[_on_one_line],
        validators=[
            DataRequired(_l("Write what the choice is; a choice is put aside, not emptied.")),
            Length(max=LONGEST_LINE, message=TOO_LONG),
        ],
    )


def _as_it_stands(poll: Poll, choices: dict[int, PollChoice]) -> dict[str, Any]:
    zone = ZoneInfo(viewer().timezone)
    closes_at = poll.closes_at.astimezone(zone).replace(tzinfo=None) if poll.closes_at else None
    words = {f"words_{position}": choice.words for position, choice in choices.items()}
    aside = {f"aside_{position}": bool(choice.retired_at) for position, choice in choices.items()}
    rules = {
        "poll_kind": poll.kind,
        "poll_names": "anonymous" if poll.is_anonymous else "named",
        "poll_results": poll.results,
    }
    return {"poll_question": poll.question, "poll_closes_at": closes_at, **rules, **words, **aside}
