"""The form of each deed: a few fields, most often one text."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional

from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm, markdown_text
from hrcn_community.consultations.models.answers import MOST_POINTS
from hrcn_community.consultations.transitions import Tier
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l

WRITE = _l("Write something first.")
WHY = _l("Say why; it stays with the case.")


class BodyForm(HouseForm):
    body = TextAreaField(_l("Your text"), validators=[DataRequired(WRITE), markdown_text])

    @property
    def words(self) -> str:
        return self.body.data or ""


class RemarkForm(HouseForm):
    body = TextAreaField(_l("A remark"), validators=[Optional(), markdown_text])

    @property
    def words(self) -> str:
        return self.body.data or ""


class ReasonForm(HouseForm):
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(WHY), markdown_text])

    @property
    def words(self) -> str:
        return self.reason.data or ""


class RescindForm(ReasonForm):
    handle = SelectField(_l("Whose invitation"), validate_choice=False, validators=[Optional()])


class WithdrawalForm(HouseForm):
    reason = TextAreaField(
        _l("Reason"),
        description=_l("You owe nobody a reason, but it helps whoever worked on it."),
        validators=[Optional(), markdown_text],
    )

    @property
    def words(self) -> str:
        return self.reason.data or ""


class PlainForm(HouseForm):
    words = ""


class LeadForm(HouseForm):
    lead = SelectField(_l("Lead"), choices=[], validate_choice=False)


class ExpertForm(HouseForm):
    handle = SelectField(
        _l("Expert"), validate_choice=False, validators=[DataRequired(_l("Choose somebody."))]
    )
    role = HiddenField(default="advisor")


class SignerForm(HouseForm):
    handle = SelectField(
        _l("Who signs"), validate_choice=False, validators=[DataRequired(_l("Choose somebody."))]
    )


class DeclarationForm(HouseForm):
    declaration = RadioField(
        _l("Conflict of interest in this case"),
        choices=options(
            [
                ("none", _l("I have none: I take the case")),
                ("conflict", _l("I have one: the case stays closed to me")),
            ]
        ),
        validators=[DataRequired(_l("Say whether there is one."))],
    )
    text = TextAreaField(
        _l("In your own words"),
        description=_l("Ties to anybody who may be concerned; those who work on the case read it."),
        validators=[markdown_text],
    )

    def validate_text(self, field: TextAreaField) -> None:
        if self.declaration.data == "conflict" and not (field.data or "").strip():
            raise ValidationError(WHY)


class DraftForm(HouseForm):
    body = TextAreaField(_l("Draft of the answer"), validators=[DataRequired(WRITE), markdown_text])
    revision = IntegerField(_l("Version"), validators=[Optional()])


class ReviewForm(HouseForm):
    verdict = RadioField(
        _l("Your verdict"),
        choices=options(
            [
                ("approve", _l("It can be signed")),
                ("changes", _l("It has to change")),
            ]
        ),
        validators=[DataRequired(_l("Choose one."))],
    )
    points = TextAreaField(
        _l("What has to change"),
        description=_l("One change on each line. The author marks each as done, or answers it."),
        validators=[markdown_text],
    )
    body = TextAreaField(_l("Your review"), validators=[markdown_text])

    @property
    def point_lines(self) -> list[str]:
        """The changes that are asked for; none with an approval."""
        lines = (one_line(line).lstrip("-*• ") for line in (self.points.data or "").split("\n"))
        return [line for line in lines if line] if self.verdict.data == "changes" else []

    def validate_points(self, field: TextAreaField) -> None:
        if len(self.point_lines) > MOST_POINTS:
            raise ValidationError(_l("Ask for at most %(most)s changes at once.", most=MOST_POINTS))

    def validate_body(self, field: TextAreaField) -> None:
        said = f"{self.points.data or ''}{field.data or ''}".strip()
        if self.verdict.data == "changes" and not said:
            raise ValidationError(_l("Say what has to change."))


class TierForm(HouseForm):
    """`readers` says of each tier who will read the case then, where that is known (queries/readers.py)."""

    readers: Mapping[str, Any] = MappingProxyType({})
    tier = RadioField(
        _l("Who may read this from now on"),
        validate_choice=False,
        validators=[DataRequired(_l("Choose one."))],
    )

    def validate_tier(self, field: RadioField) -> None:
        if field.data not in list(Tier):
            raise ValidationError(_l("Choose one."))
