"""The form with which somebody asks."""

from typing import Any, Self

from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional

from hrcn_community.access.choices import (
    city_options,
    language_options,
    option,
    options,
    term_options,
)
from hrcn_community.access.forms import ChoicesField, HouseForm, Written, markdown_text
from hrcn_community.consultations.copy_words import WISHES
from hrcn_community.consultations.models import NotOffered, ShowsAs
from hrcn_community.consultations.publication import Wish
from hrcn_community.consultations.queries.people import find_people
from hrcn_community.consultations.transitions import TIERS, Tier
from hrcn_community.consultations.words import FORMS
from hrcn_community.consultations.words import TIERS as TIER_WORDS
from hrcn_community.core import richtext
from hrcn_community.core.text import one_line, title_line
from hrcn_community.core.words import _l

MOST_SUB_QUESTIONS = 3
NOT_SAID = _l("Not said")


class LinesField(TextAreaField):
    """Lines, in one field or in several of one name."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(["\n".join(valuelist)] if valuelist else [])

    @property
    def lines(self) -> list[str]:
        return [line for text in (self.data or "").split("\n") if (line := one_line(text))]


class RequestForm(HouseForm):
    is_for_others_only = False
    title = StringField(
        _l("Title"),
        description=_l(
            "Neutral words that give away neither a person nor an address: an invited expert "
            "reads them before declaring on conflict of interest."
        ),
        filters=[lambda text: title_line(text or "")],
        validators=[
            Written(_l("Give the case a title.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )
    question = TextAreaField(
        _l("Your question"),
        description=_l("One question, in a sentence or two."),
        validators=[
            Written(_l("Ask your question first.")),
            Length(max=1000, message=_l("Use at most 1,000 characters; the rest is context.")),
            markdown_text,
        ],
    )
    sub_questions = LinesField(
        _l("Sub-questions"), description=_l("At most three, one on each line.")
    )
    context = TextAreaField(
        _l("Context"),
        description=_l("What an expert has to know. Leave out names and addresses of persons."),
        validators=[Written(_l("Say what an expert has to know.")), markdown_text],
    )
    tried = TextAreaField(_l("What was tried already"), validators=[Optional(), markdown_text])
    city = SelectField(_l("City"), choices=lambda: city_options(NOT_SAID), validators=[Optional()])
    themes = ChoicesField(
        _l("Themes"), choices=lambda: term_options("themes"), validators=[Optional()]
    )
    groups = ChoicesField(
        _l("Groups"), choices=lambda: term_options("groups"), validators=[Optional()]
    )
    stage = SelectField(
        _l("Where you stand"), choices=lambda: _one_or_none("stage"), validators=[Optional()]
    )
    layer = SelectField(
        _l("Element of the framework"),
        choices=lambda: _one_or_none("layer"),
        validators=[Optional()],
    )
    decision_due = DateField(_l("When is the decision due?"), validators=[Optional()])
    wanted_form = SelectField(
        _l("Form of the answer"), choices=options(FORMS.items()), default="written"
    )
    answer_language = SelectField(
        _l("Language of the answer"), choices=language_options, default="en"
    )
    persons_identifiable = BooleanField(_l("Persons could be recognised in what I wrote"))
    tier = RadioField(
        _l("Who may read this"),
        description=_l("You can make the circle smaller later by yourself, never larger."),
        choices=lambda: options([(t, TIER_WORDS[t]) for t in Tier if TIERS[t].is_offered]),
        validate_choice=False,
        validators=[DataRequired(_l("Choose who may read this."))],
    )
    shows_requester_as = RadioField(
        _l("What others see of you"),
        description=_l("This binds every reader but the lead of your case."),
        choices=options(
            [
                (ShowsAs.NAME, _l("My name")),
                (ShowsAs.CITY, _l("Only my city")),
                (ShowsAs.NOTHING, _l("Nothing")),
            ]
        ),
        default=ShowsAs.NAME,
    )
    publication = RadioField(
        _l("May others learn from the answer?"),
        description=_l(
            "A copy without names and places, which you read first. Nothing becomes public "
            "before you agreed to its exact words, and you can withdraw it at any time."
        ),
        choices=options(WISHES.items()),
        default=Wish.ASK,
    )
    for_another = BooleanField(_l("I ask on behalf of somebody else"))
    whom = StringField(
        _l("On whose behalf do you ask?"),
        description=_l("A name or a role, if it helps. It is shown to whoever sees your name."),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=120, message=_l("Use at most 120 characters."))],
    )
    exclude = StringField(
        _l("Who should have no part in it"),
        description=_l("Handles, separated by commas. They are not told."),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=200)],
    )

    @classmethod
    def offering(cls, *, own: bool, others: bool, **options: Any) -> Self:
        """Return the form for whoever may ask for themselves (`own`), for others, or for both."""
        form = cls(**options)
        form.is_for_others_only = others and not own
        if not others:
            del form.for_another, form.whom
        elif not own:
            del form.for_another
        return form

    def validate_sub_questions(self, field: LinesField) -> None:
        if len(field.lines) > MOST_SUB_QUESTIONS:
            raise ValidationError(_l("Ask at most three sub-questions."))
        if any(len(line) > 300 for line in field.lines):
            raise ValidationError(_l("Keep each sub-question under 300 characters."))
        try:  # they are written below the question, as one text
            richtext.render(f"{self.question.data}\n\n{field.data or ''}")
        except richtext.TextRefused as refused:
            raise ValidationError(str(refused.message)) from refused

    def validate_tier(self, field: RadioField) -> None:
        if field.data not in list(Tier):
            raise ValidationError(_l("Choose who may read this."))
        if not TIERS[Tier(field.data)].is_offered:
            raise ValidationError(NotOffered.message)
        if field.data == Tier.OPEN and self.persons_identifiable.data:
            raise ValidationError(
                _l("Where persons could be recognised, a question cannot be open to all.")
            )

    def validate_exclude(self, field: StringField) -> None:
        known = find_people(self.excluded_handles)
        if unknown := [handle for handle in self.excluded_handles if handle not in known]:
            raise ValidationError(
                _l("Nobody here has the handle %(handle)s.", handle=", ".join(unknown))
            )

    @property
    def is_for_another(self) -> bool:
        return self.is_for_others_only or bool("for_another" in self and self.for_another.data)

    @property
    def meant(self) -> str:
        """Return on whose behalf it is asked, as far as that was said."""
        return self.whom.data or "" if self.is_for_another else ""

    @property
    def excluded_handles(self) -> list[str]:
        words = (self.exclude.data or "").replace(",", " ").split()
        return [word.lstrip("@").lower() for word in words]


def _one_or_none(vocabulary: str) -> list[Any]:
    return [option("", NOT_SAID), *term_options(vocabulary)]
