"""The form that every form is: sent twice, it does one thing; wrong text is explained beside its field."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import redirect, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.csrf import _FlaskFormCSRF
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import Field, HiddenField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from hrcn_community.access.guard import me, viewer
from hrcn_community.accounts.models import SentForm
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import is_blank
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l

F = TypeVar("F", bound=FlaskForm)


class _LateToken:
    """The token of a form, made when it is shown: a form that is not shown begins no session."""

    def __init__(self, make: Callable[[], str]) -> None:
        self.make = make

    def __str__(self) -> str:
        return self.make()


class _LateCSRF(_FlaskFormCSRF):
    def generate_csrf_token(self, csrf_token_field: Any) -> Any:
        return _LateToken(lambda: super(_LateCSRF, self).generate_csrf_token(csrf_token_field))


class HouseForm(FlaskForm):
    """A form with a number of its own, so that a second sending is known."""

    class Meta(FlaskForm.Meta):
        csrf_class = _LateCSRF

        def render_field(self, field: Any, render_kw: Any) -> Any:
            """Draw a field. A hidden one has no id: nothing leads to it, and a page holds many forms."""
            if isinstance(field, HiddenField):
                render_kw = {"id": False, **render_kw}
            return super().render_field(field, render_kw)

    form_token = HiddenField(default=lambda: new_ref(64))
    offers_mask = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self:  # asked for now: a page that is being drawn asks the database nothing
            getattr(field, "choices", None)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever asks for a pseudonym where none is to be had sends nothing: least of all by name."""
        sound = super().validate(extra_validators)
        if wants_mask() and not self.offers_mask:
            refused = _("You cannot write under a pseudonym here. Nothing was sent.")
            self.form_errors.append(refused)
            return False
        return sound

    def once(self, deed: Callable[[], str]) -> Response:
        """Do `deed` unless this very form did it before; go to the address that it returned."""
        return redirect(do_once(self.form_token.data or "", deed), 303)


class ChoicesField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def with_error(form: F, field: Field, refused: Refusal) -> F:
    """Return `form` as it was sent, with why it was refused beside the field: nothing written is lost."""
    field.errors = [*field.errors, str(refused.message)]
    return form


def wants_mask() -> bool:
    """Does what was sent ask for a pseudonym, in whatever part of the request?"""
    sent = request.get_json(silent=True) if request.is_json else None
    in_json = isinstance(sent, dict) and bool(sent.get("mask"))
    return in_json or any(request.values.getlist("mask"))


class Written(DataRequired):
    """Something that can be seen is wanted: neither spaces nor signs without a shape will do."""

    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if is_blank(field.data):
            raise StopValidation(str(self.message))


def do_once(token: str, deed: Callable[[], str]) -> str:
    """Return the address that `deed` leads to, doing it only for the first sending of `token`.

    One form is sent by one self: two rows of the same number would say that they are one person.
    """
    token = token[:40]
    if not token or not viewer().is_signed_in:
        return deed()
    take_turn(token)
    person_id = me().id
    others = [each for each in viewer().selves if each != person_id]
    if others and (led := _where_it_led(token, others)) is not None:
        return led or "/"
    if not insert_or_ignore(
        SentForm, person_id=person_id, token=token, address="", sent_at=clock.now()
    ):
        return _where_it_led(token, [person_id]) or "/"
    address = deed()
    db.session.get_one(SentForm, (person_id, token)).address = address
    return address


def was_sent(token: str) -> bool:
    """Has the form of this number arrived already? What is on its way is waited for."""
    take_turn(token[:40])
    selves = viewer().selves
    found = select(SentForm.token).where(
        SentForm.person_id.in_(selves), SentForm.token == token[:40]
    )
    return db.session.scalar(found.limit(1)) is not None


def markdown_text(form: FlaskForm, field: Any) -> None:
    """Validate that a field's text can be rendered and leaves something to see; else say what is wrong."""
    try:
        html = richtext.render(field.data or "")
    except richtext.TextRefused as refused:
        raise ValidationError(str(refused.message)) from refused
    if (field.data or "").strip() and is_blank(richtext.plain(html)):
        raise ValidationError(str(_l("Write something first.")))


def _where_it_led(token: str, selves: list[int]) -> str | None:
    found = select(SentForm.address).where(SentForm.person_id.in_(selves), SentForm.token == token)
    return db.session.scalar(found)
