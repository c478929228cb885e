"""The form of one's own profile: what one says, and beside each part who may see it."""

from typing import Any
from zoneinfo import available_timezones

from flask import current_app
from flask_babel import gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from hrcn_community.access.choices import option, options
from hrcn_community.access.forms import ChoicesField, HouseForm, Written, markdown_text
from hrcn_community.accounts import profiles
from hrcn_community.accounts.models import Person, Reach
from hrcn_community.accounts.showing import PARTS, REACHES
from hrcn_community.core.spoken import SPOKEN
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.site.fields import (
    AlwaysGiven,
    chosen_id,
    city_choices,
    expertise_choices,
    honest_name,
    organisation_choices,
)
from hrcn_community.site.people import language_name

ZONES = sorted(
    zone
    for zone in available_timezones()
    if zone.split("/")[0] in {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe"}
    or zone in {"UTC", "Pacific/Auckland"}
)
THEMES = [
    option("", _l("As the device")),
    option("light", _l("Light")),
    option("dark", _l("Dark")),
]


def reach_field(part: str, reach: Reach = Reach.MEMBERS) -> Any:
    """Return the select beside a part of the profile: who may see it. Its label names the part."""
    return SelectField(
        _l("Who sees it: %(part)s", part=PARTS[part]),
        choices=options(REACHES.items()),
        default=reach,
        validators=[AlwaysGiven()],
    )


class ProfileForm(HouseForm):
    name = StringField(
        _l("Name"),
        filters=[lambda text: one_line(text or "")],
        validators=[Written(_l("Give your name.")), Length(max=120), honest_name],
    )
    headline = StringField(
        _l("In one line"),
        description=_l("What people may ask you about."),
        validators=[Length(max=160, message=_l("Use at most 160 characters."))],
    )
    bio = TextAreaField(_l("About you"), validators=[Length(max=4000), markdown_text])
    city = SelectField(_l("City"), default="")
    organisation = SelectField(_l("Organisation"), default="")
    as_what = StringField(
        _l("What you are there"),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=120, message=_l("Use at most 120 characters."))],
    )
    expertise = ChoicesField(_l("What you know about"), description=_l("At most twelve."))
    languages = ChoicesField(_l("Languages you read and write"))
    shows_headline = reach_field("headline")
    shows_bio = reach_field("bio")
    shows_city = reach_field("city")
    shows_organisation = reach_field("organisation")
    shows_expertise = reach_field("expertise")
    shows_languages = reach_field("languages")
    shows_joined = reach_field("joined")
    shows_started = reach_field("started")
    shows_former = reach_field("former", Reach.NOBODY)
    shows_email = reach_field("email", Reach.NOBODY)
    has_public_page = BooleanField(
        _l("Have a page that everybody on the internet can read"),
        description=_l("With your name, your role and what you show to everyone; nothing else."),
    )
    locale = SelectField(_l("Language of this site"), default="")
    timezone = SelectField(_l("Time zone"), default="Europe/Brussels", validators=[AlwaysGiven()])
    theme = SelectField(_l("Appearance"), choices=THEMES, default="")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city.choices = city_choices(_("No city in particular"))
        self.organisation.choices = organisation_choices(_("None of these"))
        self.expertise.choices = expertise_choices()
        self.languages.choices = [option(code, language_name(code)) for code in SPOKEN]
        own = [option(*each) for each in current_app.config["LANGUAGES"].items()]
        self.locale.choices = [option("", _("As the browser asks")), *own]
        self.timezone.choices = [option(zone, zone.replace("_", " ")) for zone in ZONES]

    def validate_expertise(self, field: ChoicesField) -> None:
        if len(field.data or []) > profiles.MOST_TERMS:
            raise ValidationError(_("Choose at most twelve; what you would be asked about first."))

    @property
    def profile(self) -> profiles.Profile:
        return profiles.Profile(
            name=self.name.data or "",
            headline=self.headline.data or "",
            bio=self.bio.data or "",
            city_id=chosen_id(self.city.data),
            organisation_id=chosen_id(self.organisation.data),
            expertise=self.expertise.data or [],
            languages=self.languages.data or [],
            locale=self.locale.data,
            timezone=self.timezone.data,
            theme=self.theme.data,
            as_what=self.as_what.data or "",
            has_public_page=bool(self.has_public_page.data),
            reaches={part: self[f"shows_{part}"].data for part in PARTS},
        )


def written_profile(person: Person, expertise: Any, as_what: str) -> dict[str, Any]:
    """Return what stands in a person's profile, for its form."""
    return {
        "name": person.name,
        "headline": person.headline,
        "bio": person.bio,
        "city": str(person.city_id or ""),
        "organisation": str(person.organisation_id or ""),
        "as_what": as_what,
        "expertise": expertise,
        "languages": person.languages,
        "locale": person.locale,
        "timezone": person.timezone,
        "theme": person.theme,
        "has_public_page": person.has_public_page,
        **who_sees_what(person),
    }


def who_sees_what(person: Person) -> dict[str, str]:
    """Return how far somebody lets each part of their profile be seen, by the names of the fields."""
    return {f"shows_{part}": getattr(person, f"shows_{part}") for part in PARTS}
