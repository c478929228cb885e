"""The shape of what people send on the way of a query to its consolidated reply."""

from typing import Any

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.conversations.drafting import DraftedForm
from hrcn_community.core.text import is_blank
from hrcn_community.core.words import _l
from hrcn_community.discussions.forms.days import DaysAhead, day_ahead
from hrcn_community.discussions.sentences import SentencesRefused

NAME_THE_DAY = _l("Name the day.")
TOO_LONG = _l("Use at most 1,000 characters.")


class QueryForm(HouseForm):
    """Asking for a consolidated reply in a thread that stands."""

    until = DateField(
        _l("Contributions until"),
        description=_l("The end of that day, 3 to 90 days ahead."),
        default=lambda: day_ahead(14),
        validators=[DataRequired(NAME_THE_DAY), DaysAhead(3, 90)],
    )


class WindowForm(HouseForm):
    """Taking contributions longer, or again."""

    until = DateField(
        _l("Contributions until"),
        default=lambda: day_ahead(7),
        validators=[DataRequired(NAME_THE_DAY), DaysAhead(1, 90)],
    )
    reason = StringField(
        _l("Why?"),
        description=_l("It stands at the head of the thread."),
        validators=[Length(max=200, message=_l("Use at most 200 characters."))],
    )


class DraftForm(DraftedForm):
    """The draft for all facilitators, at a `version`; what one of them is typing is also their own draft."""

    body = TextAreaField(
        _l("The sentences of the reply"), validators=[Written(_l("Write something first."))]
    )
    version = IntegerField(_l("Version"), validators=[InputRequired()])
    reread = BooleanField(_l("I have read again what was edited since it was cited"))

    def refuse(self, refused: SentencesRefused) -> None:
        """Say beside the text which of its lines cannot stand, and why."""
        self.body.errors = [str(message) for message in refused.messages]


class SendingForm(HouseForm):
    answers_until = DateField(
        _l("Answers until"),
        default=lambda: day_ahead(7),
        validators=[DataRequired(NAME_THE_DAY), DaysAhead(1, 90)],
    )


class SayForm(HouseForm):
    """What somebody who contributed says of the draft."""

    round = IntegerField(_l("Round"), validators=[InputRequired()])
    masked = HiddenField()
    agrees = RadioField(
        _l("Does this tell your contribution rightly?"),
        choices=options([("yes", _l("Yes, it does")), ("no", _l("No, not as it stands"))]),
        validators=[InputRequired(_l("Say yes or no."))],
    )
    remark = TextAreaField(
        _l("Remark"),
        description=_l(
            "If not: what should be different? The facilitators read this, nobody else."
        ),
        validators=[Length(max=1000, message=TOO_LONG)],
    )
    wants_credit = BooleanField(_l("Name me among the contributors if this is published"))

    def validate_remark(self, field: Any) -> None:
        if self.agrees.data == "no" and is_blank(field.data or ""):
            raise ValidationError(_("Say what should be different."))


class PublicationForm(HouseForm):
    round = IntegerField(_l("Round"), validators=[InputRequired()])
    over_objection = TextAreaField(
        _l("Why it is published over an objection"),
        description=_l("It stands below the reply, for everybody who reads it."),
        validators=[Length(max=1000, message=TOO_LONG)],
    )
    closes = BooleanField(_l("Close the thread with it"))


class CreditForm(HouseForm):
    masked = HiddenField()
