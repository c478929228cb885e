"""What the core team writes of cities and organisations."""

import re
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    DateField,
    DecimalField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from hrcn_community.access.choices import option
from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.register import keeping
from hrcn_community.register.queries import terms
from hrcn_community.site.dates import PRECISE, said_date
from hrcn_community.site.fields import AlwaysGiven, chosen_id, city_choices

FEW_WORDS = Length(max=120, message=_l("Use at most 120 characters."))
WEBSITE = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")


def _name() -> Any:
    return StringField(
        _l("Name"),
        filters=[lambda text: one_line(text or "")],
        validators=[Written(_l("Give it a name.")), FEW_WORDS],
    )


def _lead() -> Any:
    return TextAreaField(
        _l("In two sentences"),
        description=_l("Everybody on the internet can read this."),
        validators=[Length(max=1000, message=_l("Use at most 1000 characters."))],
    )


class CityForm(HouseForm):
    name = _name()
    country = StringField(
        _l("Country"),
        description=_l("Its two letters, such as AT."),
        filters=[lambda text: one_line(text or "").upper()],
        validators=[DataRequired(_l("Give the two letters of its country."))],
    )
    lead = _lead()
    latitude = DecimalField(_l("Latitude"), validators=[Optional(), NumberRange(-90, 90)])
    longitude = DecimalField(_l("Longitude"), validators=[Optional(), NumberRange(-180, 180)])

    def validate_country(self, field: StringField) -> None:
        if not re.fullmatch(r"[A-Z]{2}", field.data or ""):
            raise ValidationError(_("Give the two letters of its country."))

    @property
    def told(self) -> keeping.ToldCity:
        places = (self.latitude.data, self.longitude.data)
        north, east = (float(each) if each is not None else None for each in places)
        return keeping.ToldCity(
            self.name.data or "", self.country.data or "", self.lead.data or "", north, east
        )


class OrganisationForm(HouseForm):
    name = _name()
    kind = SelectField(_l("What it is"), validators=[AlwaysGiven()])
    lead = _lead()
    website = StringField(
        _l("Website"),
        description=_l("Its whole address, beginning with https://"),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=200, message=_l("Use at most 200 characters."))],
    )
    city = SelectField(_l("City"), default="")

    def __init__(self, *args: Any, kind: str = "", **given: Any) -> None:
        super().__init__(*args, **given)
        named = {term.slug.removeprefix("audience-"): term for term in terms("audience")}
        self.kind.choices = [option(slug, term.name) for slug, term in named.items()]
        if kind not in named or not named:
            self.kind.choices.append(option(kind or "other", kind or _("Something else")))
        self.city.choices = city_choices(_("No city in particular"))

    def validate_website(self, field: StringField) -> None:
        if field.data and not WEBSITE.fullmatch(field.data):
            raise ValidationError(_("Give the whole address, beginning with https://"))

    @property
    def told(self) -> keeping.ToldOrganisation:
        return keeping.ToldOrganisation(
            self.name.data or "",
            self.kind.data,
            self.lead.data or "",
            self.website.data or "",
            chosen_id(self.city.data),
        )


class MembershipForm(HouseForm):
    since = DateField(
        _l("Since"), validators=[DataRequired(_l("Name the day, such as 2027-03-31."))]
    )
    until = DateField(
        _l("Until"), description=_l("Empty while it is a member."), validators=[Optional()]
    )


class FactForm(HouseForm):
    dated = StringField(
        _l("When"),
        description=_l("As precisely as it is known: 2001-02-08, 2007-04 or 2008."),
        filters=[lambda text: one_line(text or "")],
        validators=[DataRequired(_l("Say when, such as 2001-02-08, 2007-04 or 2008."))],
    )
    text = TextAreaField(
        _l("What happened"),
        validators=[Written(_l("Say what happened.")), Length(max=1000)],
    )

    def validate_dated(self, field: StringField) -> None:
        dated = field.data or ""
        if not PRECISE.fullmatch(dated) or (len(dated) > 4 and said_date(dated, "en") == dated):
            raise ValidationError(_("Say when, such as 2001-02-08, 2007-04 or 2008."))
