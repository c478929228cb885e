"""Answering with what is published already: found by searching, with the reason why it fits."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired

from hrcn_community.access.forms import HouseForm, markdown_text
from hrcn_community.consultations.forms.deeds import WHY
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l


class ExistingForm(HouseForm):
    q = StringField(_l("Words to look for"), filters=[lambda words: one_line(words or "")[:200]])
    publication = RadioField(
        _l("What answers the question"),
        choices=[],
        validate_choice=False,
        validators=[DataRequired(_l("Choose one."))],
    )
    reason = TextAreaField(_l("Why it fits"), validators=[DataRequired(WHY), markdown_text])
