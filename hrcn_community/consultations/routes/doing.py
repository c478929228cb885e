"""How a deed is done that somebody sends: its form, once, and back to the case."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from hrcn_community.consultations.models import Case
from hrcn_community.consultations.offers import form_for
from hrcn_community.consultations.sheets import AT_WORK, SHEETS
from hrcn_community.conversations.models import Post
from hrcn_community.core.differences import Piece
from hrcn_community.core.web import page


def do(case: Case, key: str, deed: Callable[[Any], object]) -> Any:
    """Do a deed once and go back to the case; or show what is wrong with its form."""
    form = form_for(key, case, request.form)
    if not form.validate_on_submit():
        return show_sheet(case, key, form, 422)
    answer = form.once(lambda: (deed(form), case.address)[1])
    flash(_("Done."), "success")
    return answer


def show_sheet(
    case: Case,
    key: str,
    form: Any,
    status: int,
    other: Post | None = None,
    pieces: Sequence[Piece] = (),
) -> Any:
    """Show one form alone. It says nothing of the case but its reference, so it needs no read log."""
    sheet = SHEETS[key]
    action = f"{case.address}/{sheet.path}"
    return page(
        "consultations/deed.html",
        status,
        case=case,
        sheet=sheet,
        form=form,
        action=action,
        other=other,
        pieces=pieces,
        is_at_work=key in AT_WORK,
    )
