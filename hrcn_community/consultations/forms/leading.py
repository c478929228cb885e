"""Handing on the lead: to whom, and why."""

from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired

from hrcn_community.access.forms import HouseForm, markdown_text
from hrcn_community.consultations.forms.deeds import WHY
from hrcn_community.core.words import _l


class LeadingForm(HouseForm):
    handle = SelectField(
        _l("Who leads from now on"),
        choices=[],
        validate_choice=False,
        validators=[DataRequired(_l("Choose somebody."))],
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Those who work on this case read this; who asked does not."),
        validators=[DataRequired(WHY), markdown_text],
    )
