"""Fields that several forms of the site share."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from hrcn_community.access.choices import option, term_options
from hrcn_community.access.forms import HouseForm
from hrcn_community.accounts.addresses import sound_address
from hrcn_community.accounts.likeness import LooksLikeAnother
from hrcn_community.accounts.names import why_name_refused
from hrcn_community.accounts.secrets import why_refused
from hrcn_community.core.words import _l
from hrcn_community.register.queries import cities, organisations


class AlwaysGiven:
    """Marks a choice that begins with a value, so that it is not called optional."""

    field_flags = {"required": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        """Take whatever is chosen: the field itself refuses what it did not offer."""


class NewPasswordForm(HouseForm):
    """A form in which somebody chooses a password; `personal` is what it must not be."""

    personal: Iterable[str] = ()
    password = PasswordField(
        _l("New password"),
        description=_l("Fifteen characters or more are best; a sentence is easy to keep in mind."),
        validators=[DataRequired(_l("Choose a password.")), Length(max=1000)],
    )

    def validate_password(self, field: PasswordField) -> None:
        if why := why_refused(field.data or "", *self.personal):
            raise ValidationError(str(why))


def one_recipient(_form: Any, field: EmailField) -> None:
    """Validate an e-mail address, and keep it in the one way in which we keep addresses."""
    sound = sound_address(field.data or "")
    if field.data and not sound:
        raise ValidationError(_("This does not look like an e-mail address: name@example.org"))
    field.data = sound


def honest_name(_form: Any, field: StringField) -> None:
    """Validate that a name cannot be taken for somebody else's by the letters that it is written in."""
    if why := why_name_refused(field.data or ""):
        raise ValidationError(str(why))


def done_under(field: StringField, deed: Callable[[], object]) -> bool:
    """Do what gives somebody the name in `field`; if it looks like another's, say so beside it instead."""
    try:
        deed()
    except LooksLikeAnother as likeness:
        field.errors = [str(likeness.message)]
        return False
    return True


def privacy_field() -> Any:
    return BooleanField(
        _l("I have read the terms and the privacy notice and accept both."),
        validators=[DataRequired(_l("We can only take you in if you accept them."))],
    )


def city_choices(nothing: str) -> list[Any]:
    return [option("", nothing), *(option(str(c.id), c.name) for c in cities())]


def organisation_choices(nothing: str) -> list[Any]:
    named = [option(str(each.id), each.name) for each in organisations()]
    return [option("", nothing), *named]


def expertise_choices() -> list[Any]:
    """Return the themes and groups that somebody may know about, in the reader's language."""
    return term_options("themes", "groups")


def chosen_id(text: str | None) -> int | None:
    """Return the number of a choice that has passed validation, None for the empty one."""
    return int(text) if text else None
