"""The shape of a notice, a decision, an appeal."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from hrcn_community.access.choices import option, options
from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.accounts.addresses import sound_address
from hrcn_community.core.words import _l
from hrcn_community.moderation.models import (
    LONGEST_SILENCE,
    LONGEST_SUSPENSION,
    Category,
    Complaint,
    Ground,
    Measure,
    Outcome,
    Ruling,
    Sanction,
)
from hrcn_community.moderation.rules import (
    CATEGORIES,
    LABELS,
    MEASURES,
    OUTCOMES,
    RULES,
    SANCTIONS,
)

FEWEST_WORDS = 3
LONGEST = {Sanction.SILENCE: LONGEST_SILENCE, Sanction.SUSPEND: LONGEST_SUSPENSION}
LONG = Length(max=4000, message=_l("Use at most 4000 characters."))
GROUNDS = ((Ground.RULE, _l("A rule of this house")), (Ground.LAW, _l("A law")))


def rule_options(nothing: object) -> list[Any]:
    numbered = [(number, f"{number}. {words}") for number, words in RULES.items()]
    return options([("", nothing), *numbered])


class NoticeForm(Form):
    """Bears no token, so that the public needs no session; where it was sent from is asked instead."""

    address = StringField(
        _l("Where is it?"),
        description=_l(
            "The address of the post, of the file or of the person's page. The menu of each post and "
            "the line of each file have a link to this form that fills it in."
        ),
        validators=[InputRequired(_l("Say where it is.")), Length(max=300)],
    )
    passage = TextAreaField(
        _l("Which part of it?"),
        description=_l("Copy the words that you mean, if not all of it."),
        validators=[Length(max=2000, message=_l("Use at most 2000 characters."))],
    )
    category = RadioField(
        _l("What is wrong with it?"),
        choices=options(CATEGORIES.items()),
        validators=[InputRequired(_l("Choose one."))],
    )
    rule = SelectField(_l("Which rule?"), default="")
    law = StringField(_l("Which law, if you know it?"), validators=[Length(max=200)])
    explanation = TextAreaField(
        _l("Why do you think so?"),
        description=_l("In your own words; whoever decides reads them, without your name."),
        validators=[Written(_l("Say why in a few words.")), LONG],
    )
    name = StringField(_l("Your name"), validators=[Length(max=200)])
    email = EmailField(
        _l("Your e-mail address"),
        description=_l("Only if you want the answer by mail. Whoever decides never sees it."),
        validators=[Length(max=254)],
    )
    good_faith = BooleanField(
        _l("I believe in good faith that what I say here is right and complete."),
        validators=[InputRequired(_l("We need this statement from you."))],
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.rule.choices = rule_options(_("I do not know"))

    def validate_explanation(self, field: TextAreaField) -> None:
        if len((field.data or "").split()) < FEWEST_WORDS:
            raise ValidationError(_("Say why in a few words."))

    def validate_email(self, field: EmailField) -> None:
        sound = sound_address(field.data or "")
        if field.data and not sound:
            raise ValidationError(_("This does not look like an e-mail address: name@example.org"))
        field.data = sound

    @property
    def complaint(self) -> Complaint:
        return Complaint(
            category=Category(self.category.data),
            explanation=self.explanation.data or "",
            passage=self.passage.data or "",
            rule=self.rule.data or "",
            law=self.law.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
        )


class DecisionForm(HouseForm):
    measure = RadioField(
        _l("What becomes of it?"), choices=options(MEASURES.items()), default=Measure.KEEP
    )
    label = SelectField(_l("What shall stand above it?"), default="")
    shown_reason = StringField(
        _l("What its readers are told"),
        description=_l("Stands in its place, or above it. Everybody who reads there sees it."),
        validators=[Length(max=200)],
    )
    sanction = RadioField(_l("And of the person?"), choices=[], default=Sanction.NONE)
    days = IntegerField(_l("For how many days?"), validators=[Optional(), NumberRange(1, 365)])
    ground = RadioField(
        _l("What does the decision rest on?"), choices=options(GROUNDS), default=Ground.RULE
    )
    rule = SelectField(_l("Which rule?"), default="")
    law = StringField(_l("Which law?"), validators=[Length(max=200)])
    facts = TextAreaField(
        _l("Which facts does it rest on?"),
        description=_l("What was said or done, in a sentence or two."),
        validators=[LONG],
    )
    reason = TextAreaField(
        _l("Why?"),
        description=_l(
            "The author reads this as you write it. Name nobody who gave notice, and say nothing "
            "from which they could be known."
        ),
        validators=[Written(_l("Say why; the author will read it.")), LONG],
    )

    def __init__(
        self, *args: Any, is_core: bool, measures: Collection[Measure], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.label.choices = options([("", _("Nothing")), *LABELS.items()])
        self.rule.choices = rule_options(_("None in particular"))
        allowed = [each for each in SANCTIONS if is_core or each != Sanction.SUSPEND]
        self.sanction.choices = [option(each, SANCTIONS[each]) for each in allowed]
        self.measure.choices = [option(each, MEASURES[each]) for each in measures]

    def validate_label(self, field: SelectField) -> None:
        if self.measure.data == Measure.LABEL and not field.data:
            raise ValidationError(_("Choose what shall stand above it."))

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        most = LONGEST.get(self.sanction.data)
        if most and not 1 <= (self.days.data or 0) <= most:
            self.days.errors = [_("Give a number of days from 1 to %(most)s.", most=most)]
            return False
        return sound

    def validate_facts(self, field: TextAreaField) -> None:
        restricts = self.measure.data != Measure.KEEP or self.sanction.data != Sanction.NONE
        if restricts and not (field.data or "").strip():
            raise ValidationError(_("Say on which facts this rests; the author will read it."))

    def validate_law(self, field: StringField) -> None:
        if self.ground.data == Ground.LAW and not (field.data or "").strip():
            raise ValidationError(_("Name the law."))

    @property
    def ruling(self) -> Ruling:
        return Ruling(
            reason=self.reason.data or "",
            measure=Measure(self.measure.data),
            label=self.label.data or "",
            shown_reason=self.shown_reason.data or "",
            sanction=Sanction(self.sanction.data),
            days=self.days.data or 0,
            ground=Ground(self.ground.data),
            rule=self.rule.data or "",
            law=self.law.data or "",
            facts=self.facts.data or "",
        )


class AppealForm(Form):
    """Asked for from a mailed address too, so it bears no token: where it was sent from is asked."""

    ref = HiddenField()
    key = HiddenField()
    side = HiddenField()
    reason = TextAreaField(
        _l("Why is the decision wrong?"),
        description=_l("Another person than whoever decided reads this."),
        validators=[Written(_l("Say why you think so.")), LONG],
    )


class AppealDecisionForm(HouseForm):
    outcome = RadioField(
        _l("How do you decide?"),
        choices=options(OUTCOMES.items()),
        validators=[InputRequired(_l("Choose one."))],
    )
    answer = TextAreaField(
        _l("Why?"),
        description=_l("Both sides read this as you write it."),
        validators=[Written(_l("Say why; both sides will read it.")), LONG],
    )

    @property
    def chosen(self) -> Outcome:
        return Outcome(self.outcome.data)
