"""Settings of the house that change while it runs; those of the machine are shown, and set elsewhere."""

import os
from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from wtforms import EmailField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from config import LANGUAGES
from hrcn_community.access.choices import language_options, options
from hrcn_community.access.filled import FilledForm, Stands
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.core.house import INVITED, OPEN, House, house_now
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.register.actions.house import change_house, hold_house
from hrcn_community.site.fields import AlwaysGiven, one_recipient

admin_house = Blueprint("admin_house", __name__)
HERE = "/admin/settings"
OF_THE_MACHINE = (
    "BASE_URL",
    "DATABASE_URL",
    "INSTANCE_PATH",
    "SECRET_KEY",
    "SEALED_KEYS",
    "BACKUP_KEY",
    "MAIL_URL",
    "MAIL_FROM",
    "MAIL_RETURN",
    "MAIL_REPLY",
    "MAIL_AUTHSERV",
    "STORAGE_URL",
    "SCANNER_URL",
    "FILES_PER_PERSON_MB",
    "TRUSTED_PROXIES",
    "METRICS_FROM",
    "REDIS_URL",
)
BANNER = "banner_"


def _number(label: Any, most: int, description: Any = "") -> Any:
    return IntegerField(
        label,
        description=description,
        validators=[
            InputRequired(_l("Give a number.")),
            NumberRange(0, most, message=_l("Give a number from 0 to %(most)s.", most=most)),
        ],
    )


def _banner(language: str) -> Any:
    return TextAreaField(
        LANGUAGES[language],
        filters=[lambda words: one_line(words or "")],
        validators=[Length(max=300, message=_l("Use at most 300 characters."))],
    )


class HouseSettingsForm(FilledForm):
    name = StringField(
        _l("Name of the house"),
        description=_l(
            "Stands in titles, at the top and at the foot of each page. Empty, as it was built."
        ),
        filters=[lambda words: one_line(words or "")],
        validators=[Length(max=60, message=_l("Use at most 60 characters."))],
    )
    contact = EmailField(
        _l("Address shown on the contact page"),
        description=_l("Empty, there is the form alone."),
        validators=[Length(max=254), one_recipient],
    )
    joining = RadioField(
        _l("Who may ask to join"),
        choices=options(
            [(OPEN, _l("Everybody")), (INVITED, _l("Nobody: people come by invitation only"))]
        ),
        validators=[AlwaysGiven()],
    )
    language = SelectField(
        _l("Language"),
        description=_l("For whoever asks for none that the house speaks."),
        choices=language_options,
        validators=[AlwaysGiven()],
    )
    banner_en = _banner("en")
    banner_de = _banner("de")
    banner_nl = _banner("nl")
    banner_sv = _banner("sv")
    banner_fr = _banner("fr")
    newcomer_posts = _number(
        _l("Posts that must have stood"), 100, _l("Then somebody is no newcomer any more.")
    )
    newcomer_days = _number(_l("For so many days"), 90)
    newcomer_an_hour = _number(_l("Posts in an hour, at most"), 1000)
    newcomer_a_day = _number(_l("Posts in a day, at most"), 1000)
    newcomer_links = _number(_l("Links to elsewhere in a post, at most"), 100)
    newcomer_names = _number(_l("People named in a post, at most"), 100)

    @property
    def wanted(self) -> dict[str, Any]:
        """Return the settings by their names; a banner has its words by language."""
        fields = {field.name: field.data for field in self._seen()}
        banner = {each: fields.pop(BANNER + each) for each in LANGUAGES}
        fields["banner"] = {language: words for language, words in banner.items() if words}
        return fields


@admin_house.get(HERE)
@permit(Permission.Admin.HOUSE)
def settings() -> Any:
    return _page(_filled(house_now()))


@admin_house.post(HERE)
@permit(Permission.Admin.HOUSE)
def change() -> Any:
    form = HouseSettingsForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    hold_house()
    if theirs := form.overtaken_by(_filled(house_now())):
        return _page(form, 409, theirs)
    change_house(form.wanted, by=me().id)
    flash(_("The settings are saved. Within a minute they hold everywhere."), "success")
    return redirect(HERE, 303)


def _filled(house: House) -> HouseSettingsForm:
    banner = {BANNER + language: house.banner.get(language, "") for language in LANGUAGES}
    return HouseSettingsForm(formdata=None, data={**vars(house), **banner}).filled()


def _page(form: HouseSettingsForm, status: int = 200, theirs: Stands = ()) -> Any:
    machine = [(name, bool(os.environ.get(name))) for name in OF_THE_MACHINE]
    return page("admin/settings.html", status, form=form, theirs=theirs, machine=machine)
