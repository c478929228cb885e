"""The form of the front door, which the sign-in page and every 401 show."""

from typing import Any

from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.kept import Kept


class SignInForm(HouseForm):
    email = EmailField(
        _l("E-mail address"),
        validators=[DataRequired(_l("Give the address you joined with.")), Length(max=254)],
    )
    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Give your password.")), Length(max=1000)]
    )
    next = HiddenField()


def sign_in_page(status: int, target: str, kept: Kept | None, said: object) -> Any:
    """Show the form, empty, with why what was tried did not open the door."""
    form = SignInForm(formdata=None, next=target)
    form.form_errors = [str(said)]
    return page("account/sign_in.html", status, form=form, kept=kept, wait=0)
