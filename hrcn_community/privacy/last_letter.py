"""The two letters about an erasure: that it will be, and that it is. The second is the last to that address."""

from typing import Any

from babel.dates import format_date
from flask import current_app
from flask_babel import force_locale

from hrcn_community.accounts.models import Person
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.house import house_title
from hrcn_community.core.settings import address
from hrcn_community.core.words import _l
from hrcn_community.notifications.posting import post_mail
from hrcn_community.privacy.actions.departing import traces_of
from hrcn_community.privacy.events import ErasureAsked
from hrcn_community.privacy.models import Erasure

SUBJECTS = {
    "leaving": _l("You asked to be erased from %(house)s"),
    "erased": _l("You are erased from %(house)s"),
}


def mail_of_leaving(event: ErasureAsked, entry: Entry) -> None:
    """Tell whose account was closed until when they can come back."""
    erasure = db.session.get_one(Erasure, event.erasure_id)
    person = db.session.get_one(Person, erasure.person_id)
    if erasure.waits:
        link, name = address("/sign-in"), traces_of(person).name
        _post(person, name, "leaving", entry, link=link, due=erasure.due_at)


def post_last_letter(person: Person, name: str, entry: Entry, *, keeps_texts: bool) -> None:
    _post(person, name, "erased", entry, keeps_texts=keeps_texts)


def _post(
    person: Person, name: str, template: str, entry: Entry, due: Any = None, **values: Any
) -> None:
    locale = person.locale if person.locale in current_app.config["LANGUAGES"] else "en"
    day = format_date(due, "long", locale="en_GB" if locale == "en" else locale) if due else ""
    with force_locale(locale):
        text = current_app.jinja_env.get_template(f"emails/{template}.txt").render(
            base_url=address("/"), name=name, day=day, **values
        )
        subject = str(SUBJECTS[template]) % {"house": house_title()}
        post_mail(person.email, subject, text, entry)
