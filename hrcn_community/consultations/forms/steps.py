"""The request in steps: which fields stand on which page, and the forms around them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm, Written, markdown_text
from hrcn_community.consultations.forms.asking import RequestForm
from hrcn_community.consultations.models import Used, Useful
from hrcn_community.core.words import _l

REVIEW = "review"
TEXTS = ("title", "question", "sub_questions", "context", "tried")  # in which somebody may be named


@dataclass(frozen=True)
class Step:
    """A page of the request, between the one before and the one after."""

    name: str
    title: object
    lead: object
    fields: tuple[str, ...]
    before: str
    after: str


STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step(
            "what",
            _l("What you ask"),
            _l("One question that an expert can answer, and what they have to know for it."),
            TEXTS,
            "",
            "where",
        ),
        Step(
            "where",
            _l("Where it belongs"),
            _l("This is how the desk finds who knows about it."),
            ("city", "themes", "groups", "stage", "layer"),
            "what",
            "answer",
        ),
        Step(
            "answer",
            _l("The answer you need"),
            _l("When, in which form and in which language it helps you."),
            ("decision_due", "wanted_form", "answer_language"),
            "where",
            "readers",
        ),
        Step(
            "readers",
            _l("Who reads it"),
            _l("You decide who reads your question and what they see of you."),
            (
                "tier",
                "persons_identifiable",
                "shows_requester_as",
                "for_another",
                "whom",
                "publication",
                "exclude",
            ),
            "answer",
            REVIEW,
        ),
    )
}


class LookForm(HouseForm):
    question = TextAreaField(
        _l("Your question"),
        description=_l("In your own words, as you would ask a colleague."),
        validators=[
            Written(_l("Ask your question first.")),
            Length(max=1000, message=_l("Use at most 1,000 characters; the rest is context.")),
        ],
    )
    follows = HiddenField()


class RatingForm(HouseForm):
    useful = RadioField(
        _l("Was the answer useful?"),
        choices=options(
            [
                (Useful.YES, _l("Yes")),
                (Useful.PARTLY, _l("Partly")),
                (Useful.NO, _l("No")),
            ]
        ),
        validators=[DataRequired(_l("Choose one."))],
    )
    sentence = TextAreaField(
        _l("In a sentence"),
        description=_l("What helped, or what was missing."),
        validators=[
            Optional(),
            Length(max=500, message=_l("Use at most 500 characters.")),
            markdown_text,
        ],
    )


class OutcomeForm(HouseForm):
    used = RadioField(
        _l("Was the answer used?"),
        choices=options(
            [
                (Used.USED, _l("It was used")),
                (Used.PARTLY, _l("It was used in part")),
                (Used.NOT, _l("It was not used")),
            ]
        ),
        validators=[DataRequired(_l("Choose one."))],
    )
    body = TextAreaField(
        _l("What changed?"),
        description=_l("What was decided or done, or why nothing was."),
        validators=[Written(_l("Say what changed, or why nothing did.")), markdown_text],
    )


def step_form(step: Step, fields: Mapping[str, list[str]], **offered: Any) -> RequestForm:
    """Return the fields of one page, filled with what is kept; each bears the errors of its own only."""
    form = whole_form(fields, **offered)
    for name in [each.short_name for each in form]:
        if name not in step.fields:
            del form[name]
    return form


def whole_form(fields: Mapping[str, list[str]], **offered: Any) -> RequestForm:
    """Return all that is kept of a request as the form that is sent; its token is the page's own."""
    return RequestForm.offering(formdata=MultiDict(fields), meta={"csrf": False}, **offered)
