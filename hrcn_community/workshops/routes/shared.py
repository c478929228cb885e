"""What the addresses of a workshop answer with."""

from typing import Any

from flask import flash, redirect
from werkzeug.wrappers import Response as Answer

from hrcn_community.access.guard import viewer
from hrcn_community.core.web import page
from hrcn_community.workshops import shown
from hrcn_community.workshops.forms.taking_part import CancelForm
from hrcn_community.workshops.models.workshops import Workshop
from hrcn_community.workshops.queries import workshops as queries


def workshop_page(workshop: Workshop, cancelling: CancelForm | None = None) -> Any:
    found = queries.workshop_page(workshop, viewer=viewer())
    return page(
        "workshops/workshop.html",
        422 if cancelling else 200,
        found=found,
        days=shown.agenda_days(workshop, found.items),
        shown=shown,
        cancelling=cancelling or CancelForm(formdata=None),
    )


def back(workshop: Workshop, message: str, more: str = "") -> Answer:
    flash(message, "success")
    return redirect(f"{workshop.address}{more}", 303)
