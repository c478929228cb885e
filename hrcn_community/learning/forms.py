"""The shape of what learners send: an answer, a plan, a remark."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import DateField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm, Written, markdown_text
from hrcn_community.attachments.adding import FilesPart
from hrcn_community.core import clock
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.learning.grading import LONGEST_SHORT, QuestionKind
from hrcn_community.learning.models import Plan, Question

TOO_LONG = _l("Use at most 1,000 characters.")


@dataclass(frozen=True)
class Given:
    """What was answered, and why it cannot be checked yet ('' where it can)."""

    value: Any
    error: str = ""


def given_answer(question: Question, form: MultiDict[str, str]) -> Given:
    """Read the answer to `question` from a form that was sent; what is no option is not taken."""
    if question.kind == QuestionKind.ORDERING:
        return _order(question, form)
    if question.kind == QuestionKind.MULTIPLE:
        chosen = set(form.getlist("answer"))
        value = [key for key in question.keys if key in chosen]
        return Given(value, "" if value else _("Choose at least one of the answers."))
    if question.kind == QuestionKind.SINGLE:
        key = form.get("answer", "")
        return (
            Given(key, "") if key in question.keys else Given("", _("Choose one of the answers."))
        )
    text = one_line(form.get("answer", ""))
    if len(text) > LONGEST_SHORT:
        return Given(text[:LONGEST_SHORT], _("A word or two are enough; this is too long."))
    return Given(text, "" if text else _("Write something first."))


def _order(question: Question, form: MultiDict[str, str]) -> Given:
    """Read the places of an ordering; a place that is not given stays empty."""
    places = {form.get(f"position-{key}", ""): key for key in question.keys}
    value = [places.get(str(place), "") for place in range(1, len(question.keys) + 1)]
    return Given(value, "" if all(value) else _("Give every line a place of its own."))


class PlanForm(HouseForm):
    """One cue, one deed, one owner, one date."""

    cue = TextAreaField(
        _l("If …"),
        validators=[
            Written(_l("Name the cue: what will happen?")),
            Length(max=1000, message=TOO_LONG),
        ],
    )
    deed = TextAreaField(
        _l("then I …"),
        validators=[Written(_l("Say what you will do.")), Length(max=1000, message=TOO_LONG)],
    )
    owner = StringField(
        _l("Owner"),
        validators=[
            Written(_l("Name one person or role.")),
            Length(max=200, message=_l("Use at most 200 characters.")),
        ],
    )
    date = DateField(_l("Date"), validators=[DataRequired(_l("Give a day, such as 2027-03-31."))])

    def __init__(self, plan: Plan | None = None, **options: Any) -> None:
        self.planned = plan.due_on if plan else None
        kept = (
            {"cue": plan.cue, "deed": plan.deed, "owner": plan.owner, "date": plan.due_on}
            if plan
            else {}
        )
        super().__init__(**kept, **options)

    def validate_date(self, field: DateField) -> None:
        """A new day lies ahead; one that was planned before may have passed."""
        day: date = field.data or clock.now().date()
        if day != self.planned and not clock.now().date() <= day <= date(2100, 1, 1):
            raise ValidationError(_("Choose a day that lies ahead."))


class RemarkForm(FilesPart):
    body = TextAreaField(
        _l("Your text"), validators=[DataRequired(_l("Write something first.")), markdown_text]
    )
