"""The shape of what is sent on the way of a copy to the public."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional

from hrcn_community.access.choices import language_options, options, term_options
from hrcn_community.access.forms import ChoicesField, HouseForm, Written, markdown_text
from hrcn_community.consultations.forms.deeds import WHY
from hrcn_community.core.text import one_line, title_line
from hrcn_community.core.words import _l

READ_IT = _l("Say that you have read the whole text.")


class FoundForm(Form):
    """What becomes of some words that were found: other words in their place, or they stay, and why."""

    words = HiddenField()
    decision = RadioField(
        _l("What becomes of it"),
        choices=options([("replace", _l("Replace it")), ("keep", _l("It can stay"))]),
        validators=[Optional()],
    )
    instead = StringField(
        _l("In its place"),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=200, message=_l("Use at most 200 characters."))],
    )
    reason = StringField(
        _l("Why it can stay"),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=200, message=_l("Use at most 200 characters."))],
    )

    def validate_instead(self, field: StringField) -> None:
        if self.decision.data == "replace" and not field.data:
            raise ValidationError(_l("Say what stands in its place."))

    def validate_reason(self, field: StringField) -> None:
        if self.decision.data == "keep" and not field.data:
            raise ValidationError(WHY)


class RedactionForm(HouseForm):
    title = StringField(
        _l("Title"),
        filters=[lambda text: title_line(text or "")],
        validators=[
            Written(_l("Give it a title that gives nobody away.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )
    question = TextAreaField(
        _l("Question, for the public"),
        validators=[Written(_l("Say what was asked.")), markdown_text],
    )
    answer = TextAreaField(
        _l("Answer, for the public"),
        validators=[Written(_l("Without an answer there is nothing to publish.")), markdown_text],
    )
    language = SelectField(_l("Language of the text"), choices=language_options)
    themes = ChoicesField(
        _l("Themes"), choices=lambda: term_options("themes"), validators=[Optional()]
    )
    revision = IntegerField(_l("Version"), validators=[Optional()])
    found = FieldList(FormField(FoundForm), max_entries=500)

    @property
    def replacements(self) -> dict[str, str]:
        return {e.words.data: e.instead.data for e in self._decided("replace")}

    @property
    def kept(self) -> dict[str, str]:
        return {e.words.data: e.reason.data for e in self._decided("keep")}

    def _decided(self, decision: str) -> list[Any]:
        entries = [entry.form for entry in self.found]
        return [e for e in entries if e.words.data and e.decision.data == decision]


class ConsentForm(HouseForm):
    """Bears the print of the text that stood on the page."""

    seen = HiddenField(validators=[DataRequired()])
    has_read = BooleanField(
        _l("I have read the whole text as it stands above, and I agree to it"),
        validators=[DataRequired(READ_IT)],
    )


class NamingForm(HouseForm):
    is_named = BooleanField(_l("Name me as an author of the answer"))


class SignCopyForm(HouseForm):
    seen = HiddenField(validators=[DataRequired()])
    has_read = BooleanField(
        _l("I have read the whole text, and had no part in writing, reviewing or redacting it"),
        validators=[DataRequired(READ_IT)],
    )
