"""The log of what was done in the house: looked up, and taken along as a table."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import DateField, Form, SelectField, StringField, ValidationError
from wtforms.validators import Optional

from hrcn_community.access.choices import option, options
from hrcn_community.access.guard import permit, steps_up, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.running.log import (
    MOST_TAKEN,
    PAGE,
    Wanted,
    found_in_log,
    is_somebody,
    kinds_of_the_house,
)
from hrcn_community.running.log_names import named_in
from hrcn_community.site.log_words import KINDS, numbers, told

admin_log = Blueprint("admin_log", __name__)
HERE = "/admin/log"
GROUPS = {
    "people": _l("Accounts and roles"),
    "house": _l("Settings and words"),
    "machine": _l("The machine"),
}
COLUMNS = ("id", "happened_at", "name", "actor", "about", "facts")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class LogForm(Form):
    """What is looked for; it changes nothing, so it bears no token."""

    group = SelectField(
        _l("Kind"), choices=[option("", _l("Everything")), *options(GROUPS.items())], default=""
    )
    name = SelectField(_l("Event"), default="")
    person = StringField(
        _l("Person"),
        description=_l(
            "The last part of the address of their page. What they did, and what was done about them."
        ),
        filters=[lambda words: one_line(words or "").lstrip("@").lower()],
    )
    since = DateField(_l("From"), validators=[Optional()])
    until = DateField(_l("To"), description=_l("Days of UTC."), validators=[Optional()])

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        named = sorted((str(KINDS[name]), name) for name in kinds_of_the_house())
        names = [option(name, words) for words, name in named]
        self.name.choices = [option("", _l("Every event")), *names]

    def validate_person(self, field: Any) -> None:
        if field.data and not is_somebody(field.data, viewer=viewer()):
            raise ValidationError(_("There is nobody of that name."))

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            group=self.group.data or "",
            name=self.name.data or "",
            handle=self.person.data or "",
            since=self.since.data,
            until=self.until.data,
        )


@admin_log.get(HERE)
@permit(Permission.Admin.HOUSE)
def log() -> Any:
    form = LogForm(request.args)
    if not form.validate():
        return _page(form, 422)
    before = request.args.get("before", 0, type=int)
    return _page(form, found=found_in_log(form.wanted, viewer=viewer(), before=before))


@admin_log.get(f"{HERE}.csv")
@permit(Permission.Admin.HOUSE)
@steps_up
def taken() -> Any:
    """The same as a table for a spreadsheet, at most so many lines."""
    form = LogForm(request.args)
    if not form.validate():
        return _page(form, 422)
    words = _table(found_in_log(form.wanted, viewer=viewer(), most=MOST_TAKEN))
    headers = {"Content-Disposition": "attachment; filename=log.csv"}
    return Response(words, content_type="text/csv; charset=utf-8", headers=headers)


def _page(form: LogForm, status: int = 200, found: Sequence[Any] = ()) -> Any:
    asked = {name: value for name, value in request.args.items() if value and name != "before"}
    names = named_in(found[:PAGE], str(get_locale()), viewer=viewer())
    older = asked | {"before": str(found[PAGE - 1].id)} if len(found) > PAGE else {}
    rows = found[:PAGE]
    return page(
        "admin/log.html",
        status,
        form=form,
        found=[(row, told(row.facts, names), numbers(row.facts)) for row in rows],
        older=f"{HERE}?{urlencode(older)}" if older else "",
        taken=f"{HERE}.csv?{urlencode(asked)}",
        kinds=KINDS,
    )


def _table(rows: Sequence[Any]) -> str:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for row in rows:
        facts = "; ".join(f"{name}: {value}" for name, value in row.facts.items())
        moment = row.happened_at.isoformat()
        line = (row.id, moment, row.name, row.actor_handle, row.about_handle, facts)
        table.writerow([defused(value) for value in line])
    return written.getvalue()


def defused(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    words = "" if value is None else str(value)
    return f"'{words}" if words.startswith(FORMULA) else words
