"""What advisors declare and are found by; who of several hands the draft over."""

from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from hrcn_community.access.choices import options, term_options
from hrcn_community.access.forms import ChoicesField, HouseForm, Written, markdown_text
from hrcn_community.accounts.profiles import MOST_TERMS
from hrcn_community.consultations.queries.declarations import countries
from hrcn_community.core.spoken import SPOKEN
from hrcn_community.core.words import _l

CHOOSE = _l("Choose somebody.")


class GeneralDeclarationForm(HouseForm):
    text = TextAreaField(
        _l("Your ties"),
        description=_l(
            "Employers, mandates, councils, shares, close relatives in office: whatever could touch "
            "a case. If there is nothing, say so."
        ),
        validators=[
            Written(_l("Write something first.")),
            Length(max=8000, message=_l("Use at most 8,000 characters.")),
            markdown_text,
        ],
    )


class ExpertiseForm(HouseForm):
    expertise = ChoicesField(_l("What you know about"), description=_l("At most twelve."))
    languages = ChoicesField(_l("Languages you read and write"))
    countries = ChoicesField(
        _l("Countries whose law and practice you know"),
        description=_l("Those in which the network has cities."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        names = Locale.parse(str(get_locale()))
        self.expertise.choices = term_options("themes", "groups")
        self.languages.choices = options((c, names.languages.get(c, c)) for c in SPOKEN)
        known = sorted((names.territories.get(code, code), code) for code in countries())
        self.countries.choices = options((code, name) for name, code in known)

    def validate_expertise(self, field: ChoicesField) -> None:
        if len(field.data or []) > MOST_TERMS:
            raise ValidationError(_("Choose at most twelve; what you would be asked about first."))


class RapporteurForm(HouseForm):
    handle = SelectField(_l("Rapporteur"), validate_choice=False, validators=[DataRequired(CHOOSE)])
